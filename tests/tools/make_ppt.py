#!/usr/bin/env python3
"""make_ppt.py FOLDER - PowerPoint 97 presentations ([MS-PPT]) of invented text, made by hand: seeds of the reader.

whole.ppt   two slides, which stand in the file in the other order and were saved twice, the second time with the
            first slide anew; a placeholder whose text stands in the document; a font of before Unicode; notes; the
            sign of a slide's number
locked.ppt  the same, said to be encrypted
"""
import os
import struct
import sys

from ole_file import build

SLIDE, NOTES, DOCUMENT, BOX = 1006, 1008, 1000, 0xF00D


def atom(kind, data, instance=0):
    return struct.pack("<HHI", instance << 4, kind, len(data)) + data


def container(kind, *parts, instance=0):
    body = b"".join(parts)
    return struct.pack("<HHI", instance << 4 | 15, kind, len(body)) + body


def wide(s):
    return atom(3999, struct.pack("<I", 1)) + atom(4000, s.encode("utf-16le"))


def narrow(s, runs):
    """Bytes with the fonts of their runs: (characters, font)."""
    style = struct.pack("<IHI", len(s) + 1, 0, 0x801) + struct.pack("<HH", 0, 1)
    style += b"".join(struct.pack("<IIHHH", n, 0x30001, 1, f, 24) for n, f in runs)
    return atom(3999, struct.pack("<I", 1)) + atom(4008, s) + atom(4001, style)


def font(i, name):
    return atom(4023, name.encode("utf-16le").ljust(64, b"\0") + b"\0" * 4, i)


def persist(obj, slide_id):
    return atom(1011, struct.pack("<IIIII", obj, 0, 0, slide_id, 0))


def slide(kind, notes, *boxes):
    head = atom(1007, b"\0" * 12 + struct.pack("<IIHH", 0, notes, 0, 0)) if kind == SLIDE else b""
    return container(kind, head, container(1036, container(0xF002, *[container(BOX, b) for b in boxes])))


def edit(before, directory, document):
    return atom(4085, struct.pack("<IHBBIIIIHH", 0, 0, 0, 3, before, directory, document, 9, 0, 0))


document = container(
    DOCUMENT, container(1010, container(2005, font(0, "Arial"), font(1, ".VnTimeH"), font(2, ".VnTime"))),
    container(4080, persist(2, 256), wide("Chuyển đổi số"), persist(3, 257), instance=0),
    container(4080, persist(4, 300), instance=2))
second = slide(SLIDE, 0, narrow(b"k\xd5 ho\xb9ch n\xa8m 2003", [(9, 1), (9, 2)]), wide("*"))
stale = slide(SLIDE, 0, wide("bản cũ"))
notes = slide(NOTES, 0, wide("Nói chậm"))
first = slide(SLIDE, 300, atom(3998, struct.pack("<I", 0)), wide("Một\rHai\x0bba"))

stream, places = b"", []
for part in (document, second, stale, notes):
    places.append(len(stream))
    stream += part
# Objects: 1 the document, 2 the first slide, 3 the second, 4 the notes.
old = len(stream)
stream += atom(6002, struct.pack("<I4I", 4 << 20 | 1, places[0], places[2], places[1], places[3]))
old_edit = len(stream)
stream += edit(0, old, 1)
places.append(len(stream))
stream += first
new = len(stream)
stream += atom(6002, struct.pack("<II", 1 << 20 | 2, places[4]))
current = len(stream)
stream += edit(old_edit, new, 1)
for name, token in (("whole.ppt", 0xE391C05F), ("locked.ppt", 0xF3D1C4DF)):
    user = atom(4086, struct.pack("<III", 20, token, current) + b"\0" * 8)
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(build([("Current User", user), ("PowerPoint Document", stream)]))
