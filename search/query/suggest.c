/* suggest.c - see glance.h: words that no document has, and near ones that documents have. */
#include "glance.h"

#include "terms.h"

enum {
    WORDS_LOOKED_AT = 16,
    WORDS_MENDED = 3,
    LONGEST = 16,                 /* bytes of a word that is mended */
    NEAR_MAX = 54 * LONGEST + 64, /* spellings one slip away */
    COMMON = 2                    /* documents a word needs that stands for a typed one */
};

/* Spellings one slip away: a letter too many, two changed round, another letter, one missing; or
 * two words written as one. */
struct near {
    struct kho_arena *arena;
    kho_sv *terms;
    size_t n;
};

static void
add(struct near *l, const char *word, size_t n)
{
    if (n > 0 && l->n < NEAR_MAX)
        l->terms[l->n++] = kho_arena_dup(l->arena, (kho_sv){word, n});
}

static void
slips(struct near *l, kho_sv w)
{
    static const char letters[] = "abcdeghiklmnopqrstuvxyfjwz";
    char b[LONGEST + 2];

    for (size_t i = 0; i < w.n; i++) {
        memcpy(b, w.p, i);
        memcpy(b + i, w.p + i + 1, w.n - i - 1);
        add(l, b, w.n - 1);
        memcpy(b, w.p, w.n);
        if (i + 1 < w.n) {
            b[i] = w.p[i + 1];
            b[i + 1] = w.p[i];
            add(l, b, w.n);
            b[i + 1] = w.p[i + 1];
        }
        for (const char *c = letters; *c != '\0'; c++) {
            b[i] = *c;
            if (*c != w.p[i])
                add(l, b, w.n);
        }
    }
    for (size_t i = 0; i <= w.n; i++) {
        memcpy(b, w.p, i);
        memcpy(b + i + 1, w.p + i, w.n - i);
        for (const char *c = letters; *c != '\0'; c++) {
            b[i] = *c;
            add(l, b, w.n + 1);
        }
    }
}

/* The best single word, or p NULL. */
static enum kho_status
nearest(struct kho_store *s, struct kho_arena *arena, kho_sv w, kho_sv *out, struct kho_err *err)
{
    struct near l = {.arena = arena, .terms = KHO_NEW_N(arena, NEAR_MAX, kho_sv)};
    uint32_t *docs = KHO_NEW_N(arena, NEAR_MAX, uint32_t), best = COMMON - 1;
    enum kho_status st;

    *out = (kho_sv){NULL, 0};
    slips(&l, w);
    st = kho_store_freqs(s, l.terms, l.n, docs, err);
    for (size_t i = 0; st == KHO_OK && i < l.n; i++)
        if (docs[i] > best) {
            best = docs[i];
            *out = l.terms[i];
        }
    return st;
}

/* "chuyendoi" -> "chuyen doi": both halves must be words of many documents. */
static enum kho_status
split(struct kho_store *s, struct kho_arena *arena, kho_sv w, kho_sv *out, struct kho_err *err)
{
    kho_sv halves[2 * LONGEST];
    uint32_t docs[2 * LONGEST], best = COMMON - 1;
    enum kho_status st;

    *out = (kho_sv){NULL, 0};
    for (size_t i = 1; i < w.n; i++) {
        halves[2 * (i - 1)] = kho_arena_dup(arena, (kho_sv){w.p, i});
        halves[2 * (i - 1) + 1] = kho_arena_dup(arena, (kho_sv){w.p + i, w.n - i});
    }
    st = kho_store_freqs(s, halves, 2 * (w.n - 1), docs, err);
    for (size_t i = 1; st == KHO_OK && i < w.n; i++) {
        const uint32_t *d = &docs[2 * (i - 1)], rarer = d[0] < d[1] ? d[0] : d[1];
        char *joined;

        if (rarer <= best || i < 2 || w.n - i < 2)
            continue;
        best = rarer;
        joined = kho_arena_alloc(arena, w.n + 2, 1);
        memcpy(joined, w.p, i);
        joined[i] = ' ';
        memcpy(joined + i + 1, w.p + i, w.n - i);
        *out = (kho_sv){joined, w.n + 1};
    }
    return st;
}

/* Operators in capitals and names of fields are no words to mend. */
static bool
is_syntax(kho_sv text, const struct kho_word *w)
{
    const kho_sv typed = {text.p + w->offset, w->length};
    const size_t behind = (size_t)w->offset + w->length;

    return kho_sv_eq(typed, KHO_SV("AND")) || kho_sv_eq(typed, KHO_SV("OR")) ||
           kho_sv_eq(typed, KHO_SV("NOT")) ||
           (behind < text.n &&
            (text.p[behind] == ':' || text.p[behind] == '*' || text.p[behind] == '/'));
}

enum kho_status
kho_suggest(struct kho_store *s, kho_sv text, struct kho_arena *arena, kho_sv *out,
            struct kho_err *err)
{
    struct kho_buf b = {.limit = 8192};
    struct kho_word w;
    size_t at = 0, copied = 0, mended = 0;
    enum kho_status st = KHO_OK;

    *out = (kho_sv){NULL, 0};
    for (size_t looked = 0; st == KHO_OK && looked < WORDS_LOOKED_AT && mended < WORDS_MENDED &&
                            kho_word_next(text, &at, &w);
         looked++) {
        const kho_sv bare = kho_arena_dup(arena, (kho_sv){w.bare, w.bare_n});
        kho_sv better = {NULL, 0};
        uint32_t docs = 0;

        if (bare.n < 3 || bare.n > LONGEST || is_syntax(text, &w))
            continue;
        st = kho_store_freqs(s, &bare, 1, &docs, err);
        if (st == KHO_OK && docs == 0)
            st = split(s, arena, bare, &better, err);
        if (st == KHO_OK && docs == 0 && better.p == NULL)
            st = nearest(s, arena, bare, &better, err);
        if (better.p == NULL)
            continue;
        kho_buf_put(&b, text.p + copied, w.offset - copied);
        kho_buf_sv(&b, better);
        copied = (size_t)w.offset + w.length;
        mended++;
    }
    if (st == KHO_OK && mended > 0) {
        kho_buf_put(&b, text.p + copied, text.n - copied);
        *out = kho_arena_dup(arena, kho_buf_view(&b));
    }
    kho_buf_free(&b);
    return st;
}
