/* words.c - kho_word_next: cutting a text into words and folding them. */
#include "words.h"

#include "unicode.h"
#include "utf8.h"

#include <endian.h>

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

/* Does what stands behind letters of the alphabet end their word? */
static bool
is_border(kho_sv text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.p + at;
    enum kho_char_kind kind;
    uint32_t c;
    unsigned len;

    if (at >= text.n)
        return true;
    if (p[0] < 0x80) /* other controls may be dropped from inside a word */
        return (p[0] >= 0x20 && p[0] != 0x7f) || p[0] == '\n' || p[0] == '\t';
    c = kho_utf8_get(p, text.n - at, &len);
    if (c == KHO_UTF8_BAD)
        return true;
    kind = kho_char_kind(c);
    return kind != KHO_CHAR_WORD && kind != KHO_CHAR_MARK && kind != KHO_CHAR_DROP;
}

/* A word of letters of the alphabet from start on.  False: something else belongs to it, or it has
 * very many. */
static bool
plain_word(kho_sv text, size_t start, struct kho_word *w, size_t *end)
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
 * A text has few different words, and most are short.  What was made of the last of them is kept
 * beside their bytes, two numbers: that they are one word needs to be found out once.
 */
enum { SEEN_BYTES = 16, SEEN_LETTERS = 7 /* "nghiêng" */, SEEN_BITS = 13 };

struct bytes {
    uint64_t high, low; /* low 0: none */
};

struct seen {
    struct bytes bytes;
    char exact[SEEN_LETTERS * 3 + 1], bare[SEEN_LETTERS + 1];
    uint8_t exact_n, bare_n;
};

static struct {
    struct seen word[1 << SEEN_BITS];
    bool inside[256]; /* bytes that may go on with a word */
    bool ready;
} seen;

static void
prepare(void)
{
    for (unsigned c = 0; c < 256; c++)
        seen.inside[c] = c >= 0x80 || kho_letters[c].code != KHO_L_NONE;
    seen.ready = true;
}

/* n bytes, at most eight, as a number; room: how many may be read. */
static inline uint64_t
number_of(const unsigned char *p, size_t n, size_t room)
{
    uint64_t all = 0;

    if (room < sizeof all) {
        for (size_t i = n; i-- > 0;)
            all = all << 8 | p[i];
        return all;
    }
    memcpy(&all, p, sizeof all);
    all = le64toh(all);
    if (n < sizeof all)
        all &= (UINT64_C(1) << (8 * n)) - 1;
    return all;
}

/* The bytes from start on, up to one that ends a word whatever stands before it; none if they are
 * many. */
static inline __attribute__((always_inline)) struct bytes
bytes_at(kho_sv text, size_t start, size_t *end)
{
    const unsigned char *p = (const unsigned char *)text.p + start;
    const size_t room = text.n - start, most = room < SEEN_BYTES ? room : SEEN_BYTES;
    struct bytes b = {0, 0};
    size_t n = 0;

    while (n < most && seen.inside[p[n]])
        n++;
    *end = start + n;
    if (n < room && (p[n] < ' ' || p[n] == 0x7f || seen.inside[p[n]]))
        return b;
    b.low = number_of(p, n < 8 ? n : 8, room);
    if (n > 8)
        b.high = number_of(p + 8, n - 8, room - 8);
    return b;
}

static struct seen *
seen_at(struct bytes b)
{
    return &seen.word[(b.low * UINT64_C(0x9e3779b97f4a7c15) +
                       b.high * UINT64_C(0xc2b2ae3d27d4eb4f)) >>
                      (64 - SEEN_BITS)];
}

static void
keep(struct seen *e, struct bytes b, const struct kho_word *w)
{
    if (w->bare_n > SEEN_LETTERS || b.low == 0)
        return;
    e->bytes = b;
    memcpy(e->exact, w->exact, w->exact_n + 1u);
    memcpy(e->bare, w->bare, w->bare_n + 1u);
    e->exact_n = w->exact_n;
    e->bare_n = w->bare_n;
}

static void
put_seen(const struct seen *e, size_t start, size_t end, struct kho_word *w)
{
    memcpy(w->exact, e->exact, sizeof e->exact);
    memcpy(w->bare, e->bare, sizeof e->bare);
    w->exact_n = e->exact_n;
    w->bare_n = e->bare_n;
    w->offset = (uint32_t)start;
    w->length = (uint32_t)(end - start);
}

/* The first letter or digit at or behind i; text.n if there is none. */
static size_t
word_start(kho_sv text, size_t i)
{
    const unsigned char *p = (const unsigned char *)text.p;

    while (i < text.n) {
        unsigned len;
        uint32_t c;

        if (p[i] < 0x80) {
            if (kho_letters[p[i]].code != KHO_L_NONE)
                return i;
            i++;
            continue;
        }
        c = kho_utf8_get(p + i, text.n - i, &len);
        if (c != KHO_UTF8_BAD &&
            (kho_letter_of(c).code != KHO_L_NONE || kho_char_kind(c) == KHO_CHAR_WORD))
            return i;
        i += len;
    }
    return i;
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

/* What is to be found out about the first word at or behind *start, and is kept then.  False: there
 * is nothing to index at *start, or no word any more; *end is where to go on. */
static __attribute__((noinline)) bool
learn(kho_sv text, size_t *start, size_t *end, struct kho_word *w)
{
    const size_t i = *start = word_start(text, *start);
    struct bytes b;
    size_t stop;

    *end = text.n;
    if (i >= text.n)
        return false;
    b = bytes_at(text, i, &stop);
    if (!plain_word(text, i, w, end))
        return kho_word_slow(text, i, w, end);
    if (*end == stop)
        keep(seen_at(b), b, w);
    return true;
}

bool
kho_word_next_of(kho_sv text, size_t *pos, uint64_t initials, struct kho_word *w)
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t i = *pos, end;

    if (!seen.ready)
        prepare();
    for (;; i = end) {
        const struct seen *e;
        struct bytes b;

        while (i < text.n && !seen.inside[p[i]])
            i++;
        if (i >= text.n || i > UINT32_MAX) {
            *pos = text.n;
            return false;
        }
        b = bytes_at(text, i, &end);
        e = seen_at(b);
        if (b.low != 0 && e->bytes.low == b.low && e->bytes.high == b.high) {
            if ((initials & initial(e->bare[0])) == 0)
                continue;
            put_seen(e, i, end, w);
            break;
        }
        if (learn(text, &i, &end, w) && (initials & initial(w->bare[0])) != 0)
            break;
    }
    *pos = end;
    return true;
}
