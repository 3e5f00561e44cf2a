/* gathered.c - see gathered.h. */
#include "gathered.h"

#include <string.h>

enum { MENTION_ROOM = 1024 /* bytes a citation takes while they are grouped, about */ };

struct kho_gathered_cite {
    struct kho_citation *c;
    kho_sv before;
    uint32_t plan; /* 0: any */
    uint32_t next; /* hash chain: index + 1 */
};

static void *
grown(struct kho_arena *arena, const void *old, size_t n, size_t cap, size_t size)
{
    void *more = kho_arena_alloc(arena, cap, size);

    if (n != 0)
        memcpy(more, old, n * size);
    return more;
}

static uint64_t
hash(uint64_t h, kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return (h ^ 0xff) * UINT64_C(0x100000001b3);
}

static uint64_t
hash_cite(const struct kho_citation *c, kho_sv before)
{
    return hash(hash(hash(hash(UINT64_C(0xcbf29ce484222325), c->key), c->date), c->symbol), before);
}

static void
more_cites(struct kho_gathered *a)
{
    const size_t cap = a->cap == 0 ? 1024 : a->cap * 2;

    a->cites = grown(a->arena, a->cites, a->n, cap, sizeof *a->cites);
    a->table = KHO_NEW_N(a->arena, cap, uint32_t);
    a->cap = cap;
    for (size_t i = 0; i < a->n; i++) {
        const size_t at = hash_cite(a->cites[i].c, a->cites[i].before) & (cap - 1);

        a->cites[i].next = a->table[at];
        a->table[at] = (uint32_t)i + 1;
    }
}

static kho_sv
kept(struct kho_gathered *a, kho_sv s)
{
    return s.n == 0 ? (kho_sv){NULL, 0} : kho_arena_dup(a->arena, s);
}

/* Only what kho_mentions_ref and the grouping look at; it outlives its plan. */
static struct kho_citation *
copied(struct kho_gathered *a, const struct kho_citation *c)
{
    struct kho_citation *to = KHO_NEW(a->arena, struct kho_citation);

    *to = (struct kho_citation){.mention = kept(a, c->mention),
                                .type = kept(a, c->type),
                                .number = kept(a, c->number),
                                .symbol = kept(a, c->symbol),
                                .issuer = kept(a, c->issuer),
                                .date = kept(a, c->date),
                                .key = kept(a, c->key),
                                .subject = kept(a, c->subject),
                                .kind = c->kind,
                                .term = c->term};
    return to;
}

/* Citations that say the same are one; where the locality is open, the plan counts too. */
static size_t
cite_index(struct kho_gathered *a, const struct kho_citation *c, kho_sv when, uint32_t plan)
{
    const kho_sv before = c->date.n == 0 ? when : (kho_sv){NULL, 0};
    const uint32_t of = c->key.n == 0 || memchr(c->key.p, '?', c->key.n) != NULL ? plan : 0;
    const uint64_t h = hash_cite(c, before);
    size_t i;

    if (a->n == a->cap)
        more_cites(a);
    for (uint32_t k = a->table[h & (a->cap - 1)]; k != 0; k = a->cites[k - 1].next) {
        struct kho_citation *x = a->cites[k - 1].c;

        if (a->cites[k - 1].plan == of && kho_sv_eq(x->key, c->key) &&
            kho_sv_eq(x->date, c->date) && kho_sv_eq(x->symbol, c->symbol) &&
            kho_sv_eq(a->cites[k - 1].before, before) &&
            (c->key.n != 0 || c->symbol.n != 0 || kho_sv_eq(x->mention, c->mention))) {
            if (x->subject.n == 0)
                x->subject = kept(a, c->subject);
            return k - 1;
        }
    }
    i = a->n++;
    a->cites[i] = (struct kho_gathered_cite){.c = copied(a, c),
                                             .before = kept(a, before),
                                             .plan = of,
                                             .next = a->table[h & (a->cap - 1)]};
    a->table[h & (a->cap - 1)] = (uint32_t)i + 1;
    return i;
}

enum kho_status
kho_gather(struct kho_gathered *a, struct kho_arena *one, const struct kho_plan *plan,
           uint32_t number, struct kho_err *err)
{
    const kho_sv when = kho_plan_when(one, plan);

    for (size_t i = 0; i < plan->n_citations; i++) {
        const struct kho_citation *c = &plan->citations[i];

        if (kho_arena_room(a->arena) / MENTION_ROOM < a->n + 64)
            return kho_fail(err, KHO_LIMIT, "too many cited documents");
        if (a->n_pairs == a->cap_pairs) {
            a->cap_pairs = a->cap_pairs == 0 ? 4096 : a->cap_pairs * 2;
            a->pairs = grown(a->arena, a->pairs, a->n_pairs, a->cap_pairs, sizeof *a->pairs);
        }
        a->pairs[a->n_pairs++] =
            (struct kho_gathered_pair){.cite = (uint32_t)cite_index(a, c, when, number),
                                       .plan = number,
                                       .relations = (uint8_t)(1U << c->relation),
                                       .legal_basis = c->legal_basis};
    }
    return KHO_OK;
}

struct kho_group *
kho_gathered_group(struct kho_gathered *a, struct kho_mention **mentions, uint32_t **group_of,
                   size_t *groups)
{
    struct kho_mention *m = KHO_NEW_N(a->arena, a->n + 1, struct kho_mention);
    struct kho_group *g;

    *mentions = m;
    *group_of = KHO_NEW_N(a->arena, a->n + 1, uint32_t);
    for (size_t i = 0; i < a->n; i++) {
        m[i] = kho_mention_of(a->arena, a->cites[i].c, NULL, a->cites[i].before);
        m[i].plan = a->cites[i].plan;
        m[i].index = (uint32_t)i;
    }
    g = kho_mentions_group(a->arena, m, a->n, groups);
    for (size_t i = 0; i < *groups; i++)
        for (size_t k = 0; k < g[i].n; k++)
            (*group_of)[m[g[i].from + k].index] = (uint32_t)i;
    return g;
}
