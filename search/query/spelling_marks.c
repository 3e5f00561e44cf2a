/* spelling_marks.c - the marks that the archive has on words side by side. */
#include "offers.h"

#include "tree.h"

enum {
    READ_DOCS = 3,
    BEST = 3,      /* documents that tell whether words stand so */
    READ_WORDS = 8 /* of a query whose reading is looked for */
};

struct kho_q *
kho_offer_copy(struct kho_arena *arena, const struct kho_q *q)
{
    struct kho_q *first = NULL, **last = &first;

    for (; q != NULL; q = q->next) {
        *last = KHO_NEW(arena, struct kho_q);
        **last = *q;
        (*last)->kids = kho_offer_copy(arena, q->kids); /* as deep as parse.h allows */
        (*last)->next = NULL;
        last = &(*last)->next;
    }
    return first;
}

struct kho_q *
kho_offer_copy_one(struct kho_arena *arena, const struct kho_q *q)
{
    struct kho_q one = *q;

    one.next = NULL;
    return kho_offer_copy(arena, &one);
}

/* Exact forms of the words of list side by side in a text; false: they do not stand so in it. */
static bool
read_text(struct kho_arena *arena, kho_sv text, const struct kho_q *list, kho_sv *exact)
{
    const struct kho_q *next = list;
    struct kho_word w;
    size_t run = 0;

    for (size_t at = 0; next != NULL && kho_word_next(text, &at, &w);) {
        const kho_sv bare = {w.bare, w.bare_n};

        if (!kho_sv_eq(bare, next->bare)) {
            run = 0;
            next = list;
        }
        if (kho_sv_eq(bare, next->bare)) {
            exact[run++] = kho_arena_dup(arena, (kho_sv){w.exact, w.exact_n});
            next = next->next;
        }
    }
    return next == NULL;
}

/* Forms that the first documents have of n words side by side; *found: some of them does. */
static enum kho_status
forms_of(const struct kho_offering *o, const struct kho_q *words, size_t n, kho_sv *exact,
         bool *found, struct kho_err *err)
{
    struct kho_tree tree = {.arena = o->arena, .s = o->s};
    struct kho_search what = {.max = READ_DOCS, .want_data = true, .look_us = KHO_OFFER_US};
    struct kho_q *phrase = KHO_NEW(o->arena, struct kho_q), **last = &phrase->kids;
    struct kho_results r = {.n = 0};
    enum kho_status st;

    *found = false;
    phrase->kind = KHO_Q_PHRASE;
    for (; n > 0; n--, words = words->next) {
        *last = KHO_NEW(o->arena, struct kho_q);
        **last = *words;
        (*last)->text = words->bare;
        (*last)->next = NULL;
        last = &(*last)->next;
    }
    what.query = kho_tree_ask(&tree, phrase, o->ask);
    st = kho_store_search(o->s, &what, o->arena, &r, err);
    for (size_t i = 0; st == KHO_OK && i < r.n && !*found; i++) {
        struct kho_document doc;

        st = kho_document_unpack(o->arena, r.hits[i].data, KHO_DOCUMENT_ALL, &doc, err);
        if (st == KHO_OK)
            *found = read_text(o->arena, doc.lines.text, phrase->kids, exact);
    }
    return st;
}

/* The i-th form of n for w.  Words that are all without marks say nothing against those that were
 * typed. */
static void
take_form(struct kho_q *w, const kho_sv *exact, const struct kho_q *words, size_t i, size_t n,
          bool *changed)
{
    bool marked = false;

    for (size_t k = 0; k < n; k++, words = words->next)
        marked = marked || !kho_sv_eq(exact[k], words->bare);
    if (!marked || kho_sv_eq(exact[i], w->text))
        return;
    *changed = true;
    w->text = exact[i];
}

/* Marks of guessed words from where they stand beside one of the others. */
static enum kho_status
mend_marks(const struct kho_offering *o, struct kho_q *words, bool *changed, struct kho_err *err)
{
    struct kho_q *before = NULL;
    kho_sv exact[2];
    enum kho_status st = KHO_OK;

    for (struct kho_q *w = words; st == KHO_OK && w != NULL; before = w, w = w->next) {
        bool found = false;

        if (!w->mended)
            continue;
        if (before != NULL)
            st = forms_of(o, before, 2, exact, &found, err);
        if (st == KHO_OK && found) {
            take_form(w, exact, before, 1, 2, changed);
        } else if (st == KHO_OK && w->next != NULL) {
            st = forms_of(o, w, 2, exact, &found, err);
            if (st == KHO_OK && found)
                take_form(w, exact, w, 0, 2, changed);
        }
    }
    return st;
}

enum kho_status
kho_offer_respell(const struct kho_offering *o, struct kho_q *words, bool *changed,
                  struct kho_err *err)
{
    kho_sv exact[READ_WORDS];
    bool found, marks = false;
    size_t n = 0, i;
    enum kho_status st;

    for (const struct kho_q *w = words->kids; w != NULL; w = w->next, n++) {
        if (w->prefix || n == READ_WORDS)
            return KHO_OK;
        marks = marks || kho_q_has_marks(w);
    }
    if (n < 2)
        return KHO_OK;
    st = forms_of(o, words->kids, n, exact, &found, err);
    if (st == KHO_OK && !found && marks && n > 2)
        return mend_marks(o, words->kids, changed, err);
    i = 0;
    for (struct kho_q *w = words->kids; found && w != NULL; w = w->next)
        take_form(w, exact, words->kids, i++, n, changed);
    return st;
}

/* Do the words stand side by side in text? */
static void
stand_in(kho_sv text, const struct kho_q *words, bool *exactly, bool *otherwise)
{
    const struct kho_q *next = words;
    bool exact = true;
    struct kho_word w;

    for (size_t at = 0; kho_word_next(text, &at, &w);) {
        if (!kho_sv_eq((kho_sv){w.bare, w.bare_n}, next->bare)) {
            next = words;
            exact = true;
        }
        if (!kho_sv_eq((kho_sv){w.bare, w.bare_n}, next->bare))
            continue;
        exact = exact &&
                (!kho_q_has_marks(next) || kho_sv_eq((kho_sv){w.exact, w.exact_n}, next->text));
        next = next->next;
        if (next != NULL)
            continue;
        *(exact ? exactly : otherwise) = true;
        next = words;
        exact = true;
    }
}

enum kho_status
kho_offer_other_marks(const struct kho_offering *o, struct kho_q *q, const struct kho_answer *out,
                      bool *changed, struct kho_err *err)
{
    struct kho_q *phrase = kho_offer_copy_one(o->arena, q);
    bool marks = false, any = false, otherwise = false;
    enum kho_status st = KHO_OK;

    phrase->kind = KHO_Q_PHRASE;
    for (const struct kho_q *w = q->kids; w != NULL; w = w->next)
        marks = marks || kho_q_has_marks(w);
    if (!marks)
        return KHO_OK;
    for (size_t i = 0; i < out->n && i < BEST; i++) {
        stand_in(out->hits[i].snippet.text, q->kids, &any, &otherwise);
        stand_in(out->hits[i].doc.plan.title, q->kids, &any, &otherwise);
    }
    if (!any && !otherwise)
        st = kho_offer_any(o, phrase, &any, err);
    return st == KHO_OK && !any ? kho_offer_respell(o, q, changed, err) : st;
}
