#!/bin/sh
# standby-to-hq.sh BIN: a customer leaves a number at the standby screen by touch and by keys; the courier
# takes both in, once each, though it is killed and started again; headquarters has exactly two.
set -eu
bin=$1
dir=$(mktemp -d "${TMPDIR:-/tmp}/annae-standby-XXXXXX")
hq=''
end_all() {
    [ -z "$hq" ] || { kill "$hq" 2>/dev/null && wait "$hq" || true; }
    rm -rf "$dir"
}
trap end_all EXIT
trap 'exit 1' INT TERM

mkdir "$dir/kiosk"
"$bin/annae-hq" init --dir "$dir/hq" 2>"$dir/hq.log"
cp "$dir/hq/hq.pub" "$dir/kiosk/"
printf 'id = K-0001\nsite = SEOUL-01\n' >"$dir/kiosk/kiosk.conf"
printf 'hotline = 1588-0000\nhours.1 = 09:00-18:00\n' >"$dir/kiosk/standby.conf"
cat >"$dir/script" <<'END'
see 죄송합니다.
see 1588-0000
see 09:00–18:00
touch 0
touch 1
touch 0
touch 9
touch 8
touch 7
touch 6
touch 5
touch 4
touch 3
touch 2
see 010-9876-5432
touch 동의하고 전화 신청하기
see 전화 신청을 저장했습니다.
see not 9876
touch 확인
see not 9876
key 0
key 2
key 5
key 5
key 5
key 1
key 2
key 3
key 4
key 9
key backspace
touch English
see 02-555-1234
key enter
see 02-555-1234
key enter
see Your request for a call is saved.
picture PICTURE
END
sed -i "s|PICTURE|$dir/picture.bmp|" "$dir/script"
"$bin/annae-standby" --state "$dir/kiosk" --script "$dir/script" >"$dir/answers" 2>"$dir/standby.log" ||
    { cat "$dir/standby.log"; exit 1; }
[ "$(gzip -c "$dir/picture.bmp" | wc -c)" -gt 20000 ] || { echo "the picture is empty"; exit 1; }
cp "$dir/kiosk/standby/journal" "$dir/journal"

"$bin/annae-hq" serve --dir "$dir/hq" --port 0 --port-file "$dir/port" 2>>"$dir/hq.log" &
hq=$!
tries=0
until [ -s "$dir/port" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { cat "$dir/hq.log"; exit 1; }
    sleep 0.05
done
url="http://127.0.0.1:$(cat "$dir/port")"
deliver() {
    "$bin/annae-courier" --state "$dir/kiosk" --hq "$url" --once 2>>"$dir/courier.log"
}
deliver
[ ! -e "$dir/kiosk/standby/journal" ] || { echo "the journal is still there"; exit 1; }
cp "$dir/journal" "$dir/kiosk/standby/journal" # as after a crash between commit and removal
deliver
count=$("$bin/annae-hq" list --dir "$dir/hq" | grep -c callback || true)
[ "$count" = 2 ] || { echo "headquarters has $count requests, not 2"; cat "$dir"/*.log; exit 1; }
! grep -r -l -a -E '98765432|5551234' "$dir/kiosk" "$dir"/*.log || { echo "a number is in clear"; exit 1; }
echo "headquarters has both, once each"
