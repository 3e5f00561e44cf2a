/* tasks.c - tasks by words, unit, due day and plan. */
#include "query.h"

#include "duties.h"
#include "offers.h"
#include "tree.h"
#include "wanted.h"

#include <stdlib.h>

enum {
    STALE_RETRIES = 3,
    MAX = 1000000,
    SCRATCH = 512 * 1024 * 1024,
    DEPTH = 500, /* of the best tasks whose own text is looked at for the marks that were typed */
    PLACES_MAX = 1000 /* of words in one task */
};

static const double EXACT = 1000; /* above everything else, as among documents */

struct job {
    struct kho_store *s;
    const struct kho_task_ask *ask;
    struct kho_arena *arena, *scratch;
    struct kho_wanted wanted;
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
        kho_nodes_add(&all, kho_tree_unit(j->arena, j->ask->unit));
    if (j->ask->plan.n != 0)
        kho_nodes_add(
            &all, kho_node_term(j->arena, kho_term_raw(j->arena, KHO_FIELDS_KEY, j->ask->plan)));
    for (size_t i = 0; i < j->ask->n_filters; i++)
        kho_nodes_add(&all, kho_tree_filter(j->arena, &j->ask->filters[i]));
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

/* -- marks ------------------------------------------------------------------------------- */

static bool
marks_typed(const struct kho_wanted *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->word[i].loose && w->word[i].marks)
            return true;
    return false;
}

/* How many of the words stand in a text with the marks that were typed. */
static unsigned
exact_words(const struct kho_wanted *w, kho_sv text, struct kho_arena *arena)
{
    bool there[KHO_WANTED_WORDS] = {false};
    size_t n;
    const struct kho_found *f = kho_wanted_find(arena, w, text, PLACES_MAX, &n);
    unsigned exact = 0;

    for (size_t i = 0; i < n; i++)
        if (f[i].exact && w->word[f[i].word].marks && !there[f[i].word]) {
            there[f[i].word] = true;
            exact++;
        }
    return exact;
}

static int
by_score(const void *a, const void *b)
{
    const struct kho_duty_hit *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x->docid != y->docid)
        return x->docid < y->docid ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* The index knows marks of plans; of the best tasks those come first that have them themselves. */
static enum kho_status
exact_first(struct job *j, struct kho_duty_hit *hits, size_t n, struct kho_err *err)
{
    struct kho_arena *one = kho_arena_new(SCRATCH);
    enum kho_status st = KHO_OK;

    n = n < DEPTH ? n : DEPTH;
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        struct kho_document doc;
        kho_sv data;

        kho_arena_reset(one);
        st = kho_store_data(j->s, hits[i].docid, one, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(one, data, KHO_DOCUMENT_PLAN, &doc, err);
        if (st == KHO_OK && hits[i].number < doc.plan.n_tasks)
            hits[i].score +=
                EXACT * exact_words(&j->wanted, doc.plan.tasks[hits[i].number].text, one);
    }
    kho_arena_free(one);
    qsort(hits, n, sizeof *hits, by_score);
    return st;
}

static int
by_count(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return memcmp(x->value.p, y->value.p, x->value.n < y->value.n ? x->value.n : y->value.n);
}

/* How many tasks there are for other words, with all else as it was asked. */
static enum kho_status
count(void *ctx, const struct kho_q *root, uint64_t *total, struct kho_err *err)
{
    struct job *j = ctx;
    struct kho_duty_ask ask = {.from = number(j->from), .to = number(j->to)};
    struct kho_duty_hit *hits;
    bool relaxable;
    size_t n;

    ask.query = tree(j, root, 0, &relaxable);
    return kho_duties(j->s, &ask, j->scratch, &hits, &n, total, err);
}

/* The name as one of the units of a task is written; as it is where none is. */
static kho_sv
as_written(const struct kho_task *t, kho_sv bare)
{
    for (size_t i = 0; i < t->n_responsible + t->n_coordinating; i++) {
        const kho_sv unit =
            i < t->n_responsible ? t->responsible[i] : t->coordinating[i - t->n_responsible];
        struct kho_word w;

        for (size_t at = 0, next = 0; kho_word_next(unit, &at, &w); next = at) {
            const char *const first = unit.p + w.offset;
            kho_sv rest = bare, part;

            while (kho_sv_next(&rest, ' ', &part) && kho_word_next(unit, &next, &w) &&
                   kho_sv_eq(part, (kho_sv){w.bare, w.bare_n}))
                if (rest.p == NULL)
                    return (kho_sv){first, (size_t)(unit.p + w.offset + w.length - first)};
        }
    }
    return bare;
}

/* The unit in words that the archive has: with all else as it was asked, or, when that finds
 * nothing, alone. */
static enum kho_status
offer_unit(struct job *j, const struct kho_q *root, struct kho_task_answer *out,
           struct kho_err *err)
{
    static const struct kho_ask everything;
    static const struct kho_q all = {.kind = KHO_Q_ALL};
    const struct kho_offering o = {.s = j->s, .ask = &everything, .arena = j->arena};
    struct kho_task_ask other = *j->ask;
    struct job again = *j;
    struct kho_duty_ask first = {.max = 1};
    struct kho_duty_hit *hits = NULL;
    struct kho_task_hit hit;
    bool relaxable;
    size_t n = 0;
    enum kho_status st = kho_offer_unit(&o, j->ask->unit, &other.unit, err);

    if (st != KHO_OK || other.unit.p == NULL)
        return st;
    again.ask = &other;
    st = count(&again, root, &out->unit_total, err);
    if (st != KHO_OK)
        return st;
    out->unit_alone = out->unit_total == 0;
    if (out->unit_alone) {
        other = (struct kho_task_ask){.unit = other.unit};
        again.from = again.to = (kho_sv){NULL, 0};
        root = &all;
    }
    first.query = tree(&again, root, 0, &relaxable);
    first.from = number(again.from);
    first.to = number(again.to);
    st = kho_duties(j->s, &first, j->scratch, &hits, &n, &out->unit_total, err);
    if (st == KHO_OK && n > 0)
        st = show(&again, &hits[0], &hit, err);
    if (st == KHO_OK && n > 0)
        out->unit = kho_arena_dup(j->arena, as_written(&hit.task, other.unit));
    return st;
}

static enum kho_status
offer(struct job *j, const struct kho_query *query, struct kho_task_answer *out,
      struct kho_err *err)
{
    static const struct kho_ask everything;
    const struct kho_offering o = {j->s, &everything, j->arena, count, j};
    enum kho_status st = kho_offer_spelling(&o, query, &out->said, err);

    if (st == KHO_OK && out->total == 0)
        st = kho_offer_less(&o, query, &out->said, err);
    if (st == KHO_OK && out->total == 0 && j->ask->unit.n != 0)
        st = offer_unit(j, query->root, out, err);
    return st;
}

static enum kho_status
once(struct job *j, const struct kho_query *query, struct kho_task_answer *out, struct kho_err *err)
{
    struct kho_duty_ask ask = {.from = number(j->from),
                               .to = number(j->to),
                               .max = (size_t)j->ask->first + j->ask->max,
                               .sort = j->ask->sort};
    const bool marks = j->ask->sort == KHO_TASKS_BEST && ask.from == 0 && ask.to == 0 &&
                       ask.max > 0 && marks_typed(&j->wanted);
    struct kho_duty_hit *hits = NULL;
    size_t have = 0, end = ask.max;
    bool relaxable = true;
    enum kho_status st = KHO_OK;

    if (marks && ask.max < DEPTH)
        ask.max = DEPTH;
    if (j->ask->places)
        ask.places = KHO_NEW_N(j->scratch, KHO_DUTY_PLACES, struct kho_count);
    for (unsigned relax = 0; st == KHO_OK && out->total == 0 && relaxable; relax++) {
        ask.query = tree(j, query->root, relax, &relaxable);
        st = kho_duties(j->s, &ask, j->scratch, &hits, &have, &out->total, err);
        out->said.relaxed = relax > 0 && out->total > 0;
    }
    if (st == KHO_OK && marks)
        st = exact_first(j, hits, have, err);
    if (st != KHO_OK)
        return st;
    have = have < end ? have : end;
    out->hits =
        KHO_NEW_N(j->arena, have > j->ask->first ? have - j->ask->first : 1, struct kho_task_hit);
    for (size_t i = j->ask->first; st == KHO_OK && i < have; i++) {
        st = show(j, &hits[i], &out->hits[out->n], err);
        if (st == KHO_OK)
            ++out->n;
    }
    out->places = KHO_NEW_N(j->arena, ask.n_places + 1, struct kho_count);
    for (; out->n_places < ask.n_places; out->n_places++)
        out->places[out->n_places] =
            (struct kho_count){kho_arena_dup(j->arena, ask.places[out->n_places].value),
                               ask.places[out->n_places].count};
    if (out->n_places > 0)
        qsort(out->places, out->n_places, sizeof *out->places, by_count);
    return st;
}

enum kho_status
kho_tasks(struct kho_store *s, const struct kho_task_ask *ask, struct kho_arena *arena,
          struct kho_task_answer *out, struct kho_err *err)
{
    struct kho_task_ask bounded = *ask;
    struct job j = {.s = s, .ask = &bounded, .arena = arena};
    struct kho_query *query = KHO_NEW(arena, struct kho_query); /* the answer has its remarks */
    struct kho_task_answer empty = {.hits = NULL};
    enum kho_status st = KHO_STALE;

    if (bounded.max > MAX)
        bounded.max = MAX;
    if (bounded.first > MAX)
        bounded.first = MAX;
    kho_query_parse(arena, ask->text, query);
    empty.said.remarks = query->remarks;
    empty.said.n_remarks = query->n_remarks;
    *out = empty;
    kho_wanted_from(query->root, &j.wanted);
    if (query->n_remarks != 0 && query->remarks[0].kind == KHO_REMARK_NOTHING)
        return KHO_OK;
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
        *out = empty;
        kho_arena_reset(j.scratch);
        st = once(&j, query, out, err);
        if (st == KHO_OK && ask->offers && ask->first == 0)
            st = offer(&j, query, out, err);
    }
    kho_arena_free(j.scratch);
    return st;
}
