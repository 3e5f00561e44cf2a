#!/usr/bin/env python3
"""make_xls.py FILE - an Excel 97 workbook ([MS-XLS]) of invented text, made by hand: a seed of the reader.

One sheet; a shared string that goes on in a second record, wide there and narrow before; a font of before
Unicode; numbers, a date, a formula with text.
"""
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


with open(sys.argv[1], "wb") as f:
    f.write(build([("Workbook", globals_(len(globals_(0))) + sheet)]))
