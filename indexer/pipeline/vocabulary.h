/* vocabulary.h - what an indexing process knows of the words it has met.
 *
 * The same few thousand words make up nearly all of every text.  What has to be found out about
 * one (its terms, its place in names) is found out once in a process and kept, for as many words as
 * have room; those that come later are worked out for every document anew.
 */
#ifndef KHO_PIPELINE_VOCABULARY_H
#define KHO_PIPELINE_VOCABULARY_H

#include "arena.h"
#include "fold.h"
#include "short.h"

struct kho_known_word {
    kho_sv word;               /* its exact form, by which it is known */
    kho_sv bare, exact, usual; /* struct kho_word_term, of KHO_FIELDS_WORD */
    uint32_t hash;             /* kho_vocabulary_hash of word */
    struct kho_short_places places;
};

uint32_t kho_vocabulary_hash(kho_sv word);
/* hash: of the exact form.  Kept until the process ends, or in arena when there is no room. */
const struct kho_known_word *kho_vocabulary_know(const struct kho_word *w, uint32_t hash,
                                                 struct kho_arena *arena);
#endif
