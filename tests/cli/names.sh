#!/bin/sh
# names.sh - names of members in the code pages of old computers: decoded by a vote over the archive, so that a
# short name is read like its neighbours; what cannot be told has a note.
set -u
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
. "$KHO_SOURCE/tests/lib.sh"
cat > make.py << 'PY'
import io, sys, tarfile, zipfile

class Raw(zipfile.ZipInfo):
    """A name of bytes, without the flag for UTF-8."""
    raw = b""
    def _encodeFilenameFlags(self):
        return self.raw, self.flag_bits & ~0x800

def write_zip(path, names):
    with zipfile.ZipFile(path, "w") as z:
        for i, name in enumerate(names):
            info = Raw("x%d" % i)
            info.raw = name
            z.writestr(info, "KẾ HOẠCH\nbaonhieu%d%s" % (i, path[0]))

def write_tar(path, names):
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT, encoding="latin-1") as t:
        for i, name in enumerate(names):
            data = ("KẾ HOẠCH\nbaonhieu%d%s" % (i, path[0])).encode()
            info = tarfile.TarInfo(name.decode("latin-1"))
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))

# The short names come first: "Sè 1" alone could be Vietnamese as it stands.
tcvn3 = [b"S\xe8 1.txt", b"M\xd4 Tr\xd7.txt", b"K\xd5 ho\xb9ch th\xf9c hi\xd6n.txt",
         b"B\xb8o c\xb8o c\xf1a \xf1y ban nh\xa9n d\xa9n.txt", b"C\xabng v\xa8n \xae\xabn \xae\xe8c.txt"]
cp1258 = [b"T\xf5\xcc tri\xcc.txt", b"K\xea\xec hoa\xf2ch th\xfd\xf2c hi\xea\xf2n.txt",
          b"Ba\xeco ca\xeco cu\xd2a u\xd2y ban nh\xe2n d\xe2n.txt"]
twice = "Kế hoạch phòng cháy.txt".encode().decode("latin-1").encode()
write_zip("a.zip", tcvn3)
write_zip("b.zip", cp1258)
write_zip("c.zip", ["Kế hoạch số 7.txt".encode(), "ke hoach cafe\u0301.txt".encode()])
write_zip("d.zip", [twice, "Tờ trình.txt".encode().decode("latin-1").encode()])
write_zip("e.zip", [b"\x8f\x90\x81.txt"])
write_tar("f.tar", tcvn3[2:])
PY
python3 make.py || fail 'no archives were made'
exits 0 "$KHO" index -d db a.zip b.zip c.zip d.zip e.zip f.tar
exits 0 "$KHO" search -d db -n 100 --format=json ke hoach
cp out list
for name in 'a.zip//Số 1.txt' 'a.zip//Mễ Trì.txt' 'a.zip//Kế hoạch thực hiện.txt' \
	'a.zip//Báo cáo của ủy ban nhân dân.txt' 'a.zip//Công văn đôn đốc.txt' \
	'b.zip//Tờ trì.txt' 'b.zip//Kế hoạch thực hiện.txt' 'b.zip//Báo cáo của ủy ban nhân dân.txt' \
	'c.zip//Kế hoạch số 7.txt' 'c.zip//ke hoach café.txt' 'd.zip//Kế hoạch phòng cháy.txt' \
	'd.zip//Tờ trình.txt' 'f.tar//Kế hoạch thực hiện.txt' 'f.tar//Công văn đôn đốc.txt'; do
	has list "$name"
done
exits 0 "$KHO" search -d db -n 100 --format=json ghi-chu:ten-la
has out 'e.zip//'
[ "$(wc -l < out)" -eq 1 ] || fail 'names that were read have a note'
done_testing
