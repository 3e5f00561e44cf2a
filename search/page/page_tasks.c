/* page_tasks.c - tasks by unit, words and due days. */
#include "format.h"
#include "view.h"

enum { WHOLE_MAX = 10000 }; /* tasks in a file; each takes some 30 KB while it is made */

/* Orders of tasks among those of all lists. */
static const struct {
    unsigned sort; /* place in kho_param_sorts */
    enum kho_task_sort of_tasks;
    enum kho_page_texts_id text;
} sorts[] = {{0, KHO_TASKS_BEST, KHO_PAGE_TEXTS_SORT_RELEVANCE},
             {KHO_PARAM_BY_DUE, KHO_TASKS_BY_DUE, KHO_PAGE_TEXTS_SORT_DUE},
             {KHO_BY_DATE, KHO_TASKS_NEWEST, KHO_PAGE_TEXTS_SORT_PLAN_NEW},
             {KHO_BY_DATE_UP, KHO_TASKS_OLDEST, KHO_PAGE_TEXTS_SORT_PLAN_OLD}};
enum { SORTS = sizeof sorts / sizeof sorts[0] };

static void
form(struct kho_view *v)
{
    const struct kho_params *p = &v->params;

    kho_html(v->out, "<form class=\"search\" role=\"search\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/tasks\"><div class=\"more\">");
    kho_view_input(v, "unit", KHO_PAGE_TEXTS_UNIT, p->unit, KHO_PAGE_TEXTS_UNIT_EXAMPLE);
    kho_view_input(v, "q", KHO_PAGE_TEXTS_TASK_WORDS, p->q, KHO_PAGE_TEXTS_TASK_EXAMPLE);
    kho_view_input(v, "from", KHO_PAGE_TEXTS_DUE_FROM, p->from, KHO_PAGE_TEXTS_DATE_EXAMPLE);
    kho_view_input(v, "to", KHO_PAGE_TEXTS_DUE_TO, p->to, KHO_PAGE_TEXTS_DATE_EXAMPLE);
    kho_html(v->out, "<label><span>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SORT);
    kho_html(v->out, "</span> <select name=\"sort\">");
    for (size_t i = 0; i < SORTS; i++) {
        kho_html(v->out, "<option value=\"");
        kho_html_str(v->out, kho_param_sorts[sorts[i].sort]);
        kho_html(v->out, "\"");
        if (p->sort == sorts[i].sort)
            kho_html(v->out, " selected");
        kho_html(v->out, ">");
        kho_view_say_html(v, sorts[i].text);
        kho_html(v->out, "</option>");
    }
    kho_html(v->out, "</select></label>");
    if (p->due != 0) {
        kho_html(v->out, "<input type=\"hidden\" name=\"due\" value=\"");
        kho_html_str(v->out, kho_param_dues[p->due]);
        kho_html(v->out, "\">");
    }
    kho_params_hidden(v->out, p);
    kho_view_button(v);
    kho_html(v->out, "</div></form>");
}

static void
task(struct kho_view *v, const struct kho_task_hit *h)
{
    kho_html(v->out, "<li>");
    kho_view_task(v, &h->task);
    kho_html(v->out, "<p class=\"meta\">");
    kho_view_plan_link(v, h->doc.id);
    kho_html_text(v->out, kho_view_name(&h->doc.plan));
    kho_html(v->out, " ");
    kho_html_text(v->out, h->doc.plan.title);
    kho_html(v->out, "</a>");
    if (h->doc.plan.issuer.n > 0) {
        kho_html(v->out, ", ");
        kho_html_text(v->out, h->doc.plan.issuer);
    }
    kho_html(v->out, "</p></li>\n");
}

static bool
other_form(struct kho_view *v, const struct kho_task_ask *ask, const struct kho_task_answer *a)
{
    switch ((enum kho_param_format)v->params.format) {
    case KHO_PARAM_JSON:
        kho_tasks_json(v->out, a->hits, a->n);
        return true;
    case KHO_PARAM_CSV:
        kho_tasks_csv(v->out, a->hits, a->n);
        return true;
    case KHO_PARAM_ICS:
        kho_tasks_ics(v->out, ask, kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_NAV_TASKS)),
                      v->updated, a->hits, a->n);
        return true;
    case KHO_PARAM_HTML:
    case KHO_PARAM_ATOM:
    case KHO_PARAM_DOT:
    case KHO_PARAM_GRAPHML:
    case KHO_PARAM_FORMATS:
        break;
    }
    return false;
}

/* Which plan the list is of, and the way back to all. */
static void
of_plan(struct kho_view *v)
{
    struct kho_document doc;
    const struct kho_params typed = v->params;

    if (typed.id.n == 0 ||
        kho_find(v->store, typed.id, KHO_DOCUMENT_HEAD, v->arena, &doc, NULL) != KHO_OK)
        return;
    v->params.id = (kho_sv){NULL, 0};
    kho_html(v->out, "<div class=\"chips\"><a class=\"chip\" ");
    kho_view_href(v, v->path, NULL);
    kho_html(v->out, ">");
    v->params = typed;
    kho_html_text(v->out, kho_view_name(&doc.plan));
    kho_html(v->out, " ");
    kho_html_text(v->out, doc.plan.title);
    kho_html(v->out, " <span aria-hidden=\"true\">×</span></a></div>");
}

/* The same list with other parameters, where it has tasks: a link with how many. */
static void
without(struct kho_view *v, const struct kho_params *less, kho_sv what)
{
    const struct kho_params typed = v->params;
    struct kho_task_ask ask = {.text = less->q,
                               .unit = less->unit,
                               .plan = less->id,
                               .filters = less->filters,
                               .n_filters = less->n_filters};
    struct kho_task_answer a;

    v->params = *less;
    kho_view_due_range(v, &ask.due_from, &ask.due_to);
    if (kho_tasks(v->store, &ask, v->arena, &a, NULL) == KHO_OK && a.total > 0) {
        kho_html(v->out, "<li><a ");
        kho_view_href(v, v->path, NULL);
        kho_html(v->out, ">");
        KHO_FILL(v, KHO_PAGE_TEXTS_REMOVE_FOR, what, kho_view_number(v, a.total), kho_view_noun(v));
        kho_html(v->out, "</a></li>");
    }
    v->params = typed;
}

/* Nothing was found: what there would be with one thing less asked for, and what can be done. */
static void
nothing(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const kho_sv none = {NULL, 0};
    struct kho_params less;

    kho_html(v->out, "<ul>");
    if (p->unit.n > 0) {
        less = *p;
        less.unit = none;
        without(v, &less, p->unit);
    }
    if (p->q.n > 0) {
        less = *p;
        less.q = none;
        without(v, &less, p->q);
    }
    if (p->from.n > 0 || p->to.n > 0 || p->due != KHO_PARAM_DUE_ANY) {
        less = *p;
        less.from = less.to = none;
        less.due = KHO_PARAM_DUE_ANY;
        without(v, &less, kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_DUE)));
    }
    for (size_t i = 0; i < p->n_filters && i < 6; i++) {
        less = *p;
        memmove(less.filters + i, less.filters + i + 1,
                (less.n_filters - i - 1) * sizeof *less.filters);
        less.n_filters--;
        without(v, &less, kho_view_value(v, p->filters[i].field, p->filters[i].value));
    }
    kho_html(v->out, "</ul><p>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TASKS_NONE);
    kho_html(v->out, " <a href=\"");
    kho_view_address(v, "/help", "", none);
    kho_html(v->out, "\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEE_HELP);
    kho_html(v->out, "</a></p>");
}

/* How many there are, and what is to be said of the question. */
static void
summary(struct kho_view *v, const struct kho_task_ask *ask, const struct kho_task_answer *a)
{
    const struct kho_params typed = v->params;

    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_TASKS_FOUND, kho_view_number(v, a->total));
    if (v->params.due != KHO_PARAM_DUE_ANY && (ask->due_from.n > 0 || ask->due_to.n > 0)) {
        kho_html(v->out, " (");
        if (ask->due_from.n > 0)
            kho_view_day_or_month(v, ask->due_from);
        else
            kho_view_say_html(v, KHO_PAGE_TEXTS_DUE_UNTIL);
        if (!kho_sv_eq(ask->due_from, ask->due_to)) {
            kho_html_str(v->out, ask->due_from.n > 0 ? "–" : " ");
            kho_view_day_or_month(v, ask->due_to);
        }
        kho_html(v->out, ")");
    }
    kho_html(v->out, "</p>");
    kho_view_said(v, &a->said);
    if (a->unit.p == NULL)
        return;
    if (a->unit_alone)
        v->params = (struct kho_params){.page = 1, .n = typed.n, .lang = typed.lang};
    v->params.unit = a->unit;
    kho_html(v->out, "<p class=\"note\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TASKS_UNIT);
    kho_html(v->out, " <a ");
    kho_view_href(v, v->path, NULL);
    kho_html(v->out, ">");
    kho_html_text(v->out, a->unit);
    kho_html(v->out, "</a> <span class=\"count\">");
    kho_html_text(v->out, kho_view_number(v, a->unit_total));
    kho_html(v->out, "</span></p>");
    v->params = typed;
}

static void
list(struct kho_view *v, const struct kho_task_answer *a)
{
    const struct kho_params *p = &v->params;

    kho_html(v->out, "<ol class=\"tasks\" start=\"");
    kho_html_num(v->out, (uint64_t)(p->page - 1) * p->n + 1);
    kho_html(v->out, "\">\n");
    for (size_t i = 0; i < a->n; i++)
        task(v, &a->hits[i]);
    kho_html(v->out, "</ol>");
    kho_view_pages(v, a->total);
    if (a->total > WHOLE_MAX) {
        kho_html(v->out, "<p class=\"hint\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_TASKS_CUT, kho_view_number(v, WHOLE_MAX));
        kho_html(v->out, "</p>");
    }
    kho_view_formats(v, 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ICS);
    kho_html(v->out, "<p class=\"hint\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_ICS_HINT);
    kho_html(v->out, "</p>");
}

/* Provinces the tasks are of, where there are several or one was chosen. */
static void
places(struct kho_view *v, const struct kho_task_answer *a)
{
    if (a->n_places < 2 && v->params.n_filters == 0)
        return;
    kho_html(v->out, "<aside class=\"facets\" id=\"facets\"><h2>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FACETS);
    kho_html(v->out, "</h2>");
    kho_view_choices(v, KHO_FIELDS_PLACENOW, a->places, a->n_places, a->n_places);
    kho_html(v->out, "</aside>");
}

enum kho_status
kho_page_tasks(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const bool whole = p->format != KHO_PARAM_HTML;
    struct kho_task_ask ask = {.text = p->q,
                               .unit = p->unit,
                               .plan = p->id,
                               .filters = p->filters,
                               .n_filters = p->n_filters,
                               .places = !whole,
                               .offers = !whole,
                               .first = whole ? 0 : (p->page - 1) * p->n,
                               .max = whole ? WHOLE_MAX : p->n};
    struct kho_task_answer a;
    size_t order = 0;
    enum kho_status st;

    while (order < SORTS && sorts[order].sort != p->sort)
        order++;
    if (order == SORTS)
        return kho_fail(v->err, KHO_QUERY, "sort");
    ask.sort = sorts[order].of_tasks;
    kho_view_due_range(v, &ask.due_from, &ask.due_to);
    st = kho_tasks(v->store, &ask, v->arena, &a, v->err);
    if (st != KHO_OK || other_form(v, &ask, &a))
        return st;
    kho_view_title(v, KHO_PAGE_TEXTS_NAV_TASKS);
    form(v);
    kho_view_due_links(v);
    of_plan(v);
    kho_view_chips(v);
    kho_html(v->out, "<div class=\"columns\"><div class=\"results\">");
    summary(v, &ask, &a);
    if (a.total == 0)
        nothing(v);
    else
        list(v, &a);
    kho_html(v->out, "</div>");
    places(v, &a);
    kho_html(v->out, "</div>");
    kho_view_close(v);
    return KHO_OK;
}
