/* compose_task.c - tasks of a plan, as documents of their own; see compose.h. */
#include "compose.h"

#include "posting.h"

#include <stdio.h>

enum { PART_GAP = 10 }; /* units stand apart, so that no phrase spans two */

kho_sv
kho_compose_task_owner(struct kho_arena *arena, kho_sv id)
{
    return kho_term_raw(arena, KHO_FIELDS_OWNER, id);
}

/* Year, month and day are a term each: a range of days is then a few terms, whatever its length. */
static void
add_due(struct kho_postings *c, const struct kho_task *t, struct kho_buf *days)
{
    char first[9] = "", day[9];

    for (size_t i = 0; i < t->n_deadlines; i++) {
        const kho_sv d = t->deadlines[i].date;

        if (d.n != 10)
            continue;
        (void)snprintf(day, sizeof day, "%.4s%.2s%.2s", d.p, d.p + 5, d.p + 8);
        for (size_t n = 4; n <= 8; n += 2)
            kho_postings_filter(c, kho_term_raw(c->arena, KHO_FIELDS_DUE, (kho_sv){day, n}));
        if (first[0] == '\0' || strcmp(day, first) < 0)
            memcpy(first, day, sizeof first);
        if (days->n != 0 && days->p[days->n - 1] != '\t')
            kho_buf_char(days, ',');
        kho_buf_str(days, day);
    }
    if (first[0] != '\0')
        kho_postings_slot(c, kho_fields[KHO_FIELDS_DUE].slot,
                          kho_arena_dup(c->arena, kho_sv_from(first)));
}

static enum kho_status
compose_task(struct kho_arena *arena, const struct kho_document *doc, size_t i, struct kho_buf *b,
             struct kho_store_doc *out, struct kho_err *err)
{
    const struct kho_task *t = &doc->plan.tasks[i];
    struct kho_postings c;
    uint32_t pos = 0;

    if (!kho_postings_init(&c, arena, t->text.n))
        return kho_fail(err, KHO_LIMIT, "no room to index a task");
    kho_postings_stream(&c, t->text, &pos);
    pos = 0;
    for (size_t k = 0; k < t->n_responsible; k++, pos += PART_GAP)
        kho_postings_name(&c, KHO_FIELDS_UNIT, t->responsible[k], &pos);
    for (size_t k = 0; k < t->n_coordinating; k++, pos += PART_GAP)
        kho_postings_name(&c, KHO_FIELDS_UNIT, t->coordinating[k], &pos);
    kho_postings_filter(&c, kho_compose_task_owner(arena, doc->id));
    kho_buf_reset(b);
    kho_buf_sv(b, doc->id);
    kho_buf_fmt(b, "\t%zu\t", i);
    add_due(&c, t, b);
    kho_postings_done(&c, (kho_sv){NULL, 0}, kho_arena_dup(arena, kho_buf_view(b)), out);
    return b->st;
}

enum kho_status
kho_compose_tasks(struct kho_arena *arena, const struct kho_document *doc,
                  struct kho_store_doc **out, size_t *n, struct kho_err *err)
{
    struct kho_buf b = {.p = NULL};
    enum kho_status st = KHO_OK;

    *n = 0;
    *out = KHO_NEW_N(arena, doc->plan.n_tasks + 1, struct kho_store_doc);
    for (; st == KHO_OK && *n < doc->plan.n_tasks; ++*n)
        st = compose_task(arena, doc, *n, &b, &(*out)[*n], err);
    kho_buf_free(&b);
    return st;
}
