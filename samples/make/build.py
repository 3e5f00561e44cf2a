"""build.py SAMPLES OUT.zip - the sample archive from its readable sources, byte for byte the same each time.
build.py --same A.zip B.zip - exit 0 when both hold the same members with the same unpacked bytes (another compression
library packs the same bytes differently).

Every time stamp is WHEN, members stand in the order of members.tsv, the inner tar.gz has no name and no time.
"""
import gzip
import io
import os
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

import docx
import vni

WHEN = (2025, 12, 1, 8, 0, 0)
EPOCH = 1764576000  # the same moment for the tar


def content(form, path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if text != unicodedata.normalize("NFC", text):
        raise ValueError(f"{path}: source must be NFC")
    if form == "docx":
        with tempfile.TemporaryDirectory() as tmp:
            out = os.path.join(tmp, "out.docx")
            docx.build(text, out, WHEN)
            with open(out, "rb") as f:
                return f.read()
    if form == "nfd":
        return unicodedata.normalize("NFD", text).encode()
    if form == "crlf":
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    if form == "utf16":
        return b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")
    if form == "vni":
        return vni.encode(text.replace("\n", "\r\n"))
    if form == "copy":
        return text.encode()
    raise ValueError(f"unknown form {form}")


def tar_gz(members):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), EPOCH, 0o644
            tar.addfile(info, io.BytesIO(data))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", compresslevel=9, mtime=EPOCH) as gz:
        gz.write(raw.getvalue())
    return packed.getvalue()


def main(samples, out):
    plain, inner = [], {}
    with open(os.path.join(samples, "make", "members.tsv"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#") or not line.strip():
                continue
            source, member, form = line.rstrip("\n").split("\t")
            data = content(form, os.path.join(samples, "src", source))
            archive, found, name = member.partition("//")
            if found:
                inner.setdefault(archive, []).append((name, data))
            else:
                plain.append((member, data))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, data in plain + [(a, tar_gz(m)) for a, m in inner.items()]:
            info = zipfile.ZipInfo(name, WHEN)  # a name beyond ASCII sets the UTF-8 flag
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            z.writestr(info, data)


def unpacked(path):
    """-> list of (name, bytes), archives and docx opened; path may be a file object."""
    out = []
    with zipfile.ZipFile(path) as z:
        for info in z.infolist():
            data = z.read(info)
            if info.filename.endswith(".docx"):
                data = unpacked(io.BytesIO(data))
            elif info.filename.endswith(".gz"):
                data = gzip.decompress(data)
            out.append((info.filename, info.flag_bits & 0x800, info.date_time, data))
    return out


if __name__ == "__main__":
    if sys.argv[1] == "--same":
        sys.exit(unpacked(sys.argv[2]) != unpacked(sys.argv[3]))
    main(sys.argv[1], sys.argv[2])
