/* duties.h - which tasks of which plans fit a query.  Inside search/query only.
 *
 * The index knows words of plans, and of each task where its words stand in the text and which
 * units and days it has (indexer/pipeline/compose_task.h).  So plans that may have a fitting task
 * are looked for first, with a wider query, and then their tasks are gone through:
 *
 *   duty_wide.c  tree of the query -> the wider one for plans
 *   duty_tree.c  ... -> the condition for a task
 *   duty_fit.c   does one task fit, and how well
 *   duties.c     plans by the batch, the best tasks, their number
 */
#ifndef KHO_QUERY_DUTIES_H
#define KHO_QUERY_DUTIES_H

#include "areas.h"
#include "node.h"
#include "query.h"

/* -- duty_tree.c ------------------------------------------------------------------------- */

enum kho_duty_op {
    KHO_DUTY_TERM,   /* leaf */
    KHO_DUTY_PHRASE, /* kids are terms, in order, spread over at most limit places */
    KHO_DUTY_ORDER,  /* kids are terms or any of some terms, in order */
    KHO_DUTY_AND,
    KHO_DUTY_OR,
    KHO_DUTY_NOT,    /* the first without the others */
    KHO_DUTY_MAYBE,  /* the first; the others only weigh */
    KHO_DUTY_BAG,    /* kids are words and names: enough of the words */
    KHO_DUTY_STANDS, /* in a bag: its kid stands for limit words from the from-th on */
    KHO_DUTY_CONST,  /* its kid, and weighs factor */
    KHO_DUTY_RANGE,  /* value of a slot of the plan */
    KHO_DUTY_ALL,
    KHO_DUTY_NONE
};

/* Where a term has to stand. */
enum kho_duty_scope {
    KHO_DUTY_IN_WORDS, /* among the words of the task; a term without positions: in the plan */
    KHO_DUTY_IN_UNITS, /* in the names of its units */
    KHO_DUTY_IN_PLAN
};

struct kho_duty_node {
    enum kho_duty_op op;
    size_t leaf;                  /* TERM */
    size_t not_behind;            /* TERM: a leaf + 1; right behind that it does not count */
    uint32_t from, limit;         /* STANDS, PHRASE */
    double factor;                /* CONST; BAG: worth that is enough; a word of a BAG: its worth */
    const struct kho_node *range; /* RANGE */
    struct kho_duty_node *kids, *next;
};

struct kho_duty_leaf {
    kho_sv term;
    enum kho_duty_scope scope;
    uint32_t freq;          /* plans that have it */
    bool placed, placeless; /* it is known that it has places, or none */
};

enum { KHO_DUTY_LEAVES = 1024, KHO_DUTY_SLOTS = 8 };

struct kho_duty_tree {
    const struct kho_node *plans; /* finds every plan with a task that fits, and more */
    struct kho_duty_node *fits;
    struct kho_duty_leaf *leaf;
    size_t n_leaves;
    uint32_t slot[KHO_DUTY_SLOTS]; /* of RANGE nodes */
    size_t n_slots;
    double documents;
};

/* duty_wide.c: every plan with a task that fits, and more. */
struct kho_node *kho_duty_wider(struct kho_arena *arena, const struct kho_node *query);

/* All of *out in arena. */
enum kho_status kho_duty_tree(struct kho_store *s, struct kho_arena *arena,
                              const struct kho_node *query, struct kho_duty_tree *out,
                              struct kho_err *err);

/* -- duty_fit.c --------------------------------------------------------------------------- */

/* One plan, as far as the tree asks. */
struct kho_duty_plan {
    const struct kho_positions *pos; /* by leaf */
    const bool *has;                 /* by leaf */
    const kho_sv *values;            /* by tree->slot */
};

/* One of its tasks. */
struct kho_duty {
    struct kho_range words[KHO_AREA_RANGES], units[KHO_AREA_RANGES];
    size_t n_words, n_units;
};

/* Weight in *score, 0 where nothing weighs.  scratch: for places; not kept. */
bool kho_duty_fits(const struct kho_duty_tree *t, const struct kho_duty_plan *plan,
                   const struct kho_duty *task, struct kho_arena *scratch, double *score);

/* -- duties.c ------------------------------------------------------------------------------ */

struct kho_duty_hit {
    uint32_t docid, number; /* of the plan; of the task in it */
    uint32_t id;            /* the first digits of the plan's id */
    uint32_t due;           /* first day in the range, YYYYMMDD; UINT32_MAX: none */
    uint32_t date;          /* of the plan, YYYYMMDD, 0 unknown; where it sorts by that */
    double score;
};

struct kho_duty_ask {
    const struct kho_node *query; /* of words, units and the plan */
    uint32_t from, to;            /* due days YYYYMMDD; 0: open */
    size_t max;                   /* best hits wanted */
    enum kho_task_sort sort;
    struct kho_count
        *places; /* out: tasks by province, KHO_DUTY_PLACES of them; NULL: not wanted */
    size_t n_places;
};
enum { KHO_DUTY_PLACES = 80 };

/* Sorted as asked for, then by id and number.  Hits lie in arena, so do the values of places.
 */
enum kho_status kho_duties(struct kho_store *s, struct kho_duty_ask *ask, struct kho_arena *arena,
                           struct kho_duty_hit **hits, size_t *n, uint64_t *total,
                           struct kho_err *err);
#endif
