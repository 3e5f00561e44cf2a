/* node.c - see node.h. */
#include "node.h"

struct kho_node *
kho_node_new(struct kho_arena *arena, enum kho_op op, const struct kho_node *kids)
{
    struct kho_node *n = KHO_NEW(arena, struct kho_node);

    n->op = op;
    n->kids = kids;
    return n;
}

struct kho_node *
kho_node_term(struct kho_arena *arena, kho_sv term)
{
    struct kho_node *n = kho_node_new(arena, KHO_OP_TERM, NULL);

    n->term = term;
    return n;
}

struct kho_node *
kho_node_range(struct kho_arena *arena, enum kho_fields_id field, kho_sv from, kho_sv to)
{
    struct kho_node *n = kho_node_new(arena, KHO_OP_RANGE, NULL);

    n->slot = (uint32_t)kho_fields[field].slot;
    n->from = from;
    n->to = to;
    return n;
}

void
kho_nodes_add(struct kho_nodes *l, struct kho_node *n)
{
    if (n == NULL)
        return;
    n->next = NULL;
    if (l->last == NULL)
        l->first = n;
    else
        l->last->next = n;
    l->last = n;
    l->n++;
}

struct kho_node *
kho_nodes_joined(struct kho_arena *arena, enum kho_op op, const struct kho_nodes *l)
{
    return l->n < 2 ? l->first : kho_node_new(arena, op, l->first);
}

struct kho_node *
kho_node_two(struct kho_arena *arena, enum kho_op op, struct kho_node *a, struct kho_node *b)
{
    struct kho_nodes l = {NULL, NULL, 0};

    kho_nodes_add(&l, a);
    kho_nodes_add(&l, b);
    return kho_nodes_joined(arena, op, &l);
}

struct kho_node *
kho_node_weighted(struct kho_arena *arena, enum kho_op op, double factor, struct kho_node *kid)
{
    struct kho_node *n = kho_node_new(arena, op, kid);

    kid->next = NULL;
    n->factor = factor;
    return n;
}
