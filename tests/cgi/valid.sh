#!/bin/sh
# valid.sh - the pages are valid HTML, of a modest size, and name nothing outside.
set -u
. "$KHO_SOURCE/tests/lib.sh"
tidy=$(command -v tidy) || { echo "skipped: tidy is not installed"; exit 77; }
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
id=$("$KHO" search -d db --format=json 'so:41/KH-UBND' | head -n 1 | field id)
while read -r path query; do
	cgi GET "$path" "$query" > answer || fail "kho.cgi died: $path $query"
	sed '1,/^.$/d' answer > body
	# tidy does not know aria-current, nor links inside of a drawing.
	"$tidy" -q -e --drop-empty-elements no body 2>&1 | grep -v 'proprietary attribute "\(aria-current\|href\)"' > complaints
	[ ! -s complaints ] || { fail "$path?$query"; head -n 5 complaints; }
	[ "$(wc -c < body)" -le 40960 ] || fail "$path?$query: $(wc -c < body) bytes"
	! grep -o '\(src\|href\|action\)="[^"]*"' body | grep -v '="\(/kho/\|#\)' | head -n 3 | grep . ||
		fail "$path?$query leads elsewhere"
done << PAGES
/ 
/ q=ke+hoach
/ q=so&f.nam=2023&from=2022
/ q=xyzzy&f.nam=1999
/plan id=$id
/plan id=$id&lang=en
/cited key=749/QD-TTg
/cited key=43-NQ/TW&f.nam=2024
/cited key=x
/refs q=chi+thi
/tasks unit=van+phong&to=2030
/status 
/help 
/ x=1
PAGES
done_testing
