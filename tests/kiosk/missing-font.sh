#!/bin/sh
# missing-font.sh KIOSK PACK: without a font the kiosk names the package, shows its plain screen and stays
# there; it serves as soon as the font comes, and ends well when it is asked to. SDL's dummy driver writes
# down what it was shown.
set -eu
kiosk=$1
pack=$2
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
cd "$dir"
cp "$FONTCONFIG_FILE" none.conf
export FONTCONFIG_FILE="$dir/none.conf"
mkfifo log
SDL_VIDEODRIVER=dummy SDL_VIDEO_DUMMY_SAVE_FRAMES=1 "$kiosk" --pack "$pack" --state "$dir/state" 2>log &
pid=$!
package=""
served=""
while read -r line; do
    echo "$line"
    case $line in
    *fonts-noto-cjk*) package=named ;;
    kiosk.plain*)
        # As many different bytes as a picture with words has: not one colour.
        bytes=$(gzip -c SDL_window1-*.bmp | wc -c)
        sed 's|<fontconfig>|&<dir>/usr/share/fonts/opentype/noto</dir>|' none.conf >some.conf
        mv some.conf none.conf
        ;;
    kiosk.shown*)
        served=yes
        kill -TERM "$pid"
        ;;
    esac
done <log
wait "$pid"
[ "$package" = named ]
[ "$served" = yes ]
echo "packed picture: $bytes bytes"
[ "$bytes" -gt 20000 ]
