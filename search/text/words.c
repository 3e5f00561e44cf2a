/* words.c - kho_word_next: cutting a text into words and folding them. */
#include "words.h"

#include "unicode.h"
#include "utf8.h"

void
kho_word_spell(const struct kho_spelling *s, struct kho_word *w)
{
    unsigned n = 0;

    _Static_assert(KHO_SPELLING_MAX * 3 + 1 <= KHO_WORD_MAX, "every spelling fits");
    for (unsigned i = 0; i < s->n; i++) {
        const char *u = kho_letter_lower[s->code[i]][s->tone[i]];

        memcpy(w->exact + n, u, 4);
        n += kho_letter_bytes(u);
        w->bare[i] = kho_letter_bare[s->code[i]];
    }
    w->exact[n] = '\0';
    w->exact_n = (uint8_t)n;
    w->bare[s->n] = '\0';
    w->bare_n = s->n;
}

/* The letter or digit of the alphabet at p, of n > 0 bytes; *len its bytes.  False: there is none.
 */
static inline bool
letter_at(const unsigned char *p, size_t n, struct kho_letter *l, unsigned *len)
{
    *len = 1;
    if (p[0] < 0x80) {
        *l = kho_letters[p[0]];
    } else {
        const uint32_t c = kho_utf8_get(p, n, len);

        *l = c == KHO_UTF8_BAD ? kho_letters[0] : kho_letter_of(c);
    }
    return l->code != KHO_L_NONE;
}

static bool
separates(kho_sv text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.p + at;
    enum kho_char_kind kind;
    uint32_t c;
    unsigned len;

    if (p[0] < 0x80) /* other controls may be dropped from inside a word */
        return (p[0] >= 0x20 && p[0] != 0x7f) || p[0] == '\n' || p[0] == '\t';
    c = kho_utf8_get(p, text.n - at, &len);
    if (c == KHO_UTF8_BAD)
        return true;
    kind = kho_char_kind(c);
    return kind != KHO_CHAR_WORD && kind != KHO_CHAR_MARK && kind != KHO_CHAR_DROP;
}

/* Does what stands behind letters of the alphabet end their word? */
static inline bool
is_border(kho_sv text, size_t at)
{
    return at >= text.n || text.p[at] == ' ' || separates(text, at);
}

/* A word of letters of the alphabet from start on.  False: something else belongs to it, or it has
 * very many. */
static bool
long_word(kho_sv text, size_t start, struct kho_word *w, size_t *end)
{
    const unsigned char *p = (const unsigned char *)text.p;
    struct kho_spelling s = {.n = 0};
    struct kho_letter l;
    size_t i = start;
    unsigned len;

    for (; i < text.n && letter_at(p + i, text.n - i, &l, &len); i += len) {
        if (s.n == KHO_SPELLING_MAX)
            return false;
        s.code[s.n] = l.code;
        s.tone[s.n++] = l.tone;
    }
    if (!is_border(text, i))
        return false;
    kho_spelling_unify(&s);
    kho_word_spell(&s, w);
    w->offset = (uint32_t)start;
    w->length = (uint32_t)(i - start);
    *end = i;
    return true;
}

/*
 * Words as short as syllables are: their letters fit into one number, and a text has few different
 * ones.  What was made of the last of them is kept.
 */
enum {
    SHORT_LETTERS = 7, /* "nghiêng" */
    CODE_SHIFT = 3,    /* of the code of a letter, above its tone */
    LETTER_BITS = 9,
    SEEN_BITS = 11
};
_Static_assert(KHO_TONES <= 1 << CODE_SHIFT && KHO_L_COUNT <= 1 << (LETTER_BITS - CODE_SHIFT) &&
                   SHORT_LETTERS * LETTER_BITS <= 64,
               "a short word fits into 64 bits");

struct seen {
    uint64_t letters; /* 0: free */
    char exact[SHORT_LETTERS * 3 + 1], bare[SHORT_LETTERS + 1];
    uint8_t exact_n, bare_n;
};

/* The letters from start on, *end is behind them; 0: more than that belongs to the word. */
static uint64_t
short_word(kho_sv text, size_t start, size_t *end)
{
    const unsigned char *p = (const unsigned char *)text.p;
    uint64_t letters = 0;
    struct kho_letter l;
    size_t i = start;
    unsigned len;

    for (unsigned n = 0; i < text.n && letter_at(p + i, text.n - i, &l, &len); i += len) {
        if (n++ == SHORT_LETTERS)
            return 0;
        letters = letters << LETTER_BITS | (unsigned)l.code << CODE_SHIFT | l.tone;
    }
    *end = i;
    return is_border(text, i) ? letters : 0;
}

static void
see(struct seen *e, uint64_t letters, struct kho_word *w)
{
    struct kho_spelling s = {.n = 0};

    for (uint64_t left = letters; left != 0; left >>= LETTER_BITS)
        s.n++;
    for (unsigned i = s.n; i > 0; i--, letters >>= LETTER_BITS) {
        s.code[i - 1] = letters >> CODE_SHIFT & ((1 << (LETTER_BITS - CODE_SHIFT)) - 1);
        s.tone[i - 1] = letters & ((1 << CODE_SHIFT) - 1);
    }
    kho_spelling_unify(&s);
    kho_word_spell(&s, w);
    memcpy(e->exact, w->exact, w->exact_n + 1u);
    memcpy(e->bare, w->bare, w->bare_n + 1u);
    e->exact_n = w->exact_n;
    e->bare_n = w->bare_n;
}

static void
put_short(uint64_t letters, struct kho_word *w)
{
    static struct seen seen[1 << SEEN_BITS];
    struct seen *e = &seen[letters * UINT64_C(0x9e3779b97f4a7c15) >> (64 - SEEN_BITS)];

    if (e->letters != letters) {
        see(e, letters, w);
        e->letters = letters;
        return;
    }
    memcpy(w->exact, e->exact, sizeof e->exact);
    memcpy(w->bare, e->bare, sizeof e->bare);
    w->exact_n = e->exact_n;
    w->bare_n = e->bare_n;
}

/* The first letter or digit at or behind i, text.n if there is none; *code is that of the letter.
 */
static size_t
word_start(kho_sv text, size_t i, unsigned *code)
{
    const unsigned char *p = (const unsigned char *)text.p;

    while (i < text.n) {
        struct kho_letter l;
        unsigned len;

        if (letter_at(p + i, text.n - i, &l, &len)) {
            *code = l.code;
            return i;
        }
        if (p[i] >= 0x80) {
            const uint32_t c = kho_utf8_get(p + i, text.n - i, &len);

            if (c != KHO_UTF8_BAD && kho_char_kind(c) == KHO_CHAR_WORD) {
                *code = KHO_L_NONE;
                return i;
            }
        }
        i += len;
    }
    return i;
}

/* Passes over the letters of the alphabet that start at *i.  False: something else belongs to their
 * word. */
static bool
pass(kho_sv text, size_t *i)
{
    const unsigned char *p = (const unsigned char *)text.p;
    struct kho_letter l;
    unsigned len;

    while (*i < text.n && letter_at(p + *i, text.n - *i, &l, &len))
        *i += len;
    return is_border(text, *i);
}

/* Bit of what a word begins with; that of other letters and digits is KHO_L_NONE. */
static uint64_t
initial(char bare)
{
    const unsigned char c = (unsigned char)bare;

    return UINT64_C(1) << (c < 0x80 ? kho_letters[c].code : KHO_L_NONE);
}

uint64_t
kho_word_initials(const char *bare)
{
    uint64_t initials = 0;

    while (*bare != '\0')
        initials |= initial(*bare++);
    return initials;
}

bool
kho_word_next_of(kho_sv text, size_t *pos, uint64_t initials, struct kho_word *w)
{
    size_t i = *pos, end;

    for (;; i = end) {
        uint64_t letters;
        unsigned code;

        end = i = word_start(text, i, &code);
        if (i >= text.n || i > UINT32_MAX) {
            *pos = text.n;
            return false;
        }
        if (code != KHO_L_NONE && (initials & initial(kho_letter_bare[code])) == 0 &&
            pass(text, &end))
            continue;
        letters = short_word(text, i, &end);
        if (letters != 0) {
            put_short(letters, w);
            w->offset = (uint32_t)i;
            w->length = (uint32_t)(end - i);
        } else if (!long_word(text, i, w, &end) && !kho_word_slow(text, i, w, &end)) {
            continue;
        }
        if ((initials & initial(w->bare[0])) != 0) {
            *pos = end;
            return true;
        }
    }
}
