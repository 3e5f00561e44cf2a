/* tasks.c - tasks by words, unit, due day and plan. */
#include "query.h"

#include "rerank.h"
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    STALE_RETRIES = 3,
    SORTED_MAX = 2000, /* tasks with a due day in a range that are put in exact order */
    DUE_TERMS_MAX = 512,
    MAX = 1000000,
    SCRATCH = 512 * 1024 * 1024
};

/* -- due days ------------------------------------------------------------------------ */

/* Adds the term of a year, month or day. */
static void
add_due(struct kho_arena *arena, struct kho_node *any, const char *value, size_t *n)
{
    struct kho_node *t =
        kho_node_term(arena, kho_term_raw(arena, KHO_FIELDS_DUE, kho_sv_from(value)));

    t->next = any->kids;
    any->kids = t;
    ++*n;
}

static int
number(kho_sv day, size_t at, size_t n)
{
    int v = 0;

    for (size_t i = at; i < at + n && i < day.n; i++)
        v = v * 10 + (day.p[i] - '0');
    return v;
}

/*
 * Tasks with any due day from..to ("YYYYMMDD", an open end is empty): whole years and months have
 * terms of their own, so a few terms are enough.  A task with several due days matches by each of
 * them.
 */
static struct kho_node *
due_node(struct kho_arena *arena, kho_sv from, kho_sv to)
{
    struct kho_node *any = kho_node_new(arena, KHO_OP_OR, NULL);
    const int first = from.n == 8 ? number(from, 0, 8) : 19000101;
    const int last = to.n == 8 ? number(to, 0, 8) : 22001231;
    size_t n = 0;
    char b[16];

    for (int y = first / 10000; y <= last / 10000 && n < DUE_TERMS_MAX; y++) {
        if (first <= y * 10000 + 101 && last >= y * 10000 + 1231) {
            (void)snprintf(b, sizeof b, "%04d", y);
            add_due(arena, any, b, &n);
            continue;
        }
        for (int m = 1; m <= 12; m++) {
            const int month = y * 10000 + m * 100;

            if (last < month + 1 || first > month + 31)
                continue;
            if (first <= month + 1 && last >= month + 31) {
                (void)snprintf(b, sizeof b, "%04d%02d", y, m);
                add_due(arena, any, b, &n);
                continue;
            }
            for (int d = month + 1; d <= month + 31; d++)
                if (d >= first && d <= last) {
                    (void)snprintf(b, sizeof b, "%08d", d);
                    add_due(arena, any, b, &n);
                }
        }
    }
    return n == 0 ? kho_node_new(arena, KHO_OP_NONE, NULL) : any;
}

/* -- hits ------------------------------------------------------------------------------ */

struct task_hit {
    uint32_t docid;
    double score;
    kho_sv id;     /* of the plan */
    size_t number; /* in the plan */
    int due;       /* first day in the range, YYYYMMDD; 99999999 none */
};

struct job {
    struct kho_store *s;
    const struct kho_task_ask *ask;
    struct kho_arena *arena, *scratch;
    struct kho_wanted wanted;
    kho_sv from, to;
    bool ranged;
};

/* "id<TAB>number<TAB>days", as indexer/pipeline/compose.c writes it. */
static bool
read_hit(const struct job *j, const struct kho_hit *h, struct task_hit *out)
{
    kho_sv rest = h->data, piece, day;

    *out = (struct task_hit){.docid = h->docid, .score = h->weight, .due = 99999999};
    if (!kho_sv_next(&rest, '\t', &out->id) || !kho_sv_next(&rest, '\t', &piece))
        return false;
    out->number = strtoul(piece.p, NULL, 10); /* ends at the tab */
    while (kho_sv_next(&rest, ',', &day)) {
        const int d = number(day, 0, 8);

        if (day.n == 8 && d < out->due && (j->from.n == 0 || d >= number(j->from, 0, 8)) &&
            (j->to.n == 0 || d <= number(j->to, 0, 8)))
            out->due = d;
    }
    return true;
}

static int
by_due(const void *a, const void *b)
{
    const struct task_hit *x = a, *y = b;
    int r;

    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    r = memcmp(x->id.p, y->id.p, x->id.n < y->id.n ? x->id.n : y->id.n);
    return r != 0 ? r : (x->number > y->number) - (x->number < y->number);
}

static int
by_score(const void *a, const void *b)
{
    const struct task_hit *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return by_due(&(struct task_hit){.id = x->id, .number = x->number},
                  &(struct task_hit){.id = y->id, .number = y->number});
}

/* The tree of everything that was asked. */
static const struct kho_node *
tree(struct job *j, const struct kho_q *q, unsigned relax, bool *weighs, bool *relaxable)
{
    struct kho_tree t = {.arena = j->arena, .relax = relax};
    struct kho_node *all = kho_node_new(j->arena, KHO_OP_FILTER, NULL);
    const struct kho_node *words = kho_tree_query(&t, q);
    struct kho_node *parts[4], *copy = kho_node_new(j->arena, words->op, NULL);
    size_t n = 0;

    *weighs = t.weighs;
    *relaxable = t.relaxable;
    *copy = *words;
    parts[n++] = copy;
    if (j->ask->unit.n != 0) {
        struct kho_node *unit = kho_tree_field(j->arena, KHO_FIELDS_UNIT, j->ask->unit, false);

        if (unit != NULL)
            parts[n++] = unit;
    }
    if (j->ranged)
        parts[n++] = due_node(j->arena, j->from, j->to);
    if (j->ask->plan.n != 0)
        parts[n++] =
            kho_node_term(j->arena, kho_term_raw(j->arena, KHO_FIELDS_OWNER, j->ask->plan));
    if (n == 1)
        return copy;
    for (size_t i = n; i-- > 0;) {
        parts[i]->next = all->kids;
        all->kids = parts[i];
    }
    return all;
}

static enum kho_status
show(struct job *j, const struct task_hit *h, struct kho_task_hit *out, struct kho_err *err)
{
    struct kho_document full;
    kho_sv data;
    enum kho_status st = kho_store_get(
        j->s, KHO_DB_PLANS, kho_term_raw(j->arena, KHO_FIELDS_KEY, h->id), j->scratch, &data, err);

    if (st == KHO_OK)
        st = kho_document_unpack(j->arena, data, KHO_DOCUMENT_HEAD, &out->doc, err);
    if (st == KHO_OK)
        st = kho_document_unpack(j->arena, data, KHO_DOCUMENT_PLAN, &full, err);
    if (st != KHO_OK)
        return st;
    if (h->number >= full.plan.n_tasks)
        return kho_fail(err, KHO_NOTFOUND, "the plan has no such task");
    out->task = full.plan.tasks[h->number];
    out->score = h->score;
    out->due_first = number(j->from, 0, 8);
    out->due_last = number(j->to, 0, 8);
    return KHO_OK;
}

static enum kho_status
once(struct job *j, const struct kho_q *q, struct kho_task_hit **out, size_t *n, uint64_t *total,
     struct kho_err *err)
{
    struct kho_search what = {.max = SORTED_MAX, .want_data = true, .exact = true};
    struct kho_results r = {.n = 0};
    struct task_hit *hits;
    size_t have = 0, first = j->ask->first;
    bool weighs = false, relaxable = true;
    enum kho_status st = KHO_OK;

    if (first + j->ask->max > what.max)
        what.max = j->ask->first + j->ask->max;
    what.sort_slot = (uint32_t)kho_fields[KHO_FIELDS_DUE].slot;
    for (unsigned relax = 0; st == KHO_OK && r.total == 0 && relaxable; relax++) {
        what.query = tree(j, q, relax, &weighs, &relaxable);
        what.sort = j->ranged ? KHO_SORT_SLOT_UP : KHO_SORT_RELEVANCE;
        st = kho_store_search(j->s, KHO_DB_TASKS, &what, j->scratch, &r, err);
    }
    if (st == KHO_OK && !j->ranged && weighs && r.n > 0) {
        const uint32_t depth = kho_rerank_depth(&j->wanted);

        st = kho_rerank(j->s, KHO_DB_TASKS, &j->wanted, r.hits, r.n < depth ? r.n : depth,
                        j->scratch, err);
    }
    if (st != KHO_OK)
        return st;
    *total = r.total;
    hits = KHO_NEW_N(j->scratch, r.n + 1, struct task_hit);
    for (size_t i = 0; i < r.n; i++)
        have += read_hit(j, &r.hits[i], &hits[have]);
    qsort(hits, have, sizeof *hits, j->ranged ? by_due : by_score);
    *out = KHO_NEW_N(j->arena, j->ask->max + 1, struct kho_task_hit);
    for (; st == KHO_OK && first < have && *n < j->ask->max; first++) {
        st = show(j, &hits[first], &(*out)[*n], err);
        if (st == KHO_OK)
            ++*n;
        else if (st == KHO_NOTFOUND) /* the plan left in the meantime */
            st = KHO_OK;
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
    kho_wanted_from(query.root, &j.wanted);
    kho_query_between(arena, ask->due_from, ask->due_to, &j.from, &j.to);
    if (j.from.n == 0 && j.to.n == 0)
        (void)kho_query_days(arena, ask->due_from, &j.from, &j.to); /* "2024-01..2024-03" */
    j.ranged = j.from.n != 0 || j.to.n != 0;
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
