/* begins.h - which rows of a table of folded words a folded text begins with.
 *
 * Text and rows are words without marks, joined by one blank; the text may have '|' where
 * punctuation stands between two words.  Rows are found by their first two letters, so that asking
 * a long table at every word of a text is cheap.
 */
#ifndef KHO_TEXT_BEGINS_H
#define KHO_TEXT_BEGINS_H

#include "sv.h"

#include <stdint.h>

enum { KHO_BEGINS_MAX = 1024, KHO_BEGINS_BUCKETS = 256 };
struct kho_begins {
    const char *(*words)(size_t row);
    size_t n;
    bool ready; /* the rest is made at first use, once a process */
    uint8_t bytes[KHO_BEGINS_MAX];
    int16_t head[KHO_BEGINS_BUCKETS], next[KHO_BEGINS_MAX];
};

/* The first row behind row after (-1: of all) whose words text begins with; -1 none.  *bytes: of
 * its words. */
int kho_begins_next(struct kho_begins *rows, kho_sv text, int after, size_t *bytes);

/* Does text begin with these words, and end there or go on with another word? */
static inline bool
kho_begins_with(kho_sv text, const char *words, size_t n)
{
    return text.n >= n && memcmp(text.p, words, n) == 0 &&
           (text.n == n || text.p[n] == ' ' || text.p[n] == '|');
}
#endif
