/* map.c - see export.h: what all plans of the archive cite, as one drawing. */
#include "export.h"

#include "gathered.h"

#include <stdlib.h>

enum { ROOM = 1 << 30, ENOUGH = 64 * 1024 /* bytes to put out at once */ };

struct kho_map {
    struct kho_arena *arena, *one; /* one: for a single document */
    struct kho_gathered g;
    struct plan {
        kho_sv id, date;
    } * plans; /* those that cite, by number - 1 */
    size_t n, cap;
    struct kho_mention *mentions;
    struct kho_group *groups; /* NULL: not grouped yet */
    uint32_t *group_of;
    size_t n_groups;
};

struct kho_map *
kho_map_new(void)
{
    struct kho_arena *arena = kho_arena_new(ROOM);
    struct kho_map *m = KHO_NEW(arena, struct kho_map);

    m->arena = m->g.arena = arena;
    m->one = kho_arena_new(ROOM);
    return m;
}

void
kho_map_free(struct kho_map *m)
{
    if (m == NULL)
        return;
    kho_arena_free(m->one);
    kho_arena_free(m->arena);
}

enum kho_status
kho_map_add(struct kho_map *m, const struct kho_document *doc, struct kho_err *err)
{
    if (doc->plan.n_citations == 0)
        return KHO_OK;
    if (m->n == m->cap) {
        const size_t cap = m->cap == 0 ? 1024 : m->cap * 2;
        struct plan *more = KHO_NEW_N(m->arena, cap, struct plan);

        if (m->n != 0)
            memcpy(more, m->plans, m->n * sizeof *more);
        m->plans = more;
        m->cap = cap;
    }
    m->plans[m->n].id = kho_arena_dup(m->arena, doc->id);
    if (doc->plan.date.n != 0)
        m->plans[m->n].date = kho_arena_dup(m->arena, doc->plan.date);
    m->n++;
    kho_arena_reset(m->one);
    return kho_gather(&m->g, m->one, &doc->plan, (uint32_t)m->n, err);
}

/* -- drawing --------------------------------------------------------------------------------- */

/* A cited document as a drawing has it. */
struct drawn {
    kho_sv name, date;
    uint32_t number; /* two with the same name are one */
};

struct drawing {
    struct kho_map *m;
    struct kho_store *s;
    struct kho_graph *g;
    enum kho_status (*put)(void *ctx, struct kho_err *err);
    void *ctx;
    struct drawn *cited; /* by group */
};

static enum kho_status
put(struct drawing *d, size_t enough, struct kho_err *err)
{
    return d->g->out->n > enough ? d->put(d->ctx, err) : KHO_OK;
}

static enum kho_status
draw_cited(struct drawing *d, struct kho_err *err)
{
    struct kho_map *m = d->m;
    enum kho_status st = KHO_OK;

    d->cited = KHO_NEW_N(d->g->arena, m->n_groups + 1, struct drawn);
    for (size_t i = 0; st == KHO_OK && i < m->n_groups; i++) {
        struct drawn *c = &d->cited[i];
        struct kho_ref ref;

        if (kho_arena_room(d->g->arena) < ROOM / 16)
            return kho_fail(err, KHO_LIMIT, "too many cited documents");
        kho_arena_reset(m->one);
        kho_mentions_ref(m->one, m->mentions, m->groups, i, &ref);
        st = kho_ref_in_archive(d->s, m->one, &ref, err);
        if (st != KHO_OK)
            break;
        c->number = kho_graph_cited(d->g, &ref, &c->name);
        c->name = kho_arena_dup(d->g->arena, c->name);
        if (ref.date.n != 0)
            c->date = kho_arena_dup(d->g->arena, ref.date);
        st = put(d, ENOUGH, err);
    }
    return st;
}

struct arrow {
    uint32_t number, group;
    const struct kho_gathered_pair *pair;
};

static int
by_number(const void *a, const void *b)
{
    const struct arrow *x = a, *y = b;

    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->pair > y->pair) - (x->pair < y->pair);
}

/* The n mentions of one plan: an edge for each document. */
static void
draw_plan(struct drawing *d, const struct kho_gathered_pair *p, size_t n)
{
    const struct plan *plan = &d->m->plans[p->plan - 1];
    struct arrow *a;

    kho_arena_reset(d->m->one);
    a = KHO_NEW_N(d->m->one, n, struct arrow);
    for (size_t i = 0; i < n; i++) {
        const uint32_t group = d->m->group_of[p[i].cite];

        a[i] = (struct arrow){d->cited[group].number, group, &p[i]};
    }
    qsort(a, n, sizeof *a, by_number);
    for (size_t i = 0, k; i < n; i = k) {
        const struct drawn *to = &d->cited[a[i].group];
        struct kho_graph_edge e = {
            .from = plan->id, .from_date = plan->date, .to = to->name, .to_date = to->date};

        for (k = i; k < n && a[k].number == a[i].number; k++) {
            e.relations |= a[k].pair->relations;
            e.legal_basis = e.legal_basis || a[k].pair->legal_basis;
            e.mentions++;
        }
        kho_graph_cites(d->g, &e);
    }
}

static enum kho_status
draw_plans(struct drawing *d, struct kho_err *err)
{
    const struct kho_gathered_pair *p = d->m->g.pairs;
    const size_t n = d->m->g.n_pairs;
    enum kho_status st = KHO_OK;

    for (size_t i = 0, k; st == KHO_OK && i < n; i = k) {
        for (k = i; k < n && p[k].plan == p[i].plan; k++)
            ;
        draw_plan(d, p + i, k - i);
        st = put(d, ENOUGH, err);
    }
    return st;
}

enum kho_status
kho_map_draw(struct kho_map *m, struct kho_store *s, struct kho_graph *g,
             enum kho_status (*out)(void *ctx, struct kho_err *err), void *ctx, struct kho_err *err)
{
    struct drawing d = {.m = m, .s = s, .g = g, .put = out, .ctx = ctx};
    enum kho_status st;

    if (m->groups == NULL)
        m->groups = kho_gathered_group(&m->g, &m->mentions, &m->group_of, &m->n_groups);
    st = draw_cited(&d, err);
    if (st == KHO_OK)
        st = draw_plans(&d, err);
    return st;
}
