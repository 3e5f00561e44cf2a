/* spelling.c - words that no document has, and what was meant by them.
 *
 * Only the words of the archive itself are offered: one letter more, less, other or changed over,
 * the keys of Telex left in ("kees hoachj"), two words in one ("danvan").  Which of several is
 * meant is told by the words beside it.  Numbers are never guessed.
 */
#include "offers.h"

#include "tree.h"

#include <stdlib.h>

enum {
    WORD_MIN = 3,
    SURE = 4,
    WORD_MAX = 20,
    EDITED = 4, /* unknown words of a query whose letters are changed */
    VARIANTS_MAX = 2 * WORD_MAX + 26 * (2 * WORD_MAX + 1) + 8,
    COMPARED = 6, /* of the most frequent candidates */
    TOGETHER_MAX = 1000,
    TOGETHER_US = 1500
};

struct guess {
    kho_sv first, second; /* bare; second: only where a word was two */
    uint64_t docs, together;
};

struct guesses {
    struct kho_arena *arena;
    struct guess *g;
    kho_sv *terms;
    enum kho_fields_id field;
    size_t n;
};

static void
add(struct guesses *all, const char *word, size_t n)
{
    if (all->n == VARIANTS_MAX || n == 0)
        return;
    all->g[all->n] = (struct guess){.first = kho_arena_dup(all->arena, (kho_sv){word, n})};
    all->terms[all->n] = kho_term_raw(all->arena, all->field, all->g[all->n].first);
    all->n++;
}

/* One letter gone, changed over with the next, another, or more. */
static void
add_edits(struct guesses *all, kho_sv w)
{
    char b[WORD_MAX + 2];

    for (size_t i = 0; i < w.n; i++) {
        memcpy(b, w.p, i);
        memcpy(b + i, w.p + i + 1, w.n - i - 1);
        add(all, b, w.n - 1);
        memcpy(b, w.p, w.n);
        for (int c = 'a'; c <= 'z'; c++) {
            b[i] = (char)c;
            add(all, b, w.n);
        }
        memcpy(b, w.p, w.n);
        if (i + 1 < w.n && w.p[i] != w.p[i + 1]) {
            b[i] = w.p[i + 1];
            b[i + 1] = w.p[i];
            add(all, b, w.n);
        }
    }
    for (size_t i = 0; i <= w.n; i++) {
        memcpy(b, w.p, i);
        memcpy(b + i + 1, w.p + i, w.n - i);
        for (int c = 'a'; c <= 'z'; c++) {
            b[i] = (char)c;
            add(all, b, w.n + 1);
        }
    }
}

/* "chuyeenr", "dduwowngf": letters doubled for their hats, w for hooks, a tone key behind. */
static void
add_telex(struct guesses *all, kho_sv w)
{
    char b[WORD_MAX + 1];
    size_t n = 0;

    for (size_t i = 0; i < w.n; i++) {
        const char c = w.p[i];

        if (c == 'w' || (n > 0 && b[n - 1] == c && strchr("aeod", c) != NULL))
            continue;
        b[n++] = c;
    }
    add(all, b, n);
    if (n > 1 && strchr("sfrxj", b[n - 1]) != NULL)
        add(all, b, n - 1);
}

static bool
guessable(kho_sv w)
{
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] < 'a' || w.p[i] > 'z')
            return false;
    return w.n >= WORD_MIN && w.n <= WORD_MAX;
}

static int
by_docs(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;

    if (x->together != y->together)
        return x->together > y->together ? -1 : 1;
    return (x->docs < y->docs) - (x->docs > y->docs);
}

/* Documents that have two or three words side by side: as many as are found in a moment, which
 * tells one guess from another.  Frequent words stand beside each other in few of very many
 * documents. */
static enum kho_status
together(const struct kho_offering *o, enum kho_fields_id field, kho_sv a, kho_sv b, uint64_t *docs,
         struct kho_err *err)
{
    struct kho_buf text = {.p = NULL};
    struct kho_results r = {.total = 0};
    struct kho_search what = {.max = TOGETHER_MAX, .look_us = TOGETHER_US};
    enum kho_status st;

    kho_buf_sv(&text, a);
    kho_buf_char(&text, ' ');
    kho_buf_sv(&text, b);
    what.query = kho_tree_phrase(o->arena, field, kho_buf_view(&text), 0);
    st = kho_store_search(o->s, &what, o->arena, &r, err);
    *docs += r.n;
    kho_buf_free(&text);
    return st;
}

/* Keeps the candidates that are words of the archive, the most frequent ones first. */
static enum kho_status
keep_known(const struct kho_offering *o, struct guesses *all, struct kho_err *err)
{
    uint32_t *docs = KHO_NEW_N(o->arena, all->n + 1, uint32_t);
    size_t kept = 0;
    enum kho_status st = kho_store_freqs(o->s, all->terms, all->n, docs, err);

    for (size_t i = 0; st == KHO_OK && i < all->n; i++)
        if (docs[i] != 0) {
            all->g[kept] = all->g[i];
            all->g[kept++].docs = docs[i];
        }
    all->n = kept;
    qsort(all->g, all->n, sizeof *all->g, by_docs);
    return st;
}

/* "danvan": both parts are words, and stand side by side somewhere. */
static enum kho_status
add_splits(const struct kho_offering *o, struct guesses *all, kho_sv w, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = 2; st == KHO_OK && i + 2 <= w.n && all->n < VARIANTS_MAX; i++) {
        struct guess g = {.first = {w.p, i}, .second = {w.p + i, w.n - i}};

        st = together(o, all->field, g.first, g.second, &g.docs, err);
        g.together = g.docs; /* to be found side by side says as much as fitting beside others */
        if (g.docs != 0)
            all->g[all->n++] = g;
    }
    return st;
}

/* Sorts the guesses by how often they stand beside the words before and behind; *fits: some do, or
 * there are no such words. */
static enum kho_status
beside(const struct kho_offering *o, struct guesses *all, const struct kho_q *before,
       const struct kho_q *word, bool *fits, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    *fits = before == NULL && word->next == NULL;
    for (size_t i = 0; st == KHO_OK && i < all->n; i++) {
        struct guess *g = &all->g[i];

        if (g->second.n == 0 && before != NULL)
            st = together(o, all->field, before->bare, g->first, &g->together, err);
        if (st == KHO_OK && g->second.n == 0 && word->next != NULL)
            st = together(o, all->field, g->first, word->next->bare, &g->together, err);
        *fits = *fits || g->together != 0;
    }
    qsort(all->g, all->n, sizeof *all->g, by_docs);
    return st;
}

/* What was meant by word, of a field, between two others (NULL: none); g->docs 0: nothing fits. */
static enum kho_status
guess_word(const struct kho_offering *o, enum kho_fields_id field, const struct kho_q *before,
           const struct kho_q *word, bool edits, struct guess *g, struct kho_err *err)
{
    struct guesses all = {.arena = o->arena, .field = field};
    struct guess telex = {.docs = 0};
    bool fits = false;
    enum kho_status st;

    *g = telex;
    if (!guessable(word->bare))
        return KHO_OK;
    all.g = KHO_NEW_N(o->arena, VARIANTS_MAX, struct guess);
    all.terms = KHO_NEW_N(o->arena, VARIANTS_MAX, kho_sv);
    add_telex(&all, word->bare);
    st = keep_known(o, &all, err);
    if (st == KHO_OK && all.n != 0) {
        st = beside(o, &all, before, word, &fits, err);
        telex = all.g[0];
    }
    if (st == KHO_OK && !fits && edits) { /* "thanh neen": "nen" is a word, but "nien" fits */
        all.n = 0;
        add_edits(&all, word->bare);
        st = keep_known(o, &all, err);
        all.n = all.n < COMPARED ? all.n : COMPARED;
        if (st == KHO_OK)
            st = add_splits(o, &all, word->bare, err);
        /* One alone is meant, whatever stands beside it. */
        if (st == KHO_OK && (all.n > 1 || word->bare.n < SURE))
            st = beside(o, &all, before, word, &fits, err);
    }
    if (all.n == 0 || (telex.docs != 0 && all.g[0].together == 0)) {
        *g = telex;
        return st;
    }
    /* Short words are near to many others: only those beside them tell which. */
    if (word->bare.n >= SURE || all.g[0].together != 0)
        *g = all.g[0];
    return st;
}

/* -- the whole ------------------------------------------------------------------------------- */

struct speller {
    const struct kho_offering *o;
    struct kho_answer *out;
    bool changed;
    struct kho_err *err;
};

static enum kho_status
spell_word(struct speller *sp, enum kho_fields_id field, const struct kho_q *before,
           struct kho_q *w)
{
    const kho_sv term = kho_term_raw(sp->o->arena, field, w->bare);
    uint32_t docs = 0;
    struct guess g;
    enum kho_status st = kho_store_freqs(sp->o->s, &term, 1, &docs, sp->err);

    if (st != KHO_OK || docs != 0 || sp->out->n_unknown == KHO_UNKNOWN_MAX)
        return st;
    if (field == KHO_FIELDS_WORD)
        sp->out->unknown[sp->out->n_unknown++] = w->text;
    st = guess_word(sp->o, field, before, w, sp->out->n_unknown <= EDITED, &g, sp->err);
    if (st != KHO_OK || g.docs == 0)
        return st;
    sp->changed = w->mended = true;
    w->text = w->bare = g.first;
    if (g.second.n != 0) {
        struct kho_q *more = KHO_NEW(sp->o->arena, struct kho_q);

        *more = *w;
        more->text = more->bare = g.second;
        w->next = more;
    }
    return KHO_OK;
}

static bool
has_words(const struct kho_q *q)
{
    return q->kind == KHO_Q_BAG || q->kind == KHO_Q_PHRASE || q->kind == KHO_Q_FIELD;
}

static enum kho_status
spell(struct speller *sp, struct kho_q *q)
{
    const enum kho_fields_id field = q->kind == KHO_Q_FIELD ? q->field : KHO_FIELDS_WORD;
    const bool before = sp->changed;
    const struct kho_q *last = NULL;
    enum kho_status st = KHO_OK;

    if (!has_words(q)) {
        for (struct kho_q *k = q->kids; st == KHO_OK && k != NULL && q->kind != KHO_Q_NOT;
             k = k->next)
            if (k->kind != KHO_Q_WORD)
                st = spell(sp, k);
        return st;
    }
    sp->changed = false;
    for (struct kho_q *w = q->kids; st == KHO_OK && w != NULL; last = w, w = w->next)
        if (!w->prefix)
            st = spell_word(sp, field, last, w);
    if (st == KHO_OK && sp->changed && q->kind != KHO_Q_FIELD)
        st = kho_offer_respell(sp->o, q, &sp->changed, sp->err);
    sp->changed = sp->changed || before;
    return st;
}

enum kho_status
kho_offer_spelling(const struct kho_offering *o, const struct kho_query *query,
                   struct kho_answer *out, struct kho_err *err)
{
    struct speller sp = {.o = o, .out = out, .err = err};
    struct kho_q *root = kho_offer_copy(o->arena, query->root);
    enum kho_status st;

    out->unknown = KHO_NEW_N(o->arena, KHO_UNKNOWN_MAX, kho_sv);
    st = spell(&sp, root);
    if (st == KHO_OK && out->n_unknown == 0 &&
        (root->kind == KHO_Q_BAG || root->kind == KHO_Q_PHRASE))
        st = kho_offer_other_marks(o, root, out, &sp.changed, err);
    return st == KHO_OK && sp.changed ? kho_offer_add(o, KHO_OFFER_SPELLING, root, NULL, out, err)
                                      : st;
}

enum kho_status
kho_offer_unit(const struct kho_offering *o, kho_sv unit, kho_sv *out, struct kho_err *err)
{
    struct kho_answer ignored = {.unknown = KHO_NEW_N(o->arena, KHO_UNKNOWN_MAX, kho_sv)};
    struct speller sp = {.o = o, .out = &ignored, .err = err};
    struct kho_q *field = KHO_NEW(o->arena, struct kho_q), **last = &field->kids;
    struct kho_buf b = {.p = NULL};
    struct kho_word w;
    enum kho_status st;

    *out = (kho_sv){NULL, 0};
    field->kind = KHO_Q_FIELD;
    field->field = KHO_FIELDS_UNIT;
    for (size_t at = 0, n = 0; n < KHO_Q_WORDS && kho_word_next(unit, &at, &w); n++) {
        *last = KHO_NEW(o->arena, struct kho_q);
        (*last)->kind = KHO_Q_WORD;
        (*last)->bare = kho_arena_dup(o->arena, (kho_sv){w.bare, w.bare_n});
        (*last)->text = kho_arena_dup(o->arena, (kho_sv){unit.p + w.offset, w.length});
        last = &(*last)->next;
    }
    st = spell(&sp, field);
    if (st != KHO_OK || !sp.changed)
        return st;
    for (const struct kho_q *k = field->kids; k != NULL; k = k->next) {
        kho_buf_str(&b, k == field->kids ? "" : " ");
        kho_buf_sv(&b, k->text);
    }
    *out = kho_arena_dup(o->arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return st;
}
