/* unicode.h - what normalising and cutting into words know alike about characters outside the
 * alphabet.
 *
 * The only header of this room that shows ICU types; everything here is for the rare paths.
 */
#ifndef KHO_TEXT_UNICODE_H
#define KHO_TEXT_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/utypes.h>

enum kho_char_kind {
    KHO_CHAR_OTHER,   /* separates words */
    KHO_CHAR_WORD,    /* letter or decimal digit, of any script */
    KHO_CHAR_MARK,    /* belongs to the letter before it */
    KHO_CHAR_DROP,    /* not seen: goes when text is normalised */
    KHO_CHAR_SPACE,   /* a blank of another width */
    KHO_CHAR_NEWLINE, /* CR, form feed, U+2028 ... */
    KHO_CHAR_SYMBOL   /* private use with a known meaning */
};

enum kho_char_kind kho_char_kind(uint32_t c);

/* The Latin letter that c, a letter, looks like (schemas/confusables.tsv, also by its lower case);
 * 0 none. */
uint32_t kho_char_lookalike(uint32_t c);
/* What a character of kind SYMBOL stands for. */
uint32_t kho_char_symbol(uint32_t c);
/* A Cyrillic or Greek letter that looks like no Latin one. */
bool kho_char_is_foreign(uint32_t c);
/* Letters that are replaced wherever they stand: Ð, ð and the like, being Latin themselves. */
bool kho_char_is_latin(uint32_t c);

/* Full decomposition, canonical or for compatibility, into out; returns the number, at least 1. */
enum { KHO_DECOMPOSED_MAX = 32 };
size_t kho_char_decompose(uint32_t c, bool compat, uint32_t out[KHO_DECOMPOSED_MAX]);

/*
 * A row of decomposed characters.  kho_chars_add keeps at most KHO_MARKS_MAX marks on a letter, so
 * that no later step is quadratic; more than these no writing system has.
 */
enum { KHO_MARKS_MAX = 30 };
struct kho_chars {
    uint32_t *p;
    size_t n, cap;
    unsigned marks; /* since the last starter */
};
void kho_chars_add(struct kho_chars *s, uint32_t c);

/*
 * Put the marks of every letter into one order: as Unicode orders them, but quality marks (â ă ơ)
 * before tones, and each of these once (its last).  With keep > 0 only that many marks stay on a
 * letter, and of several Vietnamese tones on it only the last: for folding.
 */
void kho_chars_order(struct kho_chars *s, unsigned keep);

/* NFC of s as UTF-8.  out has room for 3 * s->n * 4 bytes, tmp for 4 * s->n units.  Returns bytes.
 */
size_t kho_chars_compose(const struct kho_chars *s, uint16_t *tmp, char *out);

/* Does c never change when text is normalised, whatever stands beside it? */
bool kho_char_is_inert(uint32_t c);
/* Does c never unite with what stands before it? */
bool kho_char_is_boundary(uint32_t c);
#endif
