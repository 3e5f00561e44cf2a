/* terms.c - see terms.h. */
#include "terms.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { DIGEST_CHARS = 32 };

static kho_sv
prefixed(char *out, kho_sv prefix, const char *word, size_t n)
{
    if (prefix.n > 0)
        memcpy(out, prefix.p, prefix.n);
    memcpy(out + prefix.n, word, n);
    out[prefix.n + n] = '\0';
    return (kho_sv){out, prefix.n + n};
}

/*
 * Exact forms are half of the terms of a document, so their letters are short: one byte instead of
 * two or three for the letters of Vietnamese that have marks, of bytes that begin no UTF-8
 * character.  Every letter by itself, so that what words begin with stays what their terms begin
 * with.
 */
static unsigned char
short_letter(const unsigned char *s, size_t n, size_t *used)
{
    static const uint16_t others[] = {0xe0,  0xe1,  0xe2,  0xe3,  0xe8, 0xe9, 0xea, 0xec,
                                      0xed,  0xf2,  0xf3,  0xf4,  0xf5, 0xf9, 0xfa, 0xfd,
                                      0x103, 0x111, 0x129, 0x169, 0x1a1}; /* 0x1b0: below */
    enum { FIRST_PAGE = 0x80, FIRST_OTHER = 0xad, U_HORN = 0xf5 };
    unsigned c;

    if (n >= 3 && s[0] == 0xe1) {
        c = (unsigned)(s[0] & 15) << 12 | (unsigned)(s[1] & 63) << 6 | (s[2] & 63);
        *used = 3;
        return c > 0x1ea0 && c < 0x1efa && c % 2 == 1 /* small letters */
                   ? (unsigned char)(FIRST_PAGE + (c - 0x1ea0) / 2)
                   : 0;
    }
    if (n < 2 || s[0] < 0xc3 || s[0] > 0xc6)
        return 0;
    c = (unsigned)(s[0] & 31) << 6 | (s[1] & 63);
    *used = 2;
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
        if (c == others[i])
            return (unsigned char)(FIRST_OTHER + i);
    return c == 0x1b0 ? U_HORN : 0;
}

static size_t
shorten(char *out, const char *word, size_t n)
{
    size_t at = 0, to = 0, used = 0;

    while (at < n) {
        const unsigned char *const s = (const unsigned char *)word + at;
        const unsigned char letter = *s < 0x80 ? 0 : short_letter(s, n - at, &used);

        if (letter == 0) {
            out[to++] = word[at++];
            continue;
        }
        out[to++] = (char)letter;
        at += used;
    }
    return to;
}

/* -- usual forms ------------------------------------------------------------------------------ */

enum { USUAL_TABLE = 4096, UNUSUAL = 1 }; /* UNUSUAL: a byte that no word has */

/* Open addressing, by bare form; a few times as large as the table of forms. */
static const struct kho_usual_forms_row *usual_forms[USUAL_TABLE];
static bool usual_filled;

static size_t
usual_place(const char *bare, size_t n)
{
    return (size_t)XXH3_64bits(bare, n) % USUAL_TABLE;
}

/* The row of a bare form, or the free place where it would be. */
static const struct kho_usual_forms_row **
usual_find(kho_sv bare)
{
    size_t at = usual_place(bare.p, bare.n);

    while (usual_forms[at] != NULL && !kho_sv_eq(bare, kho_sv_from(usual_forms[at]->bare)))
        at = (at + 1) % USUAL_TABLE;
    return &usual_forms[at];
}

/* Once for the whole run. */
static void
usual_fill(void)
{
    usual_filled = true;
    for (size_t i = 0; i < kho_usual_forms_n && i < USUAL_TABLE / 2; i++)
        *usual_find(kho_sv_from(kho_usual_forms[i].bare)) = &kho_usual_forms[i];
}

static kho_sv
usual_form(kho_sv bare)
{
    const struct kho_usual_forms_row *row;

    if (!usual_filled)
        usual_fill();
    row = *usual_find(bare);
    return row == NULL ? (kho_sv){NULL, 0} : kho_sv_from(row->form);
}

kho_sv
kho_term_unusual(struct kho_arena *arena, kho_sv bare)
{
    char *p = kho_arena_alloc(arena, bare.n + 2, 1);

    memcpy(p, bare.p, bare.n);
    p[bare.n] = UNUSUAL;
    p[bare.n + 1] = '\0';
    return (kho_sv){p, bare.n + 1};
}

struct kho_exact_term
kho_term_exact(struct kho_arena *arena, kho_sv bare, kho_sv exact)
{
    if (kho_sv_eq(exact, usual_form(bare)))
        return (struct kho_exact_term){kho_term_raw(arena, KHO_FIELDS_WORD, bare),
                                       kho_term_unusual(arena, bare)};
    return (struct kho_exact_term){kho_term_raw(arena, KHO_FIELDS_WORD, exact), {NULL, 0}};
}

size_t
kho_term_usual_begin(kho_sv begin, kho_sv *out, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < kho_usual_forms_n; i++) {
        const kho_sv form = kho_sv_from(kho_usual_forms[i].form);
        const kho_sv bare = kho_sv_from(kho_usual_forms[i].bare);

        if (form.n < begin.n || memcmp(form.p, begin.p, begin.n) != 0 || usual_form(bare).p == NULL)
            continue;
        if (n < max)
            out[n] = bare;
        n++;
    }
    return n;
}

struct kho_word_term
kho_term_word(enum kho_fields_id field, const struct kho_word *w, struct kho_term_buf *buf)
{
    const kho_sv prefix = kho_sv_from(kho_fields[field].prefix), word = {w->exact, w->exact_n};
    struct kho_word_term t = {.bare = prefixed(buf->bare, prefix, w->bare, w->bare_n)};
    char exact[KHO_WORD_MAX];

    if (field == KHO_FIELDS_WORD) {
        t.usual = usual_form(t.bare);
        if (kho_sv_eq(t.usual, word)) {
            t.usual = (kho_sv){NULL, 0};
            return t;
        }
    }
    if (w->exact_n != w->bare_n || memcmp(w->exact, w->bare, w->bare_n) != 0)
        t.exact = prefixed(buf->exact, prefix, exact, shorten(exact, w->exact, w->exact_n));
    return t;
}

/* 128 bits of XXH3: different texts share it by accident so rarely that no archive will see it. */
static void
put_digest(char out[DIGEST_CHARS], kho_sv text)
{
    static const char hex[] = "0123456789abcdef";
    const XXH128_hash_t h = XXH3_128bits(text.p, text.n);

    for (unsigned i = 0; i < DIGEST_CHARS / 2; i++) {
        out[i] = hex[h.high64 >> (60 - 4 * i) & 15];
        out[i + DIGEST_CHARS / 2] = hex[h.low64 >> (60 - 4 * i) & 15];
    }
}

kho_sv
kho_term_raw(struct kho_arena *arena, enum kho_fields_id field, kho_sv text)
{
    const kho_sv prefix = kho_sv_from(kho_fields[field].prefix);
    const char *nul = text.n == 0 ? NULL : memchr(text.p, '\0', text.n);
    size_t keep = KHO_TERMS_MAX - DIGEST_CHARS - prefix.n;
    char *out, word[KHO_WORD_MAX];

    if (field == KHO_FIELDS_WORD && text.n <= sizeof word) {
        text = (kho_sv){word, shorten(word, text.p, text.n)};
        nul = text.n == 0 ? NULL : memchr(text.p, '\0', text.n);
    }
    if (nul == NULL && text.n <= KHO_TERMS_MAX - prefix.n) {
        out = kho_arena_alloc(arena, prefix.n + text.n + 1, 1);
        return prefixed(out, prefix, text.n == 0 ? "" : text.p, text.n);
    }
    if (keep > text.n)
        keep = text.n;
    if (nul != NULL && (size_t)(nul - text.p) < keep)
        keep = (size_t)(nul - text.p);
    while (keep > 0 && keep < text.n && ((unsigned char)text.p[keep] & 0xc0) == 0x80)
        keep--;
    out = kho_arena_alloc(arena, prefix.n + keep + DIGEST_CHARS + 1, 1);
    (void)prefixed(out, prefix, text.p, keep);
    put_digest(out + prefix.n + keep, text);
    return (kho_sv){out, prefix.n + keep + DIGEST_CHARS};
}

kho_sv
kho_term_flag(struct kho_arena *arena, enum kho_fields_id field, kho_sv value)
{
    return kho_term_raw(arena, field, kho_slug(arena, value));
}

kho_sv
kho_term_symbol(struct kho_arena *arena, enum kho_fields_id field, const struct kho_symbol *s)
{
    return kho_term_raw(arena, field, kho_symbol_term(arena, s));
}

/* -- abbreviations ---------------------------------------------------------------------------- */

enum { ABBREVIATIONS_MAX = 1024, ABBREVIATIONS_BYTES = 256 * 1024 };

struct pair {
    kho_sv from, to; /* bare words */
};

static struct pair pairs[2 * ABBREVIATIONS_MAX];
static size_t pairs_n;

static int
compare(kho_sv a, kho_sv b)
{
    const int r = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

    return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

static int
compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    const int r = compare(x->from, y->from);

    return r != 0 ? r : compare(x->to, y->to);
}

/* Once for the whole run: a few hundred short strings, never given back. */
static void
fill_pairs(void)
{
    static struct kho_arena *arena;

    arena = kho_arena_new(ABBREVIATIONS_BYTES);
    for (size_t i = 0; i < kho_abbreviations_n && i < ABBREVIATIONS_MAX; i++) {
        const kho_sv abbr = kho_fold_bare(arena, kho_sv_from(kho_abbreviations[i].abbr));
        const kho_sv full = kho_fold_bare(arena, kho_sv_from(kho_abbreviations[i].expansion));

        pairs[pairs_n++] = (struct pair){abbr, full};
        pairs[pairs_n++] = (struct pair){full, abbr};
    }
    qsort(pairs, pairs_n, sizeof pairs[0], compare_pairs);
}

size_t
kho_term_expansions(kho_sv bare, kho_sv *out, size_t max)
{
    size_t low = 0, high, n = 0;

    if (bare.n == 0)
        return 0;
    if (pairs_n == 0)
        fill_pairs();
    high = pairs_n;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (compare(pairs[mid].from, bare) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < pairs_n && n < max && kho_sv_eq(pairs[low].from, bare); low++)
        if (n == 0 || !kho_sv_eq(out[n - 1], pairs[low].to))
            out[n++] = pairs[low].to;
    return n;
}
