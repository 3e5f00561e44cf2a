/* page_tasks.c - tasks by unit, words and due days. */
#include "format.h"
#include "view.h"

#include <stdio.h>

enum { WHOLE_MAX = 10000 }; /* tasks in a file; each takes some 30 KB while it is made */

static void
form(struct kho_view *v)
{
    kho_html(v->out, "<form class=\"search\" role=\"search\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/tasks\"><div class=\"more\">");
    kho_view_input(v, "unit", KHO_PAGE_TEXTS_UNIT, v->params.unit, KHO_PAGE_TEXTS_UNIT_EXAMPLE);
    kho_view_input(v, "q", KHO_PAGE_TEXTS_TASK_WORDS, v->params.q, KHO_PAGE_TEXTS_TASK_EXAMPLE);
    kho_view_input(v, "from", KHO_PAGE_TEXTS_DUE_FROM, v->params.from, KHO_PAGE_TEXTS_DATE_EXAMPLE);
    kho_view_input(v, "to", KHO_PAGE_TEXTS_DUE_TO, v->params.to, KHO_PAGE_TEXTS_DATE_EXAMPLE);
    kho_params_hidden(v->out, &v->params);
    kho_view_button(v);
    kho_html(v->out, "</div></form>");
}

/* Of two digits. */
static int
two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* The day n days from today, "2024-03-31". */
static kho_sv
day_from_now(struct kho_view *v, int n)
{
    struct tm tm = {.tm_hour = 12, .tm_isdst = -1};
    char text[16];

    tm.tm_year = two(v->today) * 100 + two(v->today + 2) - 1900;
    tm.tm_mon = two(v->today + 5) - 1;
    tm.tm_mday = two(v->today + 8) + n;
    if (mktime(&tm) == -1 || strftime(text, sizeof text, "%Y-%m-%d", &tm) == 0)
        return (kho_sv){NULL, 0};
    return kho_arena_dup(v->arena, kho_sv_from(text));
}

/* First and last month of the quarter of today. */
static void
quarter(struct kho_view *v, kho_sv *from, kho_sv *to)
{
    const int first = (two(v->today + 5) - 1) / 3 * 3 + 1; /* its first month */
    char text[32];

    (void)snprintf(text, sizeof text, "%.4s-%02d", v->today, first);
    *from = kho_arena_dup(v->arena, kho_sv_from(text));
    (void)snprintf(text, sizeof text, "%.4s-%02d", v->today, first + 2);
    *to = kho_arena_dup(v->arena, kho_sv_from(text));
}

static void
preset(struct kho_view *v, enum kho_page_texts_id name, kho_sv from, kho_sv to)
{
    const struct kho_params typed = v->params;
    const bool on = kho_sv_eq(typed.from, from) && kho_sv_eq(typed.to, to);

    v->params.from = from;
    v->params.to = to;
    kho_html(v->out, "<li><a ");
    kho_view_href(v, v->path, NULL);
    if (on)
        kho_html(v->out, " aria-current=\"true\"");
    kho_html(v->out, ">");
    kho_view_say_html(v, name);
    kho_html(v->out, "</a></li> ");
    v->params = typed;
}

/* The ranges people ask for, one click each. */
static void
presets(struct kho_view *v)
{
    const kho_sv none = {NULL, 0};
    kho_sv from, to;

    quarter(v, &from, &to);
    kho_html(v->out, "<nav class=\"presets\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_DUE);
    kho_html(v->out, "\"><ul>");
    preset(v, KHO_PAGE_TEXTS_DUE_ANY, none, none);
    preset(v, KHO_PAGE_TEXTS_DUE_OVER, none, day_from_now(v, -1));
    preset(v, KHO_PAGE_TEXTS_DUE_SOON, day_from_now(v, 0), day_from_now(v, 30));
    preset(v, KHO_PAGE_TEXTS_DUE_QUARTER, from, to);
    preset(v, KHO_PAGE_TEXTS_DUE_YEAR, kho_arena_dup(v->arena, (kho_sv){v->today, 4}),
           kho_arena_dup(v->arena, (kho_sv){v->today, 4}));
    kho_html(v->out, "</ul></nav>");
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
other_form(struct kho_view *v, const struct kho_task_hit *hits, size_t n)
{
    switch ((enum kho_param_format)v->params.format) {
    case KHO_PARAM_JSON:
        kho_tasks_json(v->out, hits, n);
        return true;
    case KHO_PARAM_CSV:
        kho_tasks_csv(v->out, hits, n);
        return true;
    case KHO_PARAM_ICS:
        kho_tasks_ics(v->out, hits, n);
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
                                     .max = whole ? WHOLE_MAX : p->n};
    struct kho_task_hit *hits;
    uint64_t total;
    size_t n;
    enum kho_status st = kho_tasks(v->store, &ask, v->arena, &hits, &n, &total, v->err);

    if (st != KHO_OK || other_form(v, hits, n))
        return st;
    kho_view_title(v, KHO_PAGE_TEXTS_NAV_TASKS);
    form(v);
    presets(v);
    of_plan(v);
    kho_html(v->out, "<p class=\"found\" role=\"status\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_TASKS_FOUND, kho_view_number(v, total));
    kho_html(v->out, "</p>");
    if (total == 0) {
        kho_html(v->out, "<p>");
        kho_view_say_html(v, KHO_PAGE_TEXTS_TASKS_NONE);
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "<ol class=\"tasks\" start=\"");
    kho_html_num(v->out, (uint64_t)(p->page - 1) * p->n + 1);
    kho_html(v->out, "\">\n");
    for (size_t i = 0; i < n; i++)
        task(v, &hits[i]);
    kho_html(v->out, "</ol>");
    kho_view_pages(v, total);
    if (total > WHOLE_MAX) {
        kho_html(v->out, "<p class=\"hint\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_TASKS_CUT, kho_view_number(v, WHOLE_MAX));
        kho_html(v->out, "</p>");
    }
    kho_view_formats(v, 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ICS);
    kho_html(v->out, "<p class=\"hint\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_ICS_HINT);
    kho_html(v->out, "</p>");
    kho_view_close(v);
    return KHO_OK;
}
