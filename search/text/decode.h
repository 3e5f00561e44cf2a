/* decode.h - raw bytes of a text file or a name -> UTF-8.
 *
 * BOM, UTF-8, UTF-16, double-encoded UTF-8, windows-1258, TCVN3 (ABC), VNI, VISCII, VPS: chosen by
 * how many tokens are valid Vietnamese syllables.  What follows is one kind of text.
 * Valid UTF-8 is only normalised, unless it does not read as Vietnamese and does after undoing one
 * mistake: bytes of UTF-8 or of a code page taken for windows-1252 (text of documents in .VnTime or
 * VNI fonts).
 */
#ifndef KHO_TEXT_DECODE_H
#define KHO_TEXT_DECODE_H

#include "arena.h"
#include "status.h"
#include "sv.h"

struct kho_decoded {
    kho_sv text;         /* normalised, see kho_text_normalise */
    const char *charset; /* static: "utf-8", "utf-16le", "utf-16be", "utf-8-twice", "windows-1258",
                          * "tcvn3", "vni", "viscii", "vps" */
    double confidence;   /* 0..1; 1 for valid UTF-8; of a code page the share of words it explains,
                          * halved   where another one explains nearly as many */
};

/* Never fails on content: what no charset explains is taken as UTF-8 with U+FFFD and confidence 0.
 * KHO_LIMIT, KHO_NOMEM as kho_text_normalise. */
enum kho_status kho_decode(struct kho_arena *arena, kho_sv raw, struct kho_decoded *out,
                           struct kho_err *err);
#endif
