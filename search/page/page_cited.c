/* page_cited.c - one cited document: the way it went down, and the plans that cite it. */
#include "format.h"
#include "view.h"

#include <stdlib.h>

enum { OTHERS_SHOWN = 10 };

/* -- narrowing down ----------------------------------------------------------------------- */

static const enum kho_fields_id narrow[] = {KHO_FIELDS_YEAR, KHO_FIELDS_PLACE, KHO_FIELDS_LEVEL,
                                            KHO_FIELDS_ISSUER};
enum { NARROW = sizeof narrow / sizeof narrow[0] };

/* The province of a plan; of a commune that says no province, that of the plan it cites it through.
 */
static kho_sv
province_of(const struct kho_cascade *c, const struct kho_step *s)
{
    kho_sv own = {NULL, 0};

    for (const struct kho_step *at = s;; at = &c->plans[at->via - 1]) {
        const struct kho_plan *p = &at->citing.doc.plan;

        for (size_t i = 0; i < p->n_locality; i++) {
            const struct kho_provinces_row *row = kho_view_province(p->locality[i]);

            if (row != NULL)
                return kho_sv_from(row->old_name);
        }
        if (own.n == 0 && p->n_locality > 0)
            own = p->locality[0];
        if (at->via == 0)
            return own;
    }
}

static kho_sv
value_of(struct kho_view *v, enum kho_fields_id field, const struct kho_cascade *c,
         const struct kho_step *s)
{
    const struct kho_plan *p = &s->citing.doc.plan;

    if (field == KHO_FIELDS_YEAR)
        return kho_view_year(v, p);
    if (field == KHO_FIELDS_LEVEL)
        return p->issuer_level;
    if (field == KHO_FIELDS_ISSUER)
        return p->issuer;
    return field == KHO_FIELDS_PLACE ? province_of(c, s) : (kho_sv){NULL, 0};
}

static bool
fits(struct kho_view *v, const struct kho_cascade *c, const struct kho_step *s)
{
    for (size_t i = 0; i < v->params.n_filters; i++)
        if (!kho_sv_eq(value_of(v, v->params.filters[i].field, c, s), v->params.filters[i].value))
            return false;
    return true;
}

static int
by_text(const void *a, const void *b)
{
    const kho_sv *x = a, *y = b;
    const size_t n = x->n < y->n ? x->n : y->n;
    const int r = n == 0 ? 0 : memcmp(x->p, y->p, n);

    return r != 0 ? r : (x->n > y->n) - (x->n < y->n);
}

static int
by_count(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;

    return x->count != y->count ? (x->count > y->count ? -1 : 1) : by_text(&x->value, &y->value);
}

static void
facet(struct kho_view *v, enum kho_fields_id field, const struct kho_cascade *c,
      struct kho_step *const *steps, size_t n)
{
    kho_sv *values = KHO_NEW_N(v->arena, n + 1, kho_sv);
    struct kho_count *counts = KHO_NEW_N(v->arena, n + 1, struct kho_count);
    size_t given = 0, different = 0;

    for (size_t i = 0; i < n; i++) {
        const kho_sv value = value_of(v, field, c, steps[i]);

        if (value.n > 0)
            values[given++] = value;
    }
    qsort(values, given, sizeof *values, by_text);
    for (size_t i = 0; i < given; i++)
        if (i > 0 && kho_sv_eq(values[i], values[i - 1]))
            counts[different - 1].count++;
        else
            counts[different++] = (struct kho_count){values[i], 1};
    if (field != KHO_FIELDS_YEAR)
        qsort(counts, different, sizeof *counts, by_count);
    kho_view_choices(v, field, counts, different, different);
}

/* -- the plans ------------------------------------------------------------------------------ */

static void
step(struct kho_view *v, const struct kho_cascade *c, const struct kho_step *s)
{
    const struct kho_citing *x = &s->citing;

    kho_html(v->out, "<li class=\"card\">");
    kho_view_card(v, &x->doc, NULL, 0);
    if (s->via > 0) {
        const struct kho_document *through = &c->plans[s->via - 1].citing.doc;

        kho_html(v->out, "<p class=\"meta\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_THROUGH);
        kho_html(v->out, " ");
        kho_view_plan_link(v, through->id);
        kho_html_text(v->out, kho_view_name(&through->plan));
        kho_html(v->out, "</a>, ");
        kho_html_text(v->out, through->plan.issuer);
        kho_html(v->out, "</p>");
    }
    if (x->sentence.n > 0) {
        kho_html(v->out, "<p class=\"snippet\">");
        kho_view_marked(v, x->sentence, &x->mark, x->mark.length > 0 ? 1 : 0);
        if (x->legal_basis)
            kho_view_tag(v, KHO_PAGE_TEXTS_BASIS);
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "</li>\n");
}

static size_t
direct(const struct kho_cascade *c)
{
    size_t n = 0;

    while (n < c->n && c->plans[n].depth == 1) /* by depth */
        n++;
    return n;
}

static void
counts(struct kho_view *v, const struct kho_cascade *c)
{
    const size_t near = direct(c);

    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_CITING_PLANS, kho_view_number(v, near));
    if (c->n > near) {
        kho_html(v->out, ", ");
        KHO_FILL(v, KHO_PAGE_TEXTS_CITING_THROUGH, kho_view_number(v, c->n - near));
    }
    kho_html(v->out, "</p>");
    if (c->cut) {
        kho_html(v->out, "<p class=\"note\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_CASCADE_CUT);
        kho_html(v->out, "</p>");
    }
}

static void
drawing(struct kho_view *v, const struct kho_cascade *c)
{
    if (c->n == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_CASCADE, "cascade", 0);
    kho_view_picture(v, c);
    kho_html(v->out, "<details><summary>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_AS_LIST);
    kho_html(v->out, "</summary><div class=\"tree\">");
    kho_view_tree(v, c);
    kho_html(v->out, "</div></details>");
    kho_view_formats(v, 1 << KHO_PARAM_DOT | 1 << KHO_PARAM_GRAPHML | 1 << KHO_PARAM_CSV);
}

/* The steps that the filters leave, and of those that this page shows the sentences. */
static enum kho_status
left(struct kho_view *v, const struct kho_cascade *c, struct kho_step ***steps, size_t *n)
{
    const struct kho_params *p = &v->params;
    const size_t first = (size_t)(p->page - 1) * p->n;
    struct kho_citing **shown = KHO_NEW_N(v->arena, p->n + 1, struct kho_citing *);
    size_t k = 0;

    *steps = KHO_NEW_N(v->arena, c->n + 1, struct kho_step *);
    *n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (fits(v, c, &c->plans[i]))
            (*steps)[(*n)++] = &c->plans[i];
    for (size_t i = first; i < *n && k < p->n; i++)
        shown[k++] = &(*steps)[i]->citing;
    return kho_citing_sentences(v->store, shown, k, v->arena, v->err);
}

/* The page of one document: everything that is known of it. */
static void
whole(struct kho_view *v, const struct kho_cascade *c, struct kho_step **steps, size_t n)
{
    const struct kho_params *p = &v->params;
    const size_t first = (size_t)(p->page - 1) * p->n;

    kho_html(v->out, "<h1>");
    kho_view_ref_line(v, &c->ref);
    kho_html(v->out, "</h1>");
    kho_view_ref_meta(v, &c->ref);
    kho_view_ref_forms(v, c);
    kho_view_ref_maybe(v, &c->ref);
    counts(v, c);
    if (p->page == 1 && p->n_filters == 0)
        drawing(v, c);
    kho_view_heading(v, KHO_PAGE_TEXTS_CITED_BY, "cited-by", n);
    kho_view_chips(v);
    kho_html(v->out, "<div class=\"columns\"><div class=\"results\"><ol class=\"cards\">\n");
    for (size_t i = first; i < n && i < first + p->n; i++)
        step(v, c, steps[i]);
    kho_html(v->out, "</ol>");
    kho_view_pages(v, n);
    kho_view_formats(v, 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ATOM);
    kho_html(v->out, "</div><aside class=\"facets\"><h2>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FACETS);
    kho_html(v->out, "</h2>");
    for (size_t i = 0; i < NARROW; i++)
        facet(v, narrow[i], c, steps, n);
    kho_html(v->out, "</aside></div>");
    if (p->page == 1 && p->n_filters == 0)
        kho_view_gap(v, c);
}

static enum kho_status
first_sentences(struct kho_view *v, const struct kho_cascade *c)
{
    struct kho_citing *shown[OTHERS_SHOWN];
    size_t n = 0;

    for (; n < c->n && n < OTHERS_SHOWN; n++)
        shown[n] = &c->plans[n].citing;
    return kho_citing_sentences(v->store, shown, n, v->arena, v->err);
}

/* One of several documents that are called the same. */
static void
brief(struct kho_view *v, const struct kho_cascade *c)
{
    kho_html(v->out, "<section><h2>");
    if (!kho_sv_eq(c->ref.key, v->params.key) && c->ref.key.n > 0) {
        kho_view_cited_link(v, c->ref.key);
        kho_view_ref_line(v, &c->ref);
        kho_html(v->out, "</a>");
    } else {
        kho_view_ref_line(v, &c->ref);
    }
    kho_html(v->out, "</h2>");
    kho_view_ref_meta(v, &c->ref);
    kho_view_ref_maybe(v, &c->ref);
    counts(v, c);
    kho_html(v->out, "<ol class=\"cards\">");
    for (size_t i = 0; i < c->n && i < OTHERS_SHOWN; i++)
        step(v, c, &c->plans[i]);
    kho_html(v->out, "</ol>");
    if (c->n > OTHERS_SHOWN) {
        kho_html(v->out, "<p>");
        KHO_FILL(v, KHO_PAGE_TEXTS_AND_MORE, kho_view_number(v, c->n - OTHERS_SHOWN));
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "</section>");
}

static enum kho_status
graph(struct kho_view *v, const struct kho_cascades *all)
{
    struct kho_graph g;

    kho_graph_begin(&g, v->arena, v->out, v->params.format == KHO_PARAM_DOT);
    for (size_t i = 0; i < all->n; i++)
        kho_graph_add(&g, &all->docs[i]);
    kho_graph_end(&g);
    return KHO_OK;
}

static enum kho_status
other_form(struct kho_view *v, const struct kho_cascades *all)
{
    enum kho_status st;

    if (v->params.format == KHO_PARAM_DOT || v->params.format == KHO_PARAM_GRAPHML)
        return graph(v, all);
    st = kho_cascades_sentences(v->store, all, v->arena, v->err);
    if (st != KHO_OK)
        return st;
    if (v->params.format == KHO_PARAM_JSON)
        kho_cascades_json(v->out, all);
    if (v->params.format == KHO_PARAM_CSV)
        kho_cascades_csv(v->out, all, true);
    if (v->params.format != KHO_PARAM_ATOM)
        return KHO_OK;
    v->title = v->params.key;
    kho_feed_open(v);
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->docs[i].n; k++)
            kho_feed_entry(v, &all->docs[i].plans[k].citing.doc,
                           all->docs[i].plans[k].citing.sentence);
    kho_feed_close(v);
    return KHO_OK;
}

/* Nobody cites it: the words may stand in a title or in a text. */
static void
elsewhere(struct kho_view *v)
{
    kho_html(v->out, "<ul><li><a href=\"");
    kho_view_address(v, "/", "q", v->params.key);
    kho_html(v->out, "\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_CITED_SEARCH, v->params.key);
    kho_html(v->out, "</a></li><li><a href=\"");
    kho_view_address(v, "/refs", "q", v->params.key);
    kho_html(v->out, "\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_CITED_REFS, v->params.key);
    kho_html(v->out, "</a></li></ul>");
}

/* No document of that name is cited, or several are. */
static void
none_or_several(struct kho_view *v, const struct kho_cascades *all)
{
    kho_html(v->out, "<h1>");
    KHO_FILL(v, KHO_PAGE_TEXTS_CITED_TITLE, v->params.key);
    kho_html(v->out, "</h1><p class=\"note\" role=\"status\">");
    if (all->n == 0)
        KHO_FILL(v, KHO_PAGE_TEXTS_CITED_NONE, v->params.key);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_AMBIGUOUS);
    kho_html(v->out, "</p>");
    for (size_t i = 0; i < all->n; i++)
        brief(v, &all->docs[i]);
    if (all->n == 0)
        elsewhere(v);
    else
        kho_view_formats(v, 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ATOM |
                                1 << KHO_PARAM_DOT | 1 << KHO_PARAM_GRAPHML);
}

enum kho_status
kho_page_cited(struct kho_view *v)
{
    struct kho_cascades all = {.n = 0};
    struct kho_step **steps = NULL;
    size_t n = 0;
    enum kho_status st;

    if (v->params.key.n == 0)
        return kho_fail(v->err, KHO_NOTFOUND, "no key");
    st = kho_cascade(v->store, v->params.key, KHO_CASCADE_DEPTH, v->arena, &all, v->err);
    if (st == KHO_OK && v->params.format != KHO_PARAM_HTML)
        return other_form(v, &all);
    if (st == KHO_OK && all.n == 1)
        st = left(v, &all.docs[0], &steps, &n);
    for (size_t i = 0; st == KHO_OK && all.n > 1 && i < all.n; i++)
        st = first_sentences(v, &all.docs[i]);
    if (st != KHO_OK)
        return st;
    v->title =
        all.n > 0 && all.docs[0].ref.symbol.p != NULL ? all.docs[0].ref.symbol : v->params.key;
    kho_view_open(v);
    if (all.n == 1)
        whole(v, &all.docs[0], steps, n);
    else
        none_or_several(v, &all);
    kho_view_close(v);
    return KHO_OK;
}
