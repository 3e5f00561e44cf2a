#!/bin/sh
# word.sh - a small Word document that says the same text over and over is read once, in seconds.
set -u
. "$KHO_SOURCE/tests/lib.sh"
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
python3 -B "$KHO_SOURCE/tests/tools/hostile_doc.py" in
exits 0 "$KHO" index -d db --limit cpu-seconds=20 in
lacks err 'took too long'
has err 'pieces.doc: damaged'
"$KHO" search -d db songsot > out
for f in pieces.doc notes.doc; do has out "$f"; done
done_testing
