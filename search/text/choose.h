/* choose.h - the reading of a piece of text, by its words, its font and the rest of its document.
 */
#ifndef KHO_TEXT_CHOOSE_H
#define KHO_TEXT_CHOOSE_H

#include "decode.h"
#include "pieces.h"
#include "reading.h"

/* The share of words that have to be syllables to believe in a code page; text that reads better
 * than PLAIN is what it seems to be. */
#define KHO_FIT_LEGACY 0.6
#define KHO_FIT_PLAIN  0.5

/* Zero but for the vote, which belongs to the caller. */
struct kho_chooser {
    struct kho_vote *vote;
    double prior[KHO_READINGS]; /* logarithms */
    struct kho_buf bytes, a, b; /* scratch */
};

/* What was chosen for a piece. */
struct kho_choice {
    enum kho_reading reading;
    enum kho_source source;
    struct kho_fit fit;
    double weight;    /* of evidence */
    double certainty; /* 0..1: that no other reading with another text is meant */
};

/* What the votes say counts from now on. */
void kho_chooser_start(struct kho_chooser *w);
void kho_chooser_free(struct kho_chooser *w); /* its buffers */

/*
 * The best reading of p.  file: p stands in a file that is not all UTF-8, so bytes of a code page
 * may happen to be UTF-8.  quick: a reading that is usual in the document and fits well is taken
 * without trying the others.
 */
struct kho_choice kho_choose(struct kho_chooser *w, const struct kho_piece *p, bool file,
                             bool quick);
#endif
