/* duties.c - see duties.h. */
#include "duties.h"

#include "duty.h"

#include <stdlib.h>

enum {
    BATCH = 4096,         /* plans looked at at once: lists are read in order */
    POSITIONS_MAX = 4096, /* of one word in one plan */
    SCRATCH = 1024 * 1024 * 1024
};

struct job {
    struct kho_store *s;
    struct kho_duty_ask *ask;
    struct kho_duty_tree tree;
    struct kho_arena *batch, *scratch;
    struct kho_arena *arena;
    struct kho_duty_hit *best; /* a heap, the last of them first */
    size_t n, cap;
    uint64_t total;
    bool ranged;
};

/* -- the best ------------------------------------------------------------------------------ */

static int
compare(const struct job *j, const struct kho_duty_hit *a, const struct kho_duty_hit *b)
{
    switch (j->ask->sort) {
    case KHO_TASKS_NEWEST:
        if (a->date != b->date)
            return a->date > b->date ? -1 : 1;
        break;
    case KHO_TASKS_OLDEST: /* undated ones behind: 0 becomes the greatest */
        if (a->date != b->date)
            return a->date - 1 < b->date - 1 ? -1 : 1;
        break;
    case KHO_TASKS_BEST:
    case KHO_TASKS_BY_DUE:
        if ((j->ranged || j->ask->sort == KHO_TASKS_BY_DUE) && a->due != b->due)
            return a->due < b->due ? -1 : 1;
        if (!j->ranged && a->score != b->score)
            return a->score > b->score ? -1 : 1;
        break;
    }
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Puts h in at the top and lets it sink below those that come later. */
static void
sink(struct job *j, size_t n, struct kho_duty_hit h)
{
    size_t at = 0;

    for (size_t kid = 1; kid < n; kid = 2 * at + 1) {
        if (kid + 1 < n && compare(j, &j->best[kid + 1], &j->best[kid]) > 0)
            kid++;
        if (compare(j, &j->best[kid], &h) <= 0)
            break;
        j->best[at] = j->best[kid];
        at = kid;
    }
    j->best[at] = h;
}

/* More room, up to what is wanted. */
static bool
grow(struct job *j)
{
    const size_t wanted = j->cap * 2 + BATCH, cap = wanted < j->ask->max ? wanted : j->ask->max;
    struct kho_duty_hit *more;

    if (cap == j->cap || kho_arena_room(j->arena) / 2 < cap * sizeof *more)
        return false;
    more = KHO_NEW_N(j->arena, cap, struct kho_duty_hit);
    if (j->n > 0)
        memcpy(more, j->best, j->n * sizeof *more);
    j->best = more;
    j->cap = cap;
    return true;
}

static void
keep(struct job *j, const struct kho_duty_hit *h)
{
    size_t at = j->n;

    j->total++;
    if (j->n == j->cap && !grow(j)) {
        if (j->n > 0 && compare(j, h, &j->best[0]) < 0)
            sink(j, j->n, *h);
        return;
    }
    for (j->n++; at > 0 && compare(j, h, &j->best[(at - 1) / 2]) > 0; at = (at - 1) / 2)
        j->best[at] = j->best[(at - 1) / 2];
    j->best[at] = *h;
}

/* In order: the last one out of the heap, again and again. */
static void
in_order(struct job *j)
{
    for (size_t n = j->n; n > 1; n--) {
        const struct kho_duty_hit last = j->best[0];

        sink(j, n - 1, j->best[n - 1]);
        j->best[n - 1] = last;
    }
}

/* -- plans ------------------------------------------------------------------------------------ */

/* The slots of one plan that tell of its tasks. */
struct slots {
    struct kho_areas words, units;
    kho_sv days;
    uint32_t id;
    kho_sv date;
};

/* The day that counts of the task under way: the first in the range.  False: the bytes end. */
static bool
next_due(const struct job *j, struct slots *at, uint32_t *due)
{
    uint32_t n, day;

    *due = UINT32_MAX;
    if (!kho_areas_get_number(&at->days, &n))
        return false;
    for (; n > 0; n--) {
        if (!kho_areas_get_number(&at->days, &day))
            return false;
        if (day < *due && day >= j->ask->from && (j->ask->to == 0 || day <= j->ask->to))
            *due = day;
    }
    return true;
}

static void
look_through(struct job *j, uint32_t docid, struct slots *at, const struct kho_duty_plan *plan)
{
    const bool all = j->tree.fits->op == KHO_DUTY_ALL;
    struct kho_duty_hit h = {.docid = docid, .id = at->id};
    uint32_t digits = 0;
    struct kho_duty task;

    for (; digits < 8; digits++) /* of "20240305", "202403" */
        h.date = h.date * 10 +
                 (digits < at->date.n ? (uint32_t)(unsigned char)at->date.p[digits] - '0' : 0);
    for (; next_due(j, at, &h.due); h.number++) {
        if (!all && (!kho_areas_next(&at->words, task.words, &task.n_words) ||
                     !kho_areas_next(&at->units, task.units, &task.n_units)))
            return;
        h.score = 0;
        if ((!j->ranged || h.due != UINT32_MAX) &&
            (all || kho_duty_fits(&j->tree, plan, &task, j->scratch, &h.score)))
            keep(j, &h);
    }
}

static enum kho_status
values(struct job *j, enum kho_fields_id field, const uint32_t *docids, size_t n, kho_sv *out,
       struct kho_err *err)
{
    return kho_store_values(j->s, (uint32_t)kho_fields[field].slot, docids, n, j->batch, out, err);
}

/* What the tree asks of some plans. */
struct known {
    struct kho_positions *pos; /* plan by leaf */
    bool *has;                 /* plan by leaf */
    kho_sv *values;            /* slot by plan */
};

/* Places of one term in the plans that have it: to look for it in others costs as much.  A term
 * that has none in one plan has none in any. */
static enum kho_status
know_places(struct job *j, size_t leaf, const uint32_t *docids, size_t n, struct known *k,
            struct kho_err *err)
{
    const size_t leaves = j->tree.n_leaves;
    struct kho_duty_leaf *l = &j->tree.leaf[leaf];
    uint32_t *with = KHO_NEW_N(j->batch, n, uint32_t);
    struct kho_positions *pos = KHO_NEW_N(j->batch, n, struct kho_positions);
    struct kho_positions_of of = {with, 0, &l->term, 1, POSITIONS_MAX};
    size_t done = 0;
    enum kho_status st = KHO_OK;

    for (size_t i = 0; i < n; i++)
        if (k->has[i * leaves + leaf])
            with[of.n_docs++] = docids[i];
    if (of.n_docs == 0 || l->placeless)
        return KHO_OK;
    if (!l->placed) {
        const struct kho_positions_of first = {with, 1, &l->term, 1, 1};

        st = kho_store_positions(j->s, &first, j->batch, pos, NULL, err);
        l->placed = st == KHO_OK && pos[0].n > 0;
        l->placeless = st == KHO_OK && pos[0].n == 0;
    }
    if (st == KHO_OK && l->placed)
        st = kho_store_positions(j->s, &of, j->batch, pos, NULL, err);
    for (size_t i = 0; st == KHO_OK && i < n; i++)
        if (k->has[i * leaves + leaf])
            k->pos[i * leaves + leaf] = pos[done++];
    return st;
}

static enum kho_status
know(struct job *j, const uint32_t *docids, size_t n, struct known *k, struct kho_err *err)
{
    const size_t leaves = j->tree.n_leaves;
    kho_sv *terms = KHO_NEW_N(j->batch, leaves + 1, kho_sv);
    enum kho_status st = KHO_OK;

    for (size_t i = 0; i < leaves; i++)
        terms[i] = j->tree.leaf[i].term;
    k->pos = KHO_NEW_N(j->batch, n * leaves + 1, struct kho_positions);
    k->has = KHO_NEW_N(j->batch, n * leaves + 1, bool);
    k->values = KHO_NEW_N(j->batch, n * j->tree.n_slots + 1, kho_sv);
    if (leaves > 0)
        st = kho_store_has(j->s, docids, n, terms, leaves, k->has, err);
    for (size_t i = 0; st == KHO_OK && i < leaves; i++)
        st = know_places(j, i, docids, n, k, err);
    for (size_t i = 0; st == KHO_OK && i < j->tree.n_slots; i++)
        st = kho_store_values(j->s, j->tree.slot[i], docids, n, j->batch, k->values + i * n, err);
    return st;
}

/* Counts n more tasks of a province. */
static void
count_place(struct job *j, kho_sv name, uint64_t n)
{
    struct kho_count *const c = j->ask->places;
    size_t i = 0;

    while (i < j->ask->n_places && !kho_sv_eq(c[i].value, name))
        i++;
    if (n == 0 || name.n == 0 || i == KHO_DUTY_PLACES)
        return;
    if (i == j->ask->n_places)
        c[j->ask->n_places++] = (struct kho_count){kho_arena_dup(j->arena, name), 0};
    c[i].count += (uint32_t)n;
}

static enum kho_status
look_at(struct job *j, const uint32_t *docids, size_t n, struct kho_err *err)
{
    const bool all = j->tree.fits->op == KHO_DUTY_ALL;
    kho_sv *words = KHO_NEW_N(j->batch, n, kho_sv), *units = KHO_NEW_N(j->batch, n, kho_sv),
           *days = KHO_NEW_N(j->batch, n, kho_sv), *dates = KHO_NEW_N(j->batch, n, kho_sv),
           *names = KHO_NEW_N(j->batch, n, kho_sv);
    const bool dated = j->ask->sort == KHO_TASKS_NEWEST || j->ask->sort == KHO_TASKS_OLDEST;
    struct known k = {.pos = NULL};
    enum kho_status st = values(j, KHO_FIELDS_DUE, docids, n, days, err);

    if (st == KHO_OK && !all)
        st = values(j, KHO_FIELDS_TASK, docids, n, words, err);
    if (st == KHO_OK && !all)
        st = values(j, KHO_FIELDS_UNIT, docids, n, units, err);
    if (st == KHO_OK && dated)
        st = values(j, KHO_FIELDS_DATE, docids, n, dates, err);
    if (st == KHO_OK && j->ask->places != NULL)
        st = values(j, KHO_FIELDS_PLACENOW, docids, n, names, err);
    if (st == KHO_OK && !all)
        st = know(j, docids, n, &k, err);
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        kho_sv of_slots[KHO_DUTY_SLOTS];
        const struct kho_duty_plan plan = {k.pos + i * j->tree.n_leaves,
                                           k.has + i * j->tree.n_leaves, of_slots};
        struct slots at = {{words[i], 0}, {units[i], 0}, days[i], 0, dates[i]};
        const uint64_t before = j->total;

        for (size_t m = 0; m < j->tree.n_slots; m++)
            of_slots[m] = k.values[m * n + i];
        if (kho_duty_take_id(&at.days, &at.id))
            look_through(j, docids[i], &at, &plan);
        if (j->ask->places != NULL)
            count_place(j, names[i], j->total - before);
    }
    return st;
}

/* Plans with a task that is due in the range, as far as years, months and days are known. */
static const struct kho_node *
due_node(struct kho_arena *arena, uint32_t from, uint32_t to)
{
    const uint32_t first = from == 0 ? 19000101 : from, last = to == 0 ? 22001231 : to;
    struct kho_nodes any = {NULL, NULL, 0};

    for (uint32_t y = first / 10000; y <= last / 10000; y++) {
        if (first <= y * 10000 + 101 && last >= y * 10000 + 1231) {
            kho_nodes_add(&any, kho_node_term(arena, kho_due_term(arena, y * 10000, KHO_DUE_YEAR)));
            continue;
        }
        for (uint32_t m = y * 10000 + 100; m <= y * 10000 + 1200; m += 100)
            if (last >= m + 1 && first <= m + 31)
                kho_nodes_add(&any, kho_node_term(arena, kho_due_term(arena, m, KHO_DUE_MONTH)));
    }
    return any.n == 0 ? kho_node_new(arena, KHO_OP_NONE, NULL)
                      : kho_nodes_joined(arena, KHO_OP_OR, &any);
}

enum kho_status
kho_duties(struct kho_store *s, struct kho_duty_ask *ask, struct kho_arena *arena,
           struct kho_duty_hit **hits, size_t *n, uint64_t *total, struct kho_err *err)
{
    struct job j = {.s = s, .ask = ask, .arena = arena, .ranged = ask->from != 0 || ask->to != 0};
    struct kho_node *plans;
    uint32_t *docids = NULL;
    size_t found = 0;
    enum kho_status st = kho_duty_tree(s, arena, ask->query, &j.tree, err);

    *n = 0;
    *total = 0;
    ask->n_places = 0;
    if (st != KHO_OK)
        return st;
    plans = KHO_NEW(arena, struct kho_node);
    *plans = *j.tree.plans;
    if (j.ranged) {
        struct kho_node *due = KHO_NEW(arena, struct kho_node);

        *due = *due_node(arena, ask->from, ask->to);
        plans = kho_node_two(arena, KHO_OP_AND, plans, due);
    }
    st = kho_store_matches(s, plans, arena, &docids, &found, err);
    j.batch = kho_arena_new(SCRATCH);
    j.scratch = kho_arena_new(SCRATCH);
    for (size_t i = 0; st == KHO_OK && i < found; i += BATCH) {
        kho_arena_reset(j.batch);
        st = look_at(&j, docids + i, found - i < BATCH ? found - i : BATCH, err);
    }
    kho_arena_free(j.batch);
    kho_arena_free(j.scratch);
    in_order(&j);
    *hits = j.best;
    *n = j.n;
    *total = j.total;
    return st;
}
