"""ole_file.py - an OLE compound file ([MS-CFB], version 3) of a few streams; seeds are made with it."""
import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def entry(name, kind, child, left, right, start, size):
    n = name.encode("utf-16le") + b"\0\0"
    return (n.ljust(64, b"\0") + struct.pack("<HBB", len(n), kind, 1) + struct.pack("<III", left, right, child)
            + b"\0" * 36 + struct.pack("<IQ", start, size))


def build(streams):
    """streams: (name, bytes) in the order of the directory's tree, which is a chain to the right."""
    sectors, fat, dirs = [], [], []
    for name, data in streams:
        data = data.ljust(4096, b"\0")  # no mini stream
        start, n = len(sectors), -(-len(data) // 512)
        sectors += [data[i * 512:i * 512 + 512].ljust(512, b"\0") for i in range(n)]
        fat += list(range(start + 1, start + n)) + [END]
        dirs.append((name, start, len(data)))
    directory = entry("Root Entry", 5, 1, FREE, FREE, END, 0)
    for i, (name, start, size) in enumerate(dirs):
        directory += entry(name, 2, FREE, FREE, i + 2 if i + 1 < len(dirs) else FREE, start, size)
    directory = directory.ljust(512, b"\0")
    at = len(sectors)
    sectors.append(directory[:512])
    fat += [END, FAT]
    table = struct.pack("<%dI" % len(fat), *fat).ljust(512, b"\xff")
    assert len(directory) == 512 and len(table) == 512
    sectors.append(table)
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
            + struct.pack("<IIIIIIIII", 0, 1, at, 0, 4096, END, 0, END, 0) + struct.pack("<I", at + 1))
    return head.ljust(512, b"\xff") + b"".join(sectors)
