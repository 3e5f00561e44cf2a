/* pieces.h - a text cut where its encoding may change: at line ends, tabs and font marks. */
#ifndef KHO_TEXT_PIECES_H
#define KHO_TEXT_PIECES_H

#include "font.h"

/* Text between two line ends, tabs or font marks. */
struct kho_piece {
    kho_sv s;
    size_t behind; /* bytes of what ends it: kept, except marks */
    bool mark;     /* which is a mark */
    enum kho_font font;
    size_t good, bad; /* multibyte characters, bad bytes */
    size_t controls;  /* bytes below the blank, where VISCII and VPS have capitals */
    size_t own;       /* of good, letters that only Unicode has: ạ, ế, ơ */
};

struct kho_pieces {
    kho_sv rest;
    bool marks; /* font marks may occur */
    enum kho_font font;
};

/* The next piece; false at the end. */
bool kho_pieces_next(struct kho_pieces *it, struct kho_piece *piece);

/* Nothing in it that could be read in more than one way, or Unicode for sure.  mixed: the document
 * has old text too, and may have it in the same line ("Nguồn: Vô kinh tÕ"). */
bool kho_piece_is_settled(const struct kho_piece *p, bool mixed);
#endif
