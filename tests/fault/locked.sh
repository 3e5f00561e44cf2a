#!/bin/sh
# locked.sh - one writer at a time, any number of readers.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/plans.inc"
plans 4000 in.tar
plans 5 few.tar 9000
exits 0 "$KHO" index -q -d db few.tar
"$KHO" index -q -d db in.tar &
pid=$!
until [ -n "$(child kho-read $pid)" ] || ! kill -0 $pid 2> /dev/null; do sleep 0.02; done
if kill -STOP $pid 2> /dev/null; then # so that it cannot end before we are done
	exits 75 "$KHO" index -q -d db few.tar
	one_line err
	has err "$pid"
	exits 0 "$KHO" search -d db 'kế hoạch'
	for cmd in check compact; do
		exits 75 "$KHO" $cmd -d db
		has err "$pid"
	done
	kill -CONT $pid
fi
wait $pid
same 'the first writer' $? 0
exits 0 "$KHO" index -q -d db few.tar
same 'documents' "$("$KHO" search -d db -n 9000 --format=json '' | wc -l)" 4005

# a check keeps writers out, not readers or other checks
/usr/bin/python3 - << 'END' &
import fcntl, glob, os, struct, time
fd = os.open(glob.glob("db/*/lock")[0], os.O_RDONLY)
fcntl.fcntl(fd, 37, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 0, 0))  # F_OFD_SETLK
open("held", "w").close()
while os.path.exists("held"):
    time.sleep(0.02)
END
pid=$!
until [ -e held ] || ! kill -0 $pid 2> /dev/null; do sleep 0.02; done
exits 75 "$KHO" index -q -d db few.tar
has err 'being checked'
exits 0 "$KHO" check -d db
exits 0 "$KHO" search -d db 'kế hoạch'
rm held
wait $pid
exits 0 "$KHO" index -q -d db few.tar
done_testing
