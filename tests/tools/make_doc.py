#!/usr/bin/env python3
"""make_doc.py FILE - a Word 97 document ([MS-DOC]) of invented text, made by hand: a seed of the reader.

Two pieces (two bytes and one byte a character), a font of before Unicode, a footnote, a field, a table with a
cell merged downwards.
"""
import struct
import sys

from ole_file import build

# Paragraphs: text, mark, sprms of the paragraph, sprms of its characters.
CENTRE, BOLD, TIMEH = b"\x03\x24\x01", b"\x35\x08\x01", b"\x4f\x4a\x01\x00"
CELL, ROW_END = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"


def row(flags):
    n = len(flags)
    d = bytes([n]) + b"\0\0" * (n + 1) + b"".join(struct.pack("<H", f).ljust(20, b"\0") for f in flags)
    return ROW_END + b"\x08\xd6" + struct.pack("<H", len(d) + 1) + d


WIDE = [("Kế hoạch\x02 số \x13 PAGE \x1412\x15", "\r", CENTRE, BOLD), ("Đơn vị", "\x07", CELL, b""),
        ("Thời hạn", "\x07", CELL, b""), ("", "\x07", row([0x60, 0]), b""), ("", "\x07", CELL, b""),
        ("Quý I", "\x07", CELL, b""), ("", "\x07", row([0x20, 0]), b"")]
NARROW = [(b"k\xd5 ho\xb9ch", b"\r", b"", TIMEH)]
NOTE = [("\x02 Theo Luật", "\r", b"", b"")]


def page(runs, ends, paras):
    """A formatted page of 512 bytes; runs: (sprms), ends: fc of their ends, first the beginning."""
    n, size = len(runs), 13 if paras else 1
    out = bytearray(512)
    struct.pack_into("<%dI" % (n + 1), out, 0, *ends)
    at = 510
    for i, r in enumerate(runs):
        if paras:
            r = b"\0\0" + r + (b"" if len(r) % 2 else b"\0")
            r = bytes([(len(r) + 1) // 2]) + r
        elif not r:
            continue
        else:
            r = bytes([len(r)]) + r
        at = (at - len(r)) & ~1
        out[at:at + len(r)] = r
        out[(n + 1) * 4 + i * size] = at // 2
    out[511] = n
    return bytes(out)


def document():
    paras, chars, ends, body = [], [], [0x400], b""
    cps = [0]
    for part, code in ((WIDE, "utf-16le"), (NARROW, None), (NOTE, "utf-16le")):
        for text, mark, p, c in part:
            raw = text + mark
            body += raw.encode(code) if code else raw
            ends.append(0x400 + len(body))
            paras.append(p)
            chars.append(c)
        cps.append(cps[-1] + sum(len(t) + 1 for t, *_ in part))
    starts = [0x400]
    starts.append(starts[0] + sum(len(t) + 1 for t, *_ in WIDE) * 2)
    starts.append(starts[1] + sum(len(t) + 1 for t, *_ in NARROW))
    pages = (0x400 + len(body) + 511) // 512
    word = bytearray(0x400) + body
    word = word.ljust(pages * 512, b"\0") + page(chars, ends, False) + page(paras, ends, True)

    table, pairs = b"", {}

    def put(i, data):
        nonlocal table
        pairs[i] = (len(table), len(data))
        table += data

    pcd = b"".join(struct.pack("<HIH", 0, (s * 2 | 0x40000000) if k == 1 else s, 0) for k, s in enumerate(starts))
    plc = struct.pack("<4I", *cps) + pcd
    put(33, b"\x02" + struct.pack("<I", len(plc)) + plc)
    put(12, struct.pack("<III", ends[0], ends[-1], pages))
    put(13, struct.pack("<III", ends[0], ends[-1], pages + 1))
    fonts = b""
    for name in ("Times New Roman", ".VnTimeH"):
        ffn = b"\0" * 39 + name.encode("utf-16le") + b"\0\0"
        fonts += bytes([len(ffn)]) + ffn
    put(15, struct.pack("<HH", 2, 0) + fonts)
    notes = cps[3] - cps[2]
    put(2, struct.pack("<IIH", WIDE[0][0].index("\x02"), cps[2], 1))
    put(3, struct.pack("<III", 0, notes, notes))
    struct.pack_into("<HH", word, 0, 0xA5EC, 193)
    struct.pack_into("<H", word, 10, 0x200)
    struct.pack_into("<II", word, 0x4C, cps[2], notes)
    for i, (at, n) in pairs.items():
        struct.pack_into("<II", word, 0x9A + i * 8, at, n)
    return build([("1Table", table), ("WordDocument", bytes(word))])


with open(sys.argv[1], "wb") as f:
    f.write(document())
