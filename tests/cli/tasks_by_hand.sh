#!/bin/sh
# tasks_by_hand.sh - kho tasks finds what reading every task finds: samples with tables of every kind, invented
# plans, and the plans of KHO_SHARED where they are.
set -u
. "$KHO_SOURCE/tests/lib.sh"
python3 -B "$KHO_SOURCE/tests/tools/make_plans.py" 150 made.zip > out || fail 'make_plans.py'
exits 0 "$KHO" index -q -d db made.zip "$KHO_SOURCE/samples/ke-hoach-mau.zip"
python3 -B "$KHO_SOURCE/tests/tools/tasks_by_hand.py" "$KHO" db > differ || { fail 'made plans'; head -n 40 differ; }
if [ -d "${KHO_SHARED:-}/plans" ]; then
	exits 0 "$KHO" index -q -d real "$KHO_SHARED/plans" "$KHO_SHARED/seeds"
	python3 -B "$KHO_SOURCE/tests/tools/tasks_by_hand.py" "$KHO" real > differ || { fail 'real plans'; head -n 40 differ; }
fi
done_testing
