#!/usr/bin/python3
"""harm_index.py INDEX HOW - damage an index in one way, for tests of kho check.

task       a task cannot be found any more    plan       a plan is gone
record     the record of a plan is cut        ledger     an entry of the ledger is not one
forgotten  an entry of the ledger is gone     readers    all inputs were read by another kho
failed     all inputs count as not readable   under-way  all inputs count as not read to their end
table      a block of the table of postings is overwritten
Exit 77 without Xapian.
"""
import os
import sys

try:
    import xapian
except ImportError:
    print("skipped: no python3-xapian")
    sys.exit(77)

DATA = 31  # slot of the record: search/store/inside.hh
AREAS = 13  # slot of tasks: schemas/fields.tsv
STATE, READERS = -2, -1  # numbers of an entry: indexer/pipeline/ledger.c


def folder(index):
    version = os.path.join(index, max((d for d in os.listdir(index) if d.isdigit()), key=int))
    with open(os.path.join(version, "main")) as f:
        return os.path.join(version, f.read().split()[1])


def writable(index):
    return xapian.WritableDatabase(folder(index), xapian.DB_OPEN)


def longest(db):
    return max(((p.doclength, p.docid) for p in db.postlist("")))[1]


def numbers(raw):
    """The path of an entry as it is packed, and the numbers behind it."""
    out, at, path = [], 0, b""
    while at < len(raw):
        value = shift = 0
        start = at
        while True:
            value |= (raw[at] & 0x7F) << shift
            shift += 7
            at += 1
            if raw[at - 1] < 0x80:
                break
        if not path:
            path = raw[start:at + value - 1]
            at += value - 1
        else:
            out.append(value)
    return path, out


def packed(path, values):
    out = bytearray(path)
    for v in values:
        while v >= 0x80:
            out.append(v & 0x7F | 0x80)
            v >>= 7
        out.append(v)
    return bytes(out)


def change_entries(db, which, value):
    for name in list(db.metadata_keys(b"in:")):
        path, values = numbers(db.get_metadata(name))
        values[which] = value
        db.set_metadata(name, packed(path, values))


def main():
    index, how = sys.argv[1:3]
    if how == "table":
        with open(os.path.join(folder(index), "postlist.glass"), "r+b") as f:
            f.seek(os.path.getsize(f.name) // 8192 // 2 * 8192)
            f.write(b"\xff" * 300)
        return
    db = writable(index)
    if how == "plan":
        db.delete_document(longest(db))
    elif how == "task":
        doc = next(d for d in map(lambda p: db.get_document(p.docid), db.postlist("")) if d.get_value(AREAS))
        doc.add_value(AREAS, doc.get_value(AREAS)[:-1])
        db.replace_document(doc.get_docid(), doc)
    elif how == "record":
        doc = db.get_document(longest(db))
        doc.add_value(DATA, doc.get_value(DATA)[:40])
        db.replace_document(doc.get_docid(), doc)
    elif how in ("ledger", "forgotten"):
        db.set_metadata(next(iter(db.metadata_keys(b"in:"))), b"?" if how == "ledger" else b"")
    elif how == "readers":
        change_entries(db, READERS, 1)
    elif how == "failed":
        change_entries(db, STATE, 1)
    elif how == "under-way":
        change_entries(db, STATE, 3)
    else:
        sys.exit("how?")
    db.commit()


main()
