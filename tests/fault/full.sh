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
done_testing
