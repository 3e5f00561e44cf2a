#!/bin/sh
# kills.sh - a few runs killed at random moments while the archive changes: nothing is lost and nothing stays behind.
# tests/slow/kills.sh does many.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/kills.inc"
kills 15 1 3
done_testing
