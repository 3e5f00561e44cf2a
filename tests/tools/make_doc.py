#!/usr/bin/env python3
"""make_doc.py FOLDER - Word documents ([MS-DOC]) of invented text, made by hand: seeds of the reader.

whole.doc    Word 97: two pieces (two bytes and one byte a character), a font of before Unicode, a footnote, a
             field, a table with a cell merged downwards
list.doc     Word 97: automatic numbers of two levels, one in front of nothing, one that begins anew, a bullet
word6.doc    Word 6, saved in haste: the pieces of its text stand in another order, a footnote, a running header
word95.doc   Word 95: text in one piece, a table
"""
import os
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


LIST = b"\x0b\x46\x01\x00"
LEVEL = b"\x0a\x26\x01"
WHOLE = [("Kế hoạch\x02 số \x13 PAGE \x1412\x15", "\r", CENTRE, BOLD), ("Đơn vị", "\x07", CELL, b""),
        ("Thời hạn", "\x07", CELL, b""), ("", "\x07", row([0x60, 0]), b""), ("", "\x07", CELL, b""),
        ("Quý I", "\x07", CELL, b""), ("", "\x07", row([0x20, 0]), b"")]
WHOLE_NARROW = [(b"k\xd5 ho\xb9ch", b"\r", b"", TIMEH)]
WHOLE_NOTE = [("\x02 Theo Luật", "\r", b"", b"")]


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


LISTED = [("Mục đích", "\r", LIST, b""), ("Nâng cao", "\r", LIST + LEVEL, b""), ("", "\r", LIST + LEVEL, b""),
          ("Yêu cầu", "\r", LIST, b""), ("Kịp thời", "\r", LIST + LEVEL, b""),
          ("Lại từ năm", "\r", b"\x0b\x46\x02\x00", b""), ("Dấu chấm", "\r", b"\x0b\x46\x03\x00", b""),
          ("Không số", "\r", b"\x0b\x46\x00\x00", b"")]


def level(start, nfc, text):
    return struct.pack("<IBB", start, nfc, 0).ljust(28, b"\0") + struct.pack("<H", len(text)) + text.encode("utf-16le")


def lists():
    """Three lists: I. and I.1, the same from V, bullets; three overrides."""
    lstf = b"".join(struct.pack("<I", i).ljust(26, b"\0") + bytes([simple, 0]) for i, simple in ((7, 0), (9, 1)))
    levels = (level(1, 1, "\0.") + level(1, 0, "\0.\1)") + b"".join(level(1, 255, "") for _ in range(7))
              + level(1, 23, "\uf0b7"))
    lfo = b"".join(struct.pack("<I", i).ljust(12, b"\0") + bytes([n, 0, 0, 0]) for i, n in ((7, 0), (7, 1), (9, 0)))
    data = b"\0" * 4 + b"\0" * 4 + struct.pack("<II", 5, 0x10) + b"\0" * 4
    return struct.pack("<H", 2) + lstf, levels, struct.pack("<I", 3) + lfo + data


def document(WIDE, NARROW, NOTE, listed=False):
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
    if notes:
        put(2, struct.pack("<IIH", WIDE[0][0].index("\x02"), cps[2], 1))
        put(3, struct.pack("<III", 0, notes, notes))
    if listed:
        plf, levels, lfo = lists()
        put(73, plf)
        table += levels
        put(74, lfo)
    struct.pack_into("<HH", word, 0, 0xA5EC, 193)
    struct.pack_into("<H", word, 10, 0x200)
    struct.pack_into("<II", word, 0x4C, cps[2], notes)
    for i, (at, n) in pairs.items():
        struct.pack_into("<II", word, 0x9A + i * 8, at, n)
    return build([("1Table", table), ("WordDocument", bytes(word))])


def old_word(nfib, complex_, text, pieces, lengths, pairs):
    """Word 6 and 95; text: its bytes as they stand in the file, pieces: (cp, offset in text)."""
    word = bytearray(0x300) + text
    struct.pack_into("<HH", word, 0, 0xA5DC, nfib)
    struct.pack_into("<H", word, 10, 4 if complex_ else 0)
    struct.pack_into("<II", word, 0x18, 0x300, len(word))
    struct.pack_into("<%dI" % len(lengths), word, 0x34, *lengths)

    def put(at, data):
        struct.pack_into("<II", word, at, len(word), len(data))
        word.extend(data)

    if complex_:
        cps = [cp for cp, _ in pieces] + [sum(lengths)]
        plc = struct.pack("<%dI" % len(cps), *cps) + b"".join(struct.pack("<HIH", 0, 0x300 + at, 0) for _, at in pieces)
        put(0x160, b"\x02" + struct.pack("<I", len(plc)) + plc)
    for at, data in pairs.items():
        put(at, data)
    return build([("WordDocument", bytes(word))])


FIRST, SECOND, FOOT, HEAD = b"K\xd5 ho\xb9ch\x02 n\xa8m 2003\r", b"Th\xf9c hi\xd6n\r", b"\x02 Theo Lu\xcbt\r", b"\xa7\xc7u trang\r"
WORD6 = old_word(101, True, SECOND + HEAD + FIRST + FOOT,
                 [(0, len(SECOND + HEAD)), (len(FIRST), 0), (len(FIRST + SECOND), len(SECOND + HEAD + FIRST)),
                  (len(FIRST + SECOND + FOOT), len(SECOND))],
                 [len(FIRST + SECOND), len(FOOT), len(HEAD)],
                 {0x68: struct.pack("<IIH", FIRST.index(b"\x02"), len(FIRST + SECOND), 1),
                  0x70: struct.pack("<III", 0, len(FOOT), len(FOOT))})
PLAIN = b"\xa7\xacn v\xde\x07Th\xeai h\xb9n\x07\x07Sau b\xb6ng\r"
WORD95 = old_word(104, False, PLAIN, [], [len(PLAIN)], {})

for name, data in (("whole.doc", document(WHOLE, WHOLE_NARROW, WHOLE_NOTE)), ("list.doc", document(LISTED, [], [], True)),
                   ("word6.doc", WORD6), ("word95.doc", WORD95)):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(data)
