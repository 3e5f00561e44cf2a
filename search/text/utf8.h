/* utf8.h - strict UTF-8, one character at a time, for the files of this room. */
#ifndef KHO_TEXT_UTF8_H
#define KHO_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define KHO_UTF8_BAD UINT32_MAX

/*
 * The character at p, of n > 0 bytes; *len gets its bytes.  What is not UTF-8 (overlong forms,
 * surrogates and numbers above U+10FFFF too) gives KHO_UTF8_BAD and *len 1.
 */
static inline uint32_t
kho_utf8_get(const unsigned char *p, size_t n, unsigned *len)
{
    uint32_t c;

    *len = 1;
    if (p[0] < 0x80)
        return p[0];
    if (p[0] < 0xe0) {
        if (p[0] < 0xc2 || n < 2 || (p[1] & 0xc0) != 0x80)
            return KHO_UTF8_BAD;
        *len = 2;
        return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if (p[0] < 0xf0) {
        if (n < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
            return KHO_UTF8_BAD;
        c = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
        if (c < 0x800 || (c >= 0xd800 && c < 0xe000))
            return KHO_UTF8_BAD;
        *len = 3;
        return c;
    }
    if (p[0] > 0xf4 || n < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 ||
        (p[3] & 0xc0) != 0x80)
        return KHO_UTF8_BAD;
    c = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
        (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
    if (c < 0x10000 || c > 0x10ffff)
        return KHO_UTF8_BAD;
    *len = 4;
    return c;
}

/* Writes 1 to 4 bytes and returns how many.  c is a code point and no surrogate. */
static inline unsigned
kho_utf8_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}
#endif
