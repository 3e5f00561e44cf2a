/* vocabulary.c - see vocabulary.h. */
#include "vocabulary.h"

#include "terms.h"

enum {
    KEPT_MAX = 1 << 15,
    TABLE = 2 * KEPT_MAX,
    BYTES = 16 << 20 /* more than KEPT_MAX words can take */
};

/* Open addressing. */
static const struct kho_known_word *table[TABLE];
static size_t kept_n;
static struct kho_arena *kept;

/* FNV-1a: spreads words over a table, nothing more. */
uint32_t
kho_vocabulary_hash(kho_sv word)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < word.n; i++)
        h = (h ^ (unsigned char)word.p[i]) * 16777619u;
    return h;
}

static struct kho_known_word *
learn(const struct kho_word *w, kho_sv word, struct kho_arena *arena)
{
    struct kho_known_word *k = KHO_NEW(arena, struct kho_known_word);
    struct kho_term_buf b;
    const struct kho_word_term t = kho_term_word(KHO_FIELDS_WORD, w, &b);

    k->bare = k->word = kho_arena_dup(arena, t.bare);
    if (!kho_sv_eq(word, k->bare))
        k->word = kho_arena_dup(arena, word);
    if (t.exact.p != NULL)
        k->exact = kho_arena_dup(arena, t.exact);
    k->usual = t.usual;
    k->places = kho_short_places(k->bare);
    return k;
}

const struct kho_known_word *
kho_vocabulary_know(const struct kho_word *w, uint32_t hash, struct kho_arena *arena)
{
    const kho_sv word = {w->exact, w->exact_n};
    size_t at = hash % TABLE;
    struct kho_known_word *k;

    for (; table[at] != NULL; at = (at + 1) % TABLE)
        if (table[at]->hash == hash && kho_sv_eq(table[at]->word, word))
            return table[at];
    if (kept == NULL)
        kept = kho_arena_new(BYTES);
    k = learn(w, word, kept_n < KEPT_MAX ? kept : arena);
    k->hash = hash;
    if (kept_n < KEPT_MAX) {
        table[at] = k;
        kept_n++;
    }
    return k;
}
