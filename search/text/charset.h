/* charset.h - the encodings of Vietnamese before Unicode: reading bytes in one of them, and how
 * well that fits. */
#ifndef KHO_TEXT_CHARSET_H
#define KHO_TEXT_CHARSET_H

#include "buf.h"

enum kho_charset {
    KHO_CHARSET_TCVN3, /* in the order in which a tie is decided */
    KHO_CHARSET_VNI,
    KHO_CHARSET_CP1258,
    KHO_CHARSET_VISCII,
    KHO_CHARSET_VPS,
    KHO_CHARSET_COUNT
};

const char *kho_charset_name(enum kho_charset cs); /* static: "tcvn3", "windows-1258" ... */

/* Appends bytes in cs as UTF-8, composed where the table is, not normalised otherwise. */
void kho_charset_decode(enum kho_charset cs, kho_sv bytes, struct kho_buf *out);

/*
 * How well a piece of text reads as Vietnamese: of its words with letters beyond ASCII, the share
 * that are syllables.  Only the first words are looked at.
 */
struct kho_charset_fit {
    unsigned words; /* looked at */
    double share;   /* 0..1; 0 without words */
};
struct kho_charset_fit kho_charset_fit(enum kho_charset cs, kho_sv bytes);
struct kho_charset_fit kho_charset_fit_utf8(kho_sv text); /* as it stands */

/* The charset that fits best, and how.  *second gets the share of the next one with another result.
 */
enum kho_charset kho_charset_best(kho_sv bytes, struct kho_charset_fit *fit, double *second);

/* The byte that windows-1252 shows as c, -1 if none; its unused bytes are the C1 controls. */
int kho_cp1252_byte(uint32_t c);
#endif
