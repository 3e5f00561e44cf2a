/* page_search.c - the search box, results, facets, filters, pages. */
#include "format.h"
#include "view.h"

#include <stdio.h>

enum { LATEST = 10 }; /* read for the start page, which shows five different ones */

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
    kho_html(v->out, "\">");
    kho_view_button(v);
    kho_html(v->out, "</div><p id=\"hint\" class=\"hint\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEARCH_HINT);
    kho_html(v->out, "</p></div><div class=\"more\">");
    kho_view_input(v, "from", KHO_PAGE_TEXTS_FROM, p->from, KHO_PAGE_TEXTS_DATE_EXAMPLE);
    kho_view_input(v, "to", KHO_PAGE_TEXTS_TO, p->to, KHO_PAGE_TEXTS_DATE_EXAMPLE);
    kho_html(v->out, "<label><span>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SORT);
    kho_html(v->out, "</span> <select name=\"sort\">");
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
hit(struct kho_view *v, const struct kho_answer *a, size_t at)
{
    const struct kho_answer_hit *h = &a->hits[at];
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
        kho_html(v->out, " <span class=\"size\">");
        kho_html_text(v->out, h->doc.format);
        kho_html(v->out, " ");
        kho_html_text(v->out, kho_view_size(v, h->doc.size));
        kho_html(v->out, "</span></p>");
    }
    kho_view_alike(v, a, at);
    kho_html(v->out, "</li>\n");
}

/* How many there would be with one thing less asked for. */
static void
without(struct kho_view *v, const struct kho_param_change *change, const struct kho_ask *ask,
        kho_sv what)
{
    struct kho_answer a;

    if (kho_ask(v->store, ask, v->arena, &a, NULL) != KHO_OK || a.total == 0)
        return;
    kho_html(v->out, "<li><a ");
    kho_view_href(v, v->path, change);
    kho_html(v->out, ">");
    KHO_FILL(v, KHO_PAGE_TEXTS_REMOVE_FOR, what, kho_view_number(v, a.total), kho_view_noun(v));
    kho_html(v->out, "</a></li>");
}

static void
drop_one(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const struct kho_ask all = {.text = p->q,
                                .from = p->from,
                                .to = p->to,
                                .filters = p->filters,
                                .n_filters = p->n_filters};
    const struct kho_param_change dates = {.drop_from = true, .drop_to = true};
    struct kho_ask less = all;

    kho_html(v->out, "<ul>");
    for (size_t i = 0; i < p->n_filters && i < 6; i++) {
        const struct kho_param_change change = {.drop = &p->filters[i]};
        struct kho_filter others[KHO_PARAM_FILTERS];

        less = all;
        memcpy(others, p->filters, sizeof others);
        memmove(others + i, others + i + 1, (p->n_filters - i - 1) * sizeof *others);
        less.filters = others;
        less.n_filters--;
        without(v, &change, &less, kho_view_value(v, p->filters[i].field, p->filters[i].value));
    }
    less = all;
    less.from = less.to = (kho_sv){NULL, 0};
    if (p->from.n > 0 || p->to.n > 0)
        without(v, &dates, &less, kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_DATE)));
    kho_html(v->out, "</ul>");
}

/* Nothing was found: what can be done about it. */
static void
nothing(struct kho_view *v)
{
    struct kho_overview o;

    if (v->params.n_filters > 0 || v->params.from.n > 0 || v->params.to.n > 0)
        drop_one(v);
    kho_html(v->out, "<p>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TRY_FEWER);
    kho_html(v->out, " <a href=\"");
    kho_view_address(v, "/help", "", (kho_sv){NULL, 0});
    kho_html(v->out, "\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEE_HELP);
    kho_html(v->out, "</a></p>");
    if (kho_overview(v->store, v->arena, &o, NULL) == KHO_OK && o.hidden > 0) {
        kho_html(v->out, "<p>");
        KHO_FILL(v, KHO_PAGE_TEXTS_HIDDEN, kho_view_number(v, o.hidden));
        kho_html(v->out, " <a href=\"");
        kho_view_address(v, "/status", "", (kho_sv){NULL, 0});
        kho_html(v->out, "\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_SEE_WHY);
        kho_html(v->out, "</a></p>");
    }
}

/* The plans of provinces that became one with the one asked for: one link away. */
static void
merged(struct kho_view *v, const struct kho_merged *m)
{
    kho_html(v->out, "<p class=\"note\">");
    KHO_FILL(v, m->kept ? KHO_PAGE_TEXTS_PLACE_KEPT : KHO_PAGE_TEXTS_PLACE_GONE, m->asked,
             m->others, m->now);
    kho_html(v->out, " ");
    kho_view_instead(v, m->offer);
    kho_html(v->out, "</p>");
}

/* Seconds since the request came, "0,012". */
static kho_sv
seconds(struct kho_view *v)
{
    struct timespec now = v->began;
    char text[32];
    long ms;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    ms = (now.tv_sec - v->began.tv_sec) * 1000 + (now.tv_nsec - v->began.tv_nsec) / 1000000;
    (void)snprintf(text, sizeof text, "%ld%c%03ld", ms / 1000, v->english ? '.' : ',', ms % 1000);
    return kho_arena_dup(v->arena, kho_sv_from(text));
}

static void
summary(struct kho_view *v, const struct kho_answer *a, uint32_t first)
{
    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    if (a->n > 0)
        KHO_FILL(v, a->exact ? KHO_PAGE_TEXTS_FOUND : KHO_PAGE_TEXTS_FOUND_ABOUT,
                 kho_view_number(v, a->total), kho_view_number(v, first + 1ULL),
                 kho_view_number(v, first + a->n), seconds(v));
    else if (a->total > 0) /* behind the last page */
        KHO_FILL(v, KHO_PAGE_TEXTS_PLANS_N, kho_view_number(v, a->total));
    else if (v->params.q.n > 0)
        KHO_FILL(v, KHO_PAGE_TEXTS_FOUND_NONE_FOR, v->params.q);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_FOUND_NONE);
    kho_html(v->out, "</p>");
    kho_view_said(v, a);
    if (a->cut && !a->relaxed) {
        kho_html(v->out, "<p class=\"note\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_CUT);
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

/* A document number typed alone opens the page of that document: the plan of this number when
 * there is exactly one, else what cites it. */
static bool
opens(struct kho_view *v, const struct kho_answer *a)
{
    const struct kho_params *p = &v->params;
    struct kho_document doc;
    enum kho_status st;

    if (a->number.p == NULL || p->stay != 0 || p->n_filters > 0 || p->from.n > 0 || p->to.n > 0 ||
        p->page > 1 || a->total == 0 || a->relaxed)
        return false;
    st = kho_find(v->store, a->number, KHO_DOCUMENT_HEAD, v->arena, &doc, NULL);
    if (st == KHO_ARG) /* several plans have it: the results tell them apart */
        return false;
    kho_buf_str(&v->location, v->base);
    if (st == KHO_OK) {
        kho_html(&v->location, "/plan?id=");
        kho_html_url(&v->location, doc.id);
    } else {
        kho_html(&v->location, "/cited?key=");
        kho_html_url(&v->location, p->q);
    }
    kho_html(&v->location, "&back=");
    kho_html_url(&v->location, p->q);
    if (p->lang != KHO_PARAM_LANG_NONE)
        kho_buf_str(&v->location, p->lang == KHO_PARAM_EN ? "&lang=en" : "&lang=vi");
    return true;
}

static bool
other_form(struct kho_view *v, const struct kho_answer *a)
{
    switch ((enum kho_param_format)v->params.format) {
    case KHO_PARAM_JSON:
        kho_answer_json(v->out, a, (kho_sv){NULL, 0}, true);
        return true;
    case KHO_PARAM_CSV:
        kho_answer_csv_names(v->out, false);
        kho_answer_csv(v->out, a, (kho_sv){NULL, 0});
        return true;
    case KHO_PARAM_ATOM:
        v->title = v->params.q;
        kho_feed_open(v);
        for (size_t i = 0; i < a->n; i++)
            kho_feed_entry(v, &a->hits[i].doc, a->hits[i].snippet.text);
        kho_feed_close(v);
        return true;
    case KHO_PARAM_HTML:
    case KHO_PARAM_ICS:
    case KHO_PARAM_DOT:
    case KHO_PARAM_GRAPHML:
    case KHO_PARAM_FORMATS:
        break;
    }
    return false;
}

enum kho_status
kho_page_search(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const bool start = p->q.n == 0 && p->n_filters == 0 && p->from.n == 0 && p->to.n == 0 &&
                       p->page == 1 && p->format == KHO_PARAM_HTML;
    const struct kho_ask ask = {.text = p->q,
                                .from = p->from,
                                .to = p->to,
                                .filters = p->filters,
                                .n_filters = p->n_filters,
                                .first = (p->page - 1) * p->n,
                                .max = start ? LATEST : p->n,
                                .sort = start ? KHO_BY_DATE : p->sort,
                                .facets = true,
                                .offers = p->format == KHO_PARAM_HTML && !start,
                                .snippets = true}; /* they tell which are nearly the same */
    struct kho_answer a;
    enum kho_status st;

    if (p->sort == KHO_PARAM_BY_DUE)
        return kho_fail(v->err, KHO_QUERY, "sort");
    if (p->list != 0)
        return kho_page_values(v);
    st = kho_ask(v->store, &ask, v->arena, &a, v->err);
    if (st != KHO_OK || other_form(v, &a) || opens(v, &a))
        return st;
    v->title = p->q;
    kho_view_open(v);
    kho_html(v->out, "<h1");
    if (!start)
        kho_html(v->out, " class=\"unseen\"");
    kho_html(v->out, ">");
    kho_view_say_html(v, start ? KHO_PAGE_TEXTS_TAGLINE : KHO_PAGE_TEXTS_NAV_SEARCH);
    if (p->q.n > 0) {
        kho_html(v->out, ": ");
        kho_html_text(v->out, p->q);
    }
    kho_html(v->out, "</h1>");
    form(v);
    if (start) {
        kho_view_start(v, &a);
        kho_view_close(v);
        return KHO_OK;
    }
    kho_view_chips(v);
    kho_html(v->out, "<div class=\"columns\"><div class=\"results\">");
    kho_view_results(v);
    summary(v, &a, ask.first);
    if (a.n > 0) {
        kho_html(v->out, "<p class=\"narrow\"><a href=\"#facets\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_FACETS);
        kho_html(v->out, " ↓</a></p>");
    }
    kho_html(v->out, "<ol class=\"cards\">\n");
    for (size_t i = 0; i < a.n; i++)
        if (a.hits[i].like == 0)
            hit(v, &a, i);
    kho_html(v->out, "</ol>");
    if (a.total == 0) {
        nothing(v);
    } else {
        kho_view_pages(v, a.total);
        kho_view_formats(v, 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ATOM);
    }
    kho_html(v->out, "</div>");
    if (a.total > 0)
        kho_view_facets(v, &a, KHO_PAGE_TEXTS_FACETS);
    kho_html(v->out, "</div>");
    kho_view_close(v);
    return KHO_OK;
}
