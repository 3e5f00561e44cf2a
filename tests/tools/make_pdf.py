#!/usr/bin/env python3
"""make_pdf.py FOLDER - PDF files of invented text, seeds of the reader.

whole.pdf    a font of before Unicode, bold lines
garbled.pdf  its letters mean nothing
turned.pdf   a page that stands on its head; a word that goes on in another font"""
import os
import sys


def pdf(font, content, page=b""):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>" % page,
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding>>" % font,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%sendobj\n" % (i + 1, o) for i, o in enumerate(objects))
    return out + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF\n"


old = (b"BT /F2 13 Tf 60 780 Td (UBND XA) Tj 0 -16 Td (TRUONG) Tj ET BT /F1 13 Tf 60 700 Td "
       b"(K\xd5 ho\xb9ch s\xe8 12) Tj 0 -16 Td (nh\xb5 m\xb8y) Tj ET")
turned = (b"BT /F1 13 Tf 60 780 Td (UBND XA BACH SEN) Tj 0 -16 Td (So: 12) Tj 0 -80 Td (Tri) Tj "
          b"22.49 0 Td (n khai) Tj ET BT /F2 13 Tf 75.56 684 Td (e) Tj ET")
noise = b" ".join(b"0 -14 Td (%s) Tj" % b" ".join(
    bytes(97 + (i * 7 + k * 5 + j) % 26 for j in range(3)) + b"xq" for i in range(8)) for k in range(8))
for name, data in (("whole.pdf", pdf(b".VnTime", old)),
                   ("turned.pdf", pdf(b"Helvetica", turned, b"/Rotate 180")),
                   ("garbled.pdf", pdf(b"Helvetica", b"BT /F1 10 Tf 60 780 Td " + noise + b" ET"))):
    with open(os.path.join(sys.argv[1], name), "wb") as f:
        f.write(data)
