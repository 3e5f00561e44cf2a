#!/bin/sh
# bomb.sh - members and archives that ask for too much: a note, and their neighbours are read.
set -u
. "$KHO_SOURCE/tests/lib.sh"
python3 - << 'END'
import io, zipfile
def z(name, files):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as f:
        for n, d in files:
            f.writestr(n, d)
z("bom.zip", [("truoc.txt", "chữ motmot\n"), ("bom.txt", b"\0" * (300 << 20)), ("sau.txt", "chữ haihai\n")])
nested = b"trong cung"
for i in range(12):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w") as f:
        f.writestr("l%d.zip" % i if i else "cung.txt", nested)
    nested = b.getvalue()
z("sau.zip", [("a.zip", nested), ("canh.txt", "chữ bababa\n")])
z("nhieu.zip", [("n%d.txt" % i, "số %d bonbon\n" % i) for i in range(200)])
END
head -c 200 nhieu.zip > cut.zip
exits 0 "$KHO" index -d db --limit members=150 bom.zip sau.zip nhieu.zip cut.zip
for w in motmot haihai bababa; do
	same "$w" "$("$KHO" search -d db --format=json $w | wc -l)" 1
done
has out 'ghi-chu:bom-nen'
has out 'ghi-chu:qua-sau'
has out 'ghi-chu:qua-lon'
n=$("$KHO" search -d db -n 500 --format=json bonbon | wc -l)
[ "$n" -ge 140 ] && [ "$n" -le 151 ] || fail "members within the limit: $n"
done_testing
