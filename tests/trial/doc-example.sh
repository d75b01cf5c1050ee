#!/bin/sh
# doc-example.sh ANNAE-PACK PAGE CONTENT: the first example of the page is a test file that passes.
set -eu
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
cp -r "$3" "$dir/content"
rm "$dir"/content/tests/*.yaml
awk '/^```yaml$/ && !seen { seen = 1; inside = 1; next } /^```$/ { inside = 0 } inside' "$2" >"$dir/content/tests/page.yaml"
"$1" test "$dir/content" 2>&1 | grep -v " note A72" >"$dir/said" || true
grep "^1 file, 2 cases, 0 failed$" "$dir/said" || { cat "$dir/said"; exit 1; }
