"""samples_read.py GOLDEN_DIR FLOOR < OUTPUT.ndjson - what kho parse read in the samples against the truth made by hand.

Prints every difference and one line of totals; exit 1 when a share (heads, citations found, citations right, dates)
is below FLOOR.  A citation is compared as a document: several mentions of one count once.
"""
import json
import re
import sys
import unicodedata

SPELT = {"ubnd": "ủy ban nhân dân", "mttq": "mặt trận tổ quốc", "hđnd": "hội đồng nhân dân"}


def plain(text):
    """Case, dashes, quotes, blanks, tone placement and the usual abbreviations do not matter."""
    text = unicodedata.normalize("NFC", text or "").lower()
    for new, old in zip("oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(), "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split()):
        text = re.sub(r"(?<!q)" + new + r"(?!\w)", old, text)
    text = re.sub("[–—]", "-", re.sub("[“”]", '"', text))
    text = re.sub(r"\w+", lambda m: SPELT.get(m.group(), m.group()), text)
    return re.sub(r"\s*([-/])\s*", r"\1", " ".join(text.split())).strip(" .,;:*")


def symbol(text):
    return re.sub(r"^0+", "", re.sub(r"\s+", "", re.sub("[–—]", "-", text or "")))


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if not line.startswith("#") and line.strip()]


def is_row(row, c):
    """Does the citation c (as printed by kho) mean the document of this row?"""
    cite, kind, also = row[1], row[3], row[5]
    mention = plain(c["mention"])
    if kind == "numbered":
        names = [cite] + ([also] if also != "-" else [])
        if any(c["symbol"] and symbol(c["symbol"]) == symbol(n) for n in names):
            return True
        return not c["symbol"] and also != "-" and plain(also) in mention
    if kind == "number_only":
        return not c["symbol"] and plain(cite) in mention
    if re.search(r" (lần thứ|khóa) [XVI]+$", cite):
        return not c["symbol"] and re.search(r"\b" + cite.split()[-1].lower() + r"\b", mention) is not None
    return not c["symbol"] and plain(cite) in mention


def main(golden, floor):
    documents = {}
    for line in sys.stdin:
        record = json.loads(line)
        documents[record["source"].split("//")[-1].split("/")[-1]] = record
    cites = {}
    for row in rows(golden + "/samples_cites.tsv"):
        cites.setdefault(row[0], []).append(row)
    got = {"head": [0, 0], "found": [0, 0], "right": [0, 0], "date": [0, 0]}

    def count(what, good, *words):
        got[what][0] += bool(good)
        got[what][1] += 1
        if not good:
            print(what, *words, sep="\t")

    for head in rows(golden + "/samples.tsv"):
        name = head[0].split("/")[-1]
        record = documents.get(name) or documents.get(unicodedata.normalize("NFD", name))
        if record is None:
            print("missing", name, sep="\t")
            record = {"signer": {}, "citations": []}
        stated = dict(zip(("type", "number", "symbol", "date", "issuer", "title", "name"), head[1:8]))
        for field, want in stated.items():
            value = record["signer"].get("name") if field == "name" else record.get(field)
            form = symbol if field in ("number", "symbol") else plain
            want = "" if want == "-" else want
            if field == "issuer":
                own = form(want.split(" - ")[-1])
                good = bool(value) and (own in form(value) or form(value) in form(want))
            elif field == "title":
                good = form(re.sub("^V/v ", "", value or "")) == form(want)
            else:
                good = form(value) == form(want)
            count("head", good, name, field, value, want)
        strangers = {}
        seen = [[] for _ in cites[name]]
        for c in record["citations"]:
            hits = [i for i, row in enumerate(cites[name]) if is_row(row, c)]
            for i in hits:
                seen[i].append(c)
            if not hits and c["kind"] != "unnumbered":
                strangers[c["key"]] = c["mention"]
        for row, mentions in zip(cites[name], seen):
            if row[3] == "optional":
                continue
            count("found", mentions, name, row[1])
            got["right"][0] += bool(mentions)
            got["right"][1] += bool(mentions)
            if mentions and row[2] != "-":
                count("date", any(c["date"] == row[2] for c in mentions), name, row[1], row[2])
        for key, mention in strangers.items():
            count("right", False, name, key, mention)
    share = {what: good / all_ if all_ else 0 for what, (good, all_) in got.items()}
    print(" ".join(f"{what}={good}/{all_}" for what, (good, all_) in got.items()))
    return any(s < floor for s in share.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
