/* rerank.c - see rerank.h. */
#include "rerank.h"

#include "likely.h"

#include <math.h>
#include <stdlib.h>

enum {
    FEW = 3,
    DEPTH_FEW = 100,
    DEPTH_MIN = 70,
    DEPTH_MAX = 300,
    LOOKUPS = 2400,      /* lists of positions to read for one query, about */
    POSITIONS_MAX = 2000 /* of one word in one document */
};

static const double K1 = 1.2, B = .75; /* as the store weighs single words */
static const double PAIR = 1.2;        /* of a pair against a word as rare */

uint32_t
kho_rerank_depth(const struct kho_wanted *w)
{
    size_t depth;

    if (w->n_pairs == 0)
        return kho_likely_asked(w) ? DEPTH_FEW : 0;
    if (w->n <= FEW) /* all words are there: the best are found among few */
        return DEPTH_FEW;
    depth = LOOKUPS / w->n;
    return (uint32_t)(depth < DEPTH_MIN ? DEPTH_MIN : depth > DEPTH_MAX ? DEPTH_MAX : depth);
}

/* How often b stands right behind a. */
static uint32_t
side_by_side(const struct kho_positions *a, const struct kho_positions *b)
{
    uint32_t i = 0, k = 0, n = 0;

    while (i < a->n && k < b->n) {
        if (b->pos[k] == a->pos[i] + 1) {
            n++;
            i++;
            k++;
        } else if (b->pos[k] <= a->pos[i]) {
            k++;
        } else {
            i++;
        }
    }
    return n;
}

static int
by_weight(const void *a, const void *b)
{
    const struct kho_hit *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

void
kho_rerank_sort(struct kho_hit *hits, size_t n)
{
    qsort(hits, n, sizeof *hits, by_weight);
}

struct job {
    const struct kho_wanted *w;
    struct kho_hit *hits;
    size_t n;
    const struct kho_positions *pos; /* hit by word */
    const uint32_t *length, *freq;
    double documents, average;
};

static void
add_pair(const struct job *j, size_t a, size_t b, uint32_t *tf)
{
    double df = j->freq[a] < j->freq[b] ? j->freq[a] : j->freq[b], idf;
    size_t have = 0;

    for (size_t i = 0; i < j->n; i++) {
        tf[i] = side_by_side(&j->pos[i * j->w->n + a], &j->pos[i * j->w->n + b]);
        have += tf[i] != 0;
    }
    if (have == 0)
        return;
    /* How many documents have the pair: its share of those that were looked at. */
    df *= (double)have / (double)j->n;
    idf = log(1 + (j->documents - df + .5) / (df + .5));
    for (size_t i = 0; i < j->n; i++) {
        const double t = tf[i], norm = 1 - B + B * j->length[i] / j->average;

        if (t > 0)
            j->hits[i].weight += PAIR * idf * t * (K1 + 1) / (t + K1 * norm);
    }
}

/* Words of other names are in none. */
static bool
in_pair(const struct kho_wanted *w, size_t word)
{
    for (size_t i = 0; i < w->n_pairs; i++)
        if (w->pair[i].a == word || w->pair[i].b == word)
            return true;
    return false;
}

enum kho_status
kho_rerank(struct kho_store *s, const struct kho_wanted *w, struct kho_hit *hits, size_t n,
           struct kho_arena *arena, struct kho_err *err)
{
    struct job j = {.w = w, .hits = hits, .n = n};
    struct kho_positions *pos = KHO_NEW_N(arena, n * w->n + 1, struct kho_positions);
    uint32_t *docids = KHO_NEW_N(arena, n + 1, uint32_t), *tf = KHO_NEW_N(arena, n + 1, uint32_t);
    uint32_t *length = KHO_NEW_N(arena, n + 1, uint32_t), freq[KHO_WANTED_WORDS];
    kho_sv terms[KHO_WANTED_WORDS];
    const struct kho_positions_of of = {docids, n, terms, w->n, POSITIONS_MAX};
    struct kho_store_info info;
    enum kho_status st;

    if (n == 0 || w->n_pairs == 0)
        return KHO_OK;
    for (size_t i = 0; i < w->n; i++)
        terms[i] = in_pair(w, i) ? kho_term_raw(arena, KHO_FIELDS_WORD, w->word[i].bare)
                                 : (kho_sv){NULL, 0};
    for (size_t i = 0; i < n; i++)
        docids[i] = hits[i].docid;
    st = kho_store_positions(s, &of, arena, pos, length, err);
    if (st == KHO_OK)
        st = kho_store_freqs(s, terms, w->n, freq, err);
    if (st == KHO_OK)
        st = kho_store_info(s, &info, err);
    if (st != KHO_OK)
        return st;
    j.pos = pos;
    j.length = length;
    j.freq = freq;
    j.documents = (double)info.documents;
    j.average = info.average_length > 1 ? info.average_length : 1;
    for (size_t i = 0; i < w->n_pairs; i++) {
        bool seen = false;

        for (size_t k = 0; k < i && !seen; k++)
            seen = w->pair[k].a == w->pair[i].a && w->pair[k].b == w->pair[i].b;
        if (!seen)
            add_pair(&j, w->pair[i].a, w->pair[i].b, tf);
    }
    kho_rerank_sort(hits, n);
    return KHO_OK;
}
