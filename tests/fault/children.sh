#!/bin/sh
# children.sh - readers and walker that die or hang cost nothing, or one document a note; a writer ends the run.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
plans 3000 in.tar
ids() { "$KHO" search -d "$1" -n 5000 --format=json '' | field id | sort; }
exits 0 "$KHO" index -q -d whole in.tar
ids whole > want

# run WHAT SIGNAL [ARGUMENT...]: index into ./db, sending SIGNAL to children called WHAT every now and then
run() {
	what=$1
	signal=$2
	shift 2
	rm -rf db
	"$KHO" index -d db "$@" in.tar > out 2> err &
	pid=$!
	hits=0
	while kill -0 $pid 2> /dev/null && [ $hits -lt 4 ]; do
		sleep 0.15
		for c in $(child "$what" $pid | head -n 1); do
			kill "-$signal" "$c" 2> /dev/null && hits=$((hits + 1))
		done
	done
	wait $pid
}

run kho-read KILL
same 'readers killed: exit' $? 0
ids db > got
cmp -s want got || fail 'a killed reader lost documents'

run kho-walk KILL
same 'walkers killed: exit' $? 0
[ "$(ids db | wc -l)" -ge 1 ] || fail 'nothing is left of an archive whose walker died'
if ! grep -q 'doc-loi' out; then # it was got through with a new walker
	ids db > got
	cmp -s want got || fail 'a killed walker lost documents without a note'
fi

run kho-read STOP --limit wall-seconds=1
same 'readers hang: exit' $? 0
same 'all documents are there' "$(ids db | wc -l)" 3000
if [ $hits -gt 0 ]; then
	has out 'ghi-chu:qua-gio'
	has err 'ke-hoach/'
fi

# a writer that dies: the run fails, what was in the index stays
rm -rf db
exits 0 "$KHO" index -q -d db --limit members=3 in.tar
before=$(ids db)
cp in.tar changed.tar && printf x >> changed.tar && mv changed.tar in.tar
"$KHO" index -q -d db in.tar > out 2> err &
pid=$!
killed=no
while kill -0 $pid 2> /dev/null && [ $killed = no ]; do
	for c in $(child kho-write $pid | head -n 1); do
		kill -KILL "$c" && killed=yes
	done
done
wait $pid
rc=$?
if [ $killed = yes ]; then
	same 'writer killed: exit' $rc 74
	one_line err
	same 'the index is as before' "$(ids db)" "$before"
fi
exits 0 "$KHO" index -q -d db in.tar
ids db > got
same 'all documents in the end' "$(comm -12 got want | wc -l)" 3000
done_testing
