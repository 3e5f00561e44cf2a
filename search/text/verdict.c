/* verdict.c - see verdict.h. */
#include "verdict.h"

#include "fold.h"
#include "letters.h"
#include "syllable.h"
#include "tables.h"
#include "utf8.h"

#include <stdlib.h>

/* Signs that stand beside Vietnamese words, but not between their letters. */
static bool
is_beside(uint32_t c)
{
    return c == 0xa7 || c == 0xab || c == 0xbb || (c >= 0xb0 && c <= 0xb3);
}

/* Others that may, and marks not composed yet. */
static bool
is_usual_sign(uint32_t c)
{
    return c < 0x80 || c == 0xa0 || c == 0xb7 || c == 0xd7 || (c >= 0x300 && c <= 0x323) ||
           (c >= 0x2010 && c <= 0x2026) || c == 0x20ab || c == 0xfeff;
}

/* Letters of other languages, which make a foreign word and no nonsense. */
static bool
is_foreign_letter(uint32_t c)
{
    return (c >= 0xc0 && c < 0x2000) || c >= 0x2c00;
}

/* Without a vowel (QĐ, NĐ-CP) or with a digit: neither for nor against a reading. */
static bool
says_nothing(const struct kho_word *w)
{
    return strpbrk(w->bare, "aeiouy") == NULL || strpbrk(w->bare, "0123456789") != NULL;
}

/* "sơì": the letters of a syllable, but nobody writes its tone there.  (kho_word_next makes all
 * places one.) */
static bool
is_tone_misplaced(kho_sv word)
{
    uint8_t code[KHO_SPELLING_MAX];
    size_t n = 0, tone = 0;
    bool toned = false;
    int at;

    for (size_t i = 0; i < word.n && n < KHO_SPELLING_MAX;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)word.p + i, word.n - i, &len);
        const struct kho_letter l = c == KHO_UTF8_BAD ? kho_letters[0] : kho_letter_of(c);

        if (l.code == KHO_L_NONE)
            return false; /* marks apart */
        if (l.tone != KHO_TONE_NGANG) {
            tone = n;
            toned = true;
        }
        code[n++] = l.code;
        i += len;
    }
    at = kho_syllable_tone_at(code, n, NULL);
    /* both styles: "hòa", "hoà" */
    return toned && at >= 0 && tone != (size_t)at && !(tone == (size_t)at + 1 && tone + 1 == n);
}

static int
compare_bare(const void *key, const void *row)
{
    return strcmp(key, ((const struct kho_usual_forms_row *)row)->bare);
}

static bool
is_rare(const struct kho_word *w)
{
    const struct kho_usual_forms_row *row =
        bsearch(w->bare, kho_usual_forms, kho_usual_forms_n, sizeof *row, compare_bare);

    return row != NULL && strcmp(row->form, w->exact) != 0;
}

enum kho_verdict
kho_verdict_of(kho_sv text)
{
    struct kho_word w;
    enum kho_verdict v = KHO_VERDICT_OPEN;
    bool letter = false, small = false, beside = false;

    for (size_t i = 0; i < text.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)text.p + i, text.n - i, &len);
        const struct kho_letter l = c == KHO_UTF8_BAD ? kho_letters[0] : kho_letter_of(c);

        if (c == KHO_UTF8_BAD)
            return KHO_VERDICT_ODD;
        if (l.code == KHO_L_NONE && !is_usual_sign(c) && !is_beside(c)) {
            if (!is_foreign_letter(c))
                return KHO_VERDICT_ODD;
            v = KHO_VERDICT_BAD;
        }
        if (beside && l.letter_case != KHO_CASE_NONE)
            return KHO_VERDICT_ODD;
        /* "quẢn": letters of the wrong code page are as often capital as small */
        if (small && c >= 0x80 && l.letter_case == KHO_CASE_UPPER)
            v = KHO_VERDICT_BAD;
        beside = letter && is_beside(c);
        letter = l.letter_case != KHO_CASE_NONE;
        small = l.letter_case == KHO_CASE_LOWER || (small && c >= 0x300 && c <= 0x323);
        i += len;
    }
    for (size_t pos = 0; v != KHO_VERDICT_BAD && kho_word_next(text, &pos, &w);) {
        if (says_nothing(&w) || w.exact_n == w.bare_n)
            continue;
        if (!kho_is_syllable((kho_sv){w.exact, w.exact_n}) ||
            is_tone_misplaced((kho_sv){text.p + w.offset, w.length}))
            v = KHO_VERDICT_BAD;
        else
            v = v == KHO_VERDICT_RARE || is_rare(&w) ? KHO_VERDICT_RARE : KHO_VERDICT_GOOD;
    }
    return v;
}
