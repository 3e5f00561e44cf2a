#!/usr/bin/env python3
"""hostile_pictures.py FOLDER - pictures and scans nobody should send: sizes that are not true, data that are cut, much
white in few bytes, odd kinds of pixels, moving pictures, pages without end."""
import os
import struct
import sys
import zlib

from PIL import Image

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)


def put(name, data):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def save(name, picture, **how):
    picture.save(os.path.join(folder, name), **how)


def cut(name, to, part):
    with open(os.path.join(folder, name), "rb") as f:
        data = f.read()
    put(to, data[: int(len(data) * part)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits, colour, packed):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
            + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def zeros(n):
    c = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(c.compress(block) for _ in range(n >> 20)) + c.compress(bytes(n & 0xfffff)) + c.flush()


def pdf(media, width, height, data, pages=1):
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    drawn = b"q 500 0 0 700 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB"
        b"/Filter/FlateDecode/Length %d>>stream\n" % (width, height, len(data)) + data + b"\nendstream",
        b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox" + media
                + b"/Contents 4 0 R/Resources<</XObject<</I 3 0 R>>>>>>"] * pages
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%sendobj\n" % (i + 1, o) for i, o in enumerate(objects))
    return out + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF\n" % (len(objects) + 1)


much = zeros(6300 * 6300 * 3 + 6300)
put("huge.png", png(60000, 60000, 8, 2, zeros(1000)))
put("largest.png", png(0x7fffffff, 0x7fffffff, 16, 6, zeros(1000)))
put("bomb.png", png(6300, 6300, 8, 2, much))
put("no-data.png", png(800, 800, 8, 0, b""))
put("loop.tif", b"II*\0\x08\0\0\0" + struct.pack("<H", 2) + struct.pack("<HHII", 256, 3, 1, 100)
    + struct.pack("<HHII", 257, 3, 1, 100) + struct.pack("<I", 8))
save("cmyk.jpg", Image.new("CMYK", (900, 1200), (0, 0, 0, 0)))
save("sixteen.tif", Image.new("I;16", (700, 700)))
save("thin.png", Image.new("L", (20000, 20), 255))
frames = [Image.new("P", (300, 300), i) for i in range(5)]
save("moving.gif", frames[0], save_all=True, append_images=frames[1:], duration=20)
photo = Image.effect_noise((300, 200), 90)
save("photo.jpg", photo, quality=40)
save("photo.png", photo)
save("photo.tif", photo.convert("1"), save_all=True, append_images=[photo.convert("1")] * 2, compression="group4")
for kind in "jpg", "png", "tif":
    cut("photo." + kind, "cut." + kind, 0.5)
    cut("photo." + kind, "head." + kind, 0.0004)
put("huge-page.pdf", pdf(b"[0 0 100000 100000]", 10, 10, zeros(300)))
put("huge-picture.pdf", pdf(b"[0 0 595 842]", 60000, 60000, much))
put("large-picture.pdf", pdf(b"[0 0 595 842]", 6300, 6300, much))
put("pages.pdf", pdf(b"[0 0 595 842]", 10, 10, zlib.compress(b"\xff" * 300), 700))
put("backwards.pdf", pdf(b"[595 842 0 0]", 10, 10, zeros(300)))
