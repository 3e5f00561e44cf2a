/* phrase.h - words at a place of a text, whatever their case and tone placement. */
#ifndef KHO_READ_PHRASE_H
#define KHO_READ_PHRASE_H

#include "sv.h"

/*
 * Do the words of phrase stand at s[at] (which must be the start of a word or of what separates
 * words)? Returns the position behind the last of them, 0 if not.  Tones count: "số" is not "sở".
 */
size_t kho_phrase_at(kho_sv s, size_t at, const char *phrase);
/* The same without tones and marks: for what scans misread ("Noi nhận"). */
size_t kho_phrase_bare_at(kho_sv s, size_t at, const char *phrase);

/* First place from at on; false if none.  [*from, *to) are the bytes of the words. */
bool kho_phrase_find(kho_sv s, size_t at, const char *phrase, size_t *from, size_t *to);

size_t kho_phrase_words(kho_sv s); /* number of words, counted up to 64 */
#endif
