/* short.h - names that have a short form (schemas/abbreviations.tsv), found in running text.
 *
 * A document that says "Ủy ban nhân dân" gets the term of "UBND" too, so that a query for the short
 * form need not look for a phrase.
 */
#ifndef KHO_PIPELINE_SHORT_H
#define KHO_PIPELINE_SHORT_H

#include "sv.h"

#include <stdint.h>

enum { KHO_SHORT_WORDS = 12 /* of the longest name, at most */ };

/* Where a bare word stands in names: bit i of at, it is the i-th word of one; of end, it is the
 * last of one and the i-th. */
struct kho_short_places {
    uint16_t at, end;
};
struct kho_short_places kho_short_places(kho_sv bare);
#endif
