/* wanted.h - the words of a query, for finding them in a text.  Inside search/query only.
 *
 * A text is cut into words with kho_word_next, as when it was indexed, so what is marked is what
 * was matched.
 */
#ifndef KHO_QUERY_WANTED_H
#define KHO_QUERY_WANTED_H

#include "parse.h"

enum { KHO_WANTED_WORDS = 128, KHO_WANTED_PHRASES = 32, KHO_WANTED_STEPS = 256 };

struct kho_wanted_word {
    kho_sv bare, exact;
    bool marks;  /* typed with marks: where the text has the exact form, only that counts */
    bool prefix; /* word* */
    bool loose;  /* counts by itself, not only in a phrase */
};

struct kho_wanted {
    struct kho_wanted_word word[KHO_WANTED_WORDS];
    size_t n;
    struct {
        uint8_t first, n; /* steps */
    } phrase[KHO_WANTED_PHRASES];
    size_t n_phrases;
    uint8_t step[KHO_WANTED_STEPS]; /* indices of words */
    size_t n_steps;
    /* Words typed next to each other, for ranking: indices, a then b. */
    struct {
        uint8_t a, b;
    } pair[KHO_WANTED_WORDS];
    size_t n_pairs;
    uint64_t first_letters; /* of all words, by their low bits */
};

/* Words of q but those under NOT and of fields that are not text. */
void kho_wanted_from(const struct kho_q *q, struct kho_wanted *out);

/* One place of a text. */
struct kho_found {
    uint32_t offset, length; /* bytes */
    uint32_t at;             /* number of the word in the text */
    uint8_t word;            /* index in kho_wanted */
    bool exact;
};

/* At most max places of wanted words in text, in order; *n_words: words of the text that were seen.
 */
struct kho_found *kho_wanted_find(struct kho_arena *arena, const struct kho_wanted *w, kho_sv text,
                                  size_t max, size_t *n);
#endif
