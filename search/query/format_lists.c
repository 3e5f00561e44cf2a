/* format_lists.c - see format.h: tasks, overview. */
#include "format.h"

#include "ics.h"
#include "json.h"

static void
joined(struct kho_buf *b, const kho_sv *items, size_t n)
{
    struct kho_buf cell = {.p = NULL};

    for (size_t i = 0; i < n; i++) {
        kho_buf_str(&cell, i > 0 ? "; " : "");
        kho_buf_sv(&cell, items[i]);
    }
    kho_csv_sv(b, false, kho_buf_view(&cell));
    kho_buf_free(&cell);
}

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

void
kho_tasks_csv(struct kho_buf *b, const struct kho_task_hit *hits, size_t n)
{
    kho_buf_fmt(b, "%s,section,text,responsible,coordinating,deadline,rule,due\r\n",
                kho_csv_head_names);
    for (size_t i = 0; i < n; i++) {
        const struct kho_task *t = &hits[i].task;
        const size_t rows = t->n_deadlines == 0 ? 1 : t->n_deadlines;

        for (size_t k = 0; k < rows;
             k++) { /* one row per deadline, so that a sheet can sort by it */
            const struct kho_deadline none = {.text = {NULL, 0}},
                                      *d = t->n_deadlines > 0 ? &t->deadlines[k] : &none;

            kho_csv_head(b, &hits[i].doc);
            kho_csv_sv(b, false, t->section);
            kho_csv_sv(b, false, t->text);
            joined(b, t->responsible, t->n_responsible);
            joined(b, t->coordinating, t->n_coordinating);
            kho_csv_sv(b, false, d->text);
            kho_csv_sv(b, false, d->rule);
            kho_csv_sv(b, false, d->date);
            kho_csv_end(b);
        }
    }
}

void
kho_tasks_ics(struct kho_buf *b, const struct kho_task_hit *hits, size_t n)
{
    kho_ics_begin(b, "kho");
    for (size_t i = 0; i < n; i++)
        kho_ics_task(b, &hits[i].doc, &hits[i].task);
    kho_ics_end(b);
}

void
kho_overview_json(struct kho_buf *b, const struct kho_overview *v)
{
    struct kho_json j = {.out = b};
    const struct {
        const char *name;
        uint64_t value;
    } counts[] = {{"documents", v->plans + v->others},
                  {"plans", v->plans},
                  {"others", v->others},
                  {"tasks", v->info.tasks},
                  {"inputs", v->inputs},
                  {"not_searchable", v->hidden},
                  {"indexed_at", (uint64_t)v->indexed_at}};

    kho_json_open(&j, '{');
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
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
