/* task_due.c - ranges of due days people ask for: see view.h. */
#include "view.h"

#include <stdio.h>

static const enum kho_page_texts_id names[KHO_PARAM_DUES] = {
    KHO_PAGE_TEXTS_DUE_ANY,          KHO_PAGE_TEXTS_DUE_OVER,       KHO_PAGE_TEXTS_DUE_SOON,
    KHO_PAGE_TEXTS_DUE_MONTH,        KHO_PAGE_TEXTS_DUE_MONTH_NEXT, KHO_PAGE_TEXTS_DUE_QUARTER,
    KHO_PAGE_TEXTS_DUE_QUARTER_NEXT, KHO_PAGE_TEXTS_DUE_YEAR};

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

/* The month n months behind January of this year, "2024-04". */
static kho_sv
month(struct kho_view *v, int n)
{
    const int year = two(v->today) * 100 + two(v->today + 2);
    char text[32];

    (void)snprintf(text, sizeof text, "%04d-%02d", year + n / 12, n % 12 + 1);
    return kho_arena_dup(v->arena, kho_sv_from(text));
}

void
kho_view_due_range(struct kho_view *v, kho_sv *from, kho_sv *to)
{
    const int now = two(v->today + 5) - 1, quarter = now / 3 * 3;

    *from = v->params.from;
    *to = v->params.to;
    if (from->n > 0 || to->n > 0)
        return;
    switch ((enum kho_param_due)v->params.due) {
    case KHO_PARAM_DUE_OVER:
        *to = day_from_now(v, -1);
        break;
    case KHO_PARAM_DUE_SOON:
        *from = day_from_now(v, 0);
        *to = day_from_now(v, 30);
        break;
    case KHO_PARAM_DUE_MONTH:
        *from = *to = month(v, now);
        break;
    case KHO_PARAM_DUE_MONTH_NEXT:
        *from = *to = month(v, now + 1);
        break;
    case KHO_PARAM_DUE_QUARTER:
        *from = month(v, quarter);
        *to = month(v, quarter + 2);
        break;
    case KHO_PARAM_DUE_QUARTER_NEXT:
        *from = month(v, quarter + 3);
        *to = month(v, quarter + 5);
        break;
    case KHO_PARAM_DUE_YEAR:
        *from = *to = kho_arena_dup(v->arena, (kho_sv){v->today, 4});
        break;
    case KHO_PARAM_DUE_ANY:
    case KHO_PARAM_DUES:
        break;
    }
}

void
kho_view_due_links(struct kho_view *v)
{
    const struct kho_params typed = v->params;
    const bool days = typed.from.n > 0 || typed.to.n > 0;

    v->params.from = v->params.to = (kho_sv){NULL, 0};
    kho_html(v->out, "<nav class=\"presets\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_DUE);
    kho_html(v->out, "\"><ul>");
    for (unsigned i = 0; i < KHO_PARAM_DUES; i++) {
        v->params.due = i;
        kho_html(v->out, "<li><a ");
        kho_view_href(v, "/tasks", NULL);
        if (!days && typed.due == i)
            kho_html(v->out, " aria-current=\"true\"");
        kho_html(v->out, ">");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</a></li> ");
    }
    kho_html(v->out, "</ul></nav>");
    v->params = typed;
}

void
kho_view_due_choice(struct kho_view *v)
{
    kho_html(v->out, "<label><span>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_DUE);
    kho_html(v->out, "</span> <select name=\"due\">");
    for (unsigned i = 0; i < KHO_PARAM_DUES; i++) {
        kho_html(v->out, "<option value=\"");
        kho_html_str(v->out, kho_param_dues[i]);
        kho_html(v->out, "\">");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</option>");
    }
    kho_html(v->out, "</select></label>");
}
