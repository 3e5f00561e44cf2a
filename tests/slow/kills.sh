#!/bin/sh
# kills.sh - runs killed at random moments; see tests/fault/kills.inc.  KHO_KILLS: how many (40); 200 take about ten minutes.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/fault/kills.inc"
kills "${KHO_KILLS:-40}" 7 10
done_testing
