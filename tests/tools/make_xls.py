#!/usr/bin/env python3
"""make_xls.py FOLDER - Excel workbooks ([MS-XLS]) of invented text, made by hand: seeds of the reader.

whole.xls  Excel 97: one sheet; a shared string that goes on in a second record, wide there and narrow before; a
           font of before Unicode; numbers, a date, a formula with text
rich.xls   Excel 97: a cell whose parts have different fonts, told over the end of a record; numbers in formats;
           days counted from 1904; the sheet's own name ends in a number
five.xls   Excel 5: text in the cells, one with parts of different fonts
"""
import os
import struct
import sys

from ole_file import build


def record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def text(s, size="<B"):
    return struct.pack(size, len(s)) + b"\1" + s.encode("utf-16le")


def font(name):
    return record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + text(name))


def cell(kind, row, col, xf, data):
    return record(kind, struct.pack("<HHH", row, col, xf) + data)


HEAD = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
strings = struct.pack("<II", 3, 3) + text("Chỉ tiêu", "<H") + struct.pack("<H", 11) + b"\0S\xe8 h"
more = b"\1" + "é nghèo".encode("utf-16le") + struct.pack("<H", 8) + b"\0k\xd5 ho\xb9ch"
sheet = (record(0x809, HEAD) + cell(0xFD, 0, 0, 0, struct.pack("<I", 0)) + cell(0xFD, 0, 2, 0, struct.pack("<I", 1))
         + cell(0xFD, 2, 0, 1, struct.pack("<I", 2)) + cell(0x203, 2, 1, 0, struct.pack("<d", 12.5))
         + cell(0x203, 2, 2, 2, struct.pack("<d", 46022))
         + cell(0x06, 3, 0, 0, b"\0" * 6 + b"\xff\xff" + b"\0" * 8) + record(0x207, text("đạt", "<H"))
         + cell(0x27E, 3, 1, 0, struct.pack("<I", 1234 << 2 | 3)) + cell(0xFD, 4, 0, 0, struct.pack("<I", 0))
         + record(0x0A, b""))


def globals_(at):
    return (record(0x809, HEAD) + font("Arial") + font(".VnTimeH")
            + b"".join(record(0xE0, struct.pack("<HH", f, n) + b"\0" * 16) for f, n in ((0, 0), (1, 0), (0, 14)))
            + record(0x85, struct.pack("<IBB", at, 0, 0) + text("Biểu một")) + record(0xFC, strings)
            + record(0x3C, more) + record(0x0A, b""))


def workbook(version, before, name, cells):
    """A workbook of one sheet; before: records behind BOF."""
    bof = struct.pack("<HHHHII", version, 5, 0, 0, 0, 0)

    def head(at):
        return (record(0x809, bof) + before + record(0x85, struct.pack("<IBB", at, 0, 0) + name) + record(0x0A, b""))

    return head(len(head(0))) + record(0x809, bof) + cells + record(0x0A, b"")


def old_text(s, size="<B"):
    return struct.pack(size, len(s)) + s


def xf(fonts_formats):
    return b"".join(record(0xE0, struct.pack("<HH", *ff) + b"\0" * 16) for ff in fonts_formats)


FORMATS = ["0.0%", '#,##0.00" tri\u1ec7u"', '"Qu\u00fd "0', "mm/yyyy", "[h]:mm", "000", '#,##0_);\\(#,##0\\);"-"', "d/m/yy h:mm;@"]
VALUES = [(0.125, 0), (1234567.5, 1), (3, 2), (44561, 3), (1.25, 4), (7, 5), (-42, 6), (0, 6), (44561.5, 7), (2.75, 8)]
rich = "M\u00c9u s\u00e8 10: Ban h\u00b5nh"
runs = struct.pack("<4H", 11, 2, 15, 1)
shared = (struct.pack("<II", 1, 1) + struct.pack("<HBH", len(rich), 8, 2) + rich.encode("latin-1") + runs[:3])
RICH = workbook(
    0x600, record(0x22, b"\1\0") + font("Arial") + font(".VnTimeH") + font(".VnTime")
    + b"".join(record(0x41E, struct.pack("<H", 164 + i) + text(f, "<H")) for i, f in enumerate(FORMATS))
    + xf([(1, 0)] + [(0, 164 + i) for i in range(len(FORMATS))] + [(0, 1)])
    + record(0xFC, shared) + record(0x3C, runs[3:]), text("Bi\u1ec3u s\u1ed1 2"),
    cell(0xFD, 0, 0, 0, struct.pack("<I", 0))
    + b"".join(cell(0x203, 1, i, 1 + x, struct.pack("<d", v)) for i, (v, x) in enumerate(VALUES))
    + cell(0x205, 2, 0, 1, b"\1\0") + cell(0x205, 2, 1, 1, b"\x07\1"))
OLD_FONTS = b"".join(record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + old_text(n))
                     for n in (b"Arial", b".VnTimeH", b".VnTime"))
FIVE = workbook(0x500, record(0x42, struct.pack("<H", 1252)) + OLD_FONTS + xf([(2, 0), (1, 0)]), old_text(b"Sheet1"),
                cell(0x204, 0, 0, 0, old_text(b"ch\xd8 ti\xaau", "<H"))
                + cell(0xD6, 0, 1, 1, old_text(b"k\xd5 ho\xb9ch n\xa8m", "<H") + b"\1" + bytes([8, 2])))

WHOLE = globals_(len(globals_(0))) + sheet
for name, stream, data in (("whole.xls", "Workbook", WHOLE), ("rich.xls", "Workbook", RICH), ("five.xls", "Book", FIVE)):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(build([(stream, data)]))
