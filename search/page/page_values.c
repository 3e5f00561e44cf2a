/* page_values.c - all values of one field among the documents that are found: what the short list
 * beside the results has no room for. */
#include "view.h"

#include "fold.h"

enum { VALUES_MAX = 50000, TIMES = 5 /* as many values a page as results */ };

static enum kho_fields_id
field_of(const struct kho_view *v)
{
    size_t i = 0;

    while (strcmp(kho_fields[i].name, kho_param_lists[v->params.list]) != 0)
        i++;
    return (enum kho_fields_id)i;
}

/* The box for words of the values, and the way back. */
static void
form(struct kho_view *v)
{
    const struct kho_param_change back = {.drop_list = true};

    kho_html(v->out, "<form class=\"search\" role=\"search\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/\"><div class=\"more\">");
    kho_view_input(v, "has", KHO_PAGE_TEXTS_LIST_HAS, v->params.has, KHO_PAGE_TEXTS_UNIT_EXAMPLE);
    kho_params_hidden_list(v->out, &v->params);
    kho_view_button(v);
    kho_html(v->out, "</div></form><p><a ");
    kho_view_href(v, v->path, &back);
    kho_html(v->out, ">← ");
    kho_view_say_html(v, KHO_PAGE_TEXTS_LIST_BACK);
    kho_html(v->out, "</a></p>");
}

/* Does it have all the words, in any spelling of their marks? */
static bool
has_words(struct kho_view *v, kho_sv value)
{
    kho_sv bare = kho_fold_bare(v->arena, value), rest = kho_fold_bare(v->arena, v->params.has),
           word;

    while (kho_sv_next(&rest, ' ', &word))
        if (memmem(bare.p, bare.n, word.p, word.n) == NULL)
            return false;
    return true;
}

/* Those that were asked for, put first; how many. */
static size_t
choose(struct kho_view *v, enum kho_fields_id field, struct kho_count *counts, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (v->params.has.n == 0 || has_words(v, kho_view_value(v, field, counts[i].value)))
            counts[kept++] = counts[i];
    return kept;
}

enum kho_status
kho_page_values(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const enum kho_fields_id field = field_of(v);
    const struct kho_ask ask = {.text = p->q,
                                .from = p->from,
                                .to = p->to,
                                .filters = p->filters,
                                .n_filters = p->n_filters,
                                .facets = true,
                                .facet_values = VALUES_MAX};
    const size_t shown = (size_t)p->n * TIMES, first = (p->page - 1) * shown;
    struct kho_count *counts = NULL;
    struct kho_answer a;
    size_t n = 0;
    enum kho_status st;

    if (p->format != KHO_PARAM_HTML)
        return kho_fail(v->err, KHO_QUERY, "format");
    st = kho_ask(v->store, &ask, v->arena, &a, v->err);
    if (st != KHO_OK)
        return st;
    for (size_t i = 0; i < a.n_facets; i++)
        if (a.facets[i].field == field) {
            counts = a.facets[i].counts;
            n = choose(v, field, counts, a.facets[i].n);
        }
    v->title = kho_view_short_field(v, field);
    kho_view_open(v);
    kho_html(v->out, "<h1 class=\"field\">");
    kho_html_text(v->out, v->title);
    if (p->q.n > 0) {
        kho_html(v->out, ": ");
        kho_html_text(v->out, p->q);
    }
    kho_html(v->out, "</h1>");
    form(v);
    kho_view_chips(v);
    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_VALUES_FOUND, kho_view_number(v, n));
    kho_html(v->out, "</p>");
    if (!a.exact) {
        kho_html(v->out, "<p class=\"hint\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_ESTIMATE);
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "<ul class=\"values\">");
    for (size_t i = first; i < n && i < first + shown; i++)
        kho_view_choice(v, field, &counts[i]);
    kho_html(v->out, "</ul>");
    kho_view_pages(v, (n + TIMES - 1) / TIMES);
    kho_view_close(v);
    return KHO_OK;
}
