/* duty_wide.c - see duties.h. */
#include "duties.h"

enum { WIDER = 8 /* times as many terms for a prefix */ };

static struct kho_node *
widen_kids(struct kho_arena *arena, const struct kho_node *q)
{
    struct kho_node *n = KHO_NEW(arena, struct kho_node);
    struct kho_nodes l = {NULL, NULL, 0};

    for (const struct kho_node *k = q->kids; k != NULL; k = k->next)
        kho_nodes_add(&l, kho_duty_wider(arena, k));
    *n = *q;
    n->kids = l.first;
    n->next = NULL;
    return n;
}

/* Every plan with a task that fits: nothing is left out for what stands in another task; and what
 * stands side by side in a cell of a table need not do so in the text. */
struct kho_node *
kho_duty_wider(struct kho_arena *arena, const struct kho_node *q)
{
    struct kho_node *n;

    switch (q->op) {
    case KHO_OP_NOT:
        return q->kids == NULL || q->kids->next == NULL ? kho_node_new(arena, KHO_OP_ALL, NULL)
                                                        : kho_duty_wider(arena, q->kids);
    case KHO_OP_MAYBE:
        return kho_duty_wider(arena, q->kids);
    case KHO_OP_PHRASE:
    case KHO_OP_AREA:
        n = widen_kids(arena, q);
        n->op = KHO_OP_AND;
        return n;
    case KHO_OP_AND:
    case KHO_OP_OR:
    case KHO_OP_FILTER:
    case KHO_OP_SCALE:
    case KHO_OP_CONST:
        return widen_kids(arena, q);
    case KHO_OP_PREFIX: /* more, as some of them are no words */
        n = KHO_NEW(arena, struct kho_node);
        *n = *q;
        n->limit = q->limit * WIDER;
        n->next = NULL;
        return n;
    case KHO_OP_TERM:
    case KHO_OP_RANGE:
    case KHO_OP_BAG:
    case KHO_OP_STANDS:
    case KHO_OP_ALL:
    case KHO_OP_NONE:
        break;
    }
    n = KHO_NEW(arena, struct kho_node);
    *n = *q;
    n->next = NULL;
    return n;
}
