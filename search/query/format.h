/* format.h - answers as JSON lines, CSV and calendars: the same for the command line and the page.
 */
#ifndef KHO_QUERY_FORMAT_H
#define KHO_QUERY_FORMAT_H

#include "buf.h"
#include "query.h"

/* The members "id","source","type","symbol","issuer","date","title" of an open JSON object. */
struct kho_json;
void kho_json_head(struct kho_json *j, const struct kho_document *doc);
/* The same as CSV fields, the first of a row; and their names. */
void kho_csv_head(struct kho_buf *b, const struct kho_document *doc);
extern const char kho_csv_head_names[];
/* A field of several values: "a; b". */
void kho_csv_joined(struct kho_buf *b, const kho_sv *items, size_t n);

/* One object per hit (with "like": an ID above it, when both have nearly the same text), then with
 * facets one {"facets":...,"total":...,"exact":...}, then, when something of the query was not
 * understood, one {"remarks":[{"kind","field","value"}...]}. qid: name of the query in a batch; p
 * NULL: no batch. */
void kho_answer_json(struct kho_buf *b, const struct kho_answer *a, kho_sv qid, bool facets);
void kho_answer_csv_names(struct kho_buf *b, bool batch);
void kho_answer_csv(struct kho_buf *b, const struct kho_answer *a, kho_sv qid);
/* TREC run: a document is named by its member name without folder and extension. first: rank of the
 * first, from 0. */
void kho_answer_trec(struct kho_buf *b, const struct kho_answer *a, kho_sv qid, uint32_t first);

/* One row for each plan that cites, with depth and the plan in between; names: with the first row.
 */
void kho_cascades_json(struct kho_buf *b, const struct kho_cascades *c);
void kho_cascades_csv(struct kho_buf *b, const struct kho_cascades *c, bool names);
/* One row for each plan, with what was asked for, its year and place. */
void kho_batch_json(struct kho_buf *b, kho_sv asked, const struct kho_cascades *c);
void kho_batch_csv_names(struct kho_buf *b);
void kho_batch_csv(struct kho_buf *b, kho_sv asked, const struct kho_cascades *c);

/* A drawing of citations; begun, filled by any number of cascades, ended.  A document is one node,
 * wherever it stands.  dot: for Graphviz, else GraphML. */
struct kho_graph {
    struct kho_arena *arena;
    struct kho_buf *out;
    bool dot;
    struct kho_graph_name {
        kho_sv name;
        uint32_t number; /* 0: none here */
    } * names;           /* nodes and edges that are written, a hash table */
    size_t n_names, cap_names;
};
void kho_graph_begin(struct kho_graph *g, struct kho_arena *arena, struct kho_buf *out, bool dot);
void kho_graph_add(struct kho_graph *g, const struct kho_cascade *c);
/* One by one instead: plans, cited documents, and which cites which, each once.  _cited: the number
 * of its node, the same for the same node, and the name, which is ref's or lies in the arena. */
struct kho_graph_edge {
    kho_sv from, from_date, to, to_date; /* names of nodes */
    unsigned relations;                  /* bits 1 << enum kho_relation, of all mentions */
    bool legal_basis;
    uint32_t mentions;
};
void kho_graph_plan(struct kho_graph *g, const struct kho_document *doc);
uint32_t kho_graph_cited(struct kho_graph *g, const struct kho_ref *ref, kho_sv *name);
void kho_graph_cites(struct kho_graph *g, const struct kho_graph_edge *e);
void kho_graph_end(struct kho_graph *g);

void kho_refs_json(struct kho_buf *b, const struct kho_ref *refs, size_t n);
void kho_refs_csv(struct kho_buf *b, const struct kho_ref *refs, size_t n);
void kho_tasks_json(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);
/* One row, or event, per deadline, so that a sheet can sort by it; of a range that was asked for
 * only the deadlines in it.  JSON has whole tasks. */
void kho_tasks_csv(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);
void kho_tasks_csv_names(struct kho_buf *b);
void kho_tasks_csv_rows(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);
/* A calendar called name and what was asked for; stamp as in ics.h. */
void kho_tasks_ics(struct kho_buf *b, const struct kho_task_ask *ask, kho_sv name, int64_t stamp,
                   const struct kho_task_hit *hits, size_t n);
void kho_overview_csv(struct kho_buf *b, const struct kho_overview *v); /* name, value */
void kho_overview_json(struct kho_buf *b, const struct kho_overview *v);

/* --- documents one by one, for exports (format_export.c) --- */
/* The record as one line of JSON, also with "text" (KHO_DOCUMENT_ALL). */
void kho_record_json(struct kho_buf *b, const struct kho_document *doc, bool text);
void kho_documents_csv_names(struct kho_buf *b);
void kho_documents_csv(struct kho_buf *b, const struct kho_document *doc);
/* A row for each mention, as it stands in the record. */
void kho_citations_json(struct kho_buf *b, const struct kho_document *doc);
void kho_citations_csv_names(struct kho_buf *b);
void kho_citations_csv(struct kho_buf *b, const struct kho_document *doc);
/* Its tasks as kho_tasks_json and kho_tasks_csv have them. */
void kho_document_tasks_json(struct kho_buf *b, const struct kho_document *doc);
void kho_document_tasks_csv(struct kho_buf *b, const struct kho_document *doc);
/* For the _bulk interface of OpenSearch and Elasticsearch: a line that says what to do, and the
 * record with its text. */
void kho_bulk(struct kho_buf *b, const struct kho_document *doc);
/* What an index for kho_bulk is made with (schemas/bulk_mapping.json). */
void kho_bulk_index(struct kho_buf *b);
#endif
