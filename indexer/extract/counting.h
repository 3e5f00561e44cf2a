/* counting.h - how formats write the numbers and dots of their automatic lists. */
#ifndef KHO_EXTRACT_COUNTING_H
#define KHO_EXTRACT_COUNTING_H

#include "buf.h"

enum kho_counting {
    KHO_COUNT_DECIMAL,
    KHO_COUNT_DECIMAL_ZERO, /* 01 */
    KHO_COUNT_UPPER_ROMAN,
    KHO_COUNT_LOWER_ROMAN,
    KHO_COUNT_UPPER_LETTER,
    KHO_COUNT_LOWER_LETTER,
    KHO_COUNT_BULLET, /* no number */
    KHO_COUNT_NONE    /* no number */
};

void kho_counting_put(struct kho_buf *out, enum kho_counting how, int32_t v);
/* Bullets are characters of symbol fonts, in the private use area: a dash there is a dash, others
 * are a dot. */
void kho_counting_bullet(struct kho_buf *out, kho_sv text);
#endif
