/* short.c - see short.h. */
#include "short.h"

#include "fold.h"
#include "tables.h"

#include <stdlib.h>

enum { WORDS_MAX = 4096, BYTES = 1 << 20 };

struct word {
    kho_sv bare;
    struct kho_short_places places;
};

static struct word words[WORDS_MAX];
static size_t words_n;
static struct kho_arena *kept; /* what the words point into */

static int
compare(const void *a, const void *b)
{
    const kho_sv x = ((const struct word *)a)->bare, y = ((const struct word *)b)->bare;
    const int r = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

    return r != 0 ? r : (x.n > y.n) - (x.n < y.n);
}

static void
add(struct kho_short_places *to, struct kho_short_places more)
{
    to->at = (uint16_t)(to->at | more.at);
    to->end = (uint16_t)(to->end | more.end);
}

/* Once for the whole run; a few hundred words. */
static void
fill(void)
{
    size_t n = 0;

    kept = kho_arena_new(BYTES);
    for (size_t i = 0; i < kho_abbreviations_n; i++) {
        kho_sv rest = kho_fold_bare(kept, kho_sv_from(kho_abbreviations[i].expansion)), bare;
        const size_t first = words_n;
        uint16_t place = 1;

        for (;
             place < 1u << KHO_SHORT_WORDS && words_n < WORDS_MAX && kho_sv_next(&rest, ' ', &bare);
             place = (uint16_t)(place << 1))
            words[words_n++] = (struct word){bare, {place, 0}};
        if (rest.n == 0 && words_n > first)
            words[words_n - 1].places.end = words[words_n - 1].places.at;
    }
    qsort(words, words_n, sizeof words[0], compare);
    for (size_t i = 0; i < words_n; i++) {
        if (n > 0 && kho_sv_eq(words[n - 1].bare, words[i].bare))
            add(&words[n - 1].places, words[i].places);
        else
            words[n++] = words[i];
    }
    words_n = n;
}

struct kho_short_places
kho_short_places(kho_sv bare)
{
    const struct word key = {.bare = bare};
    const struct word *w;

    if (words_n == 0)
        fill();
    w = bsearch(&key, words, words_n, sizeof words[0], compare);
    return w == NULL ? key.places : w->places;
}
