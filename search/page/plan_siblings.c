/* plan_siblings.c - the same plan of other years, and other copies of it.  See view.h. */
#include "fold.h"
#include "view.h"

enum { TITLE_WORDS = 24, ASKED = 20 };
static const double ALIKE = 0.6; /* of the different words of both titles */

/* Different words of a title but numbers, years and what only counts them. */
static size_t
title_words(struct kho_view *v, kho_sv title, kho_sv out[TITLE_WORDS])
{
    struct kho_word w;
    size_t at = 0, n = 0;

    while (n < TITLE_WORDS && kho_word_next(title, &at, &w)) {
        const kho_sv bare = {w.bare, w.bare_n};
        bool known = w.bare[0] >= '0' && w.bare[0] <= '9';

        known = known || kho_sv_eq(bare, KHO_SV("nam"));
        for (size_t i = 0; i < n && !known; i++)
            known = kho_sv_eq(out[i], bare);
        if (!known)
            out[n++] = kho_arena_dup(v->arena, bare);
    }
    return n;
}

static bool
alike(const kho_sv *a, size_t n_a, const kho_sv *b, size_t n_b)
{
    size_t both = 0;

    for (size_t i = 0; i < n_a; i++)
        for (size_t k = 0; k < n_b; k++)
            both += kho_sv_eq(a[i], b[k]);
    return n_a + n_b > both && (double)both >= ALIKE * (double)(n_a + n_b - both);
}

static kho_sv
joined(struct kho_view *v, const kho_sv *words, size_t n)
{
    struct kho_buf b = {.limit = 4096};
    kho_sv out;

    for (size_t i = 0; i < n; i++) {
        kho_buf_sv(&b, words[i]);
        kho_buf_char(&b, ' ');
    }
    out = kho_arena_dup(v->arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

void
kho_view_siblings(struct kho_view *v, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;
    const struct kho_filter issuer = {KHO_FIELDS_ISSUER, p->issuer};
    struct kho_ask ask = {.filters = &issuer, .n_filters = 1, .max = ASKED};
    kho_sv own[TITLE_WORDS], other[TITLE_WORDS];
    struct kho_answer a;
    size_t n, shown = 0;

    if (p->issuer.n == 0 || p->title.n == 0)
        return;
    n = title_words(v, p->title, own);
    ask.text = joined(v, own, n);
    if (n < 2 || kho_ask(v->store, &ask, v->arena, &a, NULL) != KHO_OK)
        return;
    for (size_t i = 0; i < a.n; i++) {
        const struct kho_document *d = &a.hits[i].doc;

        if (kho_sv_eq(d->id, doc->id) || !kho_sv_eq(d->plan.type, p->type) ||
            !alike(own, n, other, title_words(v, d->plan.title, other)))
            continue;
        if (shown++ == 0) {
            kho_view_heading(v, KHO_PAGE_TEXTS_SIBLINGS, "years", 0);
            kho_html(v->out, "<ol class=\"cards short\">");
        }
        kho_html(v->out, "<li class=\"card\">");
        kho_view_card(v, d, NULL, 0);
        if (d->plan.symbol.n > 0 && kho_sv_eq(d->plan.symbol, p->symbol) &&
            kho_sv_eq(d->plan.date, p->date))
            kho_view_tag(v, KHO_PAGE_TEXTS_COPY);
        kho_html(v->out, "</li>");
    }
    if (shown > 0)
        kho_html(v->out, "</ol>");
}
