# Indexes the sample archive and asks kho cites for every document that is cited in it.
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
"$KHO" index -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip" >/dev/null || exit 1
python3 -B "$KHO_SOURCE/tests/golden/samples_cites.py" "$KHO" db "$KHO_SOURCE/tests/golden" 1
