/* charset.c - see charset.h. */
#include "charset.h"

#include "fold.h"
#include "letters.h"
#include "tables.h"
#include "utf8.h"

#include <stdlib.h>

enum { PAIRS_MAX = 512, WORD_MAX = 48 /* bytes of a word that is looked at for capitals */ };

struct pair {
    unsigned char first, second;
    uint16_t letter;
};

struct table {
    uint16_t one[256]; /* 0: as in windows-1252 */
    struct pair pairs[PAIRS_MAX];
    size_t pairs_n;
};

static struct table tables[KHO_CHARSET_COUNT];
static bool ready;

/* windows-1252 from 0x80 on; the five unused bytes are C1 controls as browsers read them. */
static const uint16_t cp1252[32] = {0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
                                    0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

int
kho_cp1252_byte(uint32_t c)
{
    if (c < 0x100) /* some programs take the bytes from 0x80 on for the controls C1 */
        return (int)c;
    for (unsigned i = 0; i < 32; i++)
        if (cp1252[i] == c)
            return (int)(0x80 + i);
    return -1;
}

uint32_t
kho_cp1252_char(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xa0 ? cp1252[byte - 0x80] : byte;
}

const char *
kho_charset_name(enum kho_charset cs)
{
    static const char *const names[] = {"tcvn3", "vni", "windows-1258", "viscii", "vps"};

    _Static_assert(sizeof names / sizeof names[0] == KHO_CHARSET_COUNT, "one name each");
    return names[cs];
}

static int
compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    const int d = (x->first << 8 | x->second) - (y->first << 8 | y->second);

    return d;
}

static uint16_t
find_pair(const struct table *t, unsigned char first, unsigned char second)
{
    const struct pair key = {first, second, 0};
    const struct pair *p;

    if (second < 0x80)
        return 0;
    p = bsearch(&key, t->pairs, t->pairs_n, sizeof key, compare_pairs);
    return p == NULL ? 0 : p->letter;
}

static void
add_code(struct table *t, const char *hex, uint32_t letter)
{
    char *end;
    const unsigned long first = strtoul(hex, &end, 16);

    if (end == hex) /* "-" */
        return;
    if (*end == '\0') {
        if (t->one[first] == 0)
            t->one[first] = (uint16_t)letter;
    } else if (t->pairs_n < PAIRS_MAX) {
        t->pairs[t->pairs_n++] = (struct pair){
            (unsigned char)first, (unsigned char)strtoul(end, NULL, 16), (uint16_t)letter};
    }
}

/* The other case of a letter of the alphabet. */
static uint32_t
upper_of(uint32_t c)
{
    const struct kho_letter l = kho_letter_of(c);
    const char *u = kho_letter_upper[l.code][l.tone];
    unsigned len;

    return l.code == KHO_L_NONE ? c
                                : kho_utf8_get((const unsigned char *)u, kho_letter_bytes(u), &len);
}

/* A capital with the mark of a small letter, as people typed it: "Aø" for À. */
static void
add_mixed_case(struct table *t)
{
    const size_t n = t->pairs_n;

    for (size_t i = 0; i < n && t->pairs_n < PAIRS_MAX; i++) {
        const struct pair p = t->pairs[i];
        const bool ascii = p.first >= 'a' && p.first <= 'z', high = p.first >= 0xe0;

        if ((ascii || high) && p.second >= 0xe0)
            t->pairs[t->pairs_n++] = (struct pair){(unsigned char)(p.first - 0x20), p.second,
                                                   (uint16_t)upper_of(p.letter)};
    }
}

static void
fill(void)
{
    for (size_t i = 0; i < kho_legacy_encodings_n; i++) {
        const struct kho_legacy_encodings_row *r = &kho_legacy_encodings[i];
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)r->letter, strlen(r->letter), &len);

        add_code(&tables[KHO_CHARSET_TCVN3], r->tcvn3, c);
        add_code(&tables[KHO_CHARSET_VNI], r->vni, c);
        add_code(&tables[KHO_CHARSET_VISCII], r->viscii, c);
        add_code(&tables[KHO_CHARSET_VPS], r->vps, c);
        add_code(&tables[KHO_CHARSET_CP1258], r->cp1258, c);
    }
    add_mixed_case(&tables[KHO_CHARSET_VNI]);
    for (unsigned cs = 0; cs < KHO_CHARSET_COUNT; cs++)
        qsort(tables[cs].pairs, tables[cs].pairs_n, sizeof tables[cs].pairs[0], compare_pairs);
    ready = true;
}

/* The character at p of n > 0 bytes; *len gets its bytes. */
static uint32_t
decode_one(const struct table *t, const unsigned char *p, size_t n, unsigned *len)
{
    uint32_t c = n > 1 ? find_pair(t, p[0], p[1]) : 0;

    *len = c != 0 ? 2 : 1;
    if (c == 0)
        c = t->one[p[0]];
    if (c == 0)
        c = kho_cp1252_char(p[0]);
    return c;
}

/* -- capitals of TCVN3 ------------------------------------------------------------------------ */

enum caps { NO_WORD, NOT_CAPS, MAYBE_CAPS, CAPS };

static bool
is_tcvn3_letter(unsigned char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') ||
           tables[KHO_CHARSET_TCVN3].one[b] != 0;
}

/*
 * The word at p: is it in capitals, as far as its bytes that have a case tell?  A toned letter has
 * only a small code; one capital before it may begin a word or be all of it.  *len gets its bytes.
 */
static enum caps
tcvn3_word(const unsigned char *p, size_t n, size_t *len)
{
    size_t i = 0, upper = 0, lower = 0;

    for (; i < n && is_tcvn3_letter(p[i]); i++) {
        upper += (p[i] >= 'A' && p[i] <= 'Z') || (p[i] >= 0xa1 && p[i] <= 0xa7);
        lower += (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 0xa8 && p[i] <= 0xae);
    }
    *len = i;
    if (i == 0)
        return NO_WORD;
    if (lower > 0 || upper == 0)
        return NOT_CAPS;
    return upper > 1 ? CAPS : MAYBE_CAPS;
}

/* Abbreviations (UBND, LĐTBXH) are in capitals anywhere, so they say nothing of those beside. */
static bool
is_abbreviation(const unsigned char *p, size_t n)
{
    char low[WORD_MAX * 3];
    size_t used = 0;

    for (size_t k = 0; k < n && k < WORD_MAX; k++) {
        const unsigned char capital = p[k] >= 0xa1 && p[k] <= 0xa7 ? p[k] + 7 : p[k];
        const uint32_t c = tables[KHO_CHARSET_TCVN3].one[capital];

        used += kho_utf8_put(low + used, c != 0 ? c : (uint32_t)(p[k] | 0x20));
    }
    return n > WORD_MAX || !kho_is_syllable((kho_sv){low, used});
}

/* What the next word says, where only blanks are between. */
static enum caps
tcvn3_next(const unsigned char *p, size_t n)
{
    size_t i = 0, len;
    enum caps caps;

    while (i < n && p[i] == ' ' && i < 4)
        i++;
    caps = tcvn3_word(p + i, n - i, &len);
    return caps == CAPS && is_abbreviation(p + i, len) ? NO_WORD : caps;
}

static void
decode_tcvn3(kho_sv bytes, struct kho_buf *out)
{
    const struct table *t = &tables[KHO_CHARSET_TCVN3];
    const unsigned char *p = (const unsigned char *)bytes.p;
    enum caps before = NO_WORD;

    for (size_t i = 0; i < bytes.n;) {
        size_t len = 0;
        enum caps caps = tcvn3_word(p + i, bytes.n - i, &len);

        if (caps == MAYBE_CAPS) {
            const enum caps next = tcvn3_next(p + i + len, bytes.n - i - len);

            if (next == CAPS || (next != NOT_CAPS && before == CAPS))
                caps = CAPS;
        }
        if (caps == CAPS ? !is_abbreviation(p + i, len) : caps != NO_WORD)
            before = caps;
        else if (p[i] == '\n')
            before = NO_WORD;
        for (size_t end = i + (len == 0 ? 1 : len); i < end; i++) {
            char utf8[4];
            unsigned used;
            const uint32_t c = decode_one(t, p + i, 1, &used);

            kho_buf_put(out, utf8, kho_utf8_put(utf8, caps == CAPS ? upper_of(c) : c));
        }
    }
}

void
kho_charset_decode(enum kho_charset cs, kho_sv bytes, struct kho_buf *out)
{
    if (!ready)
        fill();
    if (cs == KHO_CHARSET_TCVN3) {
        decode_tcvn3(bytes, out);
        return;
    }
    for (size_t i = 0; i < bytes.n;) {
        char utf8[4];
        unsigned len;
        const uint32_t c =
            decode_one(&tables[cs], (const unsigned char *)bytes.p + i, bytes.n - i, &len);

        kho_buf_put(out, utf8, kho_utf8_put(utf8, c));
        i += len;
    }
}

bool
kho_charset_has(enum kho_charset cs, unsigned char byte)
{
    if (!ready)
        fill();
    return tables[cs].one[byte] != 0;
}
