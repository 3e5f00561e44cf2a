#!/bin/sh
# stop.sh - SIGINT: what is ready is kept, exit 75, the next run goes on.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
plans 4000 in.tar
ids() { "$KHO" search -d "$1" -n 5000 --format=json '' | field id | sort; }
exits 0 "$KHO" index -q -d whole in.tar
ids whole > want
# A shell without job control starts background commands with SIGINT ignored: TERM is the same to kho.
"$KHO" index -d db in.tar > out 2> err &
pid=$!
until [ -n "$(child kho-read $pid)" ] || ! kill -0 $pid 2> /dev/null; do sleep 0.02; done
sleep 0.3
kill -TERM $pid
wait $pid
rc=$?
if [ $rc -ne 0 ]; then # else it was too fast to be stopped
	same 'stopped' $rc 75
	same 'leftovers' "$(ls db/*/tmp 2> /dev/null | wc -l)" 0
	n=$(ids db | comm -12 - want | wc -l)
	same 'only documents of the archive' "$(ids db | wc -l)" "$n"
fi
exits 0 "$KHO" index -d db in.tar
lacks out '(1 unchanged)'
ids db > got
cmp -s want got || fail 'the completed index differs from one made at once'
done_testing
