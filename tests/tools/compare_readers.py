#!/usr/bin/env python3
"""Compare the text that kho reads with that of other programs.

    compare_readers.py [--kho PROGRAM] [--words N] [--below R] FILE|FOLDER...

For each file and each second reader that is installed: word recall both ways (how many words of the
other reader kho has, and the other way round; words are counted, so one said twice has to be there
twice), and the words that are missing.  Second readers: antiword, catdoc, xls2csv, catppt, unrtf,
pdftotext, LibreOffice (soffice), and a .txt of the same name beside the file.

What the others read goes through kho as plain text, so that letters in fonts of before Unicode are
decoded the same way on both sides: what is compared is what readers find, not how letters are
decoded.  Case, normal form, soft hyphens, the place of tone marks and decimals behind the sixth digit do
not count.
"""
import argparse
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

OFFICE = {"doc", "docx", "dot", "rtf", "odt"}
SHEETS = {"xls", "xlsx", "ods"}
SLIDES = {"ppt", "pptx", "odp"}
ALL = OFFICE | SHEETS | SLIDES | {"pdf", "html", "htm"}
WORD = re.compile(r"\w+")
# With the tone on the second vowel of an open oa, oe, uy: "hoà" and "hòa" are one word.
TONES = "\u0300\u0301\u0303\u0309\u0323"
OLD_TONE = re.compile(f"(o)([{TONES}])([ae])(?![a-z])|(u)([{TONES}])(y)(?![a-z])")


def words(text):
    """Counted words of a text."""
    text = re.sub("[\u00b9\u00b2\u00b3\u2070-\u2079]+", " ", text)  # marks of footnotes
    text = re.sub(r"\d+[.,]\d{5,}", lambda m: f"{float(m[0].replace(',', '.')):.6g}", text)
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    text = unicodedata.normalize("NFD", text)
    text = OLD_TONE.sub(lambda m: "".join(g for g in (m[1], m[3], m[2], m[4], m[6], m[5]) if g), text)
    text = unicodedata.normalize("NFC", text)
    return collections.Counter(WORD.findall(text.replace("_", " ")))


def without_u_horn(counted):
    """As a reader that leaves ư out sees the words: nước as nớc."""
    out = collections.Counter()
    for word, n in counted.items():
        out[word.replace("ư", "")] += n
    del out[""]
    return out


def recall(have, want):
    """How much of want is in have."""
    n = sum(want.values())
    return 1.0 if n == 0 else sum((have & want).values()) / n


def run(*command):
    """What a program prints; None where it fails."""
    r = subprocess.run(command, capture_output=True, check=False)
    return r.stdout if r.returncode == 0 else None


def numbered(paths, folder):
    """The files under names of their own, or one would hide another."""
    os.makedirs(folder)
    names = [os.path.join(folder, f"{i:05}.{extension(p)}") for i, p in enumerate(paths)]
    for path, name in zip(paths, names):
        shutil.copyfile(path, name)
    return names


def kho(program, paths, folder):
    """Text of each path as kho reads it."""
    db, texts = os.path.join(folder, "kho.db"), []
    names = numbered(paths, os.path.join(folder, "in"))
    subprocess.run([program, "index", "-d", db, os.path.join(folder, "in")], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for name in names:
        out = run(program, "show", "-d", db, "--format=text", os.path.basename(name))
        texts.append(None if out is None else out.decode("utf-8", "replace"))
    return texts


def soffice(paths, scratch):
    """Text of each path by LibreOffice; sheets as the text of all cells, slides through PDF."""
    kinds = {"txt:Text (encoded):UTF8": OFFICE | {"html", "htm"},
             "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1": SHEETS,
             "pdf": SLIDES}
    home, out = os.path.join(scratch, "profile"), os.path.join(scratch, "soffice")
    texts = [None] * len(paths)
    for to, kind in kinds.items():
        chosen = [i for i, p in enumerate(paths) if extension(p) in kind]
        if not chosen:
            continue
        folder = os.path.join(out, to.split(":")[0])
        named = numbered([paths[i] for i in chosen], folder)
        more = ["--writer"] if "txt" in to else []
        subprocess.run(["soffice", f"-env:UserInstallation=file://{home}", "--headless", *more,
                        "--convert-to", to, "--outdir", folder, *named],
                       check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for k, i in enumerate(chosen):
            made = sorted(n for n in os.listdir(folder)
                          if re.fullmatch(rf"{k:05}(-.*)?\.{to[:3]}", n))
            if to == "pdf" and made:
                out_text = run("pdftotext", os.path.join(folder, made[0]), "-")
                texts[i] = out_text and out_text.decode("utf-8", "replace")
            elif made:
                texts[i] = "\n".join(open(os.path.join(folder, n), encoding="utf-8",
                                          errors="replace").read() for n in made)
    return texts


def extension(path):
    return os.path.splitext(path)[1][1:].lower()


# These take the letter ư of TCVN3 for a soft hyphen and leave it out.
WITHOUT_U_HORN = {"catdoc", "xls2csv", "soffice"}

# Programs that print the text of one file: name, kinds of files, arguments.
PRINTERS = [
    ("antiword", {"doc", "dot"}, ["-w", "0", "-m", "UTF-8.txt", "FILE"]),
    ("catdoc", {"doc", "dot"}, ["-d", "utf-8", "-w", "FILE"]),
    ("xls2csv", {"xls"}, ["-d", "utf-8", "-q", "0", "FILE"]),
    ("catppt", {"ppt"}, ["-d", "utf-8", "FILE"]),
    ("unrtf", {"rtf"}, ["--text", "FILE"]),
    ("pdftotext", {"pdf"}, ["FILE", "-"]),
]


def printed(program, arguments, path):
    """Text of a file by one of PRINTERS."""
    out = run(program, *[path if a == "FILE" else a for a in arguments])
    if out is None:
        return None
    if program != "unrtf":
        return out.decode("utf-8", "replace")
    try:
        text = out.decode("utf-8")
    except UnicodeDecodeError:
        text = out.decode("cp1252", "replace")
    return re.sub(r"\A(###.*\n)*-+\n?", "", text)  # its remarks


def second_texts(paths, scratch):
    """(name of the reader, index of the path, text)"""
    found = []
    for i, path in enumerate(paths):
        beside = os.path.splitext(path)[0] + ".txt"
        if os.path.exists(beside):
            found.append((".txt", i, open(beside, encoding="utf-8", errors="replace").read()))
        for program, kinds, arguments in PRINTERS:
            if extension(path) in kinds and shutil.which(program):
                found.append((program, i, printed(program, arguments, path)))
    if shutil.which("soffice"):
        found += [("soffice", i, t) for i, t in enumerate(soffice(paths, scratch))
                  if extension(paths[i]) != "pdf"]
    return [f for f in found if f[2]]


def files(arguments):
    """Files that can be compared."""
    for a in arguments:
        if not os.path.isdir(a):
            yield a
        for folder, _, names in os.walk(a):
            yield from (os.path.join(folder, n) for n in sorted(names) if extension(n) in ALL)


def show_words(missing, n):
    return " ".join(f"{w}x{k}" if k > 1 else w for w, k in missing.most_common(n))


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    ap.add_argument("path", nargs="+")
    ap.add_argument("--kho", default="kho", help="the program (kho)")
    ap.add_argument("--words", type=int, default=20, help="missing words shown (20)")
    ap.add_argument("--below", type=float, default=2, help="show files with a recall below this only")
    args = ap.parse_args()
    paths = list(files(args.path))
    totals = collections.defaultdict(lambda: [0, 0, 0, 0])
    with tempfile.TemporaryDirectory() as scratch:
        own = [words(t or "") for t in kho(args.kho, paths, os.path.join(scratch, "own"))]
        second = second_texts(paths, scratch)
        plain = []
        for k, (_, _, text) in enumerate(second):
            plain.append(os.path.join(scratch, f"{k}.txt"))
            with open(plain[-1], "w", encoding="utf-8") as f:
                f.write(text)
        decoded = kho(args.kho, plain, os.path.join(scratch, "second")) if plain else []
        for (name, i, _), text in zip(second, decoded):
            theirs, ours = words(text or ""), own[i]
            if name in WITHOUT_U_HORN:
                theirs, ours = without_u_horn(theirs), without_u_horn(ours)
            lost, more = theirs - ours, ours - theirs
            forth, back = recall(ours, theirs), recall(theirs, ours)
            t = totals[extension(paths[i]), name]
            for at, v in enumerate((sum(theirs.values()), sum(lost.values()),
                                    sum(ours.values()), sum(more.values()))):
                t[at] += v
            if forth >= args.below:
                continue
            print(f"{forth:.4f} {back:.4f} {name:10} {paths[i]}")
            if lost:
                print("    missing:", show_words(lost, args.words))
            if more:
                print("    more:   ", show_words(more, args.words))
    print("\nformat  reader      words  recall of kho  of the other")
    for (kind, name), (n, lost, m, more) in sorted(totals.items()):
        print(f"{kind:7} {name:10} {n:6}  {1 - lost / max(n, 1):13.4f} {1 - more / max(m, 1):13.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
