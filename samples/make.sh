#!/bin/sh
# make.sh [OUT.zip] - build the sample archive from src/; make.sh --check compares it with the delivered one.
set -eu
cd "$(dirname "$0")"
if [ "${1:-}" = --check ]; then
	new=$(mktemp)
	trap 'rm -f "$new"' EXIT
	PYTHONDONTWRITEBYTECODE=1 python3 make/build.py . "$new"
	cmp "$new" ke-hoach-mau.zip
else
	PYTHONDONTWRITEBYTECODE=1 python3 make/build.py . "${1:-ke-hoach-mau.zip}"
fi
