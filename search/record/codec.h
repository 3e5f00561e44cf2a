/* codec.h - one description of a structure for both directions: packing and unpacking.
 *
 * A function that visits the fields of a structure with these calls writes them when out is set and
 * reads them when it is not, so the two can never disagree.  Reading is total: the first thing that
 * does not fit sets bad, and every later call leaves its field empty.
 */
#ifndef KHO_RECORD_CODEC_H
#define KHO_RECORD_CODEC_H

#include "arena.h"
#include "buf.h"

#include <stdint.h>

struct kho_codec {
    struct kho_buf *out;     /* packing; NULL: unpacking */
    kho_sv in;               /* unpacking: what is left */
    struct kho_arena *arena; /* unpacking: where strings and arrays go */
    bool bad;
};

void kho_codec_u64(struct kho_codec *c, uint64_t *v);
void kho_codec_i64(struct kho_codec *c, int64_t *v);
void kho_codec_u32(struct kho_codec *c, uint32_t *v); /* larger values are bad */
void kho_codec_u16(struct kho_codec *c, uint16_t *v);
void kho_codec_u8(struct kho_codec *c, uint8_t *v);
void kho_codec_i32(struct kho_codec *c, int32_t *v);
void kho_codec_bool(struct kho_codec *c, bool *v);
void kho_codec_real(struct kho_codec *c, double *v);
/* An enum of values 0 .. count-1. */
void kho_codec_enum(struct kho_codec *c, unsigned *v, unsigned count);
/* p == NULL is kept apart from empty.  Unpacked strings are copies in arena. */
void kho_codec_sv(struct kho_codec *c, kho_sv *s);
/* Number of items of an array and, when unpacking, its memory: *items is NULL when n is 0. */
bool kho_codec_array(struct kho_codec *c, size_t *n, size_t size, void **items);
#endif
