/* page_refs.c - all cited documents, by how many plans cite them. */
#include "date.h"
#include "fold.h"
#include "format.h"
#include "key.h"
#include "view.h"

#include <stdio.h>
#include <stdlib.h>

static void
words(struct kho_view *v)
{
    kho_html(v->out, "<form class=\"search\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/refs\"><div class=\"more\">");
    kho_view_input(v, "q", KHO_PAGE_TEXTS_REFS_WORDS, v->params.q, KHO_PAGE_TEXTS_REFS_EXAMPLE);
    kho_view_input(v, "from", KHO_PAGE_TEXTS_REFS_YEAR, v->params.from,
                   KHO_PAGE_TEXTS_YEAR_EXAMPLE);
    kho_params_hidden(v->out, &v->params);
    kho_view_button(v);
    kho_html(v->out, "</div></form>");
}

static kho_sv
type_of(const struct kho_ref *r)
{
    struct kho_key k;

    return r->key.n > 0 && kho_key_parse(r->key, &k) ? k.type : (kho_sv){NULL, 0};
}

/* Every word typed, in any spelling of its marks, begins a word of what is known of it. */
static bool
has_words(struct kho_view *v, const struct kho_ref *r, kho_sv wanted)
{
    struct kho_buf b = {.limit = 1 << 16};
    kho_sv have, word;
    bool all = true;

    kho_buf_sv(&b, r->symbol);
    kho_buf_char(&b, ' ');
    kho_buf_sv(&b, r->name);
    kho_buf_char(&b, ' ');
    kho_buf_sv(&b, r->issuer);
    have = kho_fold_bare(v->arena, kho_buf_view(&b));
    kho_buf_free(&b);
    for (kho_sv rest = wanted; all && kho_sv_next(&rest, ' ', &word);) {
        bool found = word.n == 0;

        for (size_t i = 0; !found && i + word.n <= have.n; i++)
            found = (i == 0 || have.p[i - 1] == ' ') && memcmp(have.p + i, word.p, word.n) == 0;
        all = found;
    }
    return all;
}

static bool
wanted(struct kho_view *v, const struct kho_ref *r, kho_sv words_wanted, int year)
{
    const struct kho_params *p = &v->params;
    char digits[8];

    if (p->type.n > 0 && !kho_sv_eq(type_of(r), p->type))
        return false;
    if (year > 0) {
        const int n = year < 10000 ? snprintf(digits, sizeof digits, "%d", year) : 0;

        if (n != 4 || r->date.n < 4 || memcmp(r->date.p, digits, 4) != 0)
            return false;
    }
    return words_wanted.n == 0 || has_words(v, r, words_wanted);
}

struct count {
    kho_sv type;
    uint32_t n;
};

static int
by_count(const void *a, const void *b)
{
    const struct count *x = a, *y = b;

    return (x->n < y->n) - (x->n > y->n);
}

/* Kinds of documents as links; few enough for a loop over those seen. */
static void
types(struct kho_view *v, const struct kho_ref *refs, size_t n)
{
    enum { MOST = 64 };
    struct count c[MOST];
    size_t different = 0;

    for (size_t i = 0; i < n; i++) {
        const kho_sv t = type_of(&refs[i]);
        size_t k = 0;

        while (k < different && !kho_sv_eq(c[k].type, t))
            k++;
        if (t.n == 0 || (k == different && different == MOST))
            continue;
        if (k == different)
            c[different++] = (struct count){t, 0};
        c[k].n++;
    }
    qsort(c, different, sizeof *c, by_count);
    kho_html(v->out, "<aside class=\"facets\"><h2>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FACETS);
    kho_html(v->out, "</h2><section><h3>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TYPE);
    kho_html(v->out, "</h3><ul>");
    for (size_t k = 0; k < different; k++) {
        const kho_sv typed = v->params.type;
        const bool on = kho_sv_eq(typed, c[k].type);

        v->params.type = on ? (kho_sv){NULL, 0} : c[k].type;
        kho_html(v->out, "<li><a ");
        kho_view_href(v, v->path, NULL);
        if (on)
            kho_html(v->out, " class=\"chip\"");
        kho_html(v->out, ">");
        v->params.type = typed;
        kho_html_text(v->out, kho_view_value(v, KHO_FIELDS_TYPE, c[k].type));
        if (on)
            kho_html(v->out, " <span aria-hidden=\"true\">×</span>");
        kho_html(v->out, "</a> <span class=\"count\">");
        kho_html_text(v->out, kho_view_number(v, c[k].n));
        kho_html(v->out, "</span></li>");
    }
    kho_html(v->out, "</ul></section></aside>");
}

/* Those that were asked for, put first; how many. */
static size_t
choose(struct kho_view *v, struct kho_ref *refs, size_t n)
{
    const kho_sv bare = kho_fold_bare(v->arena, v->params.q);
    struct kho_date d = {.year = 0};
    size_t kept = 0;

    if (v->params.from.n > 0)
        (void)kho_date_parse(v->params.from, &d);
    for (size_t i = 0; i < n; i++)
        if (wanted(v, &refs[i], bare, d.year))
            refs[kept++] = refs[i];
    return kept;
}

enum kho_status
kho_page_refs(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const bool narrowed = p->q.n > 0 || p->type.n > 0 || p->from.n > 0;
    struct kho_ref_list list;
    struct kho_ref *refs;
    size_t first, kept;
    enum kho_status st = kho_refs(v->store, NULL, 0, UINT32_MAX, v->arena, &list, v->err);

    if (st != KHO_OK)
        return st;
    refs = list.refs;
    kept = narrowed ? choose(v, refs, list.n) : list.n;
    first = (size_t)(p->page - 1) * p->n;
    if (p->format != KHO_PARAM_HTML)
        st = kho_refs_locate(v->store, refs, kept, v->arena, v->err);
    else if (first < kept)
        st = kho_refs_locate(v->store, refs + first, kept - first < p->n ? kept - first : p->n,
                             v->arena, v->err);
    if (st != KHO_OK)
        return st;
    if (p->format == KHO_PARAM_JSON) {
        kho_refs_json(v->out, refs, kept);
        return KHO_OK;
    }
    if (p->format == KHO_PARAM_CSV) {
        kho_refs_csv(v->out, refs, kept);
        return KHO_OK;
    }
    kho_view_title(v, KHO_PAGE_TEXTS_NAV_REFS);
    words(v);
    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_REFS_FOUND, kho_view_number(v, kept));
    kho_html(v->out, "</p><div class=\"columns\"><div class=\"results\">");
    kho_view_results(v);
    kho_html(v->out, "<ol class=\"cards\">");
    for (size_t i = first; i < kept && i < first + p->n; i++)
        kho_view_ref(v, &refs[i]);
    kho_html(v->out, "</ol>");
    kho_view_pages(v, kept);
    kho_view_formats(v, 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV);
    kho_html(v->out, "</div>");
    types(v, refs, kept);
    kho_html(v->out, "</div>");
    kho_view_close(v);
    return KHO_OK;
}
