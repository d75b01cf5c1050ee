#!/bin/sh
# demo-visit.sh BIN PACK SCRIPT OUT [KIOSK-OPTION...]: a customer's story on the four real programs.
#
# annae-hq and annae-courier run beside annae-kiosk, which plays SCRIPT line by line and leaves its
# pictures and transcript.txt in OUT. docs/visit-scripts.md describes the lines; these are ours:
#
#   hq up | hq down        headquarters starts, is gone
#   hq state STATE         an agent changes the state of every request, by headquarters' interface
#   hq has N               headquarters has exactly N requests (feedback not counted)
#   kiosk kill             kill -9 and start again; a clock that `time` has set goes on
#
# In the end no log and no file of the kiosk may name one of headquarters' customers, their cards or
# numbers. Nothing outlives it but OUT. Exit: 0 all as expected, 1 not.
set -eu
[ $# -ge 4 ] || { echo "usage: demo-visit.sh BIN PACK SCRIPT OUT [KIOSK-OPTION...]" >&2; exit 2; }
bin=$1 pack=$2 script=$3 out=$4
shift 4
dir=$(mktemp -d "${TMPDIR:-/tmp}/annae-e2e-XXXXXX")
hq='' courier='' kiosk='' port=0 life=0 clock=''

end_one() {
    [ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" || true; }
}
end_all() {
    end_one "$kiosk"
    end_one "$courier"
    end_one "$hq"
    rm -rf "$dir"
}
trap end_all EXIT
trap 'exit 1' INT TERM

die() {
    echo "$script:$number: $*" >&2
    for log in "$dir"/*.log; do
        echo "--- $(basename "$log")" >&2
        tail -n 12 "$log" >&2
    done
    exit 1
}

# Try COMMAND until it succeeds, ten seconds at most.
await() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || return 1
        sleep 0.05
    done
}

hq_up() {
    rm -f "$dir/port"
    "$bin/annae-hq" serve --dir "$dir/hq" --port "$port" --port-file "$dir/port" \
        2>>"$dir/hq.log" 3>&- 4<&- &
    hq=$!
    await test -s "$dir/port" || die "headquarters did not start"
    port=$(cat "$dir/port")
    url="http://127.0.0.1:$port"
    [ -n "$courier" ] || courier_up
}

hq_down() {
    end_one "$hq"
    hq=''
}

courier_up() {
    "$bin/annae-courier" --state "$dir/kiosk" --hq "$url" --socket "$dir/courier.sock" \
        2>>"$dir/courier.log" 3>&- 4<&- &
    courier=$!
    await test -S "$dir/courier.sock" || die "the courier did not start"
}

ids() {
    curl --silent --show-error --fail "$url/v1/requests" | grep -o '"id":"[0-9a-f-]*"' |
        cut -d '"' -f 4
}

hq_state() {
    for id in $(ids); do
        curl --silent --show-error --fail --data "{\"state\":\"$1\"}" \
            --header 'Content-Type: application/json' "$url/v1/requests/$id/state" >/dev/null ||
            die "headquarters did not take the state $1"
    done
}

hq_has() {
    count=$("$bin/annae-hq" list --dir "$dir/hq" | grep -vc feedback || true)
    [ "$count" = "$1" ] || die "headquarters has $count requests, not $1"
}

# The kiosk reads statements from one pipe and answers on another.
kiosk_up() {
    life=$((life + 1))
    seen=$out
    [ "$life" = 1 ] || seen=$out/life-$life
    "$bin/annae-kiosk" --visit - --pack "$pack" --state "$dir/kiosk" --socket "$dir/courier.sock" \
        --out "$seen" "$@" <"$dir/say" >"$dir/hear" 2>>"$dir/kiosk.log" &
    kiosk=$!
    exec 3>"$dir/say" 4<"$dir/hear"
}

say() {
    echo "$1" >&3
    read -r answer <&4 || answer=silent
    [ "$answer" = ok ] || { cat "$dir/kiosk.log" >&2; die "$1: $answer"; }
}

kiosk_kill() {
    kill -9 "$kiosk"
    wait "$kiosk" 2>/dev/null || true
    exec 3>&- 4<&-
    kiosk_up "$@"
    [ -z "$clock" ] || say "$clock"
}

number=0
mkdir "$dir/kiosk"
mkfifo "$dir/say" "$dir/hear"
"$bin/annae-hq" init --dir "$dir/hq" 2>>"$dir/hq.log"
names=$(sed 1d "$dir/hq/customers.csv" | cut -d , -f 1,2,4 | tr ',\n' '||' | sed 's/|$//')
cp "$dir/hq/hq.pub" "$dir/kiosk/"
printf 'id = K-0001\nsite = SEOUL-01\n' >"$dir/kiosk/kiosk.conf"
hq_up
kiosk_up "$@"
while read -r line; do
    number=$((number + 1))
    case $line in
    'hq up') hq_up ;;
    'hq down') hq_down ;;
    'hq state '*) hq_state "${line#hq state }" ;;
    'hq has '*) hq_has "${line#hq has }" ;;
    'kiosk kill') kiosk_kill "$@" ;;
    'time '*)
        clock="$line since=$(date +%s)"
        say "$clock"
        ;;
    '' | '#'*) ;;
    *) say "$line" ;;
    esac
done <"$script"
exec 3>&-
wait "$kiosk" || die "the kiosk did not end well"
kiosk=''
hq_down
! grep -l -E "$names" "$dir"/*.log || die "a log names a customer"
! grep -r -l -a -E "$names" "$dir/kiosk" || die "the kiosk's disk names a customer"
echo "$script: $number lines, all as expected; seen in $out"
