/* areas.h - areas of a document: parts of its stream of words, as a slot keeps them (KHO_OP_AREA).
 *
 * An area is a list of ranges of word positions, in its own order: a paragraph is one range, a cell
 * of a table that was drawn with blanks one for each of its lines.
 *
 * Bytes: for each area the number of its ranges, for each range the distance of its first position
 * from the end of the range before (of the area before; from 0), folded so that small distances
 * backwards are small too, and its length; all as numbers of seven bits a byte, the lowest first.
 */
#ifndef KHO_STORE_AREAS_H
#define KHO_STORE_AREAS_H

#include "sv.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kho_buf;

struct kho_range {
    uint32_t from, n; /* positions from .. from + n - 1 */
};

enum { KHO_AREA_RANGES = 64 }; /* of one area, at most */

struct kho_areas {
    kho_sv rest;   /* bytes */
    uint32_t last; /* end of the range before */
};

/* Numbers of seven bits a byte.  get: false when the bytes end or make no number of 32 bits. */
void kho_areas_put_number(struct kho_buf *out, uint32_t value);
bool kho_areas_get_number(kho_sv *rest, uint32_t *value);

/* Appends an area of at most KHO_AREA_RANGES ranges; *last begins as 0. */
void kho_areas_put(struct kho_buf *out, uint32_t *last, const struct kho_range *ranges, size_t n);
/* The next area into ranges (room for KHO_AREA_RANGES); false at the end, and where the bytes are
 * none of kho_areas_put. */
bool kho_areas_next(struct kho_areas *a, struct kho_range *ranges, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
