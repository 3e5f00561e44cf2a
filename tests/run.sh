#!/bin/sh
# run.sh [--quick] - install what is needed, build, run every test; ends with ctest's summary.
#
#   1. gcc with AddressSanitizer and UndefinedBehaviorSanitizer: unit, spec, golden, cli, cgi, fault, fuzz seeds
#   2. clang, warnings as errors: builds everything and runs the unit and spec tests
#   3. gcc, warnings as errors: everything, also slow tests and lint
#
# --quick: only 3.  Works as root and with sudo, from any folder, again and again.
# Tests that use data beside the project (KHO_SHARED, default ../shared) are skipped where it is missing.
set -eu
cd "$(dirname "$0")/.."
sh .ci/install.sh build test
jobs=$(nproc)
failed=''

step() { # NAME PRESET CTEST-ARGS...
	name=$1 preset=$2
	shift 2
	echo "== $name"
	cmake --preset "$preset" > /dev/null || { failed="$failed $name"; return 0; }
	cmake --build --preset "$preset" -j "$jobs" -- --quiet || { failed="$failed $name"; return 0; }
	ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$jobs" "$@" || failed="$failed $name"
}

if [ "${1:-}" != --quick ]; then
	# Xapian::Database::check gives memory back by a smaller type than it took it by.
	ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:new_delete_type_mismatch=0 \
		LSAN_OPTIONS="suppressions='$PWD/tests/lsan.supp':print_suppressions=0" UBSAN_OPTIONS=print_stacktrace=1 \
		step sanitizers asan -LE 'slow|lint'
	step clang clang -L 'unit|spec|fuzz'
fi
step gcc dev
if [ -n "$failed" ]; then
	echo "failed:$failed" >&2
	exit 1
fi
