"""vni.py - text -> bytes of the VNI fonts, in which southern offices kept their files for years: a plain vowel, then
one byte for its mark and tone together; capitals 0x20 lower."""
import unicodedata

TONES = "\u0301\u0300\u0309\u0303\u0323"  # acute, grave, hook, tilde, dot below
PLAIN, CIRCUMFLEX, BREVE = b"\xf9\xf8\xfb\xf5\xef", b"\xe1\xe0\xe5\xe3\xe4\xe2", b"\xe9\xe8\xfa\xfc\xeb\xea"
ALONE = {"đ": 0xF1, "ơ": 0xF4, "ư": 0xF6, "í": 0xED, "ì": 0xEC, "ỉ": 0xE6, "ĩ": 0xF3, "ị": 0xF2, "ỵ": 0xEE}


def letter(c):
    low = c.lower()
    marks = unicodedata.normalize("NFD", low)
    tone = next((m for m in marks if m in TONES), "")
    base = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
    if low in ALONE:
        out = bytes([ALONE[low]])
    elif base in ALONE:  # ơ, ư with a tone
        out = bytes([ALONE[base], PLAIN[TONES.index(tone)]])
    elif base in "âêô":
        out = bytes([ord(marks[0]), CIRCUMFLEX[TONES.index(tone) if tone else 5]])
    elif base == "ă":
        out = bytes([ord("a"), BREVE[TONES.index(tone) if tone else 5]])
    elif tone:
        out = bytes([ord(base), PLAIN[TONES.index(tone)]])
    else:
        return low.encode("ascii") if c == low else c.encode("ascii")
    return out if c == low else bytes(b - 0x20 for b in out)


def encode(text):
    return b"".join(letter(c) for c in text)
