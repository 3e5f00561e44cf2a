/* unicode.c - see unicode.h. */
#include "unicode.h"

#include "letters.h"
#include "tables.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { CONFUSABLES_MAX = 256 };

enum mark {
    MARK_GRAVE = 0x300,
    MARK_ACUTE = 0x301,
    MARK_CIRCUMFLEX = 0x302,
    MARK_TILDE = 0x303,
    MARK_BREVE = 0x306,
    MARK_HOOK = 0x309,
    MARK_HORN = 0x31b,
    MARK_DOT = 0x323
};

struct confusable {
    uint32_t from, to;
    enum kho_char_kind kind;
};

static struct confusable confusables[CONFUSABLES_MAX];
static size_t confusables_n;
static const UNormalizer2 *nfc, *nfkc;
static UErrorCode icu = U_ZERO_ERROR; /* of getting these two */
static bool ready;

static enum kho_char_kind
kind_named(const char *s)
{
    static const struct {
        const char *name;
        enum kho_char_kind kind;
    } kinds[] = {{"letter", KHO_CHAR_WORD},
                 {"space", KHO_CHAR_SPACE},
                 {"newline", KHO_CHAR_NEWLINE},
                 {"drop", KHO_CHAR_DROP},
                 {"symbol", KHO_CHAR_SYMBOL}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, s) == 0)
            return kinds[i].kind;
    return KHO_CHAR_OTHER;
}

/*
 * ICU has these data in its library; should it be broken, characters stay as they are, for every
 * call below is given the failure.
 */
static void
fill(void)
{
    for (size_t i = 0; i < kho_confusables_n && i < CONFUSABLES_MAX; i++)
        confusables[confusables_n++] =
            (struct confusable){(uint32_t)strtoul(kho_confusables[i].cp, NULL, 16),
                                (uint32_t)strtoul(kho_confusables[i].to, NULL, 16),
                                kind_named(kho_confusables[i].kind)};
    nfc = unorm2_getNFCInstance(&icu);
    nfkc = unorm2_getNFKCInstance(&icu);
    ready = true;
}

static const struct confusable *
confusable(uint32_t c)
{
    size_t low = 0, high;

    if (!ready)
        fill();
    high = confusables_n;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (confusables[mid].from < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low < confusables_n && confusables[low].from == c ? &confusables[low] : NULL;
}

enum kho_char_kind
kho_char_kind(uint32_t c)
{
    const struct confusable *x;

    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
        if (c == '\t' || c == '\n')
            return KHO_CHAR_OTHER;
        return c == '\v' || c == '\f' || c == '\r' || c == 0x85 ? KHO_CHAR_NEWLINE : KHO_CHAR_DROP;
    }
    if (kho_letter_of(c).code != KHO_L_NONE)
        return KHO_CHAR_WORD;
    x = confusable(c);
    if (x != NULL)
        return x->kind;
    if (U_IS_UNICODE_NONCHAR(c)) /* for a program's own use, as font.h does */
        return KHO_CHAR_DROP;
    if ((U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_NL_MASK)) != 0)
        return KHO_CHAR_WORD;
    return (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0 ? KHO_CHAR_MARK : KHO_CHAR_OTHER;
}

uint32_t
kho_char_lookalike(uint32_t c)
{
    const struct confusable *x = confusable(c);

    if (x == NULL)
        x = confusable((uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT));
    return x != NULL && x->kind == KHO_CHAR_WORD ? x->to : 0;
}

uint32_t
kho_char_symbol(uint32_t c)
{
    const struct confusable *x = confusable(c);

    return x != NULL ? x->to : c;
}

static UScriptCode
script(uint32_t c)
{
    UErrorCode e = U_ZERO_ERROR;
    const UScriptCode s = uscript_getScript((UChar32)c, &e);

    return U_FAILURE(e) ? USCRIPT_UNKNOWN : s;
}

bool
kho_char_is_foreign(uint32_t c)
{
    UScriptCode s;

    if (c < 0x370 || !u_isalpha((UChar32)c) || kho_char_lookalike(c) != 0)
        return false;
    s = script(c);
    return s == USCRIPT_CYRILLIC || s == USCRIPT_GREEK;
}

bool
kho_char_is_latin(uint32_t c)
{
    return script(c) == USCRIPT_LATIN;
}

size_t
kho_char_decompose(uint32_t c, bool compat, uint32_t out[KHO_DECOMPOSED_MAX])
{
    UErrorCode e;
    UChar u[KHO_DECOMPOSED_MAX];
    int32_t n, i = 0;
    size_t k = 0;

    if (!ready)
        fill();
    e = icu;
    n = unorm2_getDecomposition(compat ? nfkc : nfc, (UChar32)c, u, KHO_DECOMPOSED_MAX, &e);
    if (n < 0 || U_FAILURE(e)) {
        out[0] = c;
        return 1;
    }
    while (i < n) {
        UChar32 d;

        U16_NEXT(u, i, n, d);
        out[k++] = (uint32_t)d;
    }
    return k;
}

void
kho_chars_add(struct kho_chars *s, uint32_t c)
{
    if (u_getCombiningClass((UChar32)c) == 0)
        s->marks = 0;
    else if (s->marks == KHO_MARKS_MAX)
        return;
    else
        s->marks++;
    if (s->n < s->cap)
        s->p[s->n++] = c;
}

static bool
is_quality(uint32_t c)
{
    return c == MARK_CIRCUMFLEX || c == MARK_BREVE || c == MARK_HORN;
}

static bool
is_tone(uint32_t c)
{
    return c == MARK_GRAVE || c == MARK_ACUTE || c == MARK_TILDE || c == MARK_HOOK || c == MARK_DOT;
}

static bool
is_latin_vowel(uint32_t c)
{
    return c < 0x80 && c != 0 && strchr("aeiouyAEIOUY", (int)c) != NULL;
}

/* Sorts by it; equal ones keep their order. */
static unsigned
mark_rank(uint32_t c, bool vietnamese)
{
    return u_getCombiningClass((UChar32)c) * 2u + (vietnamese && is_quality(c) ? 0 : 1);
}

/* The marks m[0..n) of one letter; returns how many stay.  n is at most KHO_MARKS_MAX. */
static size_t
order_marks(uint32_t *m, size_t n, bool vietnamese, unsigned keep)
{
    size_t k = 0, last_tone = n;

    for (size_t i = 1; i < n; i++) {
        const uint32_t c = m[i];
        const unsigned rank = mark_rank(c, vietnamese);
        size_t j = i;

        for (; j > 0 && mark_rank(m[j - 1], vietnamese) > rank; j--)
            m[j] = m[j - 1];
        m[j] = c;
    }
    if (!vietnamese)
        return keep > 0 && n > keep ? keep : n;
    for (size_t i = 0; i < n; i++)
        if (is_tone(m[i]))
            last_tone = i;
    for (size_t i = 0; i < n; i++) {
        bool again = keep > 0 && is_tone(m[i]) && i != last_tone;

        for (size_t j = i + 1; j < n && (is_tone(m[i]) || is_quality(m[i])) && !again; j++)
            again = m[j] == m[i];
        if (!again)
            m[k++] = m[i];
    }
    return keep > 0 && k > keep ? keep : k;
}

void
kho_chars_order(struct kho_chars *s, unsigned keep)
{
    size_t k = 0;

    for (size_t i = 0; i < s->n;) {
        size_t end, n;
        bool vietnamese = false;

        if (u_getCombiningClass((UChar32)s->p[i]) == 0) {
            vietnamese = is_latin_vowel(s->p[i]);
            s->p[k++] = s->p[i++];
        }
        for (end = i; end < s->n && u_getCombiningClass((UChar32)s->p[end]) != 0;)
            end++;
        n = order_marks(s->p + i, end - i, vietnamese, keep);
        memmove(s->p + k, s->p + i, n * sizeof *s->p);
        k += n;
        i = end;
    }
    s->n = k;
}

size_t
kho_chars_compose(const struct kho_chars *s, uint16_t *tmp, char *out)
{
    UErrorCode e;
    int32_t n = 0, composed;
    UChar *in = (UChar *)tmp, *res;
    size_t k = 0;

    if (!ready)
        fill();
    e = icu;
    for (size_t i = 0; i < s->n; i++) {
        const uint32_t c = s->p[i];

        if (c > 0xffff) {
            in[n++] = (UChar)(0xd7c0 + (c >> 10));
            in[n++] = (UChar)(0xdc00 | (c & 0x3ff));
        } else {
            in[n++] = (UChar)c;
        }
    }
    res = in + n; /* composing what is decomposed never makes it longer */
    composed = unorm2_normalize(nfc, in, n, res, n, &e);
    if (U_FAILURE(e)) {
        res = in;
        composed = n;
    }
    for (int32_t i = 0; i < composed;) {
        UChar32 c;

        U16_NEXT(res, i, composed, c);
        k += kho_utf8_put(out + k, (uint32_t)c);
    }
    return k;
}

bool
kho_char_is_inert(uint32_t c)
{
    if (!ready)
        fill();
    return U_FAILURE(icu) || unorm2_isInert(nfc, (UChar32)c) != 0;
}

bool
kho_char_is_boundary(uint32_t c)
{
    if (!ready)
        fill();
    return U_FAILURE(icu) || unorm2_hasBoundaryBefore(nfc, (UChar32)c) != 0;
}
