#!/bin/sh
# readonly.sh - an index on a disk that cannot be written is searched and checked; writing is refused in one line.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
duties 50 in.tar
mkdir disk
kho() { "$KHO" "$@"; }
if [ "$(id -u)" -eq 0 ]; then
	mount -t tmpfs -o size=20m tmpfs disk 2> /dev/null || { echo 'skipped: root, and nothing can be mounted'; exit 77; }
	trap 'umount disk' EXIT
	exits 0 "$KHO" index -q -d disk/db in.tar
	mount -o remount,ro disk
else
	exits 0 "$KHO" index -q -d disk/db in.tar
	chmod -R a-w disk
fi
exits 0 kho search -d disk/db 'kế hoạch'
exits 0 kho tasks -d disk/db
exits 0 kho status -d disk/db
exits 0 kho check -d disk/db --originals
for cmd in index compact; do
	if [ "$cmd" = compact ]; then exits 74 kho compact -d disk/db; else exits 74 kho index -q -d disk/db in.tar; fi
	one_line err
	has err 'disk/db'
done
exits 74 kho index -q -d disk/other in.tar
one_line err
exits 0 kho search -d disk/db 'kế hoạch'
done_testing
