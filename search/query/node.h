/* node.h - making nodes of the store's tree.  Inside search/query only.  All memory in the arena.
 */
#ifndef KHO_QUERY_NODE_H
#define KHO_QUERY_NODE_H

#include "store.h"
#include "tables.h"

/* kids are linked by next. */
struct kho_node *kho_node_new(struct kho_arena *arena, enum kho_op op, const struct kho_node *kids);
struct kho_node *kho_node_term(struct kho_arena *arena, kho_sv term);
/* Documents with slot from..to (both inclusive; empty: open). */
struct kho_node *kho_node_range(struct kho_arena *arena, enum kho_fields_id field, kho_sv from,
                                kho_sv to);
/* op (KHO_OP_SCALE, KHO_OP_CONST) with its factor over one child, which it takes out of its list.
 */
struct kho_node *kho_node_weighted(struct kho_arena *arena, enum kho_op op, double factor,
                                   struct kho_node *kid);
/* a op b; only one of them when the other is NULL. */
struct kho_node *kho_node_two(struct kho_arena *arena, enum kho_op op, struct kho_node *a,
                              struct kho_node *b);

/* A list under construction; starts zeroed. */
struct kho_nodes {
    struct kho_node *first, *last;
    size_t n;
};
void kho_nodes_add(struct kho_nodes *l, struct kho_node *n); /* NULL: nothing */
/* The only one stands for itself; none: NULL. */
struct kho_node *kho_nodes_joined(struct kho_arena *arena, enum kho_op op,
                                  const struct kho_nodes *l);
#endif
