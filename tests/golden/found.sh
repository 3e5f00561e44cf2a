# found.sh - found, whichever way it is typed: the rows of found.tsv.
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
python3 -B "$KHO_SOURCE/tests/golden/found.py" "$KHO" "$KHO_SOURCE/tests/golden/found.tsv" .
