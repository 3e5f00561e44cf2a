/* legacy_write.h - text written out in the code pages of before Unicode, as typists did, and how
 * much of it came back. */
#ifndef KHO_TESTS_LEGACY_WRITE_H
#define KHO_TESTS_LEGACY_WRITE_H

#include "charset.h"
#include "font.h"
#include "letters.h"
#include "tables.h"
#include "utf8.h"

#include <stdlib.h>

/* What a paragraph is written in: kho_charset, or one of these. */
enum { AS_UTF8 = KHO_CHARSET_COUNT, AS_TWICE, AS_NFD, WAYS };

static const char *const way_name[WAYS] = {"tcvn3", "vni",   "windows-1258", "viscii",
                                           "vps",   "utf-8", "utf-8-twice",  "decomposed"};

static inline const char *
codes_of(const struct kho_legacy_encodings_row *r, unsigned way)
{
    switch (way) {
    case KHO_CHARSET_TCVN3:
        return r->tcvn3;
    case KHO_CHARSET_VNI:
        return r->vni;
    case KHO_CHARSET_CP1258:
        return r->cp1258;
    case KHO_CHARSET_VISCII:
        return r->viscii;
    default:
        return r->vps;
    }
}

/* The row of a letter; NULL for others. */
static inline const struct kho_legacy_encodings_row *
row_of(uint32_t c)
{
    static const struct kho_legacy_encodings_row *rows[0x2000];
    unsigned len;

    if (rows['a'] == NULL) {
        for (size_t i = 0; i < kho_legacy_encodings_n; i++) {
            const char *s = kho_legacy_encodings[i].letter;
            const uint32_t letter = kho_utf8_get((const unsigned char *)s, strlen(s), &len);

            if (letter < 0x2000)
                rows[letter] = &kho_legacy_encodings[i];
        }
        rows['a'] = kho_legacy_encodings; /* filled; no ASCII letter is asked for */
    }
    return c < 0x80 || c >= 0x2000 ? NULL : rows[c];
}

/* The bytes of a letter in a code page; 0 where it has none. */
static inline size_t
letter_bytes(uint32_t c, unsigned way, char out[2])
{
    const struct kho_legacy_encodings_row *r = row_of(c);
    const char *hex = r == NULL ? "-" : codes_of(r, way);
    char *end;

    out[0] = (char)strtoul(hex, &end, 16);
    if (end == hex)
        return 0;
    if (*end == '\0')
        return 1;
    out[1] = (char)strtoul(end, NULL, 16);
    return 2;
}

static inline uint32_t
lower_of(uint32_t c)
{
    const struct kho_letter l = kho_letter_of(c);
    const char *s = kho_letter_lower[l.code][l.tone];
    unsigned len;

    return l.code == KHO_L_NONE ? c
                                : kho_utf8_get((const unsigned char *)s, kho_letter_bytes(s), &len);
}

/* Quotes and dashes as these keyboards had them; their places in VISCII and VPS are letters. */
static inline uint32_t
typed(uint32_t c)
{
    if (c == 0x201c || c == 0x201d)
        return '"';
    if (c == 0x2018 || c == 0x2019)
        return '\'';
    if (c >= 0x2010 && c <= 0x2015)
        return '-';
    return c;
}

static inline void
put_char(struct kho_buf *out, uint32_t c)
{
    char utf8[4];

    kho_buf_put(out, utf8, kho_utf8_put(utf8, c));
}

/* Bytes as a file has them, or as a word processor shows them. */
static inline void
put_bytes(struct kho_buf *out, const char *bytes, size_t n, bool shown)
{
    for (size_t i = 0; i < n; i++)
        if (shown)
            put_char(out, kho_cp1252_char((unsigned char)bytes[i]));
        else
            kho_buf_char(out, bytes[i]);
}

static inline enum kho_font
font_of_way(unsigned way)
{
    switch (way) {
    case KHO_CHARSET_TCVN3:
        return KHO_FONT_TCVN3;
    case KHO_CHARSET_VNI:
        return KHO_FONT_VNI;
    case KHO_CHARSET_VISCII:
        return KHO_FONT_VISCII;
    case KHO_CHARSET_VPS:
        return KHO_FONT_VPS;
    default:
        return KHO_FONT_ANY;
    }
}

static inline bool
has_case(uint32_t c)
{
    return kho_letter_of(c).letter_case != KHO_CASE_NONE;
}

/* Letters in capitals at p, with the blanks between: what a typist sets in .VnTimeH. */
static inline size_t
capitals(const unsigned char *p, size_t n)
{
    size_t end = 0;

    for (size_t i = 0; i < n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get(p + i, n - i, &len);

        if (kho_letter_of(c).letter_case == KHO_CASE_LOWER)
            break;
        i += len;
        if (has_case(c))
            end = i;
    }
    return end;
}

/* A paragraph of NFC text in one way.  shown: as windows-1252 shows it, with font marks if fonts.
 */
static inline void
write_paragraph(kho_sv s, unsigned way, bool shown, bool fonts, struct kho_buf *out)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t caps_end = 0;
    enum kho_font font = KHO_FONT_ANY;

    for (size_t i = 0; i < s.n;) {
        unsigned len;
        uint32_t c = kho_utf8_get(p + i, s.n - i, &len);
        enum kho_font f = font_of_way(way);
        char bytes[4];
        size_t n;

        if (way == AS_UTF8) {
            put_char(out, c);
        } else if (way == AS_TWICE) {
            put_bytes(out, s.p + i, len, true);
        } else {
            c = typed(c);
            if (way == KHO_CHARSET_TCVN3 && fonts) {
                if (i >= caps_end && has_case(c))
                    caps_end = i + capitals(p + i, s.n - i);
                if (i < caps_end) {
                    c = lower_of(c);
                    f = KHO_FONT_TCVN3_CAPS;
                }
            }
            if (fonts && f != font)
                kho_buf_sv(out, kho_font_mark(font = f));
            n = letter_bytes(c, way, bytes);
            if (n > 0)
                put_bytes(out, bytes, n, shown);
            else if (c < 0x80 || shown)
                put_char(out, c);
            else
                kho_buf_char(out, '?');
        }
        i += len;
    }
}

struct score {
    size_t all, right; /* letters with a mark */
    size_t right_any_case;
};

static inline bool
is_marked(uint32_t c)
{
    const struct kho_letter l = kho_letter_of(c);

    return l.code > KHO_L_Z || (l.code != KHO_L_NONE && l.tone != KHO_TONE_NGANG);
}

/* Paragraph by paragraph, letter by letter from the front and, behind a difference in length, from
 * the end. */
static inline void
score_paragraph(kho_sv truth, kho_sv got, struct score *s)
{
    size_t i = 0, k = 0;
    unsigned len, m;

    while (i < truth.n) {
        const uint32_t c = kho_utf8_get((const unsigned char *)truth.p + i, truth.n - i, &len);
        const uint32_t d =
            k < got.n ? kho_utf8_get((const unsigned char *)got.p + k, got.n - k, &m) : (m = 0, 0);

        if (is_marked(c)) {
            s->all++;
            s->right += c == d;
            s->right_any_case += lower_of(c) == lower_of(d);
        }
        i += len;
        k += m;
    }
}
#endif
