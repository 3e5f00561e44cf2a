#!/bin/sh
# limits.sh - each limit that is reached is named in the notes of the document, and in the line that is printed.
set -u
. "$KHO_SOURCE/tests/lib.sh"
python3 - <<'PY'
import io, random, zipfile
def z(files):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as f:
        for n, d in files:
            f.writestr(n, d)
    return b.getvalue()
random.seed(1)
noise = bytes(random.choice(b"abcdefgh ") for _ in range(200000))
inner = z([("m%d.txt" % i, b"%d " % i + noise) for i in range(3)])
open("a.zip", "wb").write(z([("trong.zip", inner), ("canh.txt", "canhcanh\n"), ("bom.txt", b"a" * 2000000)]))
open("a.txt", "wb").write(b"chu chu " * 200000)
PY
bites() { # LIMIT=VALUE FILE
	name=${1%%=*}
	rm -rf db
	exits 0 "$KHO" index -d db --limit "$1" "$2"
	has out "(ghi-chu:gioi-han-$name)"
	has err "$name="
	exits 0 "$KHO" search -d db "ghi-chu:gioi-han-$name"
	exits 0 "$KHO" search -d db "ghi-chu:limit-$name"
}
beside() { exits 0 "$KHO" search -d db canhcanh; } # the neighbour is read
bites member-bytes=1000 a.zip && beside
bites text-bytes=1000 a.txt
bites container-bytes=300000 a.zip && beside
bites input-bytes=300000 a.zip
bites members=2 a.zip
bites depth=1 a.zip && beside
bites ratio=2 a.zip && beside
bites input-seconds=0 a.zip
if [ -z "${KHO_SANITIZE:-}" ]; then
	bites memory=16M a.txt
fi
if command -v xz > /dev/null; then
	xz -k -9 a.txt
	bites dictionary=1M a.txt.xz
fi
# with the old limits back, what was cut is whole
rm -rf db
exits 0 "$KHO" index -d db --limit member-bytes=1000 a.zip
exits 0 "$KHO" index -d db a.zip
exits 1 "$KHO" search -d db ghi-chu:gioi-han-member-bytes
exits 0 "$KHO" index -d db a.zip
has out '(1 unchanged)'
done_testing
