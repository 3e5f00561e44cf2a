#!/usr/bin/python3
"""office.py KHO FOLDER [N] - office files: documents a second and words, kho beside recollindex.

FOLDER is made: N files (320) from the office files of the samples and of KHO_SHARED (plans, legacy), again and
again under other names and with other bytes that change nothing of the text.  Scans are read by neither.
recollindex (Debian: recollcmd, antiword, unrtf, poppler-utils, python3-lxml ...) is left out where it is missing.
Figures, no verdict.
"""
import io
import os
import shutil
import subprocess
import sys
import time
import zipfile

KHO, FOLDER = os.path.realpath(sys.argv[1]), os.path.abspath(sys.argv[2])
N = int(sys.argv[3]) if len(sys.argv) > 3 else 320
HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("KHO_SHARED", os.path.join(HERE, "../../../shared"))
OFFICE = (".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".pdf", ".html")


def sources():
    with zipfile.ZipFile(os.path.join(HERE, "../../samples/ke-hoach-mau.zip")) as z:
        for i in z.infolist():
            if i.filename.lower().endswith(OFFICE):
                yield os.path.splitext(i.filename)[1].lower(), z.read(i)
    for top in "plans", "legacy/files":
        for name in sorted(os.listdir(os.path.join(SHARED, top))) if os.path.isdir(os.path.join(SHARED, top)) else ():
            if name.lower().endswith(OFFICE):
                with open(os.path.join(SHARED, top, name), "rb") as f:
                    yield os.path.splitext(name)[1].lower(), f.read()


def changed(ending, data, number):
    if data[:2] == b"PK":
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as a, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as b:
            for i in a.infolist():
                b.writestr(i, a.read(i), zipfile.ZIP_STORED if i.filename == "mimetype" else zipfile.ZIP_DEFLATED)
            b.comment = b"%d" % number
        return out.getvalue()
    return data + (b"\n%% %d\n" % number if ending == ".pdf" else b"\0" * (number + 1))


def timed(what, files, *args, **more):
    start, before = time.monotonic(), os.times()
    subprocess.run(args, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    wall, after = time.monotonic() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print("%-8s %7.2f s, %7.2f CPU s, %7.1f documents/s" % (what, wall, cpu, files / wall), flush=True)
    return wall


def words(db):
    out = subprocess.run(["xapian-delve", db], stdout=subprocess.PIPE, check=True).stdout.decode()
    facts = dict(line.split(" = ") for line in out.splitlines() if " = " in line)
    return float(facts["number of documents"]) * float(facts["average document length"])


def main():
    made = os.path.join(FOLDER, "files")
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(made)
    whole = list(sources())
    kinds = {}
    for n in range(N):
        ending, data = whole[n % len(whole)]
        kinds[ending] = kinds.get(ending, 0) + 1
        with open(os.path.join(made, "van-ban-%03d%s" % (n, ending)), "wb") as f:
            f.write(changed(ending, data, n // len(whole)))
    print(N, "files of", len(whole), kinds)
    conf = os.path.join(FOLDER, "recoll")
    for _ in range(3):
        shutil.rmtree(os.path.join(FOLDER, "kho.db"), ignore_errors=True)
        shutil.rmtree(conf, ignore_errors=True)
        os.makedirs(conf)
        with open(os.path.join(conf, "recoll.conf"), "w") as f:
            f.write("topdirs = %s\nunac_except_trans = đd Đd\n" % made)
        a = timed("kho", N, KHO, "index", "-q", "-d", os.path.join(FOLDER, "kho.db"), "--ocr=never", made)
        if shutil.which("recollindex"):
            b = timed("recoll", N, "recollindex", "-c", conf, env=dict(os.environ, HOME=FOLDER))
            print("         %.1f times" % (b / a))
    version = max(d for d in os.listdir(os.path.join(FOLDER, "kho.db")) if d.isdigit())
    print("words in the index: kho %d" % words(os.path.join(FOLDER, "kho.db", version, "main")), end="")
    print(", recoll %d" % words(os.path.join(conf, "xapiandb")) if shutil.which("recollindex") else "")


main()
