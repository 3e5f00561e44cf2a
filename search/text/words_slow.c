/* words_slow.c - words of anything but letters of the alphabet in NFC; see words.h. */
#include "words.h"

#include "unicode.h"
#include "utf8.h"

#include <unicode/uchar.h>

enum {
    FOLD_MARKS_MAX = 4, /* on one letter; the rest of a heap of marks says nothing */
    CHARS_MAX = KHO_WORD_MAX * (1 + FOLD_MARKS_MAX)
};

struct cut {
    size_t start, end; /* first byte, behind the last letter or mark */
    size_t next;       /* where to go on */
};

static bool
is_word_mark(uint32_t c)
{
    return (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

static bool
is_word_char(uint32_t c)
{
    return (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_NL_MASK)) != 0;
}

/* Where the word at start ends; *foreign: it has letters of Cyrillic or Greek that are certainly
 * these. */
static struct cut
slow_extent(kho_sv text, size_t start, bool *foreign)
{
    struct cut cut = {start, start, start};

    *foreign = false;
    for (size_t i = start; i < text.n;) {
        uint32_t d[KHO_DECOMPOSED_MAX];
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)text.p + i, text.n - i, &len);
        const enum kho_char_kind kind = c == KHO_UTF8_BAD ? KHO_CHAR_OTHER : kho_char_kind(c);

        if (kind != KHO_CHAR_WORD && kind != KHO_CHAR_MARK && kind != KHO_CHAR_DROP)
            break;
        i += len;
        cut.next = i;
        if (kind != KHO_CHAR_DROP)
            cut.end = i;
        if (kind == KHO_CHAR_WORD && c >= 0x370 && !*foreign)
            for (size_t k = 0, n = kho_char_decompose(c, true, d); k < n; k++)
                *foreign = *foreign || kho_char_is_foreign(d[k]);
    }
    return cut;
}

static uint32_t
fold_char(uint32_t c, bool foreign)
{
    const uint32_t latin = kho_char_lookalike(c);
    const int32_t digit = u_charDigitValue((UChar32)c);

    if (digit >= 0)
        return '0' + (uint32_t)digit;
    if (latin != 0 && (!foreign || kho_char_is_latin(c)))
        c = latin;
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

/* The letters and marks of s[cut.start..cut.end), decomposed, in lower case. */
static void
slow_decompose(kho_sv text, struct cut cut, bool foreign, struct kho_chars *s)
{
    for (size_t i = cut.start; i < cut.end && s->n < s->cap;) {
        uint32_t d[KHO_DECOMPOSED_MAX];
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)text.p + i, text.n - i, &len);
        size_t n;

        i += len;
        if (kho_char_kind(c) == KHO_CHAR_DROP)
            continue;
        n = kho_char_decompose(c, true, d);
        for (size_t k = 0; k < n; k++) {
            if (is_word_mark(d[k]) && s->n > 0)
                kho_chars_add(s, d[k]);
            else if (is_word_char(d[k]))
                kho_chars_add(s, fold_char(d[k], foreign));
        }
    }
}

/* Bytes of s that make whole characters and fit into max. */
static size_t
cut_at_char(const char *s, size_t n, size_t max)
{
    if (n <= max)
        return n;
    for (n = max; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
        n--;
    return n;
}

/* exact is all letters of the alphabet: the spelling rules apply. */
static bool
spelling_of(const char *exact, size_t n, struct kho_spelling *s)
{
    s->n = 0;
    for (size_t i = 0; i < n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)exact + i, n - i, &len);
        const struct kho_letter l = kho_letter_of(c);

        if (l.code == KHO_L_NONE || s->n == KHO_SPELLING_MAX)
            return false;
        s->code[s->n] = l.code;
        s->tone[s->n++] = l.tone;
        i += len;
    }
    return true;
}

/* w->bare from w->exact. */
static void
slow_bare(struct kho_word *w)
{
    uint32_t chars[KHO_WORD_MAX * 2];
    uint16_t units[KHO_WORD_MAX * 8];
    char out[KHO_WORD_MAX * 8];
    struct kho_chars s = {.p = chars, .cap = sizeof chars / sizeof chars[0]};
    struct kho_spelling spelling;
    size_t n;

    for (size_t i = 0; i < w->exact_n;) {
        uint32_t d[KHO_DECOMPOSED_MAX];
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)w->exact + i, w->exact_n - i, &len);
        const struct kho_letter l = kho_letter_of(c);

        i += len;
        d[0] = (unsigned char)kho_letter_bare[l.code];
        for (size_t k = 0, m = l.code != 0 ? 1 : kho_char_decompose(c, true, d); k < m; k++)
            if (!is_word_mark(d[k]))
                kho_chars_add(&s, d[k]);
    }
    n = kho_chars_compose(&s, units, out);
    n = cut_at_char(out, n, KHO_WORD_MAX);
    if (spelling_of(out, n, &spelling)) {
        struct kho_word plain;

        /* "lï" is searched as "ly" as "li" is */
        kho_spelling_unify(&spelling);
        kho_word_spell(&spelling, &plain);
        memcpy(out, plain.bare, plain.bare_n);
    }
    memcpy(w->bare, out, n);
    w->bare[n] = '\0';
    w->bare_n = (uint8_t)n;
}

static size_t
slow_compose(kho_sv text, struct cut cut, bool foreign, struct kho_chars *s, uint16_t *units,
             char *out)
{
    slow_decompose(text, cut, foreign, s);
    kho_chars_order(s, FOLD_MARKS_MAX);
    return kho_chars_compose(s, units, out);
}

static bool
has_foreign(const char *word, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t d[KHO_DECOMPOSED_MAX];
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)word + i, n - i, &len);

        i += len;
        for (size_t k = 0, m = kho_char_decompose(c, true, d); k < m; k++)
            if (kho_char_is_foreign(d[k]))
                return true;
    }
    return false;
}

bool
kho_word_slow(kho_sv text, size_t start, struct kho_word *w, size_t *next)
{
    uint32_t chars[CHARS_MAX];
    uint16_t units[CHARS_MAX * 4];
    char out[CHARS_MAX * 4];
    struct kho_chars s = {.p = chars, .cap = CHARS_MAX};
    struct kho_spelling spelling;
    bool foreign;
    const struct cut cut = slow_extent(text, start, &foreign);
    size_t n;

    *next = cut.next;
    n = slow_compose(text, cut, foreign, &s, units, out);
    if (foreign && n > KHO_WORD_MAX && !has_foreign(out, cut_at_char(out, n, KHO_WORD_MAX))) {
        /* What made it foreign is cut off: what is left has to be read as if it stood alone. */
        s.n = 0;
        n = slow_compose(text, cut, false, &s, units, out);
    }
    w->offset = (uint32_t)start;
    w->length = (uint32_t)(cut.end - start);
    if (n <= KHO_WORD_MAX && spelling_of(out, n, &spelling)) {
        kho_spelling_unify(&spelling);
        kho_word_spell(&spelling, w);
        return w->bare_n > 0;
    }
    n = cut_at_char(out, n, KHO_WORD_MAX);
    memcpy(w->exact, out, n);
    w->exact[n] = '\0';
    w->exact_n = (uint8_t)n;
    slow_bare(w);
    return w->bare_n > 0;
}
