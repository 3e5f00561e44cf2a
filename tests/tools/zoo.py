#!/usr/bin/env python3
"""zoo.py FOLDER FLIPS FILE... - damaged copies of whole files, each kind in a folder with a neighbour.

Of each FILE: cut off at each 64th of its length, and FLIPS copies with one to eight bits turned over at places
that depend only on the name.  FOLDER/NAME/000-lanh.txt and NAME/zzz-lanh.txt are texts that must still be
found, by the word that zoo.py prints for each NAME, before the number of its files.
"""
import os
import random
import sys
import zlib

STEPS = 64


def words(number):
    """A word that no other text has, of letters only."""
    return "zoo" + "".join(chr(ord("a") + int(digit)) for digit in "%03d" % number)


def neighbour(name, word, which):
    return ("KẾ HOẠCH\nKiểm tra: văn bản %s nằm cạnh các tệp hỏng của %s, %s.\n" % (word, name, which)).encode()


def cuts(data):
    for step in range(STEPS):
        yield "cut-%02d" % step, data[: len(data) * step // STEPS]


def flips(name, data, count):
    for number in range(count):
        dice = random.Random(zlib.crc32(name.encode()) * 100003 + number)
        changed = bytearray(data)
        for _ in range(dice.choice((1, 1, 1, 2, 4, 8))):
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        yield "bit-%04d" % number, bytes(changed)


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    for number, path in enumerate(sys.argv[3:]):
        name = os.path.basename(path)
        with open(path, "rb") as f:
            data = f.read()
        where = os.path.join(folder, "%03d-%s" % (number, name))
        ending = name[name.index("."):] if "." in name else ""
        os.makedirs(where)
        files = [("000-lanh.txt", neighbour(name, words(number), "trước")), ("zzz-lanh.txt", neighbour(name, words(number), "sau"))]
        files += [(n + ending, d) for n, d in cuts(data)]
        files += [(n + ending, d) for n, d in flips(name, data, count)]
        for n, d in files:
            with open(os.path.join(where, n), "wb") as f:
                f.write(d)
        print(words(number), len(files), name)


if __name__ == "__main__":
    main()
