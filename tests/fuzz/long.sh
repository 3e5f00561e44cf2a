#!/bin/sh
# long.sh [-j JOBS] MINUTES [TARGET ...] - fuzz each target for so many CPU-minutes; says what was found.
#
# Targets are the names behind fuzz_ (all without names).  Builds the preset fuzz.  New inputs are kept in
# build/fuzz/tests/corpus/TARGET, from where the next run goes on; findings lie in build/fuzz/found.
# Exit 0 when nothing was found, 1 when something was.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/fuzz
jobs=1
while getopts j: o; do
	case $o in
	j) jobs=$OPTARG ;;
	*) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 64 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 1 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 64; }
minutes=$1
shift
if [ $# -eq 0 ]; then
	for f in "$here"/fuzz_*.c; do
		f=${f##*/fuzz_}
		set -- "$@" "${f%.c}"
	done
fi
[ -n "${KHO_FUZZ_BUILT:-}" ] || (cd "$here/../.." && cmake --preset fuzz > /dev/null && cmake --build --preset fuzz -- --quiet)
mkdir -p "$build/found"

cpu_seconds() { # PID: user and system time so far
	awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) / hz) }' "/proc/$1/stat" 2> /dev/null
}

one() { # TARGET
	corpus=$build/tests/corpus/$1
	mkdir -p "$corpus"
	nice -n 19 "$build/tests/fuzz_$1" -max_len=65536 -timeout=25 -report_slow_units=25 -rss_limit_mb=4096 -print_final_stats=1 \
		-artifact_prefix="$build/found/$1-" "$corpus" "$here/seed/$1" > "$build/found/$1.log" 2>&1 &
	pid=$!
	trap 'kill -INT $pid 2> /dev/null || :; wait; exit 130' INT TERM
	used=0
	while kill -0 $pid 2> /dev/null; do
		sleep 2
		now=$(cpu_seconds $pid || :)
		[ -z "$now" ] || used=$now
		[ "$used" -lt $((minutes * 60)) ] || kill -INT $pid 2> /dev/null || :
	done
	wait $pid || :
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/found/$1.log")
	if ls "$build/found/$1"-* > /dev/null 2>&1; then
		echo "$1: FOUND after $used CPU seconds, see $build/found/$1.log"
		return 1
	fi
	echo "$1: nothing found in $used CPU seconds, $runs inputs tried"
}

if [ "$jobs" -gt 1 ]; then
	printf '%s\n' "$@" | KHO_FUZZ_BUILT=1 xargs -P "$jobs" -n 1 sh "$0" "$minutes"
	exit
fi
bad=0
for target in "$@"; do
	one "$target" || bad=1
done
exit $bad
