#!/bin/sh
# run_script.sh SCRIPT - run a test script in an empty folder of its own and remove it afterwards.
set -u
: "${KHO_SHARED:=$KHO_SOURCE/../shared}"
export KHO_SHARED
scratch=$(mktemp -d) || exit 1
trap 'chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM HUP
cd "$scratch" || exit 1
sh "$1"
