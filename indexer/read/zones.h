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

enum {
    KHO_HEAD_STRIPS = 40, /* a letterhead without a type is not longer */
    KHO_TITLE_CHARS = 260 /* a longer line is a sentence of the preamble */
};

/* "Kính gửi:" opens a letter; the two words may stand on two lines. */
bool kho_opens_letter(const struct kho_strips *t, size_t i);

/* Looks for the line with the type's name and sets type and n_type; false: there is none. */
bool kho_zones_type(const struct kho_strips *t, struct kho_layout *out);

/* Sets zone and cell of all strips.  Linear: everything that looks ahead has a bound. */
void kho_zones_assign(struct kho_strips *set, struct kho_layout *out);

/* The part of it behind the body: sets foot and annex, and the zones between them. */
void kho_zones_foot(struct kho_strips *set, struct kho_layout *out);
#endif
