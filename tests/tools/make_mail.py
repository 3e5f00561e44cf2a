#!/usr/bin/env python3
"""make_mail.py FOLDER - mails in many encodings and structures, and what Python's email module finds in them.

FOLDER/NAME.eml, and beside it NAME.words (the words of its texts and fields) and NAME.d/ (its attachments, under their
names).  The people are invented.
"""
import base64
import email
import email.policy
import itertools
import os
import quopri
import re
import sys
import unicodedata
import urllib.parse
from email.header import decode_header, make_header

OUT = sys.argv[1]
SUBJECT = "Gửi Kế hoạch số 12/KH-UBND về chuyển đổi số"
SENDER = "Đỗ Thị Thử Nghiệm"
BODY = (
    "Kính gửi Phòng Văn hóa và Thông tin,\n\nỦy ban nhân dân xã xin gửi Kế hoạch thực hiện chuyển đổi số năm 2024.\n"
    "Đề nghị quý phòng cho ý kiến trước ngày 15/3/2024.\n\nTrân trọng,\n" + SENDER + "\n"
)
ATTACHED = ("KẾ HOẠCH\nthực hiện chuyển đổi số của xã Thử Nghiệm năm 2024\n" * 3).encode()
NAME = "Kế hoạch 12 (bản cuối).txt"


def encoded(text, charset):
    if charset == "windows-1258":  # bases with a quality mark, tones behind them
        return compose_1258(text).encode("cp1258")
    if charset == "tcvn3":
        return tcvn3(text)
    return text.encode(charset)


def compose_1258(text):
    out = []
    for c in text:
        d = unicodedata.normalize("NFD", c)
        tones = "".join(x for x in d[1:] if x in "\u0300\u0301\u0303\u0309\u0323")
        out.append(unicodedata.normalize("NFC", d[0] + "".join(x for x in d[1:] if x not in tones)) + tones)
    return "".join(out)


def tcvn3(text):
    """By the project's own table of the old encodings."""
    table = {}
    with open(os.path.join(os.environ["KHO_SOURCE"], "schemas", "legacy_encodings.tsv"), encoding="utf-8") as f:
        for row in (line.split("\t") for line in f if not line.startswith("#")):
            if row[1] != "-":
                table[row[0]] = bytes.fromhex(row[1])
    return b"".join(table.get(c, c.encode("ascii", "replace")) for c in text)


def transfer(data, how):
    if how == "base64":
        return base64.encodebytes(data)
    if how == "quoted-printable":
        return quopri.encodestring(data)
    return data


def word(text, charset, how):
    """Encoded words, each of whole characters and not too long."""
    out = []
    for i in range(0, len(text), 12):
        data = encoded(text[i : i + 12], charset)
        if how == "base64":
            out.append("=?%s?B?%s?=" % (charset, base64.b64encode(data).decode()))
        else:
            out.append("=?%s?Q?%s?=" % (charset, "".join("_" if b == 32 else chr(b) if chr(b).isalnum() and b < 128 else "=%02X" % b for b in data)))
    return "\r\n ".join(out).encode()


def text_part(text, charset, how, kind="plain", declared=None):
    return (
        b"Content-Type: text/%s; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n"
        % (kind.encode(), (declared or charset).encode(), how.encode())
    ) + transfer(encoded(text.replace("\n", "\r\n"), charset), how)


def html(text):
    return "<html><body>" + "".join("<p>%s</p>" % l for l in text.split("\n") if l) + "</body></html>"


def file_part(name, data, style):
    percent = urllib.parse.quote(name, safe="").encode()
    if style == "2231-1258":
        where = b"attachment; filename*=windows-1258''" + urllib.parse.quote(encoded(name, "windows-1258"), safe="").encode()
    elif style == "2231":
        where = b"attachment;\r\n filename*=UTF-8''" + percent
    elif style == "continued":
        half = len(percent) // 2
        half -= next(k for k in range(3) if percent[half - k : half - k + 1] == b"%")
        where = b"attachment;\r\n filename*0*=UTF-8''" + percent[:half] + b";\r\n filename*1*=" + percent[half:]
    elif style == "word":
        where = b'attachment; filename="' + word(name, "utf-8", "base64").replace(b"\r\n", b"") + b'"'
    elif style == "raw":
        where = b'attachment; filename="' + name.encode() + b'"'
    else:  # only the name of the type has it
        return (
            b'Content-Type: application/octet-stream; name="' + word(name, "utf-8", "q").replace(b"\r\n", b"") + b'"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
        )
    return (
        b"Content-Type: application/octet-stream\r\nContent-Disposition: " + where + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
    )


def multi(kind, parts, mark, extra=b""):
    b = b"=_%s_%d" % (mark.encode(), len(parts))
    out = b'Content-Type: multipart/%s; boundary="%s"%s\r\n\r\nKhong doc duoc phan nay.\r\n' % (kind.encode(), b, extra)
    for p in parts:
        out += b"--" + b + b"\r\n" + p.rstrip(b"\r\n") + b"\r\n"
    return out + b"--" + b + b"--\r\nduoi thu\r\n"


def mail(content, charset="utf-8", how="base64", subject=SUBJECT, subject_charset=None):
    return (
        b"Received: from may.example.vn by thu.example.vn; Thu, 11 Jan 2024 08:31:00 +0700\r\n"
        b"From: " + word(SENDER, charset, how) + b" <thu@example.vn>\r\nTo: " + word("Phòng Văn hóa", charset, how)
        + b" <vh@example.vn>\r\nSubject: " + word(subject, subject_charset or charset, how) + b"\r\nDate: Thu, 11 Jan 2024 08:30:00 +0700\r\n"
        b"Message-ID: <1@example.vn>\r\nMIME-Version: 1.0\r\n" + content
    )


def structures(text, page):
    """Every way a text can lie in a mail, by name."""
    file = file_part(NAME, ATTACHED, "2231")
    png = b"Content-Type: image/png\r\nContent-ID: <dau>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    inner = b"Content-Type: message/rfc822\r\n\r\n" + mail(text, subject="Thư bên trong")
    sign = b"Content-Type: application/pgp-signature; name=chuky.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\nabc\r\n"
    return {
        "plain": text,
        "html": page,
        "attached": multi("mixed", [text, file], "a"),
        "alternative": multi("alternative", [text, page], "b"),
        "outlook": multi("mixed", [multi("related", [multi("alternative", [text, page], "c"), png], "d"), file], "e"),
        "signed": multi("signed", [multi("mixed", [text, file], "f"), sign], "g", b"; protocol=\"application/pgp-signature\""),
        "forwarded": multi("mixed", [text, inner], "h"),
    }


def plain_words(s):
    return re.findall(r"\w+", unicodedata.normalize("NFC", s.replace("\ufeff", "")))


def part_text(p):
    data = p.get_payload(decode=True)
    charset = p.get_content_charset("utf-8")
    s = data.decode("cp1258" if charset == "windows-1258" else charset, "replace")
    return re.sub(r"<[^>]*>", " ", s) if p.get_content_subtype() == "html" else s


def truth(path, data, said=None):
    """What Python finds; said: the text where the mail lies about its charset."""
    m = email.message_from_bytes(data, policy=email.policy.default)
    old = email.message_from_bytes(data)
    words = [w for f in ("subject", "from", "to") for w in plain_words(str(make_header(decode_header(old[f]))))]
    os.mkdir(path + ".d")
    n = 0

    def visit(p):
        nonlocal n
        if p.get_content_type() == "message/rfc822":
            return
        if p.is_multipart():
            for q in p.iter_parts():
                visit(q)
            return
        if p.get_filename() and p.get_content_type() != "application/pgp-signature":
            name = unicodedata.normalize("NFC", p.get_filename())
            with open(os.path.join(path + ".d", name), "wb") as f:
                f.write(p.get_payload(decode=True))
        elif p.get_content_maintype() == "text":
            words.extend(plain_words(said or part_text(p)))
            n += 1

    visit(m)
    assert n > 0, path
    with open(path + ".words", "w", encoding="utf-8") as f:
        f.write("\n".join(words))


def write(name, data, said=None):
    path = os.path.join(OUT, name)
    with open(path + ".eml", "wb") as f:
        f.write(data)
    truth(path, data, said)


os.makedirs(OUT)
for charset, how in itertools.product(["utf-8", "windows-1258"], ["base64", "quoted-printable", "8bit"]):
    for name, content in structures(text_part(BODY, charset, how), text_part(html(BODY), charset, how, "html")).items():
        write("%s-%s-%s" % (name, charset, how), mail(content, charset, how if how != "8bit" else "q"))
for style in ["continued", "word", "raw", "type", "2231-1258"]:
    write("name-" + style, mail(multi("mixed", [text_part(BODY, "utf-8", "8bit"), file_part(NAME, ATTACHED, style)], style)))
for charset, text in [("utf-16", BODY), ("utf-7", BODY), ("gb18030", BODY), ("koi8-r", "Уважаемые коллеги, направляем план\n"),
                      ("iso-8859-1", "Veuillez trouver ci-joint le procès-verbal signé à Genève\n"), ("shift_jis", "計画を送ります\n")]:
    subject = text.split(",")[0].strip()
    write("charset-" + charset, mail(text_part(text, charset, "base64"), subject=subject, subject_charset=charset))
# What mails say of their charset, and what they hold.
write("lie-tcvn3", mail(text_part(BODY, "tcvn3", "quoted-printable", declared="iso-8859-1")), BODY)
write("lie-1258", mail(text_part(BODY, "windows-1258", "base64", declared="us-ascii")), BODY)
write("lie-utf-8", mail(text_part(BODY, "utf-8", "8bit", declared="iso-8859-1")), BODY)
write("lie-unknown", mail(text_part(BODY, "utf-8", "base64", declared="x-khong-biet")), BODY)
write("unix-lines", mail(multi("mixed", [text_part(BODY, "utf-8", "8bit"), file_part(NAME, ATTACHED, "2231")], "u")).replace(b"\r\n", b"\n"))
