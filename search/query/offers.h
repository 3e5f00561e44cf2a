/* offers.h - what else a query could have been: other spellings, and less asked for.  Inside
 * search/query only. */
#ifndef KHO_QUERY_OFFERS_H
#define KHO_QUERY_OFFERS_H

#include "parse.h"

struct kho_offering {
    struct kho_store *s;
    const struct kho_ask *ask; /* filters and days stay in force */
    struct kho_arena *arena;
    /* What other words would find is counted by this, with ctx; NULL: as documents. */
    enum kho_status (*count)(void *ctx, const struct kho_q *root, uint64_t *total,
                             struct kho_err *err);
    void *ctx;
};

enum { KHO_OFFER_US = 4000 }; /* microseconds to look for one */

/* Documents that root finds beside the filters of the question; nothing is relaxed. */
enum kho_status kho_offer_count(const struct kho_offering *o, const struct kho_q *root,
                                uint64_t *total, struct kho_err *err);
/* Does it find any, or is that not known in KHO_OFFER_US? */
enum kho_status kho_offer_any(const struct kho_offering *o, const struct kho_q *root, bool *any,
                              struct kho_err *err);

/* Fills unknown and the offers of spelling of out. */
enum kho_status kho_offer_spelling(const struct kho_offering *o, const struct kho_query *query,
                                   struct kho_answer *out, struct kho_err *err);
/* The name of a unit in words that the archive has; p NULL: it has them all, or nothing near. */
enum kho_status kho_offer_unit(const struct kho_offering *o, kho_sv unit, kho_sv *out,
                               struct kho_err *err);
/* For an answer without hits: what it would be with one condition less. */
enum kho_status kho_offer_less(const struct kho_offering *o, const struct kho_query *query,
                               struct kho_answer *out, struct kho_err *err);

/* Adds an offer of root, unless it finds nothing or the answer has enough of them. */
enum kho_status kho_offer_add(const struct kho_offering *o, enum kho_offer_kind kind,
                              const struct kho_q *root, const struct kho_q *dropped,
                              struct kho_answer *out, struct kho_err *err);

/* -- spelling_marks.c --------------------------------------------------------------- */

/* A copy that can be changed, with all below and behind it; with all below. */
struct kho_q *kho_offer_copy(struct kho_arena *arena, const struct kho_q *q);
struct kho_q *kho_offer_copy_one(struct kho_arena *arena, const struct kho_q *q);
/* Words that stand side by side in the archive, in the marks they have there; *changed: other ones
 * than were typed.  Words that stand nowhere so are left. */
enum kho_status kho_offer_respell(const struct kho_offering *o, struct kho_q *words, bool *changed,
                                  struct kho_err *err);
/* The same for words in marks that stand nowhere so side by side, but in others: "dân vạn khéo".
 * They may be found all the same, apart: the best hits of out tell. */
enum kho_status kho_offer_other_marks(const struct kho_offering *o, struct kho_q *words,
                                      const struct kho_answer *out, bool *changed,
                                      struct kho_err *err);
#endif
