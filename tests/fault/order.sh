#!/bin/sh
# order.sh - the same files make the same index, whatever the number of processes.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
plans 1200 in.tar
order() { "$KHO" search -d "$1" -n 3000 --format=json 'kế hoạch việc thứ' | field id; }
for j in 1 2 5; do
	exits 0 "$KHO" index -q -d db$j -j $j in.tar
	order db$j > got$j
done
same 'documents' "$(wc -l < got1)" 1200
cmp -s got1 got2 && cmp -s got1 got5 || fail 'the order of results depends on the number of jobs'
done_testing
