#!/bin/sh
# kills.sh - 200 runs killed at random moments; see tests/fault/kills.inc.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/kills.inc"
kills 200 7 10
done_testing
