/* duty_fit.c - see duties.h. */
#include "duties.h"

#include <math.h>

enum { PLACES_MAX = 512, WORDS_MAX = KHO_BAG_WORDS };

static const double K1 = 1.2, B = .75, AVERAGE = 35; /* words of a task */
static const double PAIR = 3; /* of words side by side: above a word that is there again */

struct fitting {
    const struct kho_duty_tree *t;
    const struct kho_duty_plan *plan;
    const struct kho_duty *task;
    struct kho_arena *scratch;
    struct kho_positions *at; /* by leaf: places in the task; pos NULL: not known yet */
    double length;
};

/* Places of a term within some ranges, counted from the first of them on. */
static struct kho_positions
within(struct fitting *f, const struct kho_positions *all, const struct kho_range *r, size_t n)
{
    const uint32_t most = all->n < PLACES_MAX ? all->n : PLACES_MAX;
    uint32_t *out = KHO_NEW_N(f->scratch, most + 1, uint32_t), have = 0, before = 0;

    for (size_t i = 0; i < n; before += r[i].n, i++) {
        uint32_t lo = 0, hi = all->n;

        while (lo < hi) {
            const uint32_t mid = lo + (hi - lo) / 2;

            if (all->pos[mid] < r[i].from)
                lo = mid + 1;
            else
                hi = mid;
        }
        for (; lo < all->n && all->pos[lo] - r[i].from < r[i].n && have < most; lo++)
            out[have++] = before + all->pos[lo] - r[i].from;
    }
    return (struct kho_positions){out, have};
}

/* Units keep their places, so that no phrase goes from one to the next. */
static struct kho_positions
in_units(struct fitting *f, const struct kho_positions *all)
{
    const uint32_t most = all->n < PLACES_MAX ? all->n : PLACES_MAX;
    uint32_t *out = KHO_NEW_N(f->scratch, most + 1, uint32_t), have = 0;

    for (uint32_t i = 0; i < all->n && have < most; i++)
        for (size_t k = 0; k < f->task->n_units; k++)
            if (all->pos[i] - f->task->units[k].from < f->task->units[k].n) {
                out[have++] = all->pos[i];
                break;
            }
    return (struct kho_positions){out, have};
}

static const struct kho_positions *
places(struct fitting *f, size_t leaf)
{
    struct kho_positions *at = &f->at[leaf];
    const struct kho_positions *all = &f->plan->pos[leaf];

    if (at->pos != NULL)
        return at;
    if (f->t->leaf[leaf].scope == KHO_DUTY_IN_WORDS)
        *at = within(f, all, f->task->words, f->task->n_words);
    else if (f->t->leaf[leaf].scope == KHO_DUTY_IN_UNITS)
        *at = in_units(f, all);
    else
        *at = *all;
    return at;
}

/* The same without those right behind another word. */
static const struct kho_positions *
places_of(struct fitting *f, const struct kho_duty_node *n)
{
    const struct kho_positions *all = places(f, n->leaf), *other;
    struct kho_positions *out;
    uint32_t *pos, k = 0;

    if (n->not_behind == 0 || !f->plan->has[n->not_behind - 1])
        return all;
    other = places(f, n->not_behind - 1);
    out = KHO_NEW(f->scratch, struct kho_positions);
    pos = KHO_NEW_N(f->scratch, all->n + 1, uint32_t);
    *out = (struct kho_positions){pos, 0};
    for (uint32_t i = 0; i < all->n; i++) {
        while (k < other->n && other->pos[k] + 1 < all->pos[i])
            k++;
        if (k == other->n || other->pos[k] + 1 != all->pos[i])
            pos[out->n++] = all->pos[i];
    }
    return out;
}

/* A term without positions is one of the whole plan. */
static bool
has(struct fitting *f, size_t leaf)
{
    if (!f->plan->has[leaf])
        return false;
    return f->plan->pos[leaf].n == 0 || f->t->leaf[leaf].scope == KHO_DUTY_IN_PLAN ||
           places(f, leaf)->n != 0;
}

/* How much a term tells.  Even one of every plan tells something of a task. */
static double
tells(const struct fitting *f, uint32_t freq)
{
    return log(1 + f->t->documents / (freq == 0 ? .5 : freq));
}

static double
weight(struct fitting *f, size_t leaf)
{
    const double tf = places(f, leaf)->n, norm = K1 * (1 - B + B * f->length / AVERAGE);

    if (f->t->leaf[leaf].scope != KHO_DUTY_IN_WORDS || tf == 0)
        return 0;
    return tells(f, f->t->leaf[leaf].freq) * tf * (K1 + 1) / (tf + norm);
}

/* From each place of the first word on: the next ones, each as near as can be. */
static bool
phrase(struct fitting *f, const struct kho_duty_node *n)
{
    const struct kho_positions *first;

    if (n->kids == NULL)
        return false;
    for (const struct kho_duty_node *k = n->kids; k != NULL; k = k->next)
        if (k->op != KHO_DUTY_TERM || !f->plan->has[k->leaf])
            return false;
    first = places_of(f, n->kids);
    for (uint32_t i = 0; i < first->n; i++) {
        const struct kho_duty_node *k = n->kids->next;
        uint32_t last = first->pos[i];

        for (; k != NULL; k = k->next) {
            const struct kho_positions *p = places_of(f, k);
            uint32_t next = 0;

            while (next < p->n && p->pos[next] <= last)
                next++;
            if (next == p->n || p->pos[next] - first->pos[i] >= n->limit)
                break;
            last = p->pos[next];
        }
        if (k == NULL)
            return true;
    }
    return false;
}

/* Each of the kids at its first place behind the one before, as in the store (store/areas.hh). */
static bool
in_order(struct fitting *f, const struct kho_duty_node *n, double *score)
{
    uint32_t from = 0;

    for (const struct kho_duty_node *k = n->kids; k != NULL; k = k->next) {
        uint32_t first = UINT32_MAX;

        for (const struct kho_duty_node *t = k->op == KHO_DUTY_TERM ? k : k->kids; t != NULL;
             t = k->op == KHO_DUTY_TERM ? NULL : t->next) {
            if (t->op != KHO_DUTY_TERM || !f->plan->has[t->leaf])
                continue;
            for (uint32_t i = 0; i < places(f, t->leaf)->n && first > from; i++) {
                const uint32_t at = places(f, t->leaf)->pos[i];

                first = at >= from && at < first ? at : first;
            }
            *score += weight(f, t->leaf);
        }
        if (first == UINT32_MAX)
            return false;
        from = first + 1;
    }
    return n->kids != NULL;
}

/* Does b stand right behind a anywhere? */
static bool
side_by_side(const struct kho_positions *a, const struct kho_positions *b)
{
    for (uint32_t i = 0, k = 0; i < a->n; i++) {
        while (k < b->n && b->pos[k] <= a->pos[i])
            k++;
        if (k < b->n && b->pos[k] == a->pos[i] + 1)
            return true;
    }
    return false;
}

static bool fits(struct fitting *f, const struct kho_duty_node *n, double *score);

static bool
bag(struct fitting *f, const struct kho_duty_node *n, double *score)
{
    bool there[WORDS_MAX] = {false};
    const struct kho_duty_node *word[WORDS_MAX];
    size_t words = 0;
    double have = 0, ignored = 0;

    for (const struct kho_duty_node *k = n->kids; k != NULL && words < WORDS_MAX; k = k->next) {
        if (k->op == KHO_DUTY_STANDS)
            continue;
        there[words] = fits(f, k, &ignored);
        word[words++] = k;
    }
    for (const struct kho_duty_node *k = n->kids; k != NULL; k = k->next)
        if (k->op == KHO_DUTY_STANDS && fits(f, k->kids, &ignored))
            for (size_t i = k->from; i < words && i < (size_t)k->from + k->limit; i++)
                there[i] = true;
    for (size_t i = 0; i < words; i++)
        have += there[i] ? word[i]->factor : 0;
    if (have < n->factor || have == 0)
        return false;
    for (size_t i = 0; i < words; i++) {
        if (!there[i] || word[i]->op != KHO_DUTY_TERM)
            continue;
        *score += weight(f, word[i]->leaf);
        if (i + 1 < words && word[i + 1]->op == KHO_DUTY_TERM) {
            const uint32_t a = f->t->leaf[word[i]->leaf].freq,
                           b = f->t->leaf[word[i + 1]->leaf].freq;

            if (side_by_side(places(f, word[i]->leaf), places(f, word[i + 1]->leaf)))
                *score += PAIR * tells(f, a < b ? a : b);
        }
    }
    return true;
}

static int
compare(kho_sv a, kho_sv b)
{
    const int r = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

    return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

static bool
in_range(const struct fitting *f, const struct kho_duty_node *n)
{
    const kho_sv value = f->plan->values[n->from];

    return value.n > 0 && (n->range->from.n == 0 || compare(value, n->range->from) >= 0) &&
           (n->range->to.n == 0 || compare(value, n->range->to) <= 0);
}

/* All of the kids, any of them. */
static bool
all_fit(struct fitting *f, const struct kho_duty_node *kids, double *score)
{
    for (const struct kho_duty_node *k = kids; k != NULL; k = k->next)
        if (!fits(f, k, score))
            return false;
    return true;
}

static bool
any_fits(struct fitting *f, const struct kho_duty_node *kids, double *score)
{
    bool any = false;

    for (const struct kho_duty_node *k = kids; k != NULL; k = k->next)
        any = fits(f, k, score) || any;
    return any;
}

static bool
fits(struct fitting *f, const struct kho_duty_node *n, double *score)
{
    double ignored = 0;

    switch (n->op) {
    case KHO_DUTY_TERM:
        if (!has(f, n->leaf) || (n->not_behind != 0 && places_of(f, n)->n == 0))
            return false;
        *score += weight(f, n->leaf);
        return true;
    case KHO_DUTY_PHRASE:
        if (!phrase(f, n))
            return false;
        for (const struct kho_duty_node *k = n->kids; k != NULL; k = k->next)
            *score += weight(f, k->leaf);
        return true;
    case KHO_DUTY_ORDER:
        return in_order(f, n, score);
    case KHO_DUTY_AND:
        return all_fit(f, n->kids, score);
    case KHO_DUTY_OR:
        return any_fits(f, n->kids, score);
    case KHO_DUTY_NOT:
        return n->kids != NULL && fits(f, n->kids, score) && !any_fits(f, n->kids->next, &ignored);
    case KHO_DUTY_MAYBE:
        if (n->kids == NULL || !fits(f, n->kids, score))
            return false;
        (void)any_fits(f, n->kids->next, score);
        return true;
    case KHO_DUTY_BAG:
        return bag(f, n, score);
    case KHO_DUTY_CONST:
        if (n->kids == NULL || !fits(f, n->kids, &ignored))
            return false;
        *score += n->factor;
        return true;
    case KHO_DUTY_RANGE:
        return in_range(f, n);
    case KHO_DUTY_ALL:
        return true;
    case KHO_DUTY_STANDS:
    case KHO_DUTY_NONE:
        break;
    }
    return false;
}

bool
kho_duty_fits(const struct kho_duty_tree *t, const struct kho_duty_plan *plan,
              const struct kho_duty *task, struct kho_arena *scratch, double *score)
{
    struct fitting f = {.t = t, .plan = plan, .task = task, .scratch = scratch};

    kho_arena_reset(scratch);
    f.at = KHO_NEW_N(scratch, t->n_leaves + 1, struct kho_positions);
    for (size_t i = 0; i < task->n_words; i++)
        f.length += task->words[i].n;
    *score = 0;
    return fits(&f, t->fits, score);
}
