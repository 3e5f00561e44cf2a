/* Mentions of one document tell each other what they leave out: the date stated once holds for all.
 */
#include "cites.h"

#include <stdlib.h>

enum { DISTINCT_MAX = 16 }; /* different documents with one number and type, in one plan */

struct entry {
    const struct cite *cite;
    size_t index;
};

static int
compare_sv(kho_sv a, kho_sv b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

    return c != 0 ? c : a.n < b.n ? -1 : a.n > b.n;
}

static int
by_type_and_number(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = compare_sv(x->cite->key.type, y->cite->key.type);

    if (c == 0)
        c = compare_sv(x->cite->key.num, y->cite->key.num);
    return c != 0 ? c : x->index < y->index ? -1 : x->index > y->index;
}

static bool
has_year(const struct kho_key *k)
{
    return k->year.n == 4 && k->year.p[0] != 'k';
}

static bool
has_term(const struct kho_key *k)
{
    return k->year.n > 1 && k->year.p[0] == 'k';
}

/* Same letters, whatever the place: for mentions that do not say of which unit they speak. */
static bool
same_letters(const struct kho_key *a, const struct kho_key *b)
{
    struct kho_key x = *a, y = *b;

    x.n_loc = y.n_loc = 0;
    return kho_key_compatible(&x, &y);
}

static bool
could_be(const struct cite *c, const struct cite *d)
{
    if (c->key.n_codes == 0)
        return d->key.n_codes > 0;
    return kho_key_compatible(&c->key, &d->key) ||
           ((c->guessed || d->guessed) && same_letters(&c->key, &d->key));
}

static void
adopt(struct cite *c, const struct cite *from)
{
    bool place = c->guessed || c->key.n_codes == 0;

    if (c->key.n_codes == 0 || (c->key.n_codes == from->key.n_codes && !from->guessed)) {
        memcpy(c->key.codes, from->key.codes, sizeof c->key.codes);
        c->key.n_codes = from->key.n_codes;
    }
    if (place || !from->guessed) {
        memcpy(c->key.loc, from->key.loc, sizeof c->key.loc);
        c->key.n_loc = from->key.n_loc;
    }
    if (!has_year(&c->key))
        c->key.year = from->key.year;
    if (c->c.issuer_code.p == NULL)
        c->c.issuer_code = from->c.issuer_code;
}

/* The one complete mention that c can mean; NULL when there is none or more than one document. */
static const struct cite *
the_one(const struct cite *c, const struct cite *const *known, size_t n)
{
    const struct cite *got = NULL;

    for (size_t i = 0; i < n; i++) {
        if (known[i] == c || !could_be(c, known[i]))
            continue;
        if (got != NULL)
            return NULL;
        got = known[i];
    }
    return got;
}

static void
unify_group(struct cite_ctx *x, const struct entry *e, size_t n, bool years)
{
    const struct cite *known[DISTINCT_MAX];
    size_t n_known = 0;

    for (int guessed = 0; guessed < 2; guessed++)
        for (size_t i = 0; i < n && n_known < DISTINCT_MAX; i++) {
            const struct cite *c = &x->v[e[i].index];
            size_t k = 0;

            if (c->key.n_codes == 0 || c->guessed != (guessed != 0) ||
                !(years ? has_year(&c->key) : has_term(&c->key)))
                continue;
            while (k < n_known && !could_be(c, known[k]))
                k++;
            if (k == n_known)
                known[n_known++] = c;
        }
    for (size_t i = 0; i < n; i++) {
        struct cite *c = &x->v[e[i].index];
        const struct cite *one;

        if (c->key.n_codes > 0 && !c->guessed &&
            (has_year(&c->key) || (!years && has_term(&c->key))))
            continue;
        one = the_one(c, known, n_known);
        if (one != NULL)
            adopt(c, one);
    }
}

/* "Luật X số 12/2020/QH14" once tells the number of every "Luật X". */
static void
unify_laws(struct cite_ctx *x)
{
    const struct cite *numbered[64];
    size_t n = 0;

    for (size_t i = 0; i < x->n && n < 64; i++)
        if (x->v[i].law.n > 0 && x->v[i].has_symbol && x->v[i].key.num.n > 0)
            numbered[n++] = &x->v[i];
    for (size_t i = 0; i < x->n; i++) {
        struct cite *c = &x->v[i];

        if (c->c.kind != KHO_CITE_NAMED || c->date.year != 0)
            continue;
        for (size_t k = 0; k < n; k++)
            if (kho_sv_eq(numbered[k]->law, c->law) &&
                kho_sv_eq(numbered[k]->key.type, c->key.type)) {
                c->key.num = numbered[k]->key.num;
                c->key.year = numbered[k]->key.year;
            }
    }
}

void
cite_unify(struct cite_ctx *x)
{
    struct entry *e;
    struct cite **v;

    if (x->n < 2 || kho_arena_room(x->arena) / (sizeof *e + sizeof(void *)) < x->n + 64)
        return;
    unify_laws(x);
    e = KHO_NEW_N(x->arena, x->n, struct entry);
    v = KHO_NEW_N(x->arena, x->n, struct cite *);
    for (size_t i = 0; i < x->n; i++)
        e[i] = (struct entry){&x->v[i], i};
    qsort(e, x->n, sizeof *e, by_type_and_number);
    for (size_t i = 0; i < x->n; i++)
        v[i] = &x->v[e[i].index];
    for (int years = 1; years >= 0; years--)
        for (size_t from = 0, to; from < x->n; from = to) {
            for (to = from + 1; to < x->n &&
                                kho_sv_eq(e[to].cite->key.type, e[from].cite->key.type) &&
                                kho_sv_eq(e[to].cite->key.num, e[from].cite->key.num);)
                to++;
            if (to - from < 2 || e[from].cite->key.num.n == 0)
                continue;
            if (years != 0)
                cite_mend_dates(x, v + from, to - from);
            unify_group(x, e + from, to - from, years != 0);
        }
}
