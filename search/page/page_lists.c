/* page_lists.c - a cited document with the plans that cite it; all cited documents; tasks. */
#include "format.h"
#include "view.h"

static void
ref_line(struct kho_view *v, const struct kho_ref *r)
{
    if (r->symbol.p != NULL) {
        kho_html(v->out, "<span class=\"number\">");
        kho_html_text(v->out, r->symbol);
        kho_html(v->out, "</span> ");
    }
    kho_html_text(v->out, r->name);
}

static void
ref_meta(struct kho_view *v, const struct kho_ref *r)
{
    const bool issuer = r->issuer.n > 0, date = r->date.n > 0;

    /* Laws are cited by title: that no date was read says nothing of them. */
    if (!issuer && !date && r->in_archive.p == NULL)
        return;
    kho_html(v->out, "<p class=\"meta\">");
    if (issuer)
        kho_html_text(v->out, r->issuer);
    if (issuer && date)
        kho_html(v->out, " · ");
    if (date)
        kho_view_date(v, r->date);
    if (r->in_archive.p != NULL) {
        if (issuer || date)
            kho_html(v->out, " · ");
        kho_view_plan_link(v, r->in_archive);
        kho_view_say_html(v, KHO_PAGE_TEXTS_IN_ARCHIVE);
        kho_html(v->out, "</a>");
    }
    kho_html(v->out, "</p>");
}

static void
cited(struct kho_view *v, const struct kho_cited *d)
{
    kho_html(v->out, "<section><h2>");
    ref_line(v, &d->ref);
    kho_html(v->out, "</h2>");
    ref_meta(v, &d->ref);
    kho_html(v->out, "<p class=\"found\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_CITING_PLANS, kho_view_number(v, d->ref.citing));
    kho_html(v->out, "</p><ol class=\"cards\">");
    for (size_t i = 0; i < d->n; i++) {
        const struct kho_citing *c = &d->citing[i];

        kho_html(v->out, "<li class=\"card\">");
        kho_view_card(v, &c->doc, NULL, 0);
        kho_html(v->out, "<p class=\"snippet\">");
        kho_view_marked(v, c->sentence, &c->mark, c->mark.length > 0 ? 1 : 0);
        if (c->legal_basis) {
            kho_html(v->out, " <span class=\"tag\">");
            kho_view_say_html(v, KHO_PAGE_TEXTS_BASIS);
            kho_html(v->out, "</span>");
        }
        kho_html(v->out, "</p></li>\n");
    }
    kho_html(v->out, "</ol></section>");
}

enum kho_status
kho_page_cited(struct kho_view *v)
{
    struct kho_cites c = {.n = 0};
    enum kho_status st;

    if (v->params.key.n == 0)
        return kho_fail(v->err, KHO_NOTFOUND, "no key");
    st = kho_cites(v->store, v->params.key, v->arena, &c, v->err);
    if (st != KHO_OK)
        return st;
    if (v->params.format == KHO_PARAM_JSON) {
        kho_cites_json(v->out, &c);
        return KHO_OK;
    }
    if (v->params.format == KHO_PARAM_CSV) {
        kho_cites_csv(v->out, &c);
        return KHO_OK;
    }
    v->title = c.n > 0 && c.docs[0].ref.symbol.p != NULL ? c.docs[0].ref.symbol : v->params.key;
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_CITED_BY);
    kho_html(v->out, "</h1>");
    if (c.n == 0) {
        kho_html(v->out, "<p class=\"found\" role=\"status\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_CITED_NONE, v->params.key);
        kho_html(v->out, "</p>");
    }
    if (c.n > 1) {
        kho_html(v->out, "<p class=\"note\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_AMBIGUOUS);
        kho_html(v->out, "</p>");
    }
    for (size_t i = 0; i < c.n; i++)
        cited(v, &c.docs[i]);
    kho_view_formats(v, true, false);
    kho_view_close(v);
    return KHO_OK;
}

/* Links to the page before and behind. */
static void
steps(struct kho_view *v, uint64_t total)
{
    const struct kho_param_change before = {.page = v->params.page - 1},
                                  behind = {.page = v->params.page + 1};

    kho_html(v->out, "<nav class=\"pages\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_PAGES);
    kho_html(v->out, "\">");
    if (v->params.page > 1) {
        kho_html(v->out, "<a rel=\"prev\" ");
        kho_view_href(v, v->path, &before);
        kho_html(v->out, ">← ");
        kho_view_say_html(v, KHO_PAGE_TEXTS_PREVIOUS);
        kho_html(v->out, "</a> ");
    }
    if ((uint64_t)v->params.page * v->params.n < total && v->params.page < KHO_PARAM_PAGE_MAX) {
        kho_html(v->out, "<a rel=\"next\" ");
        kho_view_href(v, v->path, &behind);
        kho_html(v->out, ">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_NEXT);
        kho_html(v->out, " →</a>");
    }
    kho_html(v->out, "</nav>");
}

enum kho_status
kho_page_refs(struct kho_view *v)
{
    const bool table = v->params.format == KHO_PARAM_HTML;
    struct kho_ref_list list;
    enum kho_status st = kho_refs(v->store, NULL, table ? (v->params.page - 1) * v->params.n : 0,
                                  table ? v->params.n : UINT32_MAX, v->arena, &list, v->err);

    if (st != KHO_OK)
        return st;
    if (v->params.format == KHO_PARAM_JSON) {
        kho_refs_json(v->out, list.refs, list.n);
        return KHO_OK;
    }
    if (v->params.format == KHO_PARAM_CSV) {
        kho_refs_csv(v->out, list.refs, list.n);
        return KHO_OK;
    }
    v->title = kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_NAV_REFS));
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NAV_REFS);
    kho_html(v->out, "</h1><p class=\"found\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_REFS_FOUND, kho_view_number(v, list.total));
    kho_html(v->out, "</p><ol class=\"cards\">");
    for (size_t i = 0; i < list.n; i++) {
        kho_html(v->out, "<li class=\"card\"><h3>");
        kho_view_cited_link(v, list.refs[i].key);
        ref_line(v, &list.refs[i]);
        kho_html(v->out, "</a> <span class=\"count\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_CITING_PLANS, kho_view_number(v, list.refs[i].citing));
        kho_html(v->out, "</span></h3>");
        ref_meta(v, &list.refs[i]);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ol>");
    steps(v, list.total);
    kho_view_formats(v, true, false);
    kho_view_close(v);
    return KHO_OK;
}

static void
input(struct kho_view *v, const char *name, enum kho_page_texts_id label, kho_sv value)
{
    kho_html(v->out, "<label>");
    kho_view_say_html(v, label);
    kho_html(v->out, " <input name=\"");
    kho_html_str(v->out, name);
    kho_html(v->out, "\" value=\"");
    kho_html_text(v->out, value);
    kho_html(v->out, "\"></label> ");
}

static void
task_form(struct kho_view *v)
{
    kho_html(v->out, "<form class=\"search\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/tasks\"><div class=\"more\">");
    input(v, "q", KHO_PAGE_TEXTS_TASK_WORDS, v->params.q);
    input(v, "unit", KHO_PAGE_TEXTS_UNIT, v->params.unit);
    input(v, "from", KHO_PAGE_TEXTS_DUE_FROM, v->params.from);
    input(v, "to", KHO_PAGE_TEXTS_DUE_TO, v->params.to);
    kho_params_hidden(v->out, &v->params);
    kho_html(v->out, "<button>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEARCH_BUTTON);
    kho_html(v->out, "</button></div></form>");
}

enum kho_status
kho_page_tasks(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const bool whole = p->format != KHO_PARAM_HTML;
    const struct kho_task_ask ask = {.text = p->q,
                                     .unit = p->unit,
                                     .due_from = p->from,
                                     .due_to = p->to,
                                     .plan = p->id,
                                     .first = whole ? 0 : (p->page - 1) * p->n,
                                     .max = whole ? 10000 : p->n};
    struct kho_task_hit *hits;
    uint64_t total;
    size_t n;
    enum kho_status st = kho_tasks(v->store, &ask, v->arena, &hits, &n, &total, v->err);

    if (st != KHO_OK)
        return st;
    switch ((enum kho_param_format)p->format) {
    case KHO_PARAM_JSON:
        kho_tasks_json(v->out, hits, n);
        return KHO_OK;
    case KHO_PARAM_CSV:
        kho_tasks_csv(v->out, hits, n);
        return KHO_OK;
    case KHO_PARAM_ICS:
        kho_tasks_ics(v->out, hits, n);
        return KHO_OK;
    case KHO_PARAM_HTML:
        break;
    }
    v->title = kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_NAV_TASKS));
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NAV_TASKS);
    kho_html(v->out, "</h1>");
    task_form(v);
    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_TASKS_FOUND, kho_view_number(v, total));
    kho_html(v->out, "</p><ol class=\"tasks\">");
    for (size_t i = 0; i < n; i++) {
        kho_html(v->out, "<li>");
        kho_view_task(v, &hits[i].task);
        kho_html(v->out, "<p class=\"meta\">");
        kho_view_plan_link(v, hits[i].doc.id);
        kho_html_text(v->out, hits[i].doc.plan.symbol.p != NULL ? hits[i].doc.plan.symbol
                                                                : hits[i].doc.plan.type_name);
        kho_html(v->out, " ");
        kho_html_text(v->out, hits[i].doc.plan.title);
        kho_html(v->out, "</a>, ");
        kho_html_text(v->out, hits[i].doc.plan.issuer);
        kho_html(v->out, "</p></li>");
    }
    kho_html(v->out, "</ol>");
    steps(v, total);
    kho_view_formats(v, true, true);
    kho_view_close(v);
    return KHO_OK;
}
