/* short.h - names that have a short form (schemas/abbreviations.tsv), found in running text.
 *
 * A document that says "Ủy ban nhân dân" gets the term of "UBND" too, so that a query for the short
 * form need not look for a phrase.
 */
#ifndef KHO_PIPELINE_SHORT_H
#define KHO_PIPELINE_SHORT_H

#include "sv.h"

#include <stdint.h>

enum { KHO_SHORT_WORDS = 8 /* of the longest name */ };

enum kho_short_place { KHO_SHORT_FIRST = 1, KHO_SHORT_SECOND = 2 };

/* Where the bare word stands in names: bits of enum kho_short_place. */
unsigned kho_short_places(kho_sv bare);
#endif
