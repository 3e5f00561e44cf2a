/* groups.h - mentions of documents put together by the document they mean.  Inside search/query
 * only.
 *
 * A key is a bucket (cite/key.h): mentions are of one document when their keys are compatible and
 * their full dates do not differ.  What a mention leaves open (no date, "?", "k11") is filled in
 * only when exactly one better known document fits and nothing contradicts: not its date, which
 * must not lie after the citing plan, not the locality, not the subject.  An unknown locality is
 * filled in only with the same full date, or where another level of it agrees, or inside one plan:
 * every commune has its 48/KH-UBND.  A mention that fits several documents stays by itself and is
 * ambiguous.
 */
#ifndef KHO_QUERY_GROUPS_H
#define KHO_QUERY_GROUPS_H

#include "key.h"
#include "query.h"

struct kho_mention {
    const struct kho_citation *c;
    const void *of; /* what the caller knows of the citing plan */
    uint32_t plan;  /* the same number, the same plan; 0 unknown */
    uint32_t index; /* for the caller */
    kho_sv before;  /* date or year of the citing plan; p NULL unknown */
    struct kho_key key;
    bool has_key;
};

/* Mentions of one document: m[from .. from + n). */
struct kho_group {
    size_t from, n;
    size_t maybe[KHO_MAYBE_MAX]; /* groups it can mean; ambiguous when there are any */
    size_t n_maybe;
};

/* A mention of c. */
struct kho_mention kho_mention_of(struct kho_arena *arena, const struct kho_citation *c,
                                  const void *of, kho_sv before);
/* The date of a plan, else its year; p NULL when neither is known. */
kho_sv kho_plan_when(struct kho_arena *arena, const struct kho_plan *plan);
/* Puts mentions of one document side by side, in their old order, and returns the *groups groups,
 * in the order of their first mentions.  scratch: n log n time, and memory for them. */
struct kho_group *kho_mentions_group(struct kho_arena *scratch, struct kho_mention *m, size_t n,
                                     size_t *groups);
/* What all mentions of group g say together: the best known of each part.  Counts nothing. */
void kho_mentions_ref(struct kho_arena *arena, const struct kho_mention *m,
                      const struct kho_group *groups, size_t g, struct kho_ref *out);
/* Do both mean one document, by all that their keys, dates and subjects say?  A plan that is
 * cited is asked with a mention made of its own head. */
bool kho_mentions_agree(const struct kho_mention *a, const struct kho_mention *b);
/* The usual written form of a number by its term: "33/CT-TTG" -> "33/CT-TTg", "43/NQ-TW" ->
 * "43-NQ/TW". */
kho_sv kho_symbol_usual(struct kho_arena *arena, kho_sv term);
/* The document itself, when it is in the index: its id; p NULL.  KHO_OK also when it is not there.
 */
enum kho_status kho_ref_in_archive(struct kho_store *s, struct kho_arena *arena,
                                   struct kho_ref *ref, struct kho_err *err);
#endif
