/* format_export.c - see format.h: documents one by one, as an export has them. */
#include "format.h"

#include "json.h"

extern const char kho_bulk_mapping[]; /* schemas/bulk_mapping.json */
extern const size_t kho_bulk_mapping_n;

void
kho_record_json(struct kho_buf *b, const struct kho_document *doc, bool text)
{
    (text ? kho_document_text_json : kho_document_json)(doc, b);
    kho_buf_char(b, '\n');
}

/* -- documents -------------------------------------------------------------------------- */

void
kho_documents_csv_names(struct kho_buf *b)
{
    kho_buf_fmt(b,
                "%s,number,issuer_code,issuer_level,issuer_side,locality,year,signer_position,"
                "signer_name,key,format,size,places,citations,tasks,targets,notes\r\n",
                kho_csv_head_names);
}

static void
notes(struct kho_buf *b, uint64_t bits)
{
    kho_sv names[KHO_NOTES_COUNT];
    size_t n = 0;

    for (size_t i = 0; i < kho_notes_n; i++)
        if ((bits >> i & 1) != 0)
            names[n++] = kho_sv_from(kho_notes[i].name);
    kho_csv_joined(b, names, n);
}

void
kho_documents_csv(struct kho_buf *b, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    kho_csv_head(b, doc);
    kho_csv_sv(b, false, p->number);
    kho_csv_sv(b, false, p->issuer_code);
    kho_csv_sv(b, false, p->issuer_level);
    kho_csv_sv(b, false, p->issuer_side);
    kho_csv_joined(b, p->locality, p->n_locality);
    if (p->year != 0)
        kho_buf_fmt(b, ",%d", p->year);
    else
        kho_buf_char(b, ',');
    kho_csv_sv(b, false, p->signer.position);
    kho_csv_sv(b, false, p->signer.name);
    kho_csv_sv(b, false, p->key);
    kho_csv_sv(b, false, doc->format);
    kho_buf_fmt(b, ",%llu,%zu,%zu,%zu,%zu", (unsigned long long)doc->size, doc->n_places,
                p->n_citations, p->n_tasks, p->n_targets);
    notes(b, doc->notes | p->notes);
    kho_csv_end(b);
}

/* -- citations -------------------------------------------------------------------------- */

void
kho_citations_json(struct kho_buf *b, const struct kho_document *doc)
{
    for (size_t i = 0; i < doc->plan.n_citations; i++) {
        struct kho_json j = {.out = b};

        kho_json_open(&j, '{');
        kho_json_key(&j, "citing");
        kho_json_open(&j, '{');
        kho_json_head(&j, doc);
        kho_json_close(&j, '}');
        kho_citation_json(&j, &doc->plan.citations[i]);
        kho_json_close(&j, '}');
        kho_buf_char(b, '\n');
    }
}

void
kho_citations_csv_names(struct kho_buf *b)
{
    kho_buf_fmt(b,
                "%s,key,cited_type,cited_number,cited_symbol,cited_issuer,cited_date,"
                "cited_subject,mention,kind,zone,relation,legal_basis,offset,length\r\n",
                kho_csv_head_names);
}

void
kho_citations_csv(struct kho_buf *b, const struct kho_document *doc)
{
    for (size_t i = 0; i < doc->plan.n_citations; i++) {
        const struct kho_citation *c = &doc->plan.citations[i];
        const struct kho_span at = c->n_parts > 0 ? c->parts[0] : (struct kho_span){0, 0};
        const kho_sv fields[] = {
            c->key,
            c->type,
            c->number,
            c->symbol,
            c->issuer,
            c->date,
            c->subject,
            c->mention,
            kho_sv_from(kho_cite_kind_name(c->kind)),
            kho_sv_from(kho_zone_name(c->zone)),
            kho_sv_from(kho_relation_name(c->relation)),
            kho_sv_from(c->legal_basis ? "true" : "false"),
        };

        kho_csv_head(b, doc);
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
            kho_csv_sv(b, false, fields[k]);
        kho_buf_fmt(b, ",%u,%u", at.offset, at.length);
        kho_csv_end(b);
    }
}

/* -- tasks -------------------------------------------------------------------------------- */

typedef void put_tasks(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);

static void
tasks(struct kho_buf *b, const struct kho_document *doc, put_tasks *put)
{
    struct kho_task_hit hit = {.doc = *doc};

    for (size_t i = 0; i < doc->plan.n_tasks; i++) {
        hit.task = doc->plan.tasks[i];
        put(b, &hit, 1);
    }
}

void
kho_document_tasks_json(struct kho_buf *b, const struct kho_document *doc)
{
    tasks(b, doc, kho_tasks_json);
}

void
kho_document_tasks_csv(struct kho_buf *b, const struct kho_document *doc)
{
    tasks(b, doc, kho_tasks_csv_rows);
}

/* -- for other search engines ------------------------------------------------------------- */

void
kho_bulk(struct kho_buf *b, const struct kho_document *doc)
{
    struct kho_json j = {.out = b};

    kho_json_open(&j, '{');
    kho_json_key(&j, "index");
    kho_json_open(&j, '{');
    kho_json_key(&j, "_id");
    kho_json_sv(&j, doc->id);
    kho_json_close(&j, '}');
    kho_json_close(&j, '}');
    kho_buf_char(b, '\n');
    kho_record_json(b, doc, true);
}

void
kho_bulk_index(struct kho_buf *b)
{
    kho_buf_put(b, kho_bulk_mapping, kho_bulk_mapping_n);
}
