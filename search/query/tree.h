/* tree.h - what a query asks for -> the tree the store runs.  Inside search/query only. */
#ifndef KHO_QUERY_TREE_H
#define KHO_QUERY_TREE_H

#include "parse.h"
#include "query.h"

struct kho_tree {
    struct kho_arena *arena;
    unsigned relax; /* in: how many words of a bag may be missing beyond what the rule allows */
    bool relaxable; /* out: a higher relax gives another tree */
    bool weighs;    /* out: some part ranks; else all documents are equal */
    bool cut;       /* out: word* stands for more words than are looked up */
    struct kho_store *s; /* in: for what word* stands for; may be NULL */
};

const struct kho_node *kho_tree_query(struct kho_tree *t, const struct kho_q *q);
/* A query with the filters and the range of days beside it. */
const struct kho_node *kho_tree_ask(struct kho_tree *t, const struct kho_q *q,
                                    const struct kho_ask *ask);

/* All words of text within a field, in this order and near each other (or anywhere when loose is
 * set); abbreviations stand for what they abbreviate.  NULL: no words in it. */
struct kho_node *kho_tree_field(struct kho_arena *arena, enum kho_fields_id field, kho_sv text,
                                bool loose);

/* Nodes; kids are linked by next. */
struct kho_node *kho_node_new(struct kho_arena *arena, enum kho_op op, const struct kho_node *kids);
struct kho_node *kho_node_term(struct kho_arena *arena, kho_sv term);
/* Documents with slot from..to (both inclusive; empty: open). */
struct kho_node *kho_node_range(struct kho_arena *arena, enum kho_fields_id field, kho_sv from,
                                kho_sv to);
#endif
