#!/bin/sh
# export.sh - kho export: every form against what the other commands say, hostile titles, pipes, full
# disks, files that are whole or not there.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
cp "$KHO_SOURCE/samples/ke-hoach-mau.zip" in/
# bytes that XML, DOT, JSON and spreadsheets could trip over
printf 'UBND TỈNH CAO BẰNG\nSố: 7/KH-UBND\nCao Bằng, ngày 05 tháng 02 năm 2024\n\nKẾ HOẠCH\n=HYPERLINK("x") ]]> a < b & \\" \\\\ \357\277\277 \001 \177 {|} về hộ tịch\n\nThực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.\nGiao Sở Nội vụ chủ trì, hoàn thành trước ngày 01/5/2024.\n' > 'in/=1+1 "a" <b>&.txt'
exits 0 "$KHO" index -q -d db in
KHO_DB=db
export KHO_DB

# records: what kho show has, in the order of their IDs
exits 0 "$KHO" export
[ ! -s err ] || fail 'words beside data on stdout'
same 'documents' "$(wc -l < out)" "$("$KHO" status --format=json | field documents)"
field id < out > ids
LC_ALL=C sort -c ids || fail 'not in the order of IDs'
while read -r id; do "$KHO" show --format=json "$id"; done < ids > shown
cmp out shown || fail 'records are not what kho show has'
cp out documents.jsonl
exits 0 "$KHO" export --format=json
cmp -s out documents.jsonl || fail 'json is not jsonl'
# the same archive indexed another way: the same export
mkdir -p later/in
cp in/=* later/in/
exits 0 "$KHO" index -q -d other later/in
cp in/*.zip later/in/
exits 0 "$KHO" index -q -d other later/in
exits 0 "$KHO" export -d other
cmp -s out documents.jsonl || fail 'the order of indexing shows'
exits 0 "$KHO" export --text 'so:7/KH-UBND'
same 'found by a query' "$(field symbol < out)" 7/KH-UBND
same 'text' "$(field text < out)" "$("$KHO" show --format=text "$(field id < out)")"

# everything at once, against the lists of the other commands
exits 0 "$KHO" export -o all/
[ ! -s out ] || fail 'data on stdout beside files'
has err 'documents.jsonl: 25 documents'
same 'files' "$(ls -A all | tr '\n' ' ')" 'bulk.ndjson citations.csv citations.dot citations.graphml citations.jsonl documents.csv documents.jsonl mapping.json tasks.csv tasks.jsonl '
cmp -s all/documents.jsonl documents.jsonl || fail 'documents.jsonl differs'
"$KHO" tasks -n 1000000 --format=csv 2> /dev/null | LC_ALL=C sort > want
LC_ALL=C sort all/tasks.csv | cmp - want || fail 'tasks.csv is not what kho tasks has'
"$KHO" tasks -n 1000000 --format=json 2> /dev/null | LC_ALL=C sort > want
LC_ALL=C sort all/tasks.jsonl | cmp - want || fail 'tasks.jsonl is not what kho tasks has'
"$KHO" refs --format=graphml > refs.graphml
"$KHO" refs --format=json > refs.jsonl
python3 - "$KHO_SOURCE/schemas" << 'END' || fail 'forms differ from each other'
import csv, json, re, sys
import xml.etree.ElementTree as E

def lines(name):
    with open(name, "rb") as f:
        return [json.loads(line) for line in f.read().decode("utf-8").splitlines()]

def rows(name):
    data = open(name, "rb").read()
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b""), name
    table = list(csv.reader(data.decode("utf-8").split("\r\n")[:-1]))
    assert len({len(r) for r in table}) == 1, name
    assert not [c for r in table for c in r if c[:1] in tuple("=+-@\t\r") and c], name
    return [dict(zip(table[0], r)) for r in table[1:]]

docs = lines("all/documents.jsonl")
by_id = {d["id"]: d for d in docs}
# tables
table = rows("all/documents.csv")
assert [r["id"] for r in table] == [d["id"] for d in docs]
for r, d in zip(table, docs):
    assert [int(r[k]) for k in ("citations", "tasks", "targets")] == [len(d[k]) for k in ("citations", "tasks", "targets")]
    assert r["year"] == str(d["year"] or "") and r["notes"] == "; ".join(d["notes"]) and r["key"] == (d["key"] or "")
cites = rows("all/citations.csv")
cited = [(d, c) for d in docs for c in d["citations"]]
assert len(cites) == len(cited) == len(lines("all/citations.jsonl"))
for r, j, (d, c) in zip(cites, lines("all/citations.jsonl"), cited):
    assert (r["id"], r["cited_symbol"], r["relation"], r["legal_basis"]) == \
        (d["id"], c["symbol"] or "", c["relation"], str(c["legal_basis"]).lower()), r
    assert j.pop("citing")["id"] == d["id"] and j == c
# the map: the same nodes as kho refs, and the edges
n = "{http://graphml.graphdrawing.org/xmlns}"
def graph(name):
    g = E.parse(name).getroot().find(n + "graph")
    nodes = {x.get("id"): {d.get("key"): d.text for d in x} for x in g.findall(n + "node")}
    edges = [(e.get("source"), e.get("target"), {d.get("key"): d.text for d in e}) for e in g.findall(n + "edge")]
    assert len(nodes) == len(g.findall(n + "node"))
    return nodes, edges
nodes, edges = graph("all/citations.graphml")
old_nodes, old_edges = graph("refs.graphml")
assert {e[:2] for e in edges} == {e[:2] for e in old_edges} and len(edges) == len(old_edges)
assert set(nodes) == set(old_nodes) | set(by_id)
assert {k for k, v in nodes.items() if v["kind"] == "plan"} == set(by_id)
refs = lines("refs.jsonl")
assert sum(r["citing"] for r in refs) == len(edges)
assert {r["key"] for r in refs if r["in_archive"] is None} == {v.get("key") for v in nodes.values() if v["kind"] == "cited"}
assert sum(int(e[2]["mentions"]) for e in edges) == len(cited)
basis = {(d["id"], c["relation"]) for d, c in cited}
assert all((a, r) in basis for a, _, e in edges for r in e["relation"].split())
assert any(e["relation"] == "basis" and e["legal_basis"] == "true" for _, _, e in edges)
bad = [v for v in nodes.values() if v.get("symbol") == "7/KH-UBND"]
assert len(bad) == 1 and "]]> a < b &" in bad[0]["title"] and bad[0]["date"] == "2024-02-05", bad
# the same map for Graphviz
dot = open("all/citations.dot", encoding="utf-8").read()
assert dot.startswith("digraph kho {\n") and dot.endswith("}\n")
string = r'"(?:[^"\\\n]|\\.)*"'
value = rf'(?:{string}|[a-z]+|-?[0-9]+)'
attrs = rf' \[[a-z_]+={value}(?:, [a-z_]+={value})*\]'
kinds = [0, 0]
for line in dot.split("\n")[2:-2]:
    assert re.fullmatch(rf'  {string}(?: -> {string})?{attrs};', line), line
    kinds[" -> " in re.sub(string, "", line)] += 1
assert kinds == [len(nodes), len(edges)], kinds
# for other search engines
bulk = lines("all/bulk.ndjson")
assert [a["index"] for a in bulk[::2]] == [{"_id": d["id"]} for d in docs]
mapping = json.load(open("all/mapping.json", encoding="utf-8"))
with open(sys.argv[1] + "/plan.schema.json", encoding="utf-8") as f:
    schema = json.load(f)
def known(m, s, at):
    s = schema["$defs"][s["$ref"].rpartition("/")[2]] if "$ref" in s else s
    s = s.get("items", s)
    s = schema["$defs"][s["$ref"].rpartition("/")[2]] if "$ref" in s else s
    for name, field in m["properties"].items():
        assert name in s["properties"], at + name
        if "properties" in field:
            known(field, s["properties"][name], at + name + ".")
schema["properties"]["text"] = {}
known(mapping["mappings"], schema, "")
assert set(schema["properties"]) - set(mapping["mappings"]["properties"]) == {"deadlines", "inferred"}
for source, d in zip(bulk[1::2], docs):
    text = source.pop("text")
    assert source == d
    for c in d["citations"]:
        assert text.encode()[c["offset"]:c["offset"] + c["length"]] or not c["length"]
p = mapping["mappings"]["properties"]
assert [p[k]["type"] for k in ("symbol", "issuer", "issuer_level", "type", "year")] == ["keyword"] * 5
assert p["date"]["type"] == "date" and p["tasks"]["type"] == p["citations"]["type"] == "nested"
END
if command -v xmllint > /dev/null; then xmllint --noout all/citations.graphml || fail 'xmllint'; fi
if command -v dot > /dev/null; then dot -Tcanon all/citations.dot > drawing 2> err || fail "dot: $(cat err)"; fi
# one alone is what it is among others, on stdout what it is in a file
for f in csv:documents csv:tasks csv:citations jsonl:tasks jsonl:citations; do
	exits 0 "$KHO" export --format="${f%:*}" --what="${f#*:}"
	cmp -s out "all/${f#*:}.${f%:*}" || fail "$f differs"
done
for f in graphml:citations.graphml dot:citations.dot bulk:bulk.ndjson mapping:mapping.json; do
	exits 0 "$KHO" export -f "${f%:*}"
	cmp -s out "all/${f#*:}" || fail "$f differs"
done

# some of it
exits 0 "$KHO" export --format=csv --what=documents loai:KH
same 'plans only' "$(($(wc -l < out) - 1))" "$("$KHO" status --format=json | field plans)"
exits 0 "$KHO" export --format=graphml 'so:7/KH-UBND'
same 'map of one plan' "$(grep -c '<node ' out) $(grep -c '<edge ' out)" '2 1'
exits 1 "$KHO" export xyzzyqwerty
[ ! -s out ] || fail 'data of nothing'
has err 'nothing found'
exits 0 "$KHO" export 'nosuch:7/KH-UBND OR loai:KH'
has err 'kho export: there is no field "nosuch:"'

# the command line
exits 64 "$KHO" export --format=xml
has err 'graphml'
exits 64 "$KHO" export --format=graphml --what=tasks
one_line err
exits 64 "$KHO" export --what=plans
exits 66 "$KHO" export -d nowhere
exits 66 "$KHO" export -d nowhere -o made/
[ ! -e made ] || fail 'a folder for nothing'
exits 0 "$KHO" export -d nowhere --format=mapping
exits 0 "$KHO" export --lang=vi -o kho.jsonl
has err 'kho.jsonl: 25 văn bản'
cmp -s kho.jsonl documents.jsonl || fail 'a file of another name'

# files: an old one stays until the new one is whole, with its rights, behind its link
printf 'old' > target
chmod 600 target
ln -s target link
exits 74 "$KHO" export --format=csv -o no/such/folder.csv
has err 'no/such/folder.csv'
exits 0 "$KHO" export -o link
cmp -s target documents.jsonl || fail 'not behind the link'
[ -L link ] || fail 'the link is gone'
same 'rights' "$(stat -c %a target)" 600
mkdir shut
exits 0 "$KHO" export --format=csv -o shut
same 'tables in a folder that is there' "$(ls -A shut | tr '\n' ' ')" 'citations.csv documents.csv tasks.csv '
(ulimit -f 8 && trap '' XFSZ && exits 74 "$KHO" export -o shut && has err "cannot write 'shut/" && one_line err && exit "$bad") || fail 'a full disk'
same 'nothing of the failed one' "$(ls -A shut | tr '\n' ' ')" 'citations.csv documents.csv tasks.csv '
cmp -s shut/tasks.csv all/tasks.csv || fail 'an old file was harmed'
if [ -w /dev/full ]; then
	exits 74 "$KHO" export -o /dev/full
	has err '/dev/full'
	"$KHO" export > /dev/full 2> err
	same 'full disk on stdout' $? 74
	one_line err
	has err 'standard output'
fi
mkfifo pipe
"$KHO" export -o pipe 2> err &
cmp -s pipe documents.jsonl || fail 'into a pipe'
wait
"$KHO" export --format=bulk 2> err | head -n 1 > /dev/null
[ ! -s err ] || fail 'a closed pipe is complained about'

# killed at work: what was there before is there, and nothing else.  The pipe holds it at its second file.
mkdir held
printf 'old' > held/documents.csv
mkfifo held/tasks.csv
exec 3<> held/tasks.csv # opened for both, it takes what fits and then makes kho wait
"$KHO" export --format=csv -o held/ 2> err &
pid=$!
sleep 1
kill -9 "$pid" 2> /dev/null || fail 'it did not wait'
wait "$pid" 2> /dev/null
exec 3>&-
same 'killed' "$(cat held/documents.csv)" old
for f in $(ls -A held); do
	case $f in documents.csv | tasks.csv | .*.csv."$pid") ;; *) fail "killed, it left $f" ;; esac
done

# the index is written anew, and again, while it is exported
mkfifo slow
(exits 0 "$KHO" export --format=bulk -o slow && exit "$bad") 4<&- &
pid=$!
exec 4< slow
sleep 1 # the pipe is full now
"$KHO" compact > out2 && "$KHO" compact > out2 || fail 'compact'
cat <&4 > got
exec 4<&-
wait "$pid" || fail 'an index that is written ends an export'
cmp -s got all/bulk.ndjson || fail 'not the same while the index is written'

# memory does not grow with the archive: 600 plans make six megabytes of records
if [ -z "${KHO_SANITIZE:-}" ]; then
	python3 "$KHO_SOURCE/tests/tools/make_plans.py" 600 made.zip > out || fail 'make_plans.py'
	exits 0 "$KHO" index -q -d made.db made.zip
	python3 - "$KHO" << 'END' || fail 'memory grows with the archive'
import os, subprocess, sys
def peak(db, *args):
    p = subprocess.Popen([sys.argv[1], "export", "-d", db, *args], stdout=subprocess.PIPE)
    size = sum(len(b) for b in iter(lambda: p.stdout.read(65536), b""))
    _, status, usage = os.wait4(p.pid, 0)
    assert status == 0, args
    return size, usage.ru_maxrss / 1024
for args in ((), ("--format=csv", "--what=tasks"), ("--format=bulk",)):
    few, many = peak("db", *args), peak("made.db", *args)
    assert many[0] > 3e6 and many[1] < few[1] + 3, (args, few, many)
END
fi

# nothing in it; and a record that is damaged
mkdir none
exits 0 "$KHO" index -q -d empty.db none
for f in jsonl csv graphml dot bulk; do exits 1 "$KHO" export -d empty.db --format="$f"; done
exits 1 "$KHO" export -d empty.db -o empty
same 'empty file' "$(wc -c < empty)" 0
exits 1 "$KHO" export -d empty.db --format=graphml
python3 -c 'import xml.etree.ElementTree as E; E.parse("out")' || fail 'empty GraphML'
exits 1 "$KHO" export -d empty.db --format=csv
same 'empty table' "$(wc -l < out)" 1
/usr/bin/python3 "$KHO_SOURCE/tests/tools/harm_index.py" db record
rc=$?
if [ "$rc" -eq 0 ]; then
	exits 70 "$KHO" export
	same 'the others are there' "$(wc -l < out)" 24
	one_line err
	has err 'kho check'
fi
done_testing
