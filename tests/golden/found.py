"""found.py KHO TSV WORK - writes the texts of found.tsv, indexes them, asks the queries."""
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import unicodedata
import zipfile

kho, tsv, work = sys.argv[1:4]
encodings = os.path.join(os.path.dirname(tsv), "..", "..", "schemas", "legacy_encodings.tsv")
COLUMN = {"tcvn3": 1, "vni": 2, "viscii": 3, "cp1258": 5}
# Enough of a text for its encoding to be seen; the same in all files, so that it ranks nothing.
AROUND = "\nCăn cứ chức năng, nhiệm vụ được giao, các cơ quan xây dựng chương trình cụ thể.\n"


def rows(path):
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.strip() and not line.startswith("#"):
                yield number, line.rstrip("\n").split("\t")


def legacy(text, column):
    letters = {c[0]: bytes.fromhex(c[column]) for _, c in rows(encodings) if c[column] != "-"}
    return b"".join(letters.get(c) or c.encode("ascii") for c in text)


def marks_last(text):
    """â + sắc typed as a + sắc + mũ: canonical order does not tell them apart."""
    out = []
    for c in text:
        d = unicodedata.normalize("NFD", c)
        out.append(d[0] + d[:0:-1])
    return "".join(out)


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(name, data)
    return out.getvalue()


def tarred(name, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def write_7z(path, data):
    """The archive gets the place of the file; False without a program for it."""
    if shutil.which("7z") is None:
        return False
    with open("inside.txt", "wb") as f:
        f.write(data)
    subprocess.run(["7z", "a", "-bd", path + ".7z", "inside.txt"], check=True, stdout=subprocess.DEVNULL)
    os.rename(path + ".7z", path)
    return True


def write(path, text, how):
    text += AROUND
    if how == "nfd":
        data = unicodedata.normalize("NFD", text).encode()
    elif how == "marks-last":
        data = marks_last(text).encode()
    elif how == "upper":
        data = text.upper().encode()
    elif how == "utf16":
        data = b"\xff\xfe" + text.encode("utf-16-le")
    elif how == "twice":
        data = text.encode().decode("latin-1").encode()
    elif how == "nested":
        data = zipped("a.tar.gz", tarred("b.zip", zipped("c.txt", text.encode())))
    elif how == "7z":
        return write_7z(path, text.encode())
    elif how in COLUMN:
        data = legacy(text, COLUMN[how])
    else:
        assert how == "nfc", how
        data = text.encode()
    with open(path, "wb") as f:
        f.write(data)
    return True


def marked(hit):
    raw = hit["snippet"].encode()
    return [raw[a:a + n].decode() for a, n in hit["marks"]]


def main():
    cases = list(rows(tsv))
    folder = os.path.join(work, "texts")
    os.makedirs(folder)
    cases = [c for c in cases if write(os.path.join(folder, "line%d.txt" % c[0]), c[1][0], c[1][1])]
    db = os.path.join(work, "db")
    subprocess.run([kho, "index", "-d", db, folder], check=True, stdout=subprocess.DEVNULL)
    bad = 0
    for number, (text, how, query, found, want) in cases:
        run = subprocess.run([kho, "search", "-d", db, "-n", "500", "--format=json", query],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        hits = [json.loads(line) for line in run.stdout.splitlines()]
        names = [os.path.basename(h["source"].split("//")[0]) for h in hits]
        name = "line%d.txt" % number
        said = None
        if (name in names) != (found != "no"):
            said = "found" if found == "no" else "not found"
        elif found == "1" and names[0] != name:
            said = "behind line %s" % names[0]
        elif want != "-" and marked(hits[names.index(name)])[:9] != want.split(" | "):
            said = "marks %s" % " | ".join(marked(hits[names.index(name)]))
        if said:
            bad += 1
            print("found.tsv:%d: <%s> as %s, asked <%s>: %s" % (number, text, how, query, said))
    print("%d rows, %d wrong" % (len(cases), bad))
    return 1 if bad else 0


sys.exit(main())
