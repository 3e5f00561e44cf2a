#!/usr/bin/env python3
"""hostile.py FOLDER - files that want to hurt an indexer, made anew for each test run.

Each comes with a harmless neighbour that must still be found (word: songsot).
"""
import gzip
import io
import os
import struct
import sys
import tarfile
import zipfile
import zlib



def good(where):
    """Its own words for each place, so that no two neighbours are one document."""
    return ("KẾ HOẠCH\nkiểm tra, tệp này songsot giữa các tệp hỏng: %s\n" % where).encode()


GOOD = good("đứng riêng")


def path(name):
    return os.path.join(sys.argv[1], name)


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data)


def zip_of(members, how=zipfile.ZIP_DEFLATED):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), data, how)
    return b.getvalue()


def tgz_of(members):
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode="w:gz") as t:
        for name, data in members:
            i = tarfile.TarInfo(name)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))
    return b.getvalue()


def noise(n, seed=7):
    out = bytearray()
    x = seed
    while len(out) < n:
        x = (1103515245 * x + 12345) & 0x7FFFFFFF
        out += struct.pack("<I", x ^ (x >> 13))
    return bytes(out[:n])


def bomb(name):
    """10 MB that unpack to 10 GB: a deflate stream of zeros.  After a full flush the same input gives the
    same bytes, so one piece is compressed and repeated; nobody gets as far as the checksum, which is wrong."""
    piece = bytes(1 << 20)
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = c.compress(piece) + c.flush(zlib.Z_FULL_FLUSH)
    block = c.compress(piece) + c.flush(zlib.Z_FULL_FLUSH)
    pieces = 10 * 1000 ** 3 // len(piece)
    body = first + block * (pieces - 1) + c.flush()
    crc, total = 0, pieces * len(piece)
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 45, 8, 8, 0, 0x5821, 0, 0, 0, 8, 0) + b"bomb.txt"
    data = head + body + struct.pack("<4sIQQ", b"PK\7\10", crc, len(body), total)
    info = zipfile.ZipInfo("neighbour.txt", (2024, 1, 2, 3, 4, 6))
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w") as z:
        z.writestr(info, good("bom"))
    raw = b.getvalue()
    local = raw[:raw.index(b"PK\1\2")]
    at = len(data)
    data += local
    cd = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 45, 45, 8, 8, 0, 0x5821, 0, len(body), 0xFFFFFFFF, 8, 12, 0, 0, 0, 0, 0)
    cd += b"bomb.txt" + struct.pack("<HHQ", 1, 8, total)
    mine = raw[raw.index(b"PK\1\2"):raw.index(b"PK\5\6")]
    cd += mine[:42] + struct.pack("<I", at) + mine[46:]
    write(name, data + cd + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 2, 2, len(cd), len(data), 0))


def nested(levels):
    data = zip_of([("deep.txt", good("sâu").replace(b"songsot", b"quasau"))])
    for i in range(levels):
        data = zip_of([("level%d.zip" % i, data)])
    return data


def raw_name_zip(raw):
    """A member name of raw bytes without the UTF-8 flag."""
    data = zip_of([("N" * len(raw), good(raw.hex()))])
    return data.replace(b"N" * len(raw), raw)


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    many = [("%d.txt" % i, GOOD + noise(4000, i + 1).hex().encode()) for i in range(20)]
    write("neighbour.txt", GOOD)
    write("empty.zip", zip_of([]))
    z = zip_of([("first.txt", good("zip"))] + many)
    write("cut.zip", z[:len(z) * 2 // 3])
    t = tgz_of([("first.txt", good("tar"))] + many)
    write("cut.tar.gz", t[:len(t) * 2 // 3])
    write("deep.zip", nested(12))
    write("outside.tar.gz", tgz_of([("../../etc/passwd", good("ngoài")), ("/etc/shadow", good("ngoài nữa"))]))
    write("cp1258.zip", raw_name_zip("Kê hoach".encode("cp1258") + b"\xec.txt"))
    write("badname.zip", raw_name_zip(b"\xff\xfe\x81\x8d\x8f.txt"))
    write("junk.docx", noise(20000))
    write("half.docx", zip_of([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document><w:body><w:p>")]))
    # with a password: LibreOffice, each part by itself, and since 24.8 all in one
    odt = ("mimetype", b"application/vnd.oasis.opendocument.text")
    manifest = ("META-INF/manifest.xml", b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                b'<m:file-entry m:full-path="x"><m:encryption-data/></m:file-entry></m:manifest>')
    write("password.odt", zip_of([odt, ("content.xml", noise(3000)), ("styles.xml", noise(2000, 9)), manifest], zipfile.ZIP_STORED))
    write("password-24.odt", zip_of([odt, ("encrypted-package", noise(3000, 8)), manifest],
                                     zipfile.ZIP_STORED))
    write("quine.gz", gzip.compress(gzip.compress(good("gz"))))
    with open(path("line.txt"), "wb") as f:
        for _ in range(200):
            f.write(b"mot dong rat dai " * (1000000 // 17))
    bomb("bomb.zip")


if __name__ == "__main__":
    main()
