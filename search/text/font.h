/* font.h - what the name of a font tells about the text in it, for formats that give names.
 *
 * Before Unicode a Vietnamese font was a code page: the bytes of a word in .VnTime are TCVN3, in
 * VNI-Times VNI.  Word processors store such text as if it were windows-1252, so a reader gets
 * "ViÖt Nam" and a font.  It hands both on: the text as it is, and in front of it a mark for the
 * font; kho_decode_text (decode.h) does the rest.
 *
 *     if (font != *last)
 *         kho_buf_sv(&line, kho_font_mark(*last = font));
 *     kho_buf_sv(&line, run);
 *
 * A mark counts to the end of its line or to the next mark; a line begins with KHO_FONT_ANY.
 * Table: schemas/legacy_fonts.tsv.
 */
#ifndef KHO_TEXT_FONT_H
#define KHO_TEXT_FONT_H

#include "sv.h"

#include <stdint.h>

enum kho_font {
    KHO_FONT_ANY, /* nothing is known: no name, or one that says nothing */
    KHO_FONT_TCVN3,
    KHO_FONT_TCVN3_CAPS, /* .VnTimeH: small letters are shown as capitals */
    KHO_FONT_VNI,
    KHO_FONT_VISCII,
    KHO_FONT_VPS,
    KHO_FONT_SYMBOL, /* Wingdings: no letters */
    KHO_FONTS
};

/* Any bytes; in any case of letters.  Of a list ("Arial, .VnTime") the first counts. */
enum kho_font kho_font_of(kho_sv name);

/* Static, KHO_FONT_MARK_BYTES long: a noncharacter, which no text has. */
enum { KHO_FONT_MARK_BYTES = 3 };
kho_sv kho_font_mark(enum kho_font font);

/* The font of the mark at p, of n bytes; -1 where none is. */
static inline int
kho_font_at(const unsigned char *p, size_t n)
{
    return n >= KHO_FONT_MARK_BYTES && p[0] == 0xef && p[1] == 0xb7 && p[2] >= 0x90 &&
                   p[2] < 0x90 + KHO_FONTS
               ? p[2] - 0x90
               : -1;
}
#endif
