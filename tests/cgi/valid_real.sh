#!/bin/sh
# valid_real.sh - as valid.sh, with real documents: full pages of results, long names, each plan.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/cgi/valid.inc"
[ -d "$KHO_SHARED/plans" ] && [ -d "$KHO_SHARED/heads" ] || { echo "skipped: no plans/ and heads/ in $KHO_SHARED"; exit 77; }
exits 0 "$KHO" index -q -d db "$KHO_SHARED/plans" "$KHO_SHARED/heads"
while read -r path query; do
	valid "$path" "$query"
done << PAGES
/ 
/ q=uy+ban+nhan+dan
/ q=quyet+dinh&f.nam=2025
/ q=van+ban&sort=date&page=2
/ q=ke+hoach&from=2020&to=2026
/ q=chuyen+doi+so&lang=en
/refs 
/refs page=3
/tasks 
/tasks unit=so&page=2
/status 
PAGES
# with a picture and a list beside the results
valid /cited key=72/2025/QH15 65536
"$KHO" search -d db --format=json -n 50 'loai:KH' | field id > ids
[ "$(wc -l < ids)" -gt 20 ] || fail 'too few plans'
while read -r id; do
	valid /plan "id=$id" 1048576 # the whole text of it
done < ids
done_testing
