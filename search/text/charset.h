/* charset.h - the encodings of Vietnamese before Unicode: bytes in one of them -> UTF-8.
 *
 * Tables: schemas/legacy_encodings.tsv.
 */
#ifndef KHO_TEXT_CHARSET_H
#define KHO_TEXT_CHARSET_H

#include "buf.h"

enum kho_charset {
    KHO_CHARSET_TCVN3,
    KHO_CHARSET_VNI,
    KHO_CHARSET_CP1258,
    KHO_CHARSET_VISCII,
    KHO_CHARSET_VPS,
    KHO_CHARSET_COUNT
};

const char *kho_charset_name(enum kho_charset cs); /* static: "tcvn3", "windows-1258" ... */

/* Appends bytes in cs as UTF-8, composed where the table is, not normalised otherwise. */
void kho_charset_decode(enum kho_charset cs, kho_sv bytes, struct kho_buf *out);

/* Is this one byte a letter in cs?  VISCII and VPS have some among the controls. */
bool kho_charset_has(enum kho_charset cs, unsigned char byte);

/* The byte that windows-1252 shows as c, or the byte c where it was shown by its number; -1 if
 * none. */
int kho_cp1252_byte(uint32_t c);

/* The character of a byte in windows-1252; its unused bytes are the controls C1. */
uint32_t kho_cp1252_char(unsigned char byte);
#endif
