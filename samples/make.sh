#!/bin/sh
# make.sh [OUT.zip] - build the sample archive from src/; make.sh --check compares it with the delivered one.
set -eu
cd "$(dirname "$0")"
export PYTHONDONTWRITEBYTECODE=1
if [ "${1:-}" = --check ]; then
	new=$(mktemp)
	trap 'rm -f "$new"' EXIT
	python3 make/build.py . "$new"
	cmp -s "$new" ke-hoach-mau.zip || python3 make/build.py --same "$new" ke-hoach-mau.zip || {
		echo "ke-hoach-mau.zip is not what src/ makes: run make.sh" >&2
		exit 1
	}
else
	python3 make/build.py . "${1:-ke-hoach-mau.zip}"
fi
