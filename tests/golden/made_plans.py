"""made_plans.py TRUTH.jsonl < OUTPUT.ndjson - what kho parse read in invented plans against what was written into them.

Every field of the head and every citation (symbol and date) must be right; prints every difference.
"""
import json
import sys
import unicodedata


def plain(text):
    return unicodedata.normalize("NFC", text or "").casefold()


def main(path):
    with open(path, encoding="utf-8") as f:
        truth = {plain(t["path"]): t for t in map(json.loads, f)}
    compared = different = 0
    for line in sys.stdin:
        record = json.loads(line)
        t = truth.pop(plain(record["source"].split("//", 1)[1]), None)
        if t is None:
            sys.exit("nobody wrote " + record["source"])
        want = {field: plain(t[field]) for field in ("type", "place", "issuer", "title")}
        got = {field: plain(record[field]) for field in want}
        got["title"] = got["title"].removeprefix("v/v ")
        if not t["draft"]:
            want.update(symbol=t["symbol"], date=t["date"])
            got.update(symbol=record["symbol"], date=record["date"])
        want["cites"] = sorted(map(tuple, t["cites"]))
        got["cites"] = sorted({(c["symbol"], c["date"]) for c in record["citations"]})
        for field, value in want.items():
            compared += 1
            if got[field] != value:
                different += 1
                print(t["path"], t["how"], field, "read: %s" % (got[field],), "written: %s" % (value,), sep="\n  ")
    for t in truth.values():
        different += 1
        print(t["path"], "not read", sep="\n  ")
    print("%d fields, %d different" % (compared, different))
    sys.exit(different != 0 or compared == 0)


main(sys.argv[1])
