#!/bin/sh
# check.sh - kho check finds what is wrong with an index, says what to do about it, and that cures it; kho compact.
set -u
. "$KHO_SOURCE/tests/lib.sh"
harm() { /usr/bin/python3 "$KHO_SOURCE/tests/tools/harm_index.py" db "$1" || exit $?; }
# the same, document by document
equal() { /usr/bin/python3 "$KHO_SOURCE/tests/tools/same_index.py" "$1" "$2" > differ || { fail "$3"; head -n 5 differ; }; }
mkdir in
cp "$KHO_SOURCE/samples/ke-hoach-mau.zip" in/
printf 'KẾ HOẠCH\nđứng riêng\n\nGiao Văn phòng chủ trì, hoàn thành trước ngày 01/5/2024.\n' > in/rieng.txt
printf 'một tệp khác\n' > in/a-khac.txt

exits 66 "$KHO" check -d nowhere
has err 'kho index'
exits 66 "$KHO" compact -d nowhere
exits 0 "$KHO" index -q -d db in
exits 0 "$KHO" check -d db
[ ! -s out ] || fail 'a sound index has findings'
has err 'Nothing is wrong'
exits 0 "$KHO" check -d db --originals
has err "Read 26 originals again"
exits 0 "$KHO" index -q -d fresh in

# HOW FINDING...: harmed, found, cured by what kho check says
cured() {
	how=$1
	shift
	harm "$how"
	exits 1 "$KHO" check -d db
	for f in "$@"; do grep -q "^$f: " out || { fail "$how: no finding $f"; cat out; }; done
	has err 'What to do:'
	has err 'kho index --verify'
	exits 0 "$KHO" index -q -d db --verify in
	exits 0 "$KHO" check -d db
	equal db fresh "not cured: $how"
}
cured task tasks
cured plan places
cured record record
cured ledger ledger unknown-input
cured forgotten unknown-input

# a run that was cut short: the same command again
harm under-way
exits 1 "$KHO" check -d db
has out "$PWD/in/rieng.txt"
grep -qv '^under-way: ' out && fail 'more than cut short'
exits 0 "$KHO" index -q -d db in
exits 0 "$KHO" check -d db
equal db fresh 'not completed'

# an input that the ledger forgot and that is not there any more
mv in/a-khac.txt a-khac.txt # the first entry
harm forgotten
exits 0 "$KHO" index -q -d db in
exits 1 "$KHO" check -d db
exits 0 "$KHO" index -q -d db --verify in
exits 0 "$KHO" check -d db
same 'its document left' "$("$KHO" search -d db --format=json 'ten-tep:khac' | wc -l)" 0
mv a-khac.txt in/a-khac.txt
exits 0 "$KHO" index -q -d db in

# originals: each thing by itself
sed 's,01/5,02/5,' in/rieng.txt > swap
touch -r in/rieng.txt stamp
cat swap > in/rieng.txt && touch -r stamp in/rieng.txt
exits 0 "$KHO" check -d db
exits 1 "$KHO" check -d db --originals
same 'findings' "$(cut -d: -f1 out | sort | uniq -c | tr -s ' ' | tr '\n' ,)" ' 1 content,'
has out 'in/rieng.txt'
exits 0 "$KHO" index -q -d db --verify in
exits 0 "$KHO" check -d db --originals
printf 'thêm\n' >> in/rieng.txt
rm in/a-khac.txt
exits 1 "$KHO" check -d db --originals
same 'findings' "$(cut -d: -f1 out | sort | tr '\n' ,)" 'changed,gone,'
exits 1 "$KHO" check -d db --originals --format=json
same 'json' "$(field finding < out | sort | tr '\n' ,)" 'changed,gone,'
[ -z "$(field todo < out | grep -v 'kho index')" ] || fail 'json without advice'
exits 1 "$KHO" check -d db --originals --format=csv
/usr/bin/python3 -c 'import csv,sys; r=list(csv.DictReader(open("out",newline=""))); sys.exit(len(r) != 2 or not all(x["finding"] and x["todo"] and x["source"] for x in r))' || fail csv
exits 1 "$KHO" --lang=vi check -d db --originals
has err 'Cách chữa'
exits 0 "$KHO" index -q -d db in
exits 0 "$KHO" check -d db --originals
# an archive that lost a member and got another
/usr/bin/python3 - << 'END'
import zipfile
with zipfile.ZipFile("in/doi.zip", "w") as z:
    z.writestr("a.txt", "tệp a")
    z.writestr("b.txt", "tệp b")
END
exits 0 "$KHO" index -q -d db in
printf 'PK' > in/doi.zip
exits 1 "$KHO" check -d db --originals
same 'members' "$(grep -c '^changed: .*doi.zip//' out)" 2
rm in/doi.zip
exits 0 "$KHO" index -q -d db in

# compact: the same documents in a new generation
rm -rf fresh
exits 0 "$KHO" index -q -d fresh in
exits 0 "$KHO" compact -d db
has out 'before'
equal db fresh 'compact changed the index'
exits 0 "$KHO" check -d db --originals
exits 0 "$KHO" compact -d db --format=json
python3 -c 'import json,sys; d=json.load(open("out")); sys.exit(not 0 < d["after"] <= d["before"])' || fail 'sizes'
exits 0 "$KHO" compact -d db --format=csv
same 'one generation' "$(ls -d db/*/g* | wc -l)" 1
exits 0 "$KHO" index -d db in
has out '(2 unchanged)'

# damage that kho index cannot cure is said as it is
harm table
exits 1 "$KHO" check -d db
grep -q '^tables: .*postlist' out || { fail 'damaged table'; cat out; }
has err 'kho index -d NEW_INDEX'
rm db/*/g*/iamglass
exits 1 "$KHO" check -d db
has out 'tables: '
done_testing
