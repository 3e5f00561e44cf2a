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

void kho_cites_json(struct kho_buf *b, const struct kho_cites *c);
void kho_cites_csv(struct kho_buf *b, const struct kho_cites *c);
/* The same with depth and the plan in between; names: with the first row. */
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
    kho_sv *nodes; /* nodes and edges that are written, a hash table of names */
    size_t n_nodes, cap_nodes;
};
void kho_graph_begin(struct kho_graph *g, struct kho_arena *arena, struct kho_buf *out, bool dot);
void kho_graph_add(struct kho_graph *g, const struct kho_cascade *c);
void kho_graph_end(struct kho_graph *g);

void kho_refs_json(struct kho_buf *b, const struct kho_ref *refs, size_t n);
void kho_refs_csv(struct kho_buf *b, const struct kho_ref *refs, size_t n);
void kho_tasks_json(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);
/* One row, or event, per deadline, so that a sheet can sort by it; of a range that was asked for
 * only the deadlines in it.  JSON has whole tasks. */
void kho_tasks_csv(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);
void kho_tasks_ics(struct kho_buf *b, const struct kho_task_hit *hits, size_t n);
void kho_overview_csv(struct kho_buf *b, const struct kho_overview *v); /* name, value */
void kho_overview_json(struct kho_buf *b, const struct kho_overview *v);
#endif
