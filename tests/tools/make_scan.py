#!/usr/bin/env python3
"""make_scan.py - a text as a scanner would give it: pictures of its pages.

make_scan.py TEXT OUT.png|jpg|tif|pdf [--dpi N] [--turn DEGREES] [--noise SIGMA] [--mode 1|L|RGB]
             [--pages N] [--blur RADIUS] [--quarter N]

Pages are A4 in a face as wide as the one offices have to use.  A line with four or more blanks inside
stands in two columns, each set in the middle of its half, as letterheads are; a paragraph is justified
to the left.  OUT.png and OUT.jpg hold the first page, OUT.tif and OUT.pdf all of them (or the first N).
Noise is that of a fixed seed: the same arguments give the same bytes of pixels.
"""
import argparse
import random
import re
import sys

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACE = "/usr/share/fonts/truetype/freefont/FreeSerif%s.ttf"
POINTS = 13.5


def wrap(draw, text, font, width):
    line = ""
    for word in text.split():
        longer = word if line == "" else line + " " + word
        if line != "" and draw.textlength(longer, font=font) > width:
            yield line
            line = word
        else:
            line = longer
    if line != "":
        yield line


def paragraphs(text):
    """Lines of the source -> (kind, text): hard-wrapped lines are joined again."""
    out, before = [], ""
    for line in text.split("\n"):
        bare = line.strip()
        wrapped, before = len(before) > 65, line
        if not bare:
            out.append(("gap", ""))
        elif re.fullmatch(r"[-_]{5,}", bare):
            out.append(("rule", ""))
        elif re.search(r"\S {4,}\S", line):
            out.append(("columns", re.split(r" {4,}", bare)))
        elif len(line) - len(line.lstrip()) > 12:
            out.append(("middle", bare))
        elif wrapped and out and out[-1][0] == "para" and not line.startswith("  "):
            out[-1] = ("para", out[-1][1] + " " + bare)
        elif line.startswith("   - ") or line.startswith("   Nơi nhận"):
            out.append(("item", bare))
        else:
            out.append(("para", bare))
    return out


class Pages:
    def __init__(self, dpi):
        self.dpi = dpi
        self.size = (round(8.27 * dpi), round(11.69 * dpi))
        self.font = ImageFont.truetype(FACE % "", round(POINTS * dpi / 72))
        self.bold = ImageFont.truetype(FACE % "Bold", round(POINTS * dpi / 72))
        self.step = round(POINTS * 1.3 * dpi / 72)
        self.left, self.right = round(1.1 * dpi), round(7.6 * dpi)
        self.pages = []
        self.turn_over()

    def turn_over(self):
        self.pages.append(Image.new("L", self.size, 255))
        self.draw = ImageDraw.Draw(self.pages[-1])
        self.y = round(0.8 * self.dpi)

    def line(self, x, text, font):
        self.draw.text((x, self.y), text, font=font, fill=25)

    def centred(self, a, b, text):
        font = self.bold if text.upper() == text else self.font
        self.line(a + (b - a - self.draw.textlength(text, font=font)) / 2, text, font)

    def down(self, factor=1.0):
        self.y += round(self.step * factor)
        if self.y > self.size[1] - self.dpi:
            self.turn_over()

    def put(self, kind, what):
        middle = self.left + (self.right - self.left) * 0.42
        if kind == "gap":
            self.down(0.6)
        elif kind == "rule":
            y = self.y + self.step // 3
            self.draw.line((middle + self.dpi, y, self.right - self.dpi, y), fill=25, width=3)
            self.down(0.6)
        elif kind == "columns":
            self.centred(self.left - 0.4 * self.dpi, middle - 0.1 * self.dpi, what[0])
            self.centred(middle, self.right + 0.2 * self.dpi, " ".join(what[1:]))
            self.down()
        elif kind == "middle":
            self.centred(self.left, self.right, what)
            self.down()
        else:
            indent = 0.5 * self.dpi if kind == "para" else 0
            first = True
            for text in wrap(self.draw, "\u2003" * 2 * (kind == "para") + what, self.font,
                             self.right - self.left - indent):
                self.line(self.left + (indent if first else 0), text, self.font)
                first = False
                self.down()


def scanned(page, args, seed):
    page = page.rotate(args.turn, resample=Image.BICUBIC, fillcolor=255)
    if args.blur:
        page = page.filter(ImageFilter.GaussianBlur(args.blur))
    if args.noise:
        rng = random.Random(seed)
        noise = Image.frombytes("L", (512, 512), bytes(
            max(0, min(255, round(rng.gauss(128, args.noise)))) for _ in range(512 * 512)))
        for x in range(0, page.size[0], 512):
            for y in range(0, page.size[1], 512):
                box = (x, y, min(x + 512, page.size[0]), min(y + 512, page.size[1]))
                part = page.crop(box)
                grain = noise.crop((0, 0, part.size[0], part.size[1]))
                page.paste(Image.blend(part, grain, 0.3), box)
    if args.quarter:
        page = page.transpose({1: Image.ROTATE_90, 2: Image.ROTATE_180, 3: Image.ROTATE_270}[args.quarter])
    return page.convert(args.mode)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("text")
    p.add_argument("out")
    p.add_argument("--dpi", type=int, default=300)
    p.add_argument("--turn", type=float, default=0)
    p.add_argument("--noise", type=float, default=0)
    p.add_argument("--blur", type=float, default=0)
    p.add_argument("--mode", default="L")
    p.add_argument("--pages", type=int, default=99)
    p.add_argument("--quarter", type=int, default=0)
    args = p.parse_args()
    made = Pages(args.dpi)
    with open(args.text, encoding="utf-8") as f:
        for kind, what in paragraphs(f.read()):
            made.put(kind, what)
    pages = [scanned(x, args, i) for i, x in enumerate(made.pages[: args.pages])]
    dpi = (args.dpi, args.dpi)
    if args.out.endswith(".tif"):
        how = {"compression": "group4" if args.mode == "1" else "tiff_lzw"}
        pages[0].save(args.out, save_all=True, append_images=pages[1:], dpi=dpi, **how)
    elif args.out.endswith(".pdf"):
        pages[0].save(args.out, save_all=True, append_images=pages[1:], resolution=args.dpi)
    elif args.out.endswith(".jpg"):
        pages[0].save(args.out, dpi=dpi, quality=80)
    else:
        pages[0].save(args.out, dpi=dpi)
    return 0


if __name__ == "__main__":
    sys.exit(main())
