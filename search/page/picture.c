/* picture.c - see picture.h. */
#include "picture.h"

#include <stdlib.h>

enum {
    ALONE_MAX = 36, /* plans that are still drawn one by one */
    BOXES_MAX = 60, /* boxes before all plans of a level and year are one */
    DRAWN_MAX = 240,
    GAP = 84, /* between columns: room for the days */
    ROW = 74,
    TOP = 30,
    YEAR_GAP = 12
};

/* Which plans share a box: those with the same key. */
struct key {
    uint32_t a, b, c, d, plan;
};

static uint32_t
column_of(const struct kho_plan *p)
{
    for (uint32_t i = 0; i < KHO_GLANCE_LEVELS; i++)
        if (kho_sv_eq(p->issuer_level, kho_sv_from(kho_glance_levels[i])))
            return i + 1;
    return KHO_PICTURE_COLUMNS - 1;
}

static int
compare_keys(const void *x, const void *y)
{
    const struct key *p = x, *q = y;
    const uint32_t l[] = {p->a, p->b, p->c, p->d, p->plan}, r[] = {q->a, q->b, q->c, q->d, q->plan};

    for (size_t i = 0; i < 5; i++)
        if (l[i] != r[i])
            return l[i] < r[i] ? -1 : 1;
    return 0;
}

static bool
share(const struct key *p, const struct key *q)
{
    return p->a == q->a && p->b == q->b && p->c == q->c && p->d == q->d;
}

/* grain 0: each alone; 1: plans nobody cites together with their like under one plan; 2: all plans
 * of a level and year. */
static void
make_boxes(struct kho_picture *p, int grain)
{
    const struct kho_cascade *c = p->c;
    struct key *keys = KHO_NEW_N(p->v->arena, c->n + 1, struct key);
    bool *cited = KHO_NEW_N(p->v->arena, c->n + 1, bool);

    for (size_t i = 0; i < c->n; i++)
        cited[c->plans[i].via] = true;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct kho_plan *plan = &c->plans[i].citing.doc.plan;
        const uint32_t column = column_of(plan), year = (uint32_t)plan->year;

        keys[i] = grain == 2                    ? (struct key){3, column, year, 0, i}
                  : grain == 1 && !cited[i + 1] ? (struct key){2, c->plans[i].via, column, year, i}
                                                : (struct key){1, i, 0, 0, i};
    }
    qsort(keys, c->n, sizeof *keys, compare_keys);
    p->n = 1;
    p->boxes[0] = (struct kho_box){.n = 1, .plan = UINT32_MAX, .first = c->ref.date};
    for (size_t i = 0; i < c->n; i++) {
        const struct kho_plan *plan = &c->plans[keys[i].plan].citing.doc.plan;
        const kho_sv date = plan->date.n == 10 ? plan->date : KHO_SV("");
        struct kho_box *b;

        if (i == 0 || !share(&keys[i - 1], &keys[i]))
            p->boxes[p->n++] = (struct kho_box){
                .column = column_of(plan), .plan = keys[i].plan, .first = date, .last = date};
        b = &p->boxes[p->n - 1];
        b->n++;
        if (date.n > 0 && (b->first.n == 0 || memcmp(date.p, b->first.p, 10) < 0))
            b->first = date;
        if (date.n > 0 && (b->last.n == 0 || memcmp(date.p, b->last.p, 10) > 0))
            b->last = date;
        p->box_of[keys[i].plan + 1] = (uint32_t)p->n - 1;
    }
}

static int
by_date(const void *x, const void *y)
{
    const struct kho_box *p = x, *q = y;

    if ((p->plan == UINT32_MAX) != (q->plan == UINT32_MAX))
        return p->plan == UINT32_MAX ? -1 : 1;
    if ((p->first.n == 0) != (q->first.n == 0))
        return p->first.n == 0 ? 1 : -1;
    if (p->first.n > 0 && memcmp(p->first.p, q->first.p, 10) != 0)
        return memcmp(p->first.p, q->first.p, 10);
    return p->column != q->column ? (p->column < q->column ? -1 : 1)
                                  : (p->plan > q->plan) - (p->plan < q->plan);
}

/* Into the order of their dates; who lies in which box is told anew. */
static void
sort_boxes(struct kho_picture *p)
{
    struct kho_box *old = KHO_NEW_N(p->v->arena, p->n, struct kho_box);
    uint32_t *now = KHO_NEW_N(p->v->arena, p->c->n + 1, uint32_t);
    uint32_t *to = KHO_NEW_N(p->v->arena, p->n, uint32_t);

    memcpy(old, p->boxes, p->n * sizeof *old);
    qsort(p->boxes, p->n, sizeof *p->boxes, by_date);
    for (uint32_t i = 1; i < p->n; i++)
        now[p->boxes[i].plan] = i;
    for (uint32_t i = 1; i < p->n; i++)
        to[i] = now[old[i].plan];
    for (size_t i = 1; i <= p->c->n; i++)
        p->box_of[i] = to[p->box_of[i]];
}

static int
compare_edges(const void *x, const void *y)
{
    const struct kho_edge *p = x, *q = y;

    return p->to != q->to       ? (p->to < q->to ? -1 : 1)
           : p->from != q->from ? (p->from < q->from ? -1 : 1)
                                : (p->aside > q->aside) - (p->aside < q->aside);
}

static kho_sv
date_of(const struct kho_picture *p, uint32_t place)
{
    return place == 0 ? p->c->ref.date : p->c->plans[place - 1].citing.doc.plan.date;
}

static void
make_edges(struct kho_picture *p)
{
    const struct kho_cascade *c = p->c;
    size_t n = 0;

    p->edges = KHO_NEW_N(p->v->arena, c->n + c->n_arrows + 1, struct kho_edge);
    for (uint32_t i = 1; i <= c->n; i++) {
        const uint32_t via = c->plans[i - 1].via;
        struct kho_edge e = {.from = p->box_of[via], .to = p->box_of[i]};

        e.dated = kho_view_days(date_of(p, via), date_of(p, i), &e.least);
        e.most = e.least;
        if (e.from != e.to)
            p->edges[p->n_edges++] = e;
    }
    for (size_t i = 0; i < c->n_arrows && p->n <= ALONE_MAX; i++)
        if (c->arrows[i].from > 0 && c->plans[c->arrows[i].from - 1].via != c->arrows[i].to &&
            p->box_of[c->arrows[i].from] != p->box_of[c->arrows[i].to])
            p->edges[p->n_edges++] = (struct kho_edge){.from = p->box_of[c->arrows[i].to],
                                                       .to = p->box_of[c->arrows[i].from],
                                                       .aside = true};
    qsort(p->edges, p->n_edges, sizeof *p->edges, compare_edges);
    for (size_t i = 0; i < p->n_edges; i++) {
        const struct kho_edge *e = &p->edges[i];
        struct kho_edge *last = n == 0 ? NULL : &p->edges[n - 1];

        if (last == NULL || last->to != e->to || last->from != e->from) {
            p->edges[n++] = *e;
        } else if (e->dated) {
            last->least = !last->dated || e->least < last->least ? e->least : last->least;
            last->most = !last->dated || e->most > last->most ? e->most : last->most;
            last->dated = true;
        }
    }
    p->n_edges = n;
}

/* Does a year begin with this box, or what has no date?  The document stands before all. */
static bool
new_year(const struct kho_box *b)
{
    return (b->first.n == 0) != (b[-1].first.n == 0) ||
           (b->first.n > 0 && memcmp(b->first.p, b[-1].first.p, 4) != 0);
}

/* The row below everything that is placed. */
static int
lowest(const int bottom[KHO_PICTURE_COLUMNS])
{
    int y = TOP;

    for (size_t i = 0; i < KHO_PICTURE_COLUMNS; i++)
        if (bottom[i] > y)
            y = bottom[i];
    return y;
}

static void
place_boxes(struct kho_picture *p)
{
    int bottom[KHO_PICTURE_COLUMNS], x = 8, y = TOP;
    size_t e = 0;

    for (size_t i = 0; i < p->n; i++)
        p->used[p->boxes[i].column] = true;
    for (size_t i = 0; i < KHO_PICTURE_COLUMNS; i++) {
        p->x_of[i] = x;
        bottom[i] = TOP;
        if (p->used[i])
            x += KHO_BOX_WIDTH + GAP;
    }
    p->width = x - GAP + 8;
    for (uint32_t i = 0; i < p->n; i++) {
        struct kho_box *b = &p->boxes[i];
        uint32_t left = b->column;

        for (; e < p->n_edges && p->edges[e].to == i; e++) {
            const uint32_t from = p->boxes[p->edges[e].from].column;

            if (!p->edges[e].aside && from + 1 < left)
                left = from + 1;
        }
        if (i > 1 && new_year(b)) /* the first may stand beside the document */
            y = lowest(bottom) + YEAR_GAP;
        for (uint32_t k = left; k <= b->column; k++)
            if (bottom[k] > y)
                y = bottom[k];
        for (uint32_t k = left; k <= b->column; k++)
            bottom[k] = y + ROW;
        b->x = p->x_of[b->column];
        b->y = y;
        p->height = y + KHO_BOX_HEIGHT + 10;
    }
}

bool
kho_picture_lay(struct kho_picture *p, struct kho_view *v, const struct kho_cascade *c)
{
    *p = (struct kho_picture){.v = v, .c = c};
    p->boxes = KHO_NEW_N(v->arena, c->n + 1, struct kho_box);
    p->box_of = KHO_NEW_N(v->arena, c->n + 1, uint32_t);
    make_boxes(p, c->n <= ALONE_MAX ? 0 : 1);
    if (p->n > BOXES_MAX)
        make_boxes(p, 2);
    if (p->n > DRAWN_MAX)
        return false;
    sort_boxes(p);
    make_edges(p);
    place_boxes(p);
    return true;
}
