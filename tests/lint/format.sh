#!/bin/sh
# format.sh - every C and C++ file is as clang-format makes it.
set -u
command -v clang-format > /dev/null || { echo "clang-format is not installed"; exit 77; }
cd "$KHO_SOURCE" || exit 1
find indexer search cli schemas tests \( -name '*.c' -o -name '*.h' -o -name '*.cc' -o -name '*.hh' \) -type f -print0 |
	xargs -0 clang-format --dry-run --Werror 2>&1 | head -n 40 | {
	found=$(cat)
	[ -z "$found" ] || { printf '%s\n' "$found"; exit 1; }
}
