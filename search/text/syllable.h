/* syllable.h - Vietnamese syllables as rows of letter codes (schemas/syllable_*.tsv). */
#ifndef KHO_TEXT_SYLLABLE_H
#define KHO_TEXT_SYLLABLE_H

#include "letters.h"

#include <stdbool.h>

enum { KHO_SPELLING_MAX = 20 }; /* letters; longer words are no concern of Vietnamese spelling */

/* A word of letters of the alphabet, marks taken off the letters. */
struct kho_spelling {
    uint8_t n;
    uint8_t code[KHO_SPELLING_MAX], tone[KHO_SPELLING_MAX];
};

/*
 * The letter that carries the tone in the old style (kiểu cũ: hòa, ủy), from 0; -1 where the
 * letters are no Vietnamese syllable.  *stop (NULL is fine): ends in c, ch, p or t, so that only
 * sắc and nặng are possible.
 */
int kho_syllable_tone_at(const uint8_t *code, size_t n, bool *stop);

/*
 * One spelling of what is written in several: the tone of a syllable moved to its letter, the last
 * one if there are more; i made y where schemas/iy_variants.tsv says so.  Idempotent.
 */
void kho_spelling_unify(struct kho_spelling *s);
#endif
