#!/bin/sh
# record-visits.sh ANNAE-KIOSK ANNAE-PACK PACK CONTENT VISITS NAME...: each scripted visit, left open at its
# end, is exported as a journal by the kiosk and becomes a test file that passes; then all play as one folder.
set -eu
kiosk=$1 tool=$2 pack=$3 content=$4 visits=$5
shift 5
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
cp -r "$content" "$dir/content"
rm "$dir"/content/tests/*.yaml
for name in "$@"; do
    "$kiosk" --pack "$pack" --visit "$visits/$name.visit" --out "$dir/$name" 2>"$dir/log" ||
        { cat "$dir/log"; exit 1; }
    "$tool" record "$content" --journal "$dir/$name/journal.txt" -o "$dir/content/tests/$name.yaml"
done
"$tool" test "$dir/content" 2>/dev/null | grep "^$# files, .* 0 failed$"
