#!/bin/sh
# gone.sh - what left the archive leaves the index, and nothing else does: ten thousand files at once, a folder, an archive
# that was moved, copies.
set -u
. "$KHO_SOURCE/tests/lib.sh"
/usr/bin/python3 - << 'END'
import os, zipfile
for i in range(11000):
    d = "in/le/%02d" % (i // 500)
    os.makedirs(d, exist_ok=True)
    with open("%s/%05d.txt" % (d, i), "w") as f:
        f.write("tệp rời số %d chữ v%d\n" % (i, i))
os.makedirs("in/zgoi")
with zipfile.ZipFile("in/zgoi/nam.zip", "w") as z:
    for i in range(300):
        z.writestr("kh/%03d.txt" % i, "KẾ HOẠCH\ntrong gói số %d\n" % i)
    z.writestr("bản sao.txt", "tệp rời số 10999 chữ v10999\n")
END
index() { exits 0 "$KHO" index -d db in; }
documents() { "$KHO" status -d db --format=csv | tr -d '\r' | sed -n 's/^documents,//p'; }
# as it would be if built now
as_fresh() {
	rm -rf fresh
	exits 0 "$KHO" index -q -d fresh in
	/usr/bin/python3 "$KHO_SOURCE/tests/tools/same_index.py" db fresh > differ
	case $? in 0) ;; 77) cat differ && exit 77 ;; *) fail "$1"; head -n 5 differ ;; esac
	exits 0 "$KHO" check -d db
}
index
same 'documents' "$(documents)" 11300

find in/le -name '*.txt' | sort | head -n 10000 | xargs rm
index
has out 'Removed: 10,000.'
same 'documents' "$(documents)" 1300
as_fresh 'ten thousand deletions'

# a moved archive is not read again, its documents have the new place
id=$("$KHO" search -d db --format=json 'trong gói 17' | field id | head -n 1)
mkdir in/zz && mv in/zgoi/nam.zip in/zz/2024.zip
index
has out 'Plans: 0. Other documents: 0. Same content: 301. Removed: 0.'
"$KHO" search -d db --format=json 'trong gói 17' | head -n 1 | field source > source
has source 'in/zz/2024.zip//kh/'
exits 0 "$KHO" show -d db --format=raw "$id"
as_fresh 'a moved archive'

# a copy comes and goes
cp in/zz/2024.zip in/zzz.zip
index
same 'documents' "$(documents)" 1300
rm in/zzz.zip
index
has out 'Removed: 0.'
as_fresh 'a copy that came and went'

rm -r in/le
index
has out 'Removed: 999.'
as_fresh 'a removed folder'
same 'the copy in the archive stays' "$("$KHO" search -d db --format=json v10999 | wc -l)" 1
done_testing
