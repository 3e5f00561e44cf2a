#!/bin/sh
# full.sh - no room on the disk: one clear line, exit 74, the index as it was, and no garbage that keeps the disk full.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
plans 20 small.tar
plans 4000 big.tar 100
ids() { "$KHO" search -d "$1" -n 9000 --format=json '' | field id | sort; }
dir=.
mkdir disk
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=6m tmpfs disk 2> /dev/null; then
	dir=disk
	trap 'umount disk' EXIT
	limit() { "$@"; }
else # files may not grow instead
	limit() { (ulimit -f 600; exec "$@"); }
fi
exits 0 "$KHO" index -q -d $dir/db small.tar
ids $dir/db > before
exits 74 limit "$KHO" index -q -d $dir/db big.tar
one_line err
ids $dir/db > after
cmp -s before after || fail 'a full disk changed the index'
same 'leftovers' "$(ls $dir/db/*/tmp 2> /dev/null | wc -l)" 0
exits 0 limit "$KHO" index -d $dir/db small.tar
has out '(1 unchanged)'
# neither does compacting: what there is stays, and nothing of the new one
if [ "$dir" = disk ]; then
	plans 500 more.tar 9000
	exits 0 "$KHO" index -q -d disk/db more.tar
	ids disk/db > before
	head -c 9000000 /dev/zero > disk/ballast 2> /dev/null
	exits 74 "$KHO" compact -d disk/db
	one_line err
	same 'generations' "$(ls -d disk/db/*/g* | wc -l)" 1
	ids disk/db > after
	cmp -s before after || fail 'compacting on a full disk changed the index'
	rm disk/ballast
	exits 0 "$KHO" compact -d disk/db
	exits 0 "$KHO" check -d disk/db
fi
done_testing
