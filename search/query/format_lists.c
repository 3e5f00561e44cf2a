/* format_lists.c - see format.h: citations, cited documents, tasks, overview. */
#include "format.h"

#include "ics.h"
#include "json.h"

#include <string.h>

/* Told only of those that are: "ambiguous", and the keys it can mean. */
static void
ambiguous_json(struct kho_json *j, const struct kho_ref *r)
{
    if (r->n_maybe == 0)
        return;
    kho_json_key(j, "ambiguous");
    kho_json_bool(j, true);
    kho_json_key(j, "maybe");
    kho_json_open(j, '[');
    for (size_t i = 0; i < r->n_maybe; i++) {
        const struct kho_ref *m = &r->maybe[i];

        kho_json_open(j, '{');
        kho_json_key(j, "key");
        kho_json_sv(j, m->key);
        kho_json_key(j, "symbol");
        kho_json_sv(j, m->symbol);
        kho_json_key(j, "date");
        kho_json_sv(j, m->date);
        kho_json_close(j, '}');
    }
    kho_json_close(j, ']');
}

void
kho_cites_json(struct kho_buf *b, const struct kho_cites *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->docs[i].n; k++) {
            const struct kho_ref *r = &c->docs[i].ref;
            const struct kho_citing *x = &c->docs[i].citing[k];
            struct kho_json j = {.out = b};

            kho_json_open(&j, '{');
            kho_json_key(&j, "key");
            kho_json_sv(&j, r->key);
            kho_json_key(&j, "symbol");
            kho_json_sv(&j, r->symbol);
            kho_json_key(&j, "name");
            kho_json_sv(&j, r->name);
            kho_json_key(&j, "date");
            kho_json_sv(&j, r->date);
            ambiguous_json(&j, r);
            kho_json_key(&j, "citing");
            kho_json_open(&j, '{');
            kho_json_head(&j, &x->doc);
            kho_json_close(&j, '}');
            kho_json_key(&j, "mention");
            kho_json_sv(&j, x->mention);
            kho_json_key(&j, "sentence");
            kho_json_sv(&j, x->sentence);
            kho_json_key(&j, "zone");
            kho_json_str(&j, kho_zone_name(x->zone));
            kho_json_key(&j, "relation");
            kho_json_str(&j, kho_relation_name(x->relation));
            kho_json_key(&j, "legal_basis");
            kho_json_bool(&j, x->legal_basis);
            kho_json_key(&j, "depth");
            kho_json_int(&j, 1);
            kho_json_key(&j, "via");
            kho_json_null(&j);
            kho_json_close(&j, '}');
            kho_buf_char(b, '\n');
        }
}

void
kho_cites_csv(struct kho_buf *b, const struct kho_cites *c)
{
    kho_buf_fmt(b, "%s,key,cited_symbol,cited_date,mention,sentence\r\n", kho_csv_head_names);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->docs[i].n; k++) {
            kho_csv_head(b, &c->docs[i].citing[k].doc);
            kho_csv_sv(b, false, c->docs[i].ref.key);
            kho_csv_sv(b, false, c->docs[i].ref.symbol);
            kho_csv_sv(b, false, c->docs[i].ref.date);
            kho_csv_sv(b, false, c->docs[i].citing[k].mention);
            kho_csv_sv(b, false, c->docs[i].citing[k].sentence);
            kho_csv_end(b);
        }
}

static const char *const ref_names[] = {"key", "symbol", "name", "issuer", "date"};

static const kho_sv *
ref_fields(const struct kho_ref *r, kho_sv to[5])
{
    const kho_sv fields[] = {r->key, r->symbol, r->name, r->issuer, r->date};

    memcpy(to, fields, sizeof fields);
    return to;
}

void
kho_refs_json(struct kho_buf *b, const struct kho_ref *refs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct kho_json j = {.out = b};
        kho_sv to[5];
        const kho_sv *fields = ref_fields(&refs[i], to);

        kho_json_open(&j, '{');
        for (size_t k = 0; k < 5; k++) {
            kho_json_key(&j, ref_names[k]);
            kho_json_sv(&j, fields[k]);
        }
        kho_json_key(&j, "citing");
        kho_json_int(&j, refs[i].citing);
        kho_json_key(&j, "in_archive");
        kho_json_sv(&j, refs[i].in_archive);
        ambiguous_json(&j, &refs[i]);
        kho_json_close(&j, '}');
        kho_buf_char(b, '\n');
    }
}

void
kho_refs_csv(struct kho_buf *b, const struct kho_ref *refs, size_t n)
{
    kho_buf_str(b, "key,symbol,name,issuer,date,citing,in_archive\r\n");
    for (size_t i = 0; i < n; i++) {
        kho_sv to[5];
        const kho_sv *fields = ref_fields(&refs[i], to);

        for (size_t k = 0; k < 5; k++)
            kho_csv_sv(b, k == 0, fields[k]);
        kho_buf_fmt(b, ",%u", refs[i].citing);
        kho_csv_sv(b, false, refs[i].in_archive);
        kho_csv_end(b);
    }
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
