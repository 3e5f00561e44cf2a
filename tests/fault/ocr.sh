#!/bin/sh
# ocr.sh - a slow scan holds nothing up; recognisers that die or hang cost a page; a killed run goes on where it was.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
/usr/bin/python3 -c 'import PIL' 2> /dev/null && [ -e /usr/share/fonts/truetype/freefont/FreeSerif.ttf ] || {
	echo 'python3-pil or fonts-freefont-ttf is missing'
	exit 77
}
scan() { /usr/bin/python3 "$KHO_SOURCE/tests/tools/make_scan.py" "$@"; }
for p in 1 2 3 4; do
	printf 'Trang %s của kế hoạch trồng rừng phòng hộ đầu nguồn suối Khe Sậu.\n' $p
	yes '' | head -n 75
done > pages.txt
mkdir in
scan pages.txt in/a-scan.tif --mode 1 --dpi 200
plans 200 in/b-plans.tar
kept() { cat db/ocr/* 2> /dev/null | grep -ac 'Trang'; }

# What is no scan is searchable while the scan, first of all files, is still being recognised; then the run is killed.
"$KHO" index -q -d db in 2> /dev/null &
pid=$!
n=0
while [ "$(kept)" -lt 1 ] && kill -0 $pid 2> /dev/null && [ $n -lt 600 ]; do
	n=$((n + 1))
	sleep 0.05
done
same 'searchable meanwhile' "$("$KHO" search -d db -n 1000 --format=json '' | wc -l)" 201
children=$(children_of $pid)
kill -9 $pid
wait $pid 2> /dev/null
gone $children || fail 'children outlive a killed run'
done_before=$(kept)
[ "$done_before" -ge 1 ] || fail 'no page was kept'

# hit WHAT: signal every recogniser once it has begun, at most $1 times
hit() {
	hits=0
	while kill -0 $pid 2> /dev/null; do
		for c in $(child kho-ocr $pid | head -n 1); do
			[ $hits -lt "$1" ] && kill "-$2" "$c" 2> /dev/null && hits=$((hits + 1))
		done
		sleep 0.4
	done
	wait $pid
}
# The next run takes the kept page as it is, also when its recogniser is killed twice.
"$KHO" index -d db in > out 2> err &
pid=$!
hit 1 KILL
same 'a killed recogniser: exit' $? 0
has out '(2 unchanged)'
[ "$(kept)" -ge "$done_before" ] || fail 'kept pages were lost'
same 'nothing waits' "$("$KHO" search -d db --format=json ghi-chu:can-ocr | wc -l)" 0
same 'found' "$("$KHO" search -d db --format=json 'trong rung phong ho dau nguon' | grep -c a-scan.tif)" 1

# One that hangs is ended, and its document is there; others too.
rm -rf db
"$KHO" index -d db --limit ocr-seconds=1 in > out 2> err &
pid=$!
hit 0 STOP
same 'pages over their time: exit' $? 0
same 'all documents' "$("$KHO" search -d db -n 1000 --format=json '' | wc -l)" 201
done_testing
