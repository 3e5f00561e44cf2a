/* agency.h - names of agencies: where they start, what they say, how they are written. */
#ifndef KHO_READ_AGENCY_H
#define KHO_READ_AGENCY_H

#include "paras.h"

/* The longest phrase of schemas/org_words.tsv at s[at]: its row, -1 for none.  *end: behind it. */
int kho_agency_head(kho_sv s, size_t at, size_t *end);

/* Would the agency go on with the next line?  Words of a name broken over lines belong together. */
bool kho_agency_goes_on(kho_sv agency, kho_sv joined);

/*
 * A name in capitals as a sentence would have it: as the document itself writes it elsewhere, else
 * by rule.  Names that are not in capitals come back as they are.  Memory in arena.
 */
kho_sv kho_agency_case(struct kho_arena *arena, const struct kho_paras *ps, kho_sv caps);

/* Code of schemas/issuers.tsv for a name ("Sở Công Thương" -> "SCT"); p NULL when there is none. */
kho_sv kho_agency_code(kho_sv name);
#endif
