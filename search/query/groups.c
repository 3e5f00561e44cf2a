/* groups.c - see groups.h. */
#include "groups.h"

#include "law.h"

#include <stdlib.h>

enum {
    LOOK_MAX = 4096, /* groups of one bucket that an open mention is compared with */
    SUBJECT_WORDS = 4,
    SLUG_SYLLABLES = 5 /* of a subject in a key; longer ones are cut at different places (key.c) */
};

struct kho_mention
kho_mention_of(struct kho_arena *arena, const struct kho_citation *c, const void *of, kho_sv before)
{
    struct kho_mention m = {.c = c, .of = of, .before = before};
    kho_sv key = kho_arena_dup(arena, c->key);

    m.has_key = c->key.n != 0 && kho_key_parse(key, &m.key);
    return m;
}

kho_sv
kho_plan_when(struct kho_arena *arena, const struct kho_plan *plan)
{
    int32_t year = plan->year;
    char *p;

    if (plan->date.n == 10)
        return plan->date;
    if (year < 1900 || year > 9999)
        return (kho_sv){NULL, 0};
    p = KHO_NEW_N(arena, 4, char);
    for (int i = 3; i >= 0; i--, year /= 10)
        p[i] = (char)('0' + year % 10);
    return (kho_sv){p, 4};
}

/* -- do two mentions agree? ----------------------------------------------------------- */

static bool
is_open(kho_sv part)
{
    return part.n == 1 && part.p[0] == '?';
}

static bool
has_date(const struct kho_mention *m)
{
    return m->c->date.n == 10;
}

/* A law by its title and the same law by its number. */
static bool
one_law(const struct kho_key *a, const struct kho_key *b)
{
    const struct kho_key *title = a->num.n > 1 && a->num.p[0] == '~' ? a : b;
    const struct kho_key *number = title == a ? b : a;

    if (title->num.n < 2 || title->num.p[0] != '~' || number->num.n == 0 || number->num.p[0] == '~')
        return false;
    return kho_law_is((kho_sv){title->num.p + 1, title->num.n - 1}, number->num, number->year);
}

/* A commune by its province or by its district too: one unit, when the day is the same. */
static bool
one_unit(const struct kho_mention *a, const struct kho_mention *b)
{
    struct kho_key other = b->key;
    const size_t n = a->key.n_loc, m = other.n_loc;

    if (n == m || n < 2 || m < 2 || !has_date(a) || !kho_sv_eq(a->c->date, b->c->date) ||
        is_open(a->key.loc[n - 1]) || !kho_sv_eq(a->key.loc[n - 1], other.loc[m - 1]) ||
        (!is_open(a->key.loc[0]) && !is_open(other.loc[0]) &&
         !kho_sv_eq(a->key.loc[0], other.loc[0])))
        return false;
    memcpy(other.loc, a->key.loc, sizeof other.loc);
    other.n_loc = n;
    return kho_key_compatible(&a->key, &other);
}

static bool
keys_fit(const struct kho_mention *a, const struct kho_mention *b)
{
    if (a->has_key && b->has_key)
        return kho_key_compatible(&a->key, &b->key) || one_law(&a->key, &b->key) || one_unit(a, b);
    if (a->has_key || b->has_key)
        return false;
    return a->c->symbol.n != 0 ? kho_sv_eq(a->c->symbol, b->c->symbol)
                               : b->c->symbol.n == 0 && kho_sv_eq(a->c->mention, b->c->mention);
}

/* A locality that one of them leaves open is believed only with something else that agrees. */
static bool
places_fit(const struct kho_mention *a, const struct kho_mention *b)
{
    bool open = false;

    if (!a->has_key || !b->has_key || a->key.n_loc != b->key.n_loc)
        return true; /* keys_fit has said it */
    for (size_t i = 0; i < a->key.n_loc; i++)
        /* names of districts are rare enough to do without that of the province */
        open = open ||
               (is_open(a->key.loc[i]) != is_open(b->key.loc[i]) && (i > 0 || a->key.n_loc == 1));
    return !open || (a->plan != 0 && a->plan == b->plan) ||
           (has_date(a) && has_date(b) && kho_sv_eq(a->c->date, b->c->date));
}

/* Date of a against the year in the key of b. */
static bool
year_fits(const struct kho_mention *a, const struct kho_mention *b)
{
    const kho_sv year = b->key.year;

    return !b->has_key || year.n != 4 || !has_date(a) || memcmp(a->c->date.p, year.p, 4) == 0;
}

/* The first day or year a mention gives for its document; p NULL none. */
static kho_sv
stated(const struct kho_mention *m)
{
    if (has_date(m))
        return m->c->date;
    return m->has_key && m->key.year.n == 4 ? m->key.year : (kho_sv){NULL, 0};
}

/* What a cites was there when b, which tells its date, says it was. */
static bool
not_later(const struct kho_mention *a, const struct kho_mention *b)
{
    const kho_sv date = stated(b);
    const size_t n = date.n < a->before.n ? date.n : a->before.n;

    return n == 0 || stated(a).n != 0 || memcmp(date.p, a->before.p, n) <= 0;
}

static size_t
word_count(kho_sv text)
{
    size_t n = 0;

    for (kho_sv rest = text, one; kho_sv_next(&rest, ' ', &one);)
        n += one.n != 0;
    return n;
}

static bool
has_word(kho_sv text, kho_sv word)
{
    for (kho_sv rest = text, one; kho_sv_next(&rest, ' ', &one);)
        if (kho_sv_eq(one, word))
            return true;
    return false;
}

/* Subjects are cut at different places; those of different documents share only small words. */
static bool
subjects_fit(const struct kho_mention *a, const struct kho_mention *b)
{
    kho_sv x = a->c->subject, y = b->c->subject;
    size_t n = word_count(x), same = 0;

    if (word_count(y) < n) {
        x = b->c->subject;
        y = a->c->subject;
        n = word_count(x);
    }
    if (n < SUBJECT_WORDS)
        return true;
    for (kho_sv rest = x, one; kho_sv_next(&rest, ' ', &one);)
        same += one.n != 0 && has_word(y, one);
    return same * 3 >= n;
}

bool
kho_mentions_agree(const struct kho_mention *a, const struct kho_mention *b)
{
    if (!keys_fit(a, b) || !places_fit(a, b))
        return false;
    if (has_date(a) && has_date(b))
        return kho_sv_eq(a->c->date, b->c->date);
    return year_fits(a, b) && year_fits(b, a) && not_later(a, b) && not_later(b, a) &&
           subjects_fit(a, b);
}

/* -- grouping ------------------------------------------------------------------------------ */

/* A key says more the fewer of its parts are open. */
static unsigned
open_parts(const struct kho_mention *m)
{
    unsigned n = m->has_key ? 0 : 100;

    for (size_t i = 0; m->has_key && i < m->key.n_loc; i++)
        n += is_open(m->key.loc[i]) ? 2 : 0;
    if (m->has_key && m->key.year.n != 0 && m->key.year.n != 4)
        n += m->key.year.p[0] == 'k' ? 1 : 2;
    return n;
}

/* Parts of a key that must be the same in all keys that can unify with it. */
struct place {
    size_t at; /* index of the mention */
    kho_sv type, num;
    bool dated;
    unsigned open;
    size_t group;
};

static kho_sv
num_bucket(const struct kho_key *k)
{
    size_t n = 0, syllables = 0;

    if (kho_sv_eq(k->type, KHO_SV("LUẬT")) || kho_sv_eq(k->type, KHO_SV("PL")))
        return KHO_SV(""); /* by title or by number */
    if (k->num.n == 0 || k->num.p[0] != '~')
        return k->num;
    while (n < k->num.n && (k->num.p[n] != '-' || ++syllables < SLUG_SYLLABLES))
        n++;
    return (kho_sv){k->num.p, n};
}

static int
compare(kho_sv a, kho_sv b)
{
    const size_t n = a.n < b.n ? a.n : b.n;
    const int r = n == 0 ? 0 : memcmp(a.p, b.p, n);

    return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

static int
by_bucket(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int r = compare(x->num, y->num);

    if (r == 0)
        r = compare(x->type, y->type);
    return r != 0 ? r : (x->at > y->at) - (x->at < y->at);
}

static bool
same_bucket(const struct place *a, const struct place *b)
{
    return kho_sv_eq(a->num, b->num) && kho_sv_eq(a->type, b->type);
}

/* The best known first: others are compared with them. */
static int
by_knowledge(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if ((x->open == 0) != (y->open == 0))
        return x->open == 0 ? -1 : 1;
    if (x->dated != y->dated)
        return x->dated ? -1 : 1;
    if (x->open != y->open)
        return x->open < y->open ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

struct job {
    struct kho_mention *m;
    struct kho_group *groups;
    size_t *first; /* the best known mention of each group */
    size_t n;
};

/* Group of one mention among those of its bucket, which begin at `from`; a new one if none fits. */
static size_t
place_one(struct job *j, const struct place *p, size_t from)
{
    const struct kho_mention *m = &j->m[p->at];
    const bool full = p->open == 0 && p->dated;
    struct kho_group *own = &j->groups[j->n];
    size_t fits = 0, end = j->n - from > LOOK_MAX ? from + LOOK_MAX : j->n;

    *own = (struct kho_group){.n = 0};
    for (size_t g = from; g < end; g++) {
        if (j->groups[g].n_maybe != 0 || !kho_mentions_agree(&j->m[j->first[g]], m))
            continue;
        if (full) /* what is known of both is the same */
            return g;
        if (fits < KHO_MAYBE_MAX)
            own->maybe[fits] = g;
        fits++;
    }
    if (fits == 1)
        return own->maybe[0];
    own->n_maybe = fits < KHO_MAYBE_MAX ? fits : KHO_MAYBE_MAX;
    for (size_t g = from; own->n_maybe != 0 && g < end; g++) {
        const struct kho_mention *other = &j->m[j->first[g]];

        /* Ambiguous in the same way: one unknown document, as far as can be told. */
        if (j->groups[g].n_maybe == own->n_maybe &&
            memcmp(j->groups[g].maybe, own->maybe, own->n_maybe * sizeof *own->maybe) == 0 &&
            compare(other->c->key, m->c->key) == 0 && compare(other->c->date, m->c->date) == 0)
            return g;
    }
    j->first[j->n] = p->at;
    return j->n++;
}

static void
place_bucket(struct job *j, struct place *p, size_t n)
{
    const size_t from = j->n;

    qsort(p, n, sizeof *p, by_knowledge);
    for (size_t i = 0; i < n; i++)
        p[i].group = place_one(j, &p[i], from);
}

/* m in the order of its groups; groups in the order of their first mentions. */
static struct kho_group *
arrange(struct kho_arena *scratch, struct job *j, const struct place *p, size_t n)
{
    struct kho_group *out = KHO_NEW_N(scratch, j->n + 1, struct kho_group);
    struct kho_mention *old = KHO_NEW_N(scratch, n + 1, struct kho_mention);
    size_t *of = KHO_NEW_N(scratch, n + 1, size_t), *to = KHO_NEW_N(scratch, j->n + 1, size_t);
    size_t groups = 0, at = 0;

    for (size_t i = 0; i < n; i++) {
        of[p[i].at] = p[i].group;
        j->groups[p[i].group].n++;
    }
    for (size_t i = 0; i < n; i++) {
        const size_t g = of[i];

        old[i] = j->m[i];
        if (j->groups[g].from != 0)
            continue;
        j->groups[g].from = 1; /* seen */
        to[g] = groups;
        out[groups] = j->groups[g];
        out[groups].from = at;
        at += out[groups].n;
        out[groups++].n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct kho_group *g = &out[to[of[i]]];

        j->m[g->from + g->n++] = old[i];
    }
    for (size_t g = 0; g < groups; g++)
        for (size_t k = 0; k < out[g].n_maybe; k++)
            out[g].maybe[k] = to[out[g].maybe[k]];
    return out;
}

struct kho_group *
kho_mentions_group(struct kho_arena *scratch, struct kho_mention *m, size_t n, size_t *groups)
{
    struct place *p = KHO_NEW_N(scratch, n + 1, struct place);
    struct job j = {m, KHO_NEW_N(scratch, n + 1, struct kho_group),
                    KHO_NEW_N(scratch, n + 1, size_t), 0};

    for (size_t i = 0; i < n; i++) {
        p[i] = (struct place){
            .at = i, .type = m[i].c->symbol, .dated = has_date(&m[i]), .open = open_parts(&m[i])};
        if (m[i].has_key) {
            p[i].type = m[i].key.type;
            p[i].num = num_bucket(&m[i].key);
        }
    }
    qsort(p, n, sizeof *p, by_bucket);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && same_bucket(&p[i], &p[end]);)
            end++;
        place_bucket(&j, p + i, end - i);
    }
    *groups = j.n;
    return arrange(scratch, &j, p, n);
}
