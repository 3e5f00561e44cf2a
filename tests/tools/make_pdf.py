#!/usr/bin/env python3
"""make_pdf.py FOLDER - two PDF files of invented text, seeds of the reader: one in a font of before Unicode with
bold lines, one whose letters mean nothing."""
import os
import sys


def pdf(font, content):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding>>" % font,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%sendobj\n" % (i + 1, o) for i, o in enumerate(objects))
    return out + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF\n"


old = (b"BT /F2 13 Tf 60 780 Td (UBND XA) Tj 0 -16 Td (TRUONG) Tj ET BT /F1 13 Tf 60 700 Td "
       b"(K\xd5 ho\xb9ch s\xe8 12) Tj 0 -16 Td (nh\xb5 m\xb8y) Tj ET")
noise = b" ".join(b"0 -14 Td (%s) Tj" % b" ".join(
    bytes(97 + (i * 7 + k * 5 + j) % 26 for j in range(3)) + b"xq" for i in range(8)) for k in range(8))
for name, data in (("whole.pdf", pdf(b".VnTime", old)),
                   ("garbled.pdf", pdf(b"Helvetica", b"BT /F1 10 Tf 60 780 Td " + noise + b" ET"))):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(data)
