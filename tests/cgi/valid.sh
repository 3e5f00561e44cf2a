#!/bin/sh
# valid.sh - the pages are valid HTML, of a modest size, and name nothing outside.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/cgi/valid.inc"
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
id=$("$KHO" search -d db --format=json 'so:41/KH-UBND' | head -n 1 | field id)
while read -r path query; do
	valid "$path" "$query"
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
/tasks due=over&sort=due&f.dia-ban-nay=Ninh+B%C3%ACnh
/tasks q=xyzzy+tuyn&unit=Vawn+phongf&due=quarter&from=1999
/tasks page=99
/ list=co-quan&q=ke+hoach&f.cap=x%C3%A3
/ list=dia-ban&has=xyzzy
/ q=kees+hoachj+khac:x
/ q=ke+hoach&page=99
/status 
/help 
/ x=1
PAGES
done_testing
