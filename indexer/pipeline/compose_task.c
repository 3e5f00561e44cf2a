/* compose_task.c - see compose_task.h.
 *
 * A task has no words of its own in the index: those of the text stand there already, with their
 * positions.  A document for each task was half of an index of plans (docs/performance.md).
 */
#include "compose_task.h"

#include "areas.h"
#include "buf.h"
#include "recurrence.h"
#include "vocabulary.h"

enum {
    PART_GAP = 10,    /* units stand apart, so that no phrase spans two */
    NEAR = 64,        /* words of other columns that stand between two of a task */
    FAR = 2048,       /* words of another page */
    WORDS_MAX = 4096, /* of one task */
    DAYS_MAX = 1024
};

/* Names of units that were met, and where they stand among the words of their field. */
struct unit {
    kho_sv name;
    struct kho_range at;
    struct unit *next; /* of the same bucket */
};

struct job {
    struct kho_postings *c;
    struct kho_buf words, names, days;
    size_t beside; /* the first placed word that stands beside the running text */
    uint32_t last_word, last_name, pos;
    struct unit **bucket;
    size_t n_buckets; /* a power of two */
    kho_sv *bare;     /* of the task under way */
};

/* -- words ---------------------------------------------------------------------- */

/* The first placed word from `at` to `end` that does not stand before offset. */
static size_t
first_from(const struct kho_postings *c, size_t at, size_t end, uint32_t offset)
{
    while (at < end) {
        const size_t mid = at + (end - at) / 2;

        if (c->placed[mid].offset < offset)
            at = mid + 1;
        else
            end = mid;
    }
    return at;
}

/* The stream has the running text first and what stands beside it (footnotes, running heads)
 * behind, each in order. */
static size_t
first_beside(const struct kho_postings *c)
{
    for (size_t i = 1; i < c->n_placed; i++)
        if (c->placed[i].offset < c->placed[i - 1].offset)
            return i;
    return c->n_placed;
}

/* Words of a part of the text: of the running text, or else of what stands beside it. */
static void
words_of(const struct job *j, struct kho_span span, size_t *first, size_t *end)
{
    const struct kho_postings *c = j->c;
    size_t from = 0;

    for (size_t to = j->beside;; from = j->beside, to = c->n_placed) {
        *first = first_from(c, from, to, span.offset);
        *end = first_from(c, *first, to, span.offset + span.length);
        if (*first < *end || to == c->n_placed)
            return;
    }
}

/* Where the i-th word of the task stands from `at` on: right there, else not far, best before the
 * next of its words, as what stands between is of another column or of another page. */
static size_t
stands_at(const struct job *j, size_t i, size_t n, size_t at, size_t end)
{
    const struct kho_placed *p = j->c->placed;
    const size_t near = end - at < NEAR ? end : at + NEAR, far = end - at < FAR ? end : at + FAR;
    size_t alone = end;

    if (kho_sv_eq(p[at].bare, j->bare[i]))
        return at;
    for (; at < far; at++) {
        if (at >= near && alone != end)
            return alone;
        if (!kho_sv_eq(p[at].bare, j->bare[i]))
            continue;
        if (i + 1 < n && at + 1 < end && kho_sv_eq(p[at + 1].bare, j->bare[i + 1]))
            return at;
        if (alone == end && at < near)
            alone = at;
    }
    return alone;
}

static void
add_words(struct job *j, const struct kho_task *t)
{
    struct kho_range ranges[KHO_AREA_RANGES];
    const size_t n = kho_postings_bare(j->c, t->text, j->bare, WORDS_MAX);
    size_t n_ranges = 0, at, end;

    words_of(j, t->span, &at, &end);
    for (size_t i = 0; i < n && at < end; i++) {
        const size_t found = stands_at(j, i, n, at, end);
        const uint32_t pos = found < end ? j->c->placed[found].pos : 0;

        if (found == end)
            continue;
        at = found + 1;
        if (n_ranges > 0 && (pos == ranges[n_ranges - 1].from + ranges[n_ranges - 1].n ||
                             n_ranges == KHO_AREA_RANGES))
            ranges[n_ranges - 1].n = pos + 1 - ranges[n_ranges - 1].from;
        else
            ranges[n_ranges++] = (struct kho_range){pos, 1};
    }
    kho_areas_put(&j->words, &j->last_word, ranges, n_ranges);
}

/* -- units, days ------------------------------------------------------------------ */

static struct kho_range
unit_at(struct job *j, kho_sv name)
{
    struct unit **bucket = &j->bucket[kho_vocabulary_hash(name) & (j->n_buckets - 1)], *u;

    for (u = *bucket; u != NULL; u = u->next)
        if (kho_sv_eq(u->name, name))
            return u->at;
    u = KHO_NEW(j->c->arena, struct unit);
    u->name = name;
    u->next = *bucket;
    *bucket = u;
    u->at.from = j->pos + 1;
    kho_postings_name(j->c, KHO_FIELDS_UNIT, name, &j->pos);
    u->at.n = j->pos + 1 - u->at.from;
    j->pos += PART_GAP;
    return u->at;
}

static void
add_units(struct job *j, const struct kho_task *t)
{
    struct kho_range ranges[KHO_AREA_RANGES];
    size_t n = 0;

    for (size_t i = 0; i < t->n_responsible && n < KHO_AREA_RANGES; i++)
        ranges[n++] = unit_at(j, t->responsible[i]);
    for (size_t i = 0; i < t->n_coordinating && n < KHO_AREA_RANGES; i++)
        ranges[n++] = unit_at(j, t->coordinating[i]);
    kho_areas_put(&j->names, &j->last_name, ranges, n);
}

static void
add_due(struct job *j, const struct kho_plan *p, const struct kho_task *t)
{
    uint32_t day[DAYS_MAX], before = 0;
    size_t n = 0;

    for (size_t i = 0; i < t->n_deadlines && n < DAYS_MAX; i++)
        n += kho_due_days(p, &t->deadlines[i], day + n,
                          DAYS_MAX - n < KHO_DUE_DAYS ? DAYS_MAX - n : KHO_DUE_DAYS);
    kho_areas_put_number(&j->days, (uint32_t)n);
    for (size_t i = 0; i < n; before = day[i++]) {
        kho_areas_put_number(&j->days, day[i]);
        if (day[i] / 10000 != before / 10000)
            kho_postings_filter(j->c, kho_due_term(j->c->arena, day[i], KHO_DUE_YEAR));
        if (day[i] / 100 != before / 100)
            kho_postings_filter(j->c, kho_due_term(j->c->arena, day[i], KHO_DUE_MONTH));
    }
}

/* -- all of them --------------------------------------------------------------------- */

static enum kho_status
slot(struct kho_postings *c, enum kho_fields_id field, const struct kho_buf *b, struct kho_err *err)
{
    if (b->st != KHO_OK)
        return kho_fail(err, b->st, "no room to index tasks");
    if (kho_arena_room(c->arena) / 4 < b->n)
        return kho_fail(err, KHO_LIMIT, "no room to index tasks");
    kho_postings_slot(c, kho_fields[field].slot, kho_arena_dup(c->arena, kho_buf_view(b)));
    return KHO_OK;
}

static size_t
most_units(const struct kho_plan *p)
{
    size_t n = 1;

    for (size_t i = 0; i < p->n_tasks; i++)
        n += p->tasks[i].n_responsible + p->tasks[i].n_coordinating;
    return n;
}

enum kho_status
kho_compose_tasks(struct kho_postings *c, const struct kho_document *doc, struct kho_err *err)
{
    const struct kho_plan *p = &doc->plan;
    struct job j = {.c = c, .n_buckets = 1, .beside = first_beside(c)};
    const size_t units = most_units(p);
    enum kho_status st;

    if (p->n_tasks == 0)
        return KHO_OK;
    while (j.n_buckets < units)
        j.n_buckets *= 2;
    if (kho_arena_room(c->arena) / 4 <
        WORDS_MAX * sizeof *j.bare + j.n_buckets * sizeof *j.bucket + units * sizeof(struct unit))
        return kho_fail(err, KHO_LIMIT, "no room to index tasks");
    j.bare = KHO_NEW_N(c->arena, WORDS_MAX, kho_sv);
    j.bucket = KHO_NEW_N(c->arena, j.n_buckets, struct unit *);
    kho_duty_put_id(&j.days, doc->id);
    for (size_t i = 0; i < p->n_tasks; i++) {
        add_words(&j, &p->tasks[i]);
        add_units(&j, &p->tasks[i]);
        add_due(&j, p, &p->tasks[i]);
    }
    kho_postings_times(c, kho_term_raw(c->arena, KHO_FIELDS_TASK, KHO_SV("")),
                       (uint32_t)p->n_tasks);
    st = slot(c, KHO_FIELDS_TASK, &j.words, err);
    if (st == KHO_OK)
        st = slot(c, KHO_FIELDS_UNIT, &j.names, err);
    if (st == KHO_OK)
        st = slot(c, KHO_FIELDS_DUE, &j.days, err);
    kho_buf_free(&j.words);
    kho_buf_free(&j.names);
    kho_buf_free(&j.days);
    return st;
}
