/* page_search.c - the search box, results, facets, filters, pages. */
#include "format.h"
#include "view.h"

static void
date_input(struct kho_view *v, const char *name, enum kho_page_texts_id label, kho_sv value)
{
    kho_html(v->out, "<label>");
    kho_view_say_html(v, label);
    kho_html(v->out, " <input name=\"");
    kho_html_str(v->out, name);
    kho_html(v->out, "\" size=\"10\" maxlength=\"10\" placeholder=\"2024-01\" value=\"");
    kho_html_text(v->out, value);
    kho_html(v->out, "\"></label> ");
}

static void
form(struct kho_view *v)
{
    static const enum kho_page_texts_id sorts[] = {
        KHO_PAGE_TEXTS_SORT_RELEVANCE, KHO_PAGE_TEXTS_SORT_DATE, KHO_PAGE_TEXTS_SORT_DATE_UP,
        KHO_PAGE_TEXTS_SORT_NUMBER, KHO_PAGE_TEXTS_SORT_TITLE};
    const struct kho_params *p = &v->params;

    kho_html(v->out, "<form class=\"search\" role=\"search\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/\"><div class=\"box\"><label for=\"q\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEARCH_LABEL);
    kho_html(
        v->out,
        "</label><div class=\"row\"><input id=\"q\" name=\"q\" type=\"search\" maxlength=\"300\" "
        "accesskey=\"/\" aria-describedby=\"hint\" value=\"");
    kho_html_text(v->out, p->q);
    kho_html(v->out, "\"><button>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEARCH_BUTTON);
    kho_html(v->out, "</button></div><p id=\"hint\" class=\"hint\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEARCH_HINT);
    kho_html(v->out, "</p></div><div class=\"more\">");
    date_input(v, "from", KHO_PAGE_TEXTS_FROM, p->from);
    date_input(v, "to", KHO_PAGE_TEXTS_TO, p->to);
    kho_html(v->out, "<label>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SORT);
    kho_html(v->out, " <select name=\"sort\">");
    for (unsigned i = 0; i < 5; i++) {
        kho_html(v->out, "<option value=\"");
        kho_html_str(v->out, kho_param_sorts[i]);
        kho_html(v->out, "\"");
        if (p->sort == i)
            kho_html(v->out, " selected");
        kho_html(v->out, ">");
        kho_view_say_html(v, sorts[i]);
        kho_html(v->out, "</option>");
    }
    kho_html(v->out, "</select></label>");
    kho_params_hidden(v->out, p);
    kho_html(v->out, "</div></form>\n");
}

static void
chips(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const struct kho_param_change clear = {.drop_filters = true};

    if (p->n_filters == 0)
        return;
    kho_html(v->out, "<div class=\"chips\"><span>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FILTERS);
    kho_html(v->out, ":</span> ");
    for (size_t i = 0; i < p->n_filters; i++) {
        const struct kho_param_change change = {.drop = &p->filters[i]};
        const kho_sv value = kho_view_value(v, p->filters[i].field, p->filters[i].value);

        kho_html(v->out, "<a class=\"chip\" ");
        kho_view_href(v, "/", &change);
        kho_html(v->out, " aria-label=\"");
        KHO_FILL(v, KHO_PAGE_TEXTS_REMOVE, value);
        kho_html(v->out, "\">");
        kho_html_text(v->out, value);
        kho_html(v->out, " <span aria-hidden=\"true\">×</span></a> ");
    }
    kho_html(v->out, "<a ");
    kho_view_href(v, "/", &clear);
    kho_html(v->out, ">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_CLEAR);
    kho_html(v->out, "</a></div>\n");
}

static bool
filtered(const struct kho_view *v, enum kho_fields_id field, kho_sv value)
{
    for (size_t i = 0; i < v->params.n_filters; i++)
        if (v->params.filters[i].field == field && kho_sv_eq(v->params.filters[i].value, value))
            return true;
    return false;
}

static void
facet_items(struct kho_view *v, const struct kho_answer_facet *f, size_t from, size_t to)
{
    kho_html(v->out, "<ul>");
    for (size_t k = from; k < to; k++) {
        const struct kho_filter add = {f->field, f->counts[k].value};
        const struct kho_param_change change = {.add = &add};

        kho_html(v->out, "<li>");
        if (filtered(v, f->field, add.value)) {
            kho_html(v->out, "<b>");
            kho_html_text(v->out, kho_view_value(v, f->field, add.value));
            kho_html(v->out, "</b>");
        } else {
            kho_html(v->out, "<a ");
            kho_view_href(v, "/", &change);
            kho_html(v->out, ">");
            kho_html_text(v->out, kho_view_value(v, f->field, add.value));
            kho_html(v->out, "</a>");
        }
        kho_html(v->out, " <span class=\"count\">");
        kho_html_text(v->out, kho_view_number(v, f->counts[k].count));
        kho_html(v->out, "</span></li>");
    }
    kho_html(v->out, "</ul>");
}

/* What a field explains in brackets is for the help page. */
static kho_sv
heading(const char *field)
{
    const char *bracket = strstr(field, " (");

    return bracket == NULL ? kho_sv_from(field) : (kho_sv){field, (size_t)(bracket - field)};
}

static void
facets(struct kho_view *v, const struct kho_answer *a)
{
    enum { SHOWN = 5, MOST = 40 };

    kho_html(v->out, "<aside class=\"facets\"><h2>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FACETS);
    kho_html(v->out, "</h2>");
    for (size_t i = 0; i < a->n_facets; i++) {
        const struct kho_answer_facet *f = &a->facets[i];
        const size_t all = f->n < MOST ? f->n : MOST;

        if (f->n == 0)
            continue;
        kho_html(v->out, "<section><h3>");
        kho_html_text(v->out, heading(kho_view_field(v, f->field)));
        kho_html(v->out, "</h3>");
        facet_items(v, f, 0, all < SHOWN ? all : SHOWN);
        if (all > SHOWN) {
            kho_html(v->out, "<details><summary>");
            kho_html_num(v->out, all - SHOWN);
            kho_html(v->out, " ");
            kho_view_say_html(v, KHO_PAGE_TEXTS_MORE);
            kho_html(v->out, "</summary>");
            facet_items(v, f, SHOWN, all);
            kho_html(v->out, "</details>");
        }
        kho_html(v->out, "</section>");
    }
    kho_html(v->out, "</aside>\n");
}

static void
hit(struct kho_view *v, const struct kho_answer_hit *h)
{
    const struct kho_snippet *s = &h->snippet;

    kho_html(v->out, "<li class=\"card\">");
    kho_view_card(v, &h->doc, h->title_marks, h->n_title_marks);
    if (s->text.n > 0) {
        kho_html(v->out, "<p class=\"snippet\">");
        if (s->section.n > 0) {
            kho_html(v->out, "<span class=\"section\">");
            kho_html_text(v->out, s->section);
            kho_html(v->out, "</span> ");
        }
        if (s->cut_left)
            kho_html(v->out, "… ");
        kho_view_marked(v, s->text, s->marks, s->n_marks);
        if (s->cut_right)
            kho_html(v->out, " …");
        kho_html(v->out, "</p>");
    }
    if (h->doc.n_places > 0) {
        kho_html(v->out, "<p class=\"path\">");
        kho_html_text(v->out, h->doc.places[0].path);
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "</li>\n");
}

static void
pages(struct kho_view *v, uint64_t total)
{
    const uint32_t n = v->params.n, page = v->params.page;
    const uint64_t all = (total + n - 1) / n,
                   last = all < KHO_PARAM_PAGE_MAX ? all : KHO_PARAM_PAGE_MAX;
    const struct kho_param_change before = {.page = page - 1}, behind = {.page = page + 1};

    if (last <= 1)
        return;
    kho_html(v->out, "<nav class=\"pages\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_PAGES);
    kho_html(v->out, "\">");
    if (page > 1) {
        kho_html(v->out, "<a rel=\"prev\" ");
        kho_view_href(v, v->path, &before);
        kho_html(v->out, ">← ");
        kho_view_say_html(v, KHO_PAGE_TEXTS_PREVIOUS);
        kho_html(v->out, "</a> ");
    }
    kho_html(v->out, "<span>");
    KHO_FILL(v, KHO_PAGE_TEXTS_PAGE_OF, kho_view_number(v, page), kho_view_number(v, last));
    kho_html(v->out, "</span>");
    if (page < last) {
        kho_html(v->out, " <a rel=\"next\" ");
        kho_view_href(v, v->path, &behind);
        kho_html(v->out, ">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_NEXT);
        kho_html(v->out, " →</a>");
    }
    kho_html(v->out, "</nav>");
}

static void
nothing(struct kho_view *v)
{
    struct kho_overview o;

    kho_html(v->out, "<p>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TRY_FEWER);
    kho_html(v->out, "</p>");
    if (kho_overview(v->store, v->arena, &o, NULL) == KHO_OK && o.hidden > 0) {
        kho_html(v->out, "<p>");
        KHO_FILL(v, KHO_PAGE_TEXTS_HIDDEN, kho_view_number(v, o.hidden));
        kho_html(v->out, " <a href=\"");
        kho_html_str(v->out, v->base);
        kho_html(v->out, "/status\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_SEE_WHY);
        kho_html(v->out, "</a></p>");
    }
}

/* The plans of provinces that became one with the one asked for: one link away. */
static void
merged(struct kho_view *v, const struct kho_merged *m)
{
    const kho_sv typed = v->params.q;

    kho_html(v->out, "<p class=\"note\">");
    KHO_FILL(v, m->kept ? KHO_PAGE_TEXTS_PLACE_KEPT : KHO_PAGE_TEXTS_PLACE_GONE, m->asked,
             m->others, m->now);
    kho_html(v->out, " <a ");
    v->params.q = m->offer;
    kho_view_href(v, v->path, &(struct kho_param_change){.page = 0});
    v->params.q = typed;
    kho_html(v->out, ">");
    kho_html_text(v->out, m->offer);
    kho_html(v->out, "</a></p>");
}

static void
summary(struct kho_view *v, const struct kho_answer *a, uint32_t first)
{
    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    if (a->n > 0)
        KHO_FILL(v, KHO_PAGE_TEXTS_FOUND, kho_view_number(v, a->total),
                 kho_view_number(v, first + 1ULL), kho_view_number(v, first + a->n));
    else if (v->params.q.n > 0)
        KHO_FILL(v, KHO_PAGE_TEXTS_FOUND_NONE_FOR, v->params.q);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_FOUND_NONE);
    kho_html(v->out, "</p>");
    if (a->relaxed || a->cut) {
        kho_html(v->out, "<p class=\"note\">");
        kho_view_say_html(v, a->relaxed ? KHO_PAGE_TEXTS_RELAXED : KHO_PAGE_TEXTS_CUT);
        kho_html(v->out, "</p>");
    }
    if (a->merged.asked.p != NULL)
        merged(v, &a->merged);
    if (a->number.p != NULL) {
        kho_html(v->out, "<p class=\"note\">");
        kho_view_cited_link(v, a->number);
        KHO_FILL(v, KHO_PAGE_TEXTS_NUMBER_HINT, a->number);
        kho_html(v->out, "</a></p>");
    }
}

enum kho_status
kho_page_search(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const bool start =
        p->q.n == 0 && p->n_filters == 0 && p->from.n == 0 && p->to.n == 0 && p->page == 1;
    struct kho_ask ask = {.text = p->q,
                          .from = p->from,
                          .to = p->to,
                          .filters = p->filters,
                          .n_filters = p->n_filters,
                          .first = (p->page - 1) * p->n,
                          .max = start && p->format == KHO_PARAM_HTML ? 5 : p->n,
                          .sort = start ? KHO_BY_DATE : p->sort,
                          .facets = true,
                          .snippets = !start};
    struct kho_answer a;
    enum kho_status st = kho_ask(v->store, &ask, v->arena, &a, v->err);

    if (st != KHO_OK)
        return st;
    if (p->format == KHO_PARAM_JSON) {
        kho_answer_json(v->out, &a, (kho_sv){NULL, 0}, true);
        return KHO_OK;
    }
    if (p->format == KHO_PARAM_CSV) {
        kho_answer_csv_names(v->out, false);
        kho_answer_csv(v->out, &a, (kho_sv){NULL, 0});
        return KHO_OK;
    }
    v->title = p->q;
    kho_view_open(v);
    form(v);
    chips(v);
    kho_html(v->out, "<div class=\"columns\"><div class=\"results\">");
    if (start) {
        kho_html(v->out, "<h2>");
        kho_view_say_html(v, KHO_PAGE_TEXTS_LATEST);
        kho_html(v->out, "</h2>");
    } else {
        summary(v, &a, ask.first);
    }
    kho_html(v->out, "<ol class=\"cards\">\n");
    for (size_t i = 0; i < a.n; i++)
        hit(v, &a.hits[i]);
    kho_html(v->out, "</ol>");
    if (a.n == 0)
        nothing(v);
    else if (!start)
        pages(v, a.total);
    if (!start)
        kho_view_formats(v, true, false);
    kho_html(v->out, "</div>");
    if (a.n > 0)
        facets(v, &a);
    kho_html(v->out, "</div>");
    kho_view_close(v);
    return KHO_OK;
}
