/* wide.h - UTF-16: found by its mark or by its bytes, and read. */
#ifndef KHO_TEXT_WIDE_H
#define KHO_TEXT_WIDE_H

#include "buf.h"

/*
 * Appends raw as UTF-8 (half a pair as U+FFFD) and returns "utf-16le" or "utf-16be"; NULL and
 * nothing where raw is no UTF-16.
 */
const char *kho_wide_decode(kho_sv raw, struct kho_buf *out);
#endif
