# Real plans: every document they cite is asked for in one batch; who cites it must be who cites it in
# the judgements.  The plans stay outside of this repository: KHO_SHARED/plans.
. "$KHO_SOURCE/tests/lib.sh"
plans=${KHO_SHARED:-}/plans
[ -f "$plans/citation_qrels.tsv" ] || { echo "skipped: no plans"; exit 77; }
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
exits 0 "$KHO" index -q -d db "$plans"/*.docx "$plans"/*.md
cut -f 1 "$plans/citation_qrels.tsv" | tail -n +2 > refs
exits 0 "$KHO" cites -d db --batch=refs --format=json
python3 - "$plans/citation_qrels.tsv" << 'END' || fail "below the floor"
import json, os, sys
with open(sys.argv[1], encoding="utf-8") as f:
    want = {tuple(line.rstrip("\n").split("\t")) for line in f if not line.startswith("cited_document")}
want = {(ref, plan) for ref, plan in want if plan != "dt-01"}  # a scan of dt-01w
with open("out", encoding="utf-8") as f:
    rows = [json.loads(line) for line in f]
got = {(x["ref"], os.path.splitext(os.path.basename(x["citing"]["source"]))[0]) for x in rows}
for kind, pairs in (("missing", want - got), ("wrong", got - want)):
    for pair in sorted(pairs):
        print(kind, *pair, sep="\t")
good = len(got & want)
print(f"precision={good}/{len(got)} recall={good}/{len(want)}")
sys.exit(good < .97 * len(got) or good < .97 * len(want))
END
done_testing
