#!/bin/sh
# log.sh - the log of kho index, its exit codes, and memory and jobs it refuses.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
printf 'KẾ HOẠCH\nmotmot\n' > in/mot.txt
printf 'PK\003\004 no zip' > in/hong.zip
printf 'tam\n' > "$(printf 'in/hai\ndong.txt')"
exits 0 "$KHO" index -q -d db --log=kho.log in
[ ! -s err ] || fail '-q printed'
grep -cE '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}  .' kho.log > lines
same 'every line has its time' "$(cat lines)" "$(wc -l < kho.log)"
has kho.log 'start: index db; reading in'
has kho.log 'in/hong.zip: damaged'
has kho.log 'in/hai dong.txt: read: 1 member'
has kho.log 'Plans: 1.'
same 'the end' "$(tail -n 1 kho.log | cut -c 22-)" 'end'
lacks kho.log 'mot.txt: letterhead'
before=$(wc -l < kho.log)
rm in/mot.txt
exits 0 "$KHO" --lang=vi index -q -v -d db --log kho.log in
[ "$(wc -l < kho.log)" -gt "$before" ] || fail 'not appended'
has kho.log "$PWD/in/mot.txt: không còn"
same 'the end in Vietnamese' "$(tail -n 1 kho.log | cut -c 22-)" 'kết thúc'

exits 66 "$KHO" index -d db --log kho.log nowhere
has kho.log "stopped by an error: 'nowhere'"
exits 74 "$KHO" index -d db --log no/such/folder/kho.log in
one_line err
if [ -w /dev/full ]; then
	exits 74 "$KHO" index -q -d db --log /dev/full in
	has err 'cannot write the log'
fi
printf 'not an index\n' > file
exits 74 "$KHO" index -d file in
exits 64 "$KHO" index --jobs=100 -d db in
has err '1-32'
exits 64 "$KHO" index --memory=10M -d db in
one_line err
has err 'memory 10M is too little: with --jobs=1 at least'
exits 64 "$KHO" index --memory=400M --jobs=16 -d db in
has err 'with --jobs=16 at least'
exits 64 "$KHO" index --memory=lots -d db in
exits 64 "$KHO" index --limit depth -d db in
exits 64 "$KHO" index --limit depth=-1 -d db in
exits 64 "$KHO" index --limit cpu-seconds=0 -d db in
has err 'limit cpu-seconds: at least 1'
exits 0 "$KHO" index --memory=300M --jobs=1 -d small in "$KHO_SOURCE/samples/ke-hoach-mau.zip"
has out 'Plans: 21'

# every limit has a note with its name, in both languages, and a line in the manual
python3 - "$KHO_SOURCE" <<'PY' || fail 'limits, notes and kho-index(1) differ'
import sys
def rows(name):
    for line in open(sys.argv[1] + "/schemas/" + name, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n").split("\t")
limits = {r[1] for r in rows("limits.tsv")}
notes = {r[4] for r in rows("notes.tsv") if r[4]}
manual = open(sys.argv[1] + "/docs/man/kho-index.1", encoding="utf-8").read()
assert limits - notes == {"ratio-floor", "ocr-dpi"} and not notes - limits, limits ^ notes
assert all("\n.It Cm %s Pq " % name in manual for name in limits)
PY
done_testing
