/* posting.h - collects the postings and slots of one document in an arena. */
#ifndef KHO_PIPELINE_POSTING_H
#define KHO_PIPELINE_POSTING_H

#include "store.h"
#include "terms.h"

struct kho_posting_word; /* a distinct word of the stream */

/* A word of the stream: where it stands in the text, and as what position. */
struct kho_placed {
    uint32_t offset, pos;
    kho_sv bare;
};

struct kho_postings {
    struct kho_arena *arena;
    struct kho_posting *list;
    size_t n, cap;
    struct kho_slot slots[16];
    size_t n_slots;
    struct kho_posting_word *words, **table; /* in order of appearance; open addressing */
    size_t n_words, cap_words, mask;
    uint32_t last_pos;         /* of the stream */
    kho_sv text;               /* set by who wants to know where words of the stream stand in it */
    struct kho_placed *placed; /* in the order of their positions */
    size_t n_placed, cap_placed;
    bool cut; /* no room for some words */
};

/* bytes: of the text to come, about.  False: the arena has no room. */
bool kho_postings_init(struct kho_postings *c, struct kho_arena *arena, size_t bytes);

/* Words of text into the word stream behind position *pos, which moves on; exact forms are counted.
 */
void kho_postings_stream(struct kho_postings *c, kho_sv text, uint32_t *pos);
/* Words of a short text into a field, with positions.  They do not weigh. */
void kho_postings_words(struct kho_postings *c, enum kho_fields_id field, kho_sv text,
                        uint32_t *pos);
/* The same for the name of a body, and once more with its abbreviations in full. */
void kho_postings_name(struct kho_postings *c, enum kho_fields_id field, kho_sv text,
                       uint32_t *pos);
/* The same for KHO_FIELDS_TITLE: they weigh. */
void kho_postings_title(struct kho_postings *c, kho_sv text, uint32_t *pos);
/* Bare forms of words that a document has, at most max; how many. */
size_t kho_postings_bare(struct kho_postings *c, kho_sv text, kho_sv *bare, size_t max);
/* Words of a long text into a field: once each, without positions or weight. */
void kho_postings_set(struct kho_postings *c, enum kho_fields_id field, kho_sv text);
/* A boolean term. */
void kho_postings_filter(struct kho_postings *c, kho_sv term);
/* The same, that many times. */
void kho_postings_times(struct kho_postings *c, kho_sv term, uint32_t times);
/* A day ("20230110") or month ("202301") that the document is about, beside those in its text. */
void kho_postings_day(struct kho_postings *c, kho_sv day, uint32_t weight);
void kho_postings_slot(struct kho_postings *c, int64_t slot, kho_sv bytes);

/* Hand all over: *out borrows what lies in the arena (slots are copied there). */
void kho_postings_done(struct kho_postings *c, kho_sv key, kho_sv data, struct kho_store_doc *out);
#endif
