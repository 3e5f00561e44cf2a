# Reads the sample archive and compares heads and citations with the truth made by hand.
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
"$KHO" parse "$KHO_SOURCE/samples/ke-hoach-mau.zip" >out.ndjson || exit 1
python3 -B "$KHO_SOURCE/tests/golden/samples_read.py" "$KHO_SOURCE/tests/golden" 0.95 <out.ndjson
