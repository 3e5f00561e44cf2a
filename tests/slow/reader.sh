#!/bin/sh
# reader.sh - reading takes time in proportion to the text, whatever the text is.
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
python3 -B "$KHO_SOURCE/tests/tools/long_inputs.py" "$KHO"
