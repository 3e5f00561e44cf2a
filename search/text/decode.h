/* decode.h - raw bytes of a text file or a name, or text as a format has it -> UTF-8.
 *
 * BOM, UTF-8, UTF-16, double-encoded UTF-8, windows-1258, TCVN3 (ABC), VNI, VISCII, VPS: chosen for
 * each paragraph (line, cell) by how many words are Vietnamese syllables, by what the rest of the
 * document is, and by the name of the font where a format has one (font.h).
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
    const char *charset; /* static, of most of it: "utf-8", "utf-16le", "utf-16be", "utf-8-twice",
                          * "windows-1258", "tcvn3", "vni", "viscii", "vps" */
    double confidence;   /* 0..1; 1 for valid UTF-8; of a code page the share of words it explains,
                          * less where another one explains nearly as many.  Below
                          * KHO_DECODE_SURE a reader notes CHARSET. */
};

#define KHO_DECODE_SURE 0.9

/* Never fails on content: what no charset explains is taken as UTF-8 with U+FFFD and confidence 0.
 * KHO_LIMIT, KHO_NOMEM as kho_text_normalise. */
enum kho_status kho_decode(struct kho_arena *arena, kho_sv raw, struct kho_decoded *out,
                           struct kho_err *err);

/*
 * Bytes whose charset was declared beside them, by the header of a mail: a hint.  Where the bytes
 * tell clearly what they are they are believed, for Vietnamese is sent under any name; a charset
 * that not any bytes fit (GB18030, Shift_JIS, UTF-7 ...) is believed when they do.  charset: any
 * name ICU knows; else, and with none, as kho_decode.  out->charset may then be the name ICU has
 * for it.
 */
enum kho_status kho_decode_declared(struct kho_arena *arena, kho_sv raw, kho_sv charset,
                                    struct kho_decoded *out, struct kho_err *err);

/*
 * The text of a document as a format gives it, UTF-8 in which text of an old font stands as
 * windows-1252 shows its bytes, with font marks (font.h); else as kho_decode.  Takes the place of
 * kho_text_normalise for a whole document.  Line ends stay where they are; marks go.
 */
enum kho_status kho_decode_text(struct kho_arena *arena, kho_sv text, struct kho_decoded *out,
                                struct kho_err *err);

/*
 * Names of one archive: what the others are tells what a short one is.  kho_decode_count takes the
 * vote of a name (zero to begin with), kho_decode_name decodes one by the votes so far: best after
 * all have voted.  Names are never UTF-16.
 */
enum { KHO_VOTES = 8 };
struct kho_vote {
    double seen[KHO_VOTES]; /* words, by enum kho_reading */
};
void kho_decode_count(struct kho_vote *vote, kho_sv raw);
enum kho_status kho_decode_name(struct kho_arena *arena, kho_sv raw, const struct kho_vote *vote,
                                struct kho_decoded *out, struct kho_err *err);
#endif
