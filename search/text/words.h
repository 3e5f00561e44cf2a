/* words.h - the two ways by which kho_word_next folds a word; private to them. */
#ifndef KHO_TEXT_WORDS_H
#define KHO_TEXT_WORDS_H

#include "fold.h"
#include "syllable.h"

/* The forms of a word of letters of the alphabet, whose spelling is unified. */
void kho_word_spell(const struct kho_spelling *s, struct kho_word *w);

/*
 * The rare way: any word that starts at start; *next is where to go on.  False: nothing to index in
 * it (marks only).
 */
bool kho_word_slow(kho_sv text, size_t start, struct kho_word *w, size_t *next);
#endif
