/* agency_case.h - a name in capitals as a sentence would have it, by rule.  Inside of agency.c. */
#ifndef KHO_READ_AGENCY_CASE_H
#define KHO_READ_AGENCY_CASE_H

#include "buf.h"
#include "sv.h"

/* The longest name of schemas/issuers.tsv at s[at]: its row, -1 for none.  *end: behind it. */
int kho_issuer_name_at(kho_sv s, size_t at, size_t *end);

/*
 * Append caps to b: kinds of agencies as schemas/org_words.tsv has them, places and people with
 * every word in capitals, departments with the first word and those behind "và" and commas.
 */
void kho_agency_write(struct kho_buf *b, kho_sv caps);
#endif
