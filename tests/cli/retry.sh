#!/bin/sh
# retry.sh - what could not be read is remembered, listed with its reason, and read again only when it changes, when asked,
# or by a kho with other readers.
set -u
. "$KHO_SOURCE/tests/lib.sh"
harm() { /usr/bin/python3 "$KHO_SOURCE/tests/tools/harm_index.py" db "$1" || exit $?; }
/usr/bin/python3 - << 'END'
import os, zipfile
os.makedirs("in")
wav = b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x08\0\0\0" + bytes(8)
with zipfile.ZipFile("in/goi.zip", "w") as z:
    z.writestr("kế hoạch.txt", "KẾ HOẠCH\nmotmot\n")
    z.writestr("ghi âm.wav", wav)
    z.writestr("ghi âm nữa.wav", wav)
    z.writestr("hỏng.zip", b"PK\x03\x04" + bytes(30))
open("in/sach.txt", "w").write("KẾ HOẠCH\nhaihai\n")
END
index() { exits 0 "$KHO" index -d db "$@" in; }
index
has out 'ghi-chu:khong-ho-tro'

# each member and its reason
exits 0 "$KHO" status -d db --not-searchable --format=csv
/usr/bin/python3 - << 'END' || fail 'the list of what is not searchable'
import csv
rows = {r["source"]: r["reasons"] for r in csv.DictReader(open("out", newline="", encoding="utf-8"))}
assert rows.get("in/goi.zip//ghi âm.wav") == "khong-ho-tro", rows
assert rows.get("in/goi.zip//ghi âm nữa.wav") == "khong-ho-tro", rows
assert "hong" in rows.get("in/goi.zip//hỏng.zip", ""), rows
assert not any("kế hoạch" in r or "sach" in r for r in rows), rows
END
exits 0 "$KHO" status -d db --not-searchable
has out 'in/goi.zip//ghi âm.wav: kho has no reader for this format'

# not again by itself
index
has out '(2 unchanged), 0 members'
# when asked: what failed, and only that
cp -r db before
index --retry-failed
has out '(1 unchanged)'
has out 'Other documents: '
has out 'ghi-chu:khong-ho-tro'
lacks out 'Plans: 1'
exits 0 /usr/bin/python3 "$KHO_SOURCE/tests/tools/same_index.py" db before
exits 0 "$KHO" check -d db
# when it was read by other readers: once, and of clean inputs only the ledger changes
harm readers
index
has out '(1 unchanged)'
index
has out '(2 unchanged)'
exits 0 /usr/bin/python3 "$KHO_SOURCE/tests/tools/same_index.py" db before

# an input that failed as a whole
harm failed
index
has out '(2 unchanged)'
has out '2 inputs could not be read before'
has out '--retry-failed'
index --retry-failed
has out '(0 unchanged)'
lacks out 'could not be read before'
exits 0 /usr/bin/python3 "$KHO_SOURCE/tests/tools/same_index.py" db before
harm failed
touch in/sach.txt
index
has out '(1 unchanged)'
done_testing
