#!/bin/sh
# schema.sh - what kho parse and kho show print validates against schemas/plan.schema.json.
set -u
. "$KHO_SOURCE/tests/lib.sh"
python3 -c 'import jsonschema' 2> /dev/null || PATH=/usr/bin:$PATH
python3 -c 'import jsonschema' 2> /dev/null || { echo "skipped: python3-jsonschema is not installed"; exit 77; }
cat > validate.py <<'PY'
import json, sys
from jsonschema import Draft202012Validator
schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
check = Draft202012Validator(schema)
n = bad = 0
for line in sys.stdin.buffer:
    n += 1
    doc = json.loads(line)
    for e in check.iter_errors(doc):
        bad = 1
        print(doc["source"], list(e.absolute_path), e.message[:200])
print(n, "records")
sys.exit(bad or n == 0)
PY
valid() { python3 validate.py "$KHO_SOURCE/schemas/plan.schema.json" < "$1" || fail "$1 does not validate"; }
"$KHO" parse "$KHO_SOURCE/samples/ke-hoach-mau.zip" > samples.ndjson
valid samples.ndjson
printf '' > empty.txt
printf 'no plan at all\n' > other.txt
head -c 3000 /dev/urandom > junk.docx
"$KHO" parse empty.txt other.txt junk.docx > odd.ndjson
valid odd.ndjson
same 'odd files give a record each' "$(wc -l < odd.ndjson)" 3
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
for id in $("$KHO" search -d db -n 100 --format=json '' | field id); do
	"$KHO" show -d db --format=json "$id"
done > shown.ndjson
valid shown.ndjson
for d in seeds plans heads; do
	[ -d "$KHO_SHARED/$d" ] || { echo "without $d: $KHO_SHARED is not there"; continue; }
	"$KHO" parse "$KHO_SHARED/$d" > real.ndjson
	valid real.ndjson
done
done_testing
