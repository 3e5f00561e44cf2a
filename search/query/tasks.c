/* tasks.c - tasks by words, unit, due day and plan. */
#include "query.h"

#include "duties.h"
#include "tree.h"

enum { STALE_RETRIES = 3, MAX = 1000000, SCRATCH = 512 * 1024 * 1024 };

struct job {
    struct kho_store *s;
    const struct kho_task_ask *ask;
    struct kho_arena *arena, *scratch;
    kho_sv from, to;
};

/* "20240420" -> 20240420; 0: empty. */
static uint32_t
number(kho_sv day)
{
    uint32_t v = 0;

    for (size_t i = 0; i < 8 && i < day.n; i++)
        v = v * 10 + (uint32_t)(day.p[i] - '0');
    return v;
}

/* The tree of everything that was asked, but for due days. */
static const struct kho_node *
tree(struct job *j, const struct kho_q *q, unsigned relax, bool *relaxable)
{
    struct kho_tree t = {.arena = j->arena, .relax = relax, .of_tasks = true, .s = j->s};
    struct kho_nodes all = {NULL, NULL, 0};
    struct kho_node *words = KHO_NEW(j->arena, struct kho_node);

    *words = *kho_tree_query(&t, q);
    words->next = NULL;
    *relaxable = t.relaxable;
    if (words->op != KHO_OP_ALL)
        kho_nodes_add(&all, words);
    if (j->ask->unit.n != 0)
        kho_nodes_add(&all, kho_tree_field(j->arena, KHO_FIELDS_UNIT, j->ask->unit, false));
    if (j->ask->plan.n != 0)
        kho_nodes_add(
            &all, kho_node_term(j->arena, kho_term_raw(j->arena, KHO_FIELDS_KEY, j->ask->plan)));
    return all.n == 0 ? words : kho_nodes_joined(j->arena, KHO_OP_FILTER, &all);
}

static enum kho_status
show(struct job *j, const struct kho_duty_hit *h, struct kho_task_hit *out, struct kho_err *err)
{
    struct kho_document full;
    kho_sv data;
    enum kho_status st = kho_store_data(j->s, h->docid, j->scratch, &data, err);

    if (st == KHO_OK)
        st = kho_document_unpack(j->arena, data, KHO_DOCUMENT_HEAD, &out->doc, err);
    if (st == KHO_OK)
        st = kho_document_unpack(j->arena, data, KHO_DOCUMENT_PLAN, &full, err);
    if (st != KHO_OK)
        return st;
    if (h->number >= full.plan.n_tasks)
        return kho_fail(err, KHO_DATA, "the plan has no such task");
    out->task = full.plan.tasks[h->number];
    out->score = h->score;
    out->due_first = (int)number(j->from);
    out->due_last = (int)number(j->to);
    return KHO_OK;
}

static enum kho_status
once(struct job *j, const struct kho_q *q, struct kho_task_hit **out, size_t *n, uint64_t *total,
     struct kho_err *err)
{
    struct kho_duty_ask ask = {
        .from = number(j->from), .to = number(j->to), .max = (size_t)j->ask->first + j->ask->max};
    struct kho_duty_hit *hits = NULL;
    size_t have = 0;
    bool relaxable = true;
    enum kho_status st = KHO_OK;

    for (unsigned relax = 0; st == KHO_OK && *total == 0 && relaxable; relax++) {
        ask.query = tree(j, q, relax, &relaxable);
        st = kho_duties(j->s, &ask, j->scratch, &hits, &have, total, err);
    }
    if (st != KHO_OK)
        return st;
    *out =
        KHO_NEW_N(j->arena, have > j->ask->first ? have - j->ask->first : 1, struct kho_task_hit);
    for (size_t i = j->ask->first; st == KHO_OK && i < have; i++) {
        st = show(j, &hits[i], &(*out)[*n], err);
        if (st == KHO_OK)
            ++*n;
    }
    return st;
}

enum kho_status
kho_tasks(struct kho_store *s, const struct kho_task_ask *ask, struct kho_arena *arena,
          struct kho_task_hit **out, size_t *n, uint64_t *total, struct kho_err *err)
{
    struct kho_task_ask bounded = *ask;
    struct job j = {.s = s, .ask = &bounded, .arena = arena};
    struct kho_query query;
    enum kho_status st = KHO_STALE;

    *out = NULL;
    if (bounded.max > MAX)
        bounded.max = MAX;
    if (bounded.first > MAX)
        bounded.first = MAX;
    kho_query_parse(arena, ask->text, &query);
    kho_query_between(arena, ask->due_from, ask->due_to, &j.from, &j.to);
    if (j.from.n == 0 && j.to.n == 0)
        (void)kho_query_days(arena, ask->due_from, &j.from, &j.to); /* "2024-01..2024-03" */
    if (ask->plan.n != 0) { /* also the beginning of an id, a number, a path */
        struct kho_document plan;

        st = kho_find(s, ask->plan, KHO_DOCUMENT_HEAD, arena, &plan, err);
        if (st != KHO_OK)
            return st;
        bounded.plan = plan.id;
        st = KHO_STALE;
    }
    j.scratch = kho_arena_new(SCRATCH);
    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++) {
        *n = 0;
        *total = 0;
        kho_arena_reset(j.scratch);
        st = once(&j, query.root, out, n, total, err);
    }
    kho_arena_free(j.scratch);
    return st;
}
