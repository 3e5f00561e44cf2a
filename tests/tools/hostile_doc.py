#!/usr/bin/env python3
"""hostile_doc.py FOLDER - Word 97 documents that say the same text over and over.

Each begins with a word that must be found (songsot) and is small; read as told, each has some
billions of characters, hidden as the instruction of a field so that no limit of text ends it.
"""
import os
import struct
import sys

from ole_file import entry, END, FAT, FREE

GOOD = b"Ke hoach songsot\r"
TEXT_AT = 0x400


def ole(streams):
    """As ole_file.build, with as many sectors of the FAT as it takes."""
    body, fat, dirs = b"", [], entry("Root Entry", 5, 1, FREE, FREE, END, 0)
    for i, (name, data) in enumerate(streams):
        data = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        start, n = len(fat), len(data) // 512
        fat += list(range(start + 1, start + n)) + [END]
        dirs += entry(name, 2, FREE, FREE, i + 2 if i + 1 < len(streams) else FREE, start, len(data))
        body += data
    at = len(fat)
    fat.append(END)
    n = -(-len(fat) // 127)
    first = len(fat)
    fat += [FAT] * n
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
            + struct.pack("<IIIIIIIII", 0, n, at, 0, 4096, END, 0, END, 0)
            + struct.pack("<%dI" % n, *range(first, first + n)))
    return (head.ljust(512, b"\xff") + body + dirs.ljust(512, b"\0")
            + struct.pack("<%dI" % len(fat), *fat).ljust(n * 512, b"\xff"))


def doc(text, pieces, lengths, plcs=()):
    """text: of one byte a character; pieces: (characters, where in the text)."""
    word, table, cps = bytearray(TEXT_AT) + text, b"", [0]
    for n, _ in pieces:
        cps.append(cps[-1] + n)
    plc = struct.pack("<%dI" % len(cps), *cps) + b"".join(
        struct.pack("<HIH", 0, (TEXT_AT + at) * 2 | 0x40000000, 0) for _, at in pieces)
    for i, data in [(33, b"\x02" + struct.pack("<I", len(plc)) + plc), *plcs]:
        struct.pack_into("<II", word, 0x9A + i * 8, len(table), len(data))
        table += data
    struct.pack_into("<HH", word, 0, 0xA5EC, 193)
    struct.pack_into("<H", word, 10, 0x200)
    struct.pack_into("<%dI" % len(lengths), word, 0x4C, *lengths)
    return ole([("1Table", table), ("WordDocument", bytes(word))])


def shared_pieces():
    text = GOOD + b"\x13" + b"x" * 1000000
    pieces = [(len(GOOD) + 1, 0)] + [(1000000, len(GOOD) + 1)] * 4000
    return doc(text, pieces, [sum(n for n, _ in pieces), 0])


def shared_notes():
    n = 100000
    body, foot = GOOD + b"\x02" * n + b"\r", b"\x13" + b"y" * 1000000
    refs = struct.pack("<%dI" % (n + 1), *range(len(GOOD), len(GOOD) + n + 1)) + b"\1\0" * n
    texts = b"".join(struct.pack("<I", 0 if i % 2 == 0 else len(foot) - 1) for i in range(n + 2))
    return doc(body + foot, [(len(body + foot), 0)], [len(body), len(foot)], [(2, refs), (3, texts)])


os.makedirs(sys.argv[1], exist_ok=True)
for name, data in (("pieces.doc", shared_pieces()), ("notes.doc", shared_notes())):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(data)
