/* zones.h - which part of the document every strip belongs to.  Inside of paras.c. */
#ifndef KHO_READ_ZONES_H
#define KHO_READ_ZONES_H

#include "strips.h"

/* What zones.c found; indices of strips. */
struct kho_layout {
    size_t type, n_type; /* the line with the type's name; n_type 0: none */
    size_t body;         /* first strip behind head and title */
    size_t foot;         /* first strip of recipients or signature; n if there is none */
    size_t annex;        /* first strip behind recipients and signature; n if there is none */
};

/* Sets zone and cell of all strips.  Linear: everything that looks ahead has a bound. */
void kho_zones_assign(struct kho_strips *set, struct kho_layout *out);

/* The part of it behind the body: sets foot and annex, and the zones between them. */
void kho_zones_foot(struct kho_strips *set, struct kho_layout *out);
#endif
