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

# Ctrl-C goes to all processes of the run at once
rm -rf db
plans 1200 few.tar
/usr/bin/python3 - "$KHO" << 'END'
import os, signal, subprocess, sys, time
run = subprocess.Popen([sys.argv[1], "index", "-d", "db", "few.tar"], stdout=open("out", "w"), stderr=open("err", "w"),
                       start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
end = time.time() + 20
while time.time() < end and run.poll() is None:
    kids = open("/proc/%d/task/%d/children" % (run.pid, run.pid)).read().split()
    if len(kids) > 2:
        time.sleep(.3)
        os.killpg(run.pid, signal.SIGINT)
        break
    time.sleep(.01)
code = run.wait(60)
sys.exit(0 if code == 0 else 1 if code == 75 else 2)
END
rc=$?
[ $rc -le 1 ] || fail 'Ctrl-C did not end the run in order'
if [ $rc -eq 1 ]; then
	has out 'Stopped as asked'
	lacks err 'reader was stopped'
	ids db > got
	same 'only documents of the archive' "$(comm -23 got want | wc -l)" 0
	"$KHO" check -d db > out 2> err || [ $? -eq 1 ] || fail 'the index cannot be checked'
	! grep -v '^under-way: .*few.tar' out || fail 'more than a run that was cut short'
fi
exits 0 "$KHO" index -q -d db few.tar
same 'the index completed after Ctrl-C' "$(ids db | comm -12 - want | wc -l)" 1200
exits 0 "$KHO" check -d db
done_testing
