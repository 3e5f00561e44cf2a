/* tree.h - what a query asks for -> the tree the store runs.  Inside search/query only. */
#ifndef KHO_QUERY_TREE_H
#define KHO_QUERY_TREE_H

#include "node.h"
#include "parse.h"
#include "query.h"

struct kho_tree {
    struct kho_arena *arena;
    unsigned relax;    /* in: how many words of a bag may be missing beyond what the rule allows */
    bool relaxable;    /* out: a higher relax gives another tree */
    bool weighs;       /* out: some part ranks; else all documents are equal */
    bool cut;          /* out: word* stands for more words than are looked up */
    unsigned expanded; /* words that word* stands for, so far */
    bool of_tasks;     /* in: what is found has to stand somewhere */
    struct kho_store *s; /* in: for what word* stands for; may be NULL */
};

const struct kho_node *kho_tree_query(struct kho_tree *t, const struct kho_q *q);
/* Documents with one value of a field that is a facet or a flag. */
struct kho_node *kho_tree_filter(struct kho_arena *arena, const struct kho_filter *f);
/* A query with the filters and the range of days beside it. */
const struct kho_node *kho_tree_ask(struct kho_tree *t, const struct kho_q *q,
                                    const struct kho_ask *ask);

/* -- tree_names.c ---------------------------------------------------------------- */

/* Documents with all words of text in a field. */
struct kho_node *kho_tree_anywhere(struct kho_arena *arena, enum kho_fields_id field, kho_sv text);
/* All words of text within a field, in this order and near each other (or anywhere when loose is
 * set); abbreviations and letters of bodies ("SNV", "Sở KH&ĐT") stand for what they abbreviate, and
 * the other way round.  NULL: no words in it. */
struct kho_node *kho_tree_field(struct kho_arena *arena, enum kho_fields_id field, kho_sv text,
                                bool loose);

/* text, and as it is with its abbreviations in full and its full names abbreviated, all of them or
 * one; how many. */
enum { KHO_TREE_FORMS = 7 };
size_t kho_tree_forms(struct kho_arena *arena, kho_sv text, kho_sv out[KHO_TREE_FORMS]);

/* -- tree_units.c ---------------------------------------------------------------- */

/* Tasks of a unit by its name in any form.  With a place behind it ("Sở Nội vụ tỉnh Lào Cai",
 * "UBND xã An Lạc") also those that plans of that place give it without naming the place again.
 * NULL: no words in it. */
struct kho_node *kho_tree_unit(struct kho_arena *arena, kho_sv unit);

/* -- tree_words.c ---------------------------------------------------------------- */

/* Documents with the word, in any spelling of its marks. */
struct kho_node *kho_tree_word(struct kho_tree *t, enum kho_fields_id field, const struct kho_q *w);
/* Documents with the word in exactly these marks (which it must have). */
struct kho_node *kho_tree_exact(struct kho_arena *arena, const struct kho_q *w);
/* Words of text in order; window: positions they may spread over beyond their number, 0: side by
 * side. */
struct kho_node *kho_tree_phrase(struct kho_arena *arena, enum kho_fields_id field, kho_sv text,
                                 uint32_t window);
/* What only ranks in a bag: its words in the marks that were typed, and in the title.  NULL: none.
 */
struct kho_node *kho_tree_marks(struct kho_tree *t, const struct kho_q *q);
struct kho_node *kho_tree_title(struct kho_tree *t, const struct kho_q *q);
/* All or most of some words, ranked. */
struct kho_node *kho_tree_bag(struct kho_tree *t, const struct kho_q *q);
/* A bag of a single word, which is no word*?  Those of one AND or OR are looked up together. */
bool kho_tree_is_single(const struct kho_q *q);
/* All of such bags, or any of them, with the weights that they have apart; words is in place of a
 * bag of them all. */
struct kho_node *kho_tree_singles(struct kho_tree *t, const struct kho_q *words, bool all);
#endif
