#!/usr/bin/env python3
"""hostile_mail.py FOLDER - mails that are broken, locked or too much, and Outlook's own file.

Each mail has a text with a word of its own (its name and "songsot") that must be found as far as it can be.
"""
import base64
import io
import os
import sys
import zipfile

from ole_file import build

OUT = sys.argv[1]
HEAD = "From: =?utf-8?B?{0}?= <thu@example.vn>\nTo: vh@example.vn\nSubject: {1} songsot\nMIME-Version: 1.0\n"


def head(name):
    return HEAD.format(base64.b64encode("Lò Thị Thử".encode()).decode(), name).encode()


def text(name):
    return b"Content-Type: text/plain; charset=utf-8\n\nnoidung" + name.encode() + b" trong thu\n"


def attached(name, data):
    return (b"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"" + name.encode()
            + b"\"\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data))


def multi(parts, mark=b"b", kind=b"mixed", end=True):
    return (b"Content-Type: multipart/" + kind + b"; boundary=" + mark + b"\n\n"
            + b"".join(b"--" + mark + b"\n" + p + b"\n" for p in parts) + (b"--" + mark + b"--\n" if end else b""))


def write(name, data):
    with open(os.path.join(OUT, name), "wb") as f:
        f.write(data)


def zip_of(name, data):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(name, data)
    return b.getvalue()


os.makedirs(OUT)
behind = attached("sau.txt", b"teptinphiasau songsot\n")
write("khongdong.eml", head("khongdong") + multi([text("khongdong"), behind], end=False))
write("matranhgioi.eml", head("matranhgioi") + b"Content-Type: multipart/mixed; boundary=la\n\n--khac\n" + text("matranhgioi"))
write("base64cut.eml", head("base64cut") + multi([text("base64cut"), attached("a.txt", b"dulieucut songsot\n")[:-8]]))
write("nul.eml", head("nul").replace(b"To:", b"X\0: \0\nTo: \0") + multi([text("nul").replace(b" trong", b"\0 trong"), behind]))
write("dai.eml", b"Subject: dai songsot " + b"x" * 3000000 + b"\n" + b"X-A: b\n" * 300000 + head("dai").replace(b"Subject", b"Y")
      + multi([text("dai"), behind]))
write("nhieu.eml", head("nhieu") + multi([text("nhieu")] + [b"\nphan%d\n" % i for i in range(10000)] + [behind]))
deep = text("sau")
for i in range(50):
    deep = multi([deep], b"b%d" % i)
write("longnhau.eml", head("longnhau") + deep.replace(b"noidungsau", b"noidunglongnhau"))
inner = head("trongcung") + text("trongcung")
for i in range(50):
    inner = head("lop%d" % i) + multi([text("lop%d" % i), b"Content-Type: message/rfc822\n\n" + inner], b"c%d" % i)
write("thutrongthu.eml", inner)
write("bom.eml", head("bom") + multi([text("bom"), attached("bom.zip", zip_of("a.txt", b"0" * (60 << 20))), behind]))
write("tuchi.eml", head("tuchi") + multi([text("tuchi"), b"Content-Type: message/external-body; access-type=local-file; name=\"tuchi.eml\"\n\n",
                                          b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"]))
write("matpgp.eml", head("matpgp") + multi([b"Content-Type: application/pgp-encrypted\n\nVersion: 1",
                                            b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----"], kind=b"encrypted"))
write("matsmime.eml", head("matsmime") + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
      b"Content-Transfer-Encoding: base64\n\nMIIB\n")
write("ky.eml", head("ky") + multi([multi([text("ky"), behind], b"d"), b"Content-Type: application/pkcs7-signature; name=smime.p7s\n"
                                    b"Content-Transfer-Encoding: base64\n\nMIIB"], kind=b"signed"))
write("trang.mht", b"From: <Saved by a browser>\nSubject: x\nMIME-Version: 1.0\n" + multi(
    [b"Content-Type: text/html; charset=utf-8\nContent-Location: http://example.vn/\n\n<p>noidungtrang songsot</p>",
     b"Content-Type: image/png\nContent-Location: http://example.vn/a.png\n\nx"], kind=b"related"))
write("thu.txt", b"From: phong van hoa\nSubject: songsot\n\nnoidungthuong trong tep chu\n")
write("thu.msg", build([("__properties_version1.0", b"x" * 32), ("__substg1.0_0037001F", "songsot".encode("utf-16le"))]))
with zipfile.ZipFile(os.path.join(OUT, "goi.zip"), "w") as z:
    z.writestr("thu/trong goi.eml", head("tronggoi") + multi([text("tronggoi"), behind, attached("b.zip", zip_of("c.txt", b"trongzip songsot"))]))
    z.writestr("lang gieng.txt", "langgieng songsot\n")
