/* format_lists.c - see format.h: tasks, overview. */
#include "format.h"

#include "ics.h"
#include "json.h"
#include "recurrence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
kho_tasks_json(struct kho_buf *b, const struct kho_task_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct kho_json j = {.out = b};

        kho_json_open(&j, '{');
        kho_json_key(&j, "plan");
        kho_json_open(&j, '{');
        kho_json_head(&j, &hits[i].doc);
        kho_json_close(&j, '}');
        kho_task_json(&j, &hits[i].task);
        kho_json_close(&j, '}');
        kho_buf_char(b, '\n');
    }
}

/* A task is found by any of its deadlines; of a range that was asked for only those in it are
 * listed, each that comes again and again with its first day in the range.  That day in *day,
 * YYYYMMDD; 0: no range, or none. */
static bool
asked_for(const struct kho_task_hit *h, const struct kho_deadline *d, uint32_t *day)
{
    uint32_t days[KHO_DUE_DAYS];
    size_t n;

    *day = 0;
    if (h->due_first == 0 && h->due_last == 0)
        return true;
    n = kho_due_days(&h->doc.plan, d, days, KHO_DUE_DAYS);
    for (size_t i = 0; i < n; i++)
        if (days[i] >= (uint32_t)h->due_first &&
            (h->due_last == 0 || days[i] <= (uint32_t)h->due_last)) {
            *day = days[i];
            return true;
        }
    return false;
}

void
kho_tasks_csv_names(struct kho_buf *b)
{
    kho_buf_fmt(b, "%s,section,text,responsible,coordinating,deadline,rule,due\r\n",
                kho_csv_head_names);
}

void
kho_tasks_csv_rows(struct kho_buf *b, const struct kho_task_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct kho_task *t = &hits[i].task;
        const size_t rows = t->n_deadlines == 0 ? 1 : t->n_deadlines;

        for (size_t k = 0; k < rows;
             k++) { /* one row per deadline, so that a sheet can sort by it */
            const struct kho_deadline none = {.text = {NULL, 0}},
                                      *d = t->n_deadlines > 0 ? &t->deadlines[k] : &none;
            char iso[16] = "";
            uint32_t day;

            if (!asked_for(&hits[i], d, &day))
                continue;
            if (day != 0)
                (void)snprintf(iso, sizeof iso, "%04u-%02u-%02u", (unsigned)(day / 10000),
                               (unsigned)(day / 100 % 100), (unsigned)(day % 100));
            kho_csv_head(b, &hits[i].doc);
            kho_csv_sv(b, false, t->section);
            kho_csv_sv(b, false, t->text);
            kho_csv_joined(b, t->responsible, t->n_responsible);
            kho_csv_joined(b, t->coordinating, t->n_coordinating);
            kho_csv_sv(b, false, d->text);
            kho_csv_sv(b, false, d->rule);
            kho_csv_sv(b, false, day != 0 ? kho_sv_from(iso) : d->date);
            kho_csv_end(b);
        }
    }
}

void
kho_tasks_csv(struct kho_buf *b, const struct kho_task_hit *hits, size_t n)
{
    kho_tasks_csv_names(b);
    kho_tasks_csv_rows(b, hits, n);
}

void
kho_tasks_ics(struct kho_buf *b, const struct kho_task_ask *ask, kho_sv name, int64_t stamp,
              const struct kho_task_hit *hits, size_t n)
{
    const bool range = !kho_sv_eq(ask->due_from, ask->due_to);
    const struct {
        const char *before;
        kho_sv text;
    } parts[] = {{" - ", ask->unit},
                 {" - ", ask->text},
                 {" - ", ask->due_from},
                 {ask->due_from.n > 0 ? ".." : " - ..", range ? ask->due_to : KHO_SV("")}};
    struct kho_buf title = {.p = NULL};
    uint32_t day;

    kho_buf_sv(&title, name);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].text.n > 0) {
            kho_buf_str(&title, parts[i].before);
            kho_buf_sv(&title, parts[i].text);
        }
    kho_ics_begin(b, kho_buf_view(&title));
    kho_buf_free(&title);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < hits[i].task.n_deadlines; k++)
            if (asked_for(&hits[i], &hits[i].task.deadlines[k], &day))
                kho_ics_deadline(b, &hits[i].doc, &hits[i].task, k, stamp);
    kho_ics_end(b);
}

struct named {
    const char *name;
    uint64_t value;
};
enum { OVERVIEW_COUNTS = 7 };

static void
overview_counts(const struct kho_overview *v, struct named out[OVERVIEW_COUNTS])
{
    const struct named counts[OVERVIEW_COUNTS] = {{"documents", v->plans + v->others},
                                                  {"plans", v->plans},
                                                  {"others", v->others},
                                                  {"tasks", v->tasks},
                                                  {"inputs", v->inputs},
                                                  {"not_searchable", v->hidden},
                                                  {"indexed_at", (uint64_t)v->indexed_at}};

    memcpy(out, counts, sizeof counts);
}

void
kho_overview_csv(struct kho_buf *b, const struct kho_overview *v)
{
    struct named counts[OVERVIEW_COUNTS];

    overview_counts(v, counts);
    kho_buf_str(b, "name,value\r\n");
    for (size_t i = 0; i < OVERVIEW_COUNTS; i++)
        kho_buf_fmt(b, "%s,%llu\r\n", counts[i].name, (unsigned long long)counts[i].value);
    for (size_t i = 0; i < v->n_notes; i++)
        kho_buf_fmt(b, "%s,%u\r\n", kho_notes[v->notes[i].note].name, v->notes[i].docs);
}

void
kho_overview_json(struct kho_buf *b, const struct kho_overview *v)
{
    struct kho_json j = {.out = b};
    struct named counts[OVERVIEW_COUNTS];

    overview_counts(v, counts);
    kho_json_open(&j, '{');
    for (size_t i = 0; i < OVERVIEW_COUNTS; i++) {
        kho_json_key(&j, counts[i].name);
        kho_json_int(&j, (int64_t)counts[i].value);
    }
    kho_json_key(&j, "notes");
    kho_json_open(&j, '{');
    for (size_t i = 0; i < v->n_notes; i++) {
        kho_json_key(&j, kho_notes[v->notes[i].note].name);
        kho_json_int(&j, v->notes[i].docs);
    }
    kho_json_close(&j, '}');
    kho_json_close(&j, '}');
    kho_buf_char(b, '\n');
}
