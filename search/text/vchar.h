/* vchar.h - single characters of Vietnamese text, without a library: what the scanners of numbers,
 * dates and citations need while they walk over bytes.
 *
 * Text is UTF-8 in NFC (lines.h); a bad byte reads as U+FFFD of length 1, so nothing runs past the
 * end.
 */
#ifndef KHO_TEXT_VCHAR_H
#define KHO_TEXT_VCHAR_H

#include "sv.h"

#include <stdint.h>

/* A character that is not ASCII; *n gets its bytes; room: bytes from p on, at least one. */
static inline uint32_t
kho_vchar_long(const unsigned char *p, size_t room, size_t *n)
{
    *n = 1;
    if (p[0] >= 0xc2 && p[0] < 0xe0 && room > 1 && (p[1] & 0xc0) == 0x80) {
        *n = 2;
        return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if ((p[0] & 0xf0) == 0xe0 && room > 2 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) {
        *n = 3;
        return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    if ((p[0] & 0xf8) == 0xf0 && room > 3 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 &&
        (p[3] & 0xc0) == 0x80) {
        *n = 4;
        return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
               (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
    }
    return 0xfffd;
}

/* The character at s.p[at]; *n gets its bytes.  At or behind the end: 0 and *n 0. */
static inline uint32_t
kho_vchar(kho_sv s, size_t at, size_t *n)
{
    if (at >= s.n) {
        *n = 0;
        return 0;
    }
    if ((unsigned char)s.p[at] < 0x80) {
        *n = 1;
        return (unsigned char)s.p[at];
    }
    return kho_vchar_long((const unsigned char *)s.p + at, s.n - at, n);
}

/* The character that ends right before s.p[at]; *n its bytes.  At the start: 0 and *n 0. */
static inline uint32_t
kho_vchar_before(kho_sv s, size_t at, size_t *n)
{
    size_t back = 1, got;
    uint32_t c;

    *n = 0;
    if (at == 0 || at > s.n)
        return 0;
    while (back < 4 && back < at && ((unsigned char)s.p[at - back] & 0xc0) == 0x80)
        back++;
    c = kho_vchar(s, at - back, &got);
    if (got != back) { /* a broken sequence: one byte of it */
        *n = 1;
        return 0xfffd;
    }
    *n = back;
    return c;
}

/* Case of the letters Vietnamese uses; others stay as they are. */
static inline uint32_t
kho_vchar_lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
        return c + 32;
    if (c == 0x102 || c == 0x110 || c == 0x128 || c == 0x168 || c == 0x1a0 || c == 0x1af)
        return c + 1;
    if (c >= 0x1ea0 && c <= 0x1ef9)
        return c | 1;
    return c;
}

static inline uint32_t
kho_vchar_upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7))
        return c - 32;
    if (c == 0x103 || c == 0x111 || c == 0x129 || c == 0x169 || c == 0x1a1 || c == 0x1b0)
        return c - 1;
    if (c >= 0x1ea0 && c <= 0x1ef9)
        return c & ~(uint32_t)1;
    return c;
}

static inline bool
kho_vchar_is_upper(uint32_t c)
{
    return kho_vchar_lower(c) != c;
}

static inline bool
kho_vchar_is_lower(uint32_t c)
{
    return kho_vchar_upper(c) != c;
}

/* A letter in the wide sense: everything from U+00C0 on that is no punctuation of ours. */
static inline bool
kho_vchar_is_letter(uint32_t c)
{
    return c < 0x80 ? (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                    : c >= 0xc0 && c < 0x2000 && c != 0xd7 && c != 0xf7;
}

static inline bool
kho_vchar_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Hyphen, dashes and minus, as scans and word processors write them. */
static inline bool
kho_vchar_is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xad || c == 0xfe58 ||
           c == 0xfe63 || c == 0xff0d;
}

static inline bool
kho_vchar_is_slash(uint32_t c)
{
    return c == '/' || c == 0x2044 || c == 0x2215 || c == 0xff0f;
}

static inline bool
kho_vchar_is_blank(uint32_t c)
{
    return c <= ' ' ? c == ' ' || c == '\t' || c == '\n' || c == '\r'
                    : c >= 0xa0 &&
                          (c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0x3000);
}

/* Position behind blanks from at on; at most max bytes of them are looked at. */
static inline size_t
kho_vchar_skip_blanks(kho_sv s, size_t at, size_t max)
{
    size_t n, stop = max < s.n - (at < s.n ? at : s.n) ? at + max : s.n;

    while (at < stop && kho_vchar_is_blank(kho_vchar(s, at, &n)))
        at += n;
    return at;
}

/* Bytes that `word` (lower case, NFC) takes at s.p[at] in any case and with a word end behind; else
 * 0. */
static inline size_t
kho_vchar_word(kho_sv s, size_t at, const char *word)
{
    kho_sv w = kho_sv_from(word);
    size_t i = at, k = 0, n, m;

    while (k < w.n) {
        uint32_t have = kho_vchar(s, i, &n), want = kho_vchar(w, k, &m);

        if (n == 0 || kho_vchar_lower(have) != want)
            return 0;
        i += n;
        k += m;
    }
    return kho_vchar_is_letter(kho_vchar(s, i, &n)) ? 0 : i - at;
}
#endif
