/* phrase.h - words at a place of a text, whatever their case and tone placement. */
#ifndef KHO_READ_PHRASE_H
#define KHO_READ_PHRASE_H

#include "fold.h"

#include <stdint.h>

/*
 * Do the words of phrase stand at s[at] (which must be the start of a word or of what separates
 * words)? Returns the position behind the last of them, 0 if not.  Tones count: "số" is not "sở".
 */
size_t kho_phrase_at(kho_sv s, size_t at, const char *phrase);
/* The same without tones and marks: for what scans misread ("Noi nhận"). */
size_t kho_phrase_bare_at(kho_sv s, size_t at, const char *phrase);

/* First place from at on; false if none.  [*from, *to) are the bytes of the words. */
bool kho_phrase_find(kho_sv s, size_t at, const char *phrase, size_t *from, size_t *to);

/*
 * A table of phrases, found by their first word: asking a long table at every word of a text is
 * then as cheap as asking one phrase.  text(i) gives phrase i of n (at most KHO_PHRASES_MAX; empty:
 * never matches).
 */
enum { KHO_PHRASES_MAX = 1024, KHO_PHRASE_BUCKETS = 256 };
struct kho_phrases {
    kho_sv (*text)(size_t i);
    size_t n;
    bool bare;                    /* compared without tones and marks */
    bool ready;                   /* the rest is made at first use, once a process */
    bool initials[128];           /* letters without marks that phrases begin with */
    char second[KHO_PHRASES_MAX]; /* letter that the second word begins with; NUL: none */
    int16_t head[KHO_PHRASE_BUCKETS], next[KHO_PHRASES_MAX];
};
/* Number of the longest phrase that stands at s[at] (the first of equals), -1 if none; *end: behind
 * it. accept, if given, may refuse one: matched are the bytes of s that it covers. */
int kho_phrase_longest(struct kho_phrases *set, kho_sv s, size_t at, bool (*accept)(kho_sv matched),
                       size_t *end);

/* May a phrase of the set begin with this word?  Most words end here. */
bool kho_phrase_may_begin(struct kho_phrases *set, const struct kho_word *w);

/* Without tones and marks. */
bool kho_phrase_bare_find(kho_sv s, size_t at, const char *phrase, size_t *from, size_t *to);

size_t kho_phrase_words(kho_sv s); /* number of words, counted up to 64 */
/* "... số 12-" and "NQ/TW ...", "... số 45/2020/NĐ-" and "CP": does a line end inside the symbol of
 * a document, and the next one begin with the rest? */
bool kho_phrase_cuts_symbol(kho_sv line, kho_sv next);
#endif
