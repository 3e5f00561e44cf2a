/* outline.c - a cascade as nested lists, and the days between documents.  See view.h. */
#include "view.h"

#include <stdio.h>

enum { LISTED_MAX = 40 };

/* Days since 1/3/0000 of the Gregorian calendar. */
static int
day_number(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day;
}

static int
digits(kho_sv iso, size_t from, size_t n)
{
    int v = 0;

    for (size_t i = from; i < from + n; i++)
        v = v * 10 + (iso.p[i] - '0');
    return v;
}

bool
kho_view_days(kho_sv from, kho_sv to, int *days)
{
    *days = 0;
    if (from.n != 10 || to.n != 10)
        return false;
    *days = day_number(digits(to, 0, 4), digits(to, 5, 2), digits(to, 8, 2)) -
            day_number(digits(from, 0, 4), digits(from, 5, 2), digits(from, 8, 2));
    return true;
}

kho_sv
kho_view_signed(struct kho_view *v, int n)
{
    char text[16];

    (void)snprintf(text, sizeof text, "%+d", n);
    return kho_arena_dup(v->arena, kho_sv_from(text));
}

kho_sv
kho_view_year(struct kho_view *v, const struct kho_plan *p)
{
    char text[16];

    if (p->year == 0)
        return KHO_SV("");
    (void)snprintf(text, sizeof text, "%d", (int)p->year);
    return kho_arena_dup(v->arena, kho_sv_from(text));
}

void
kho_view_day(struct kho_view *v, kho_sv iso)
{
    kho_html_text(v->out, (kho_sv){iso.p + 8, 2});
    kho_html(v->out, "/");
    kho_html_text(v->out, (kho_sv){iso.p + 5, 2});
    kho_html(v->out, "/");
    kho_html_text(v->out, (kho_sv){iso.p, 4});
}

struct tree {
    const struct kho_cascade *c;
    uint32_t *first, *next; /* by place + 1; 0 none: plans that came through one, in order */
    size_t listed;
};

static void
item(struct kho_view *v, const struct tree *t, uint32_t place)
{
    const struct kho_step *s = &t->c->plans[place - 1];
    const struct kho_plan *p = &s->citing.doc.plan;
    const kho_sv before =
        s->via == 0 ? t->c->ref.date : t->c->plans[s->via - 1].citing.doc.plan.date;
    int days;

    kho_view_plan_link(v, s->citing.doc.id);
    kho_html_text(v->out, kho_view_name(p));
    if (p->title.p != NULL) {
        kho_html(v->out, " ");
        kho_html_text(v->out, p->title);
    }
    kho_html(v->out, "</a>, ");
    if (p->issuer.p != NULL) {
        kho_html_text(v->out, p->issuer);
        kho_html(v->out, ", ");
    }
    kho_view_date(v, p->date);
    if (kho_view_days(before, p->date, &days)) {
        kho_html(v->out, " <span class=\"count\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_LAG, kho_view_signed(v, days));
        kho_html(v->out, "</span>");
    }
}

/* At most KHO_CASCADE_DEPTH deep. */
static void
branch(struct kho_view *v, struct tree *t, uint32_t from)
{
    if (from == 0)
        return;
    kho_html(v->out, "<ul>");
    for (uint32_t i = from; i != 0 && t->listed < LISTED_MAX; i = t->next[i]) {
        t->listed++;
        kho_html(v->out, "<li>");
        item(v, t, i);
        branch(v, t, t->first[i]);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ul>");
}

void
kho_view_tree(struct kho_view *v, const struct kho_cascade *c)
{
    struct tree t = {.c = c};

    t.first = KHO_NEW_N(v->arena, c->n + 1, uint32_t);
    t.next = KHO_NEW_N(v->arena, c->n + 1, uint32_t);
    for (uint32_t i = (uint32_t)c->n; i > 0; i--) {
        t.next[i] = t.first[c->plans[i - 1].via];
        t.first[c->plans[i - 1].via] = i;
    }
    branch(v, &t, t.first[0]);
    if (t.listed < c->n) {
        kho_html(v->out, "<p>");
        KHO_FILL(v, KHO_PAGE_TEXTS_AND_MORE, kho_view_number(v, c->n - t.listed));
        kho_html(v->out, "</p>");
    }
}
