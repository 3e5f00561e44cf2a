#!/usr/bin/python3
"""same_index.py A B - do two indexes hold the same, document by document?

Compares, through Xapian alone: keys, data, slots, terms with their weights and positions of every
plan, and what the ledger says of every input.  Numbers of documents, the day of the run and
times of inputs (change time, inode) may differ.  Prints what differs; exit 1 then, 77 without Xapian.
"""
import hashlib
import os
import sys

try:
    import xapian
except ImportError:
    print("skipped: no python3-xapian")
    sys.exit(77)


def database(index):
    versions = [d for d in os.listdir(index) if d.isdigit()]
    return xapian.Database(os.path.join(index, max(versions, key=int), "main"))


def documents(db):
    """Key of each document -> digests of its parts."""
    found = {}
    for posting in db.postlist(""):
        doc = db.get_document(posting.docid)
        terms, key = hashlib.sha1(), None
        for item in doc.termlist():
            if item.term.startswith(b"Q"):
                assert key is None, "two keys"
                key = item.term
            terms.update(repr((item.term, item.wdf, list(item.positer))).encode())
        values = sorted((v.num, v.value) for v in doc.values())
        assert key is not None and key not in found, "a key twice: %r" % key
        found[key] = {"terms": terms.hexdigest(), "values": values, "length": db.get_doclength(posting.docid)}
    return found


def ledger(db):
    """Name of each input -> path, size and members of its entry, without times."""
    out = {}
    for name in db.metadata_keys(b"in:"):
        numbers, raw = [], db.get_metadata(name)
        at = 0
        while at < len(raw):  # numbers of seven bits a byte; the first is the length of the path, plus one
            value = shift = 0
            while True:
                byte = raw[at]
                at += 1
                value |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80:
                    break
            numbers.append(value)
            if len(numbers) == 1:
                at += value - 1
        out[name] = (numbers[1], numbers[5:])
    return out


def differ(what, a, b):
    bad = 0
    for key in sorted(set(a) | set(b)):
        if a.get(key) == b.get(key):
            continue
        bad += 1
        if bad > 20:
            continue
        if key not in a or key not in b:
            print("%s %r: only in %s" % (what, key, sys.argv[1 if key in a else 2]))
        elif isinstance(a[key], dict):
            print("%s %r: %s differ" % (what, key, ", ".join(k for k in a[key] if a[key][k] != b[key][k])))
        else:
            print("%s %r: %r, %r" % (what, key, a[key], b[key]))
    return bad


def main():
    one, two = (database(d) for d in sys.argv[1:3])
    a, b = documents(one), documents(two)
    if not a:
        print("no documents")
    sys.exit(not a or differ("document", a, b) + differ("input", ledger(one), ledger(two)) > 0)


main()
