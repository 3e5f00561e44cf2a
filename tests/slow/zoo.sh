#!/bin/sh
# zoo.sh - whole files of every format, cut off at each 64th of their length and with bits turned over: nothing
# crashes or hangs, every file is in the index, the neighbours are found.  KHO_ZOO: copies with turned bits (20).
set -u
. "$KHO_SOURCE/tests/lib.sh"
tools=$KHO_SOURCE/tests/tools seeds=$KHO_SOURCE/tests/fuzz/seed
mkdir whole made
python3 - "$KHO_SOURCE/samples/ke-hoach-mau.zip" << 'END'
import io, os, sys, tarfile, zipfile
best = {}
with zipfile.ZipFile(sys.argv[1]) as z:
    for i in sorted(z.infolist(), key=lambda i: i.file_size):
        ending = os.path.splitext(i.filename)[1].lower()
        if i.file_size > 0 and ending:
            best.setdefault(ending, z.read(i))
for ending, data in best.items():
    open("whole/mau" + ending, "wb").write(data)
text = best[".txt"]
for name, mode in (("goi.tar", "w"), ("goi.tar.gz", "w:gz"), ("goi.tar.bz2", "w:bz2"), ("goi.tar.xz", "w:xz")):
    with tarfile.open("whole/" + name, mode) as t:
        for k in range(3):
            info = tarfile.TarInfo("van-ban/%d.txt" % k)
            info.size = len(text)
            t.addfile(info, io.BytesIO(text))
with zipfile.ZipFile("whole/goi.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for ending, data in best.items():
        z.writestr("van-ban/mau" + ending, data)
END
for make in doc xls ppt pdf; do
	mkdir "made/$make" && python3 "$tools/make_$make.py" "made/$make" > /dev/null || fail "make_$make.py"
done
for f in made/doc/whole.doc made/doc/word6.doc made/xls/whole.xls made/xls/five.xls made/ppt/whole.ppt made/pdf/whole.pdf \
	"$seeds/walk/two.7z" "$seeds/mail/whole" "$seeds/image/a.jpg" "$seeds/image/a.png" "$seeds/image/two.tif"; do
	[ -f "$f" ] && cp "$f" "whole/$(basename "$(dirname "$f")")-$(basename "$f")"
done
[ -f whole/mail-whole ] && mv whole/mail-whole whole/thu.eml
cp "$seeds"/odf/whole.odt "$seeds"/rtf/*whole*.rtf "$seeds"/pptx/whole* "$seeds"/xlsx/whole* whole 2> /dev/null
# What the machine can make besides.
if command -v 7z > /dev/null; then
	(cd whole && 7z a -bd lon.7z mau.txt mau.docx goi.tar > /dev/null)
fi
python3 "$tools/zoo.py" zoo "${KHO_ZOO:-20}" whole/* > kinds || fail "zoo.py"
files=$(awk '{ n += $2 } END { print n }' kinds)
exits 0 "$KHO" index -d db --ocr=never zoo
while read -r word n name; do
	same "neighbours of $name" "$("$KHO" search -d db --format=json "$word" 2> /dev/null | wc -l)" 2
done < kinds
"$KHO" status -d db --not-searchable --format=csv > notes.csv
for note in doc-loi qua-gio; do
	! grep -q "$note" notes.csv || fail "$(grep -c "$note" notes.csv) files with the note $note: $(grep "$note" notes.csv | head -n 3)"
done
same 'inputs' "$("$KHO" status -d db --format=json 2> /dev/null | field inputs)" "$files"
echo "$files files of $(wc -l < kinds) kinds"
done_testing
