#!/bin/sh
# kill.sh - kill -9 at any moment: the index opens, the next run completes it, no process stays behind.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
plans 3000 in.tar
ids() { "$KHO" search -d "$1" -n 5000 --format=json '' | field id | sort; }
exits 0 "$KHO" index -q -d whole in.tar
ids whole > want
same 'documents' "$(wc -l < want)" 3000

for t in 0.05 0.2 0.4 0.7 1 1.5 2 3; do
	"$KHO" index -q -d db in.tar 2> /dev/null &
	pid=$!
	sleep "$t"
	children=$(children_of $pid)
	kill -9 $pid 2> /dev/null
	wait $pid 2> /dev/null
	gone $children || fail "children outlive a killed run after $t s"
	if [ -e db ]; then # what is there can be read: nothing or a part
		"$KHO" search -d db 'kế hoạch' > out 2> err
		rc=$?
		[ $rc -le 1 ] || [ $rc -eq 66 ] || { fail "index does not open ($rc) after a kill at $t s"; cat err; }
	fi
done
exits 0 "$KHO" index -q -d db in.tar
ids db > got
cmp -s want got || fail 'the completed index differs from one made at once'
exits 0 "$KHO" index -d db in.tar
has out '(1 unchanged)'
same 'leftovers' "$(ls db/*/tmp 2> /dev/null | wc -l)" 0

# an update killed in the middle leaves the documents that were there
plans 1500 more.tar 5000
for t in 0.2 0.6 1.2; do
	"$KHO" index -q -d db more.tar 2> /dev/null &
	pid=$!
	sleep "$t"
	kill -9 $pid 2> /dev/null
	wait $pid 2> /dev/null
	n=$(ids db | comm -12 - want | wc -l)
	same "old documents after a kill at $t s" "$n" 3000
done
exits 0 "$KHO" index -q -d db more.tar
same 'all documents' "$(ids db | wc -l)" 4500
done_testing
