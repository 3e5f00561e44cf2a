/* clean.h - text without the marks of Markdown, anchors of footnotes and runs of blanks, and where
 * each byte of it came from.  Inside of strips.c.
 */
#ifndef KHO_READ_CLEAN_H
#define KHO_READ_CLEAN_H

#include "buf.h"
#include "paras.h"

struct kho_clean {
    char *text; /* the caller's buffer, large enough for all that is copied */
    size_t at;
    struct kho_buf pieces; /* struct kho_piece; at counts from text.  The caller frees it */
    size_t n_pieces;
    bool fresh; /* the next byte starts a new piece */
    bool bold;  /* Markdown bold is open; the caller closes it at the end of a paragraph */
};

struct kho_copied {
    size_t letters, bold_letters;
    uint32_t chars;
    uint32_t note; /* mark of a footnote at the start, 0 none */
};

/*
 * Append s, which starts at document offset base.  bullet: a star at its start is printed.
 * Blanks at the end are left out.  Adds to *c.  Linear.
 */
void kho_clean_copy(struct kho_clean *m, kho_sv s, size_t base, bool bullet, struct kho_copied *c);
#endif
