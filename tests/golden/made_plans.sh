# 200 invented plans are read as they were written: heads and citations; the same seed gives the same bytes.
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
make() { python3 -B "$KHO_SOURCE/tests/tools/make_plans.py" 200 "$@"; }
make plans.zip --seed 7 --truth truth.jsonl && make again.zip --seed 7 || exit 1
cmp plans.zip again.zip || exit 1
"$KHO" parse plans.zip >out.ndjson || exit 1
python3 -B "$KHO_SOURCE/tests/golden/made_plans.py" truth.jsonl <out.ndjson
