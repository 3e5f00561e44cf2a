/* duty_tree.c - see duties.h. */
#include "duties.h"

#include "terms.h"

#include <math.h>
#include <stdio.h>

enum {
    NAMES = 4,      /* forms of one short name */
    PREFIXES = 4096 /* terms that are looked at for the most frequent ones that begin so */
};

struct job {
    struct kho_store *s;
    struct kho_arena *arena;
    struct kho_duty_tree *t;
    struct kho_err *err;
    enum kho_status st;
};

static struct kho_duty_node *
make(struct job *j, enum kho_duty_op op)
{
    struct kho_duty_node *n = KHO_NEW(j->arena, struct kho_duty_node);

    n->op = op;
    return n;
}

static void
add(struct kho_duty_node *parent, struct kho_duty_node *kid)
{
    struct kho_duty_node **at = &parent->kids;

    while (*at != NULL)
        at = &(*at)->next;
    *at = kid;
}

static bool
begins(kho_sv term, enum kho_fields_id field)
{
    const kho_sv prefix = kho_sv_from(kho_fields[field].prefix);

    return prefix.n > 0 && term.n >= prefix.n && memcmp(term.p, prefix.p, prefix.n) == 0;
}

static enum kho_duty_scope
scope_of(kho_sv term)
{
    if (begins(term, KHO_FIELDS_UNIT))
        return KHO_DUTY_IN_UNITS;
    for (size_t i = 0; i < kho_fields_n; i++)
        if (begins(term, (enum kho_fields_id)i))
            return KHO_DUTY_IN_PLAN;
    return KHO_DUTY_IN_WORDS;
}

static struct kho_duty_node *
term_node(struct job *j, kho_sv term)
{
    struct kho_duty_tree *t = j->t;
    struct kho_duty_node *n = make(j, KHO_DUTY_TERM);

    while (n->leaf < t->n_leaves && !kho_sv_eq(t->leaf[n->leaf].term, term))
        n->leaf++;
    if (n->leaf == KHO_DUTY_LEAVES)
        return make(j, KHO_DUTY_NONE);
    if (n->leaf == t->n_leaves)
        t->leaf[t->n_leaves++] = (struct kho_duty_leaf){.term = term, .scope = scope_of(term)};
    return n;
}

static struct kho_duty_node *
word_node(struct job *j, kho_sv bare)
{
    return term_node(j, kho_term_raw(j->arena, KHO_FIELDS_WORD, bare));
}

/* Words side by side. */
static struct kho_duty_node *
run_node(struct job *j, kho_sv words)
{
    struct kho_duty_node *n = make(j, KHO_DUTY_PHRASE);
    struct kho_word w;

    for (size_t at = 0; kho_word_next(words, &at, &w); n->limit++)
        add(n, word_node(j, kho_arena_dup(j->arena, (kho_sv){w.bare, w.bare_n})));
    return n;
}

/* A short name that the plan has in full somewhere: in full in the task. */
static struct kho_duty_node *
in_full(struct job *j, kho_sv name)
{
    kho_sv names[NAMES];
    const size_t n = kho_term_expansions(name, names, NAMES);
    struct kho_duty_node *any = make(j, KHO_DUTY_OR);

    for (size_t i = 0; i < n; i++)
        if (names[i].n > name.n)
            add(any, run_node(j, names[i]));
    return any;
}

/* A day ("20230110") or a month ("202301") that the plan has in some form: its numbers near each
 * other, as in "ngày 10 tháng 01 năm 2023". */
static struct kho_duty_node *
day_node(struct job *j, kho_sv day)
{
    struct kho_duty_node *any = make(j, KHO_DUTY_OR);
    const kho_sv year = {day.p, 4};

    for (unsigned form = 0; form < 4; form++) {
        struct kho_duty_node *numbers = make(j, KHO_DUTY_PHRASE);

        for (size_t at = day.n; at > 4; at -= 2) {
            const bool zero = (form >> (day.n - at) / 2 & 1) != 0; /* 01 or 1 */
            const kho_sv two = {day.p + at - 2, 2};

            add(numbers, word_node(j, zero || two.p[0] != '0' ? two : (kho_sv){two.p + 1, 1}));
            numbers->limit += 2;
        }
        add(numbers, word_node(j, year));
        numbers->limit++;
        add(any, numbers);
    }
    return any;
}

/* Is it a bare word?  Other terms of the text have bytes that these have not. */
static bool
has_places(kho_sv term)
{
    for (size_t i = 0; i < term.n; i++)
        if ((unsigned char)term.p[i] < ' ' || (unsigned char)term.p[i] >= 0x80)
            return false;
    return true;
}

/* The most frequent terms that begin so, as the store takes them. */
static struct kho_duty_node *
prefix_node(struct job *j, const struct kho_node *q)
{
    struct kho_terms found = {.max = PREFIXES};
    struct kho_duty_node *any = make(j, KHO_DUTY_OR);
    const bool words = scope_of(q->term) == KHO_DUTY_IN_WORDS && has_places(q->term);

    found.term = KHO_NEW_N(j->arena, PREFIXES, struct kho_term_freq);
    j->st = kho_store_terms(j->s, q->term, (kho_sv){NULL, 0}, j->arena, &found, j->err);
    for (size_t i = 0; words && i < found.n;) /* forms with marks, and what tells of words */
        if (has_places(found.term[i].term))
            i++;
        else
            found.term[i] = found.term[--found.n];
    for (uint32_t k = 0; j->st == KHO_OK && k < q->limit && k < found.n; k++) {
        size_t best = k;

        for (size_t i = k + 1; i < found.n; i++)
            if (found.term[i].docs > found.term[best].docs)
                best = i;
        add(any, term_node(j, found.term[best].term));
        found.term[best] = found.term[k];
    }
    return any;
}

static struct kho_duty_node *convert(struct job *j, const struct kho_node *q);

static struct kho_duty_node *
with_kids(struct job *j, enum kho_duty_op op, const struct kho_node *q)
{
    struct kho_duty_node *n = make(j, op);

    for (const struct kho_node *k = q->kids; k != NULL; k = k->next)
        add(n, convert(j, k));
    n->from = q->slot;
    n->limit = q->limit;
    n->factor = q->factor;
    return n;
}

/* "xã" behind "thị" is another word, unless both were asked for. */
static void
guard(struct job *j, struct kho_duty_node *before, struct kho_duty_node *n)
{
    const kho_sv commune = kho_term_raw(j->arena, KHO_FIELDS_UNIT, KHO_SV("xa")),
                 town = kho_term_raw(j->arena, KHO_FIELDS_UNIT, KHO_SV("thi"));
    const struct kho_duty_node *other;

    n->not_behind = 0;
    if (n->op != KHO_DUTY_TERM || !kho_sv_eq(j->t->leaf[n->leaf].term, commune) ||
        (before != NULL && before->op == KHO_DUTY_TERM &&
         kho_sv_eq(j->t->leaf[before->leaf].term, town)))
        return;
    other = term_node(j, town);
    if (other->op == KHO_DUTY_TERM)
        n->not_behind = other->leaf + 1;
}

static struct kho_duty_node *
phrase_node(struct job *j, const struct kho_node *q)
{
    struct kho_duty_node *n = with_kids(j, KHO_DUTY_PHRASE, q), *before = NULL;
    uint32_t words = 0;

    for (struct kho_duty_node *k = n->kids; k != NULL; before = k, k = k->next) {
        guard(j, before, k);
        words++;
    }
    n->limit = q->limit > words ? q->limit : words;
    return n;
}

static double
worth(const struct job *j, uint32_t freq)
{
    return log(1 + j->t->documents / (freq == 0 ? .5 : freq));
}

/* As the store's bags: what is enough is measured by how rare the words are. */
static struct kho_duty_node *
bag_node(struct job *j, const struct kho_node *q)
{
    struct kho_duty_node *bag = make(j, KHO_DUTY_BAG);
    double all = 0;

    for (const struct kho_node *k = q->kids; j->st == KHO_OK && k != NULL; k = k->next) {
        struct kho_duty_node *n;

        if (k->op == KHO_OP_SCALE)
            continue; /* words of the title say nothing of a task */
        n = convert(j, k);
        if (k->op == KHO_OP_TERM && n->op == KHO_DUTY_TERM) {
            uint32_t freq = 0;

            j->st = kho_store_freqs(j->s, &k->term, 1, &freq, j->err);
            n->factor = k->limit == KHO_BAG_TELLS_NOTHING || (freq == 0 && q->factor < 1)
                            ? 0
                            : worth(j, freq);
            all += n->factor;
        }
        add(bag, n);
    }
    bag->factor = all * q->factor * (1 - 1e-9);
    return bag;
}

static struct kho_duty_node *
range_node(struct job *j, const struct kho_node *q)
{
    struct kho_duty_tree *t = j->t;
    struct kho_duty_node *n = make(j, KHO_DUTY_RANGE);

    n->range = q;
    while (n->from < t->n_slots && t->slot[n->from] != q->slot)
        n->from++;
    if (n->from == KHO_DUTY_SLOTS)
        return make(j, KHO_DUTY_NONE);
    if (n->from == t->n_slots)
        t->slot[t->n_slots++] = q->slot;
    return n;
}

static struct kho_duty_node *
not_node(struct job *j, const struct kho_node *q)
{
    struct kho_duty_node *n = with_kids(j, KHO_DUTY_NOT, q), *all;

    if (n->kids != NULL && n->kids->next == NULL) {
        all = make(j, KHO_DUTY_ALL);
        all->next = n->kids;
        n->kids = all;
    }
    return n;
}

static struct kho_duty_node *
convert(struct job *j, const struct kho_node *q)
{
    struct kho_duty_node *n;

    if (j->st != KHO_OK)
        return make(j, KHO_DUTY_NONE);
    switch (q->op) {
    case KHO_OP_TERM:
        if (begins(q->term, KHO_FIELDS_SHORT))
            return in_full(j, (kho_sv){q->term.p + strlen(kho_fields[KHO_FIELDS_SHORT].prefix),
                                       q->term.n - strlen(kho_fields[KHO_FIELDS_SHORT].prefix)});
        if (begins(q->term, KHO_FIELDS_DAY))
            return day_node(j, (kho_sv){q->term.p + strlen(kho_fields[KHO_FIELDS_DAY].prefix),
                                        q->term.n - strlen(kho_fields[KHO_FIELDS_DAY].prefix)});
        n = term_node(j, q->term);
        guard(j, NULL, n);
        return n;
    case KHO_OP_PREFIX:
        return prefix_node(j, q);
    case KHO_OP_AND:
    case KHO_OP_FILTER:
        return with_kids(j, KHO_DUTY_AND, q);
    case KHO_OP_AREA:
        return with_kids(j, KHO_DUTY_ORDER, q);
    case KHO_OP_OR:
        return with_kids(j, KHO_DUTY_OR, q);
    case KHO_OP_NOT:
        return not_node(j, q);
    case KHO_OP_PHRASE:
        return phrase_node(j, q);
    case KHO_OP_MAYBE:
        return with_kids(j, KHO_DUTY_MAYBE, q);
    case KHO_OP_RANGE:
        return range_node(j, q);
    case KHO_OP_SCALE:
        return convert(j, q->kids);
    case KHO_OP_BAG:
        return bag_node(j, q);
    case KHO_OP_STANDS:
        return with_kids(j, KHO_DUTY_STANDS, q);
    case KHO_OP_CONST:
        return with_kids(j, KHO_DUTY_CONST, q);
    case KHO_OP_ALL:
        return make(j, KHO_DUTY_ALL);
    case KHO_OP_NONE:
        break;
    }
    return make(j, KHO_DUTY_NONE);
}

enum kho_status
kho_duty_tree(struct kho_store *s, struct kho_arena *arena, const struct kho_node *query,
              struct kho_duty_tree *out, struct kho_err *err)
{
    struct job j = {.s = s, .arena = arena, .t = out, .err = err};
    struct kho_nodes all = {NULL, NULL, 0};
    struct kho_store_info info;

    *out = (struct kho_duty_tree){.n_leaves = 0};
    out->leaf = KHO_NEW_N(arena, KHO_DUTY_LEAVES, struct kho_duty_leaf);
    j.st = kho_store_info(s, &info, err);
    out->documents = (double)info.documents;
    if (j.st == KHO_OK)
        out->fits = convert(&j, query);
    kho_nodes_add(&all, kho_node_term(arena, kho_term_raw(arena, KHO_FIELDS_TASK, KHO_SV(""))));
    if (query->op != KHO_OP_ALL)
        kho_nodes_add(&all, kho_duty_wider(arena, query));
    out->plans = kho_nodes_joined(arena, KHO_OP_AND, &all);
    for (size_t i = 0; j.st == KHO_OK && i < out->n_leaves; i++)
        j.st = kho_store_freqs(s, &out->leaf[i].term, 1, &out->leaf[i].freq, err);
    return j.st;
}
