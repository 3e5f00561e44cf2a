/* groups.c - see groups.h. */
#include "groups.h"

#include "law.h"
#include "terms.h"

enum { SAME_NUMBER_MAX = 64 /* documents of one number that are looked at */ };

struct kho_mention
kho_mention_of(struct kho_arena *arena, const struct kho_citation *c, void *of)
{
    struct kho_mention m = {.c = c, .of = of};
    kho_sv key = kho_arena_dup(arena, c->key);

    m.has_key = c->key.n != 0 && kho_key_parse(key, &m.key);
    return m;
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

static bool
keys_fit(const struct kho_mention *a, const struct kho_mention *b)
{
    if (a->has_key && b->has_key)
        return kho_key_compatible(&a->key, &b->key) || one_law(&a->key, &b->key);
    return a->c->symbol.n != 0 ? kho_sv_eq(a->c->symbol, b->c->symbol)
                               : b->c->symbol.n == 0 && kho_sv_eq(a->c->mention, b->c->mention);
}

/* A date in the words of one and a year in the key of the other must fit too. */
static bool
years_fit(const struct kho_mention *dated, const struct kho_mention *other)
{
    const kho_sv year = other->key.year;

    return !other->has_key || year.n != 4 || dated->c->date.n < 4 ||
           memcmp(dated->c->date.p, year.p, 4) == 0;
}

size_t
kho_mentions_group(struct kho_arena *arena, struct kho_mention *m, size_t n)
{
    size_t *first = KHO_NEW_N(arena, n + 1, size_t), groups = 0, dated;

    for (size_t i = 0; i < n; i++) {
        size_t g = 0;

        if (m[i].c->date.n == 0)
            continue;
        while (g < groups &&
               !(kho_sv_eq(m[first[g]].c->date, m[i].c->date) && keys_fit(&m[first[g]], &m[i])))
            g++;
        if (g == groups)
            first[groups++] = i;
        m[i].group = g;
    }
    dated = groups;
    for (size_t i = 0; i < n; i++) {
        size_t fits = 0, at = 0, g = dated;

        if (m[i].c->date.n != 0)
            continue;
        for (size_t k = 0; k < dated && fits < 2; k++)
            if (keys_fit(&m[first[k]], &m[i]) && years_fit(&m[first[k]], &m[i])) {
                fits++;
                at = k;
            }
        if (fits == 1) {
            m[i].group = at;
            continue;
        }
        while (g < groups && !keys_fit(&m[first[g]], &m[i]))
            g++;
        if (g == groups)
            first[groups++] = i;
        m[i].group = g;
    }
    return groups;
}

/* -- what is known about a document ------------------------------------------------ */

/* A key says more the fewer of its parts are open. */
static unsigned
open_parts(const struct kho_mention *m)
{
    unsigned n = 0;

    for (size_t i = 0; i < m->key.n_loc; i++)
        n += kho_sv_eq(m->key.loc[i], KHO_SV("?"));
    if (m->key.year.p == NULL || m->key.year.n != 4)
        n++;
    return n + (m->has_key ? 0 : 100);
}

static kho_sv
type_name(kho_sv type)
{
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (kho_sv_eq(type, kho_sv_from(kho_doc_types[i].abbr)))
            return kho_sv_from(kho_doc_types[i].vietnamese_name);
    return (kho_sv){NULL, 0};
}

/* "Chỉ thị về ..." when the subject is known, else the mention. */
static kho_sv
name_of(struct kho_arena *arena, const struct kho_citation *c)
{
    const kho_sv type = type_name(c->type);
    char *p;

    if (c->subject.n == 0 || type.n == 0)
        return kho_arena_dup(arena, c->mention);
    p = KHO_NEW_N(arena, type.n + c->subject.n + 2, char);
    memcpy(p, type.p, type.n);
    p[type.n] = ' ';
    memcpy(p + type.n + 1, c->subject.p, c->subject.n);
    return (kho_sv){p, type.n + 1 + c->subject.n};
}

void
kho_mentions_ref(struct kho_arena *arena, const struct kho_mention *m, size_t n, size_t group,
                 struct kho_ref *out)
{
    const struct kho_mention *key = NULL, *name = NULL;

    *out = (struct kho_ref){.citing = 0};
    for (size_t i = 0; i < n; i++) {
        const struct kho_citation *c = m[i].c;

        if (m[i].group != group)
            continue;
        if (key == NULL || open_parts(&m[i]) < open_parts(key))
            key = &m[i];
        if (name == NULL || (name->c->subject.n == 0 && c->subject.n != 0))
            name = &m[i];
        if (out->symbol.n == 0 && c->symbol.n != 0)
            out->symbol = kho_arena_dup(arena, c->symbol);
        if (out->issuer.n < c->issuer.n)
            out->issuer = kho_arena_dup(arena, c->issuer);
        if (out->date.n == 0 && c->date.n != 0)
            out->date = kho_arena_dup(arena, c->date);
    }
    if (key == NULL)
        return;
    if (key->c->key.n != 0)
        out->key = kho_arena_dup(arena, key->c->key);
    out->name = name_of(arena, name->c);
}

enum kho_status
kho_ref_in_archive(struct kho_store *s, struct kho_arena *arena, struct kho_ref *ref,
                   struct kho_err *err)
{
    uint32_t docids[SAME_NUMBER_MAX];
    struct kho_symbol symbol;
    struct kho_key key, own;
    size_t n = 0;
    enum kho_status st;

    ref->in_archive = (kho_sv){NULL, 0};
    if (ref->symbol.n == 0 || ref->key.n == 0 || !kho_symbol_parse(arena, ref->symbol, &symbol) ||
        !kho_key_parse(ref->key, &key))
        return KHO_OK;
    st = kho_store_postings(s, KHO_DB_PLANS, kho_term_symbol(arena, KHO_FIELDS_NUMBER, &symbol), 0,
                            arena, docids, SAME_NUMBER_MAX, &n, err);
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        struct kho_document doc;
        kho_sv data;

        st = kho_store_data(s, KHO_DB_PLANS, docids[i], arena, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(arena, data, KHO_DOCUMENT_HEAD, &doc, err);
        if (st != KHO_OK)
            break;
        if (doc.plan.key.n == 0 || !kho_key_parse(doc.plan.key, &own) ||
            !kho_key_compatible(&key, &own))
            continue;
        if (ref->date.n != 0 && doc.plan.date.n != 0 && !kho_sv_eq(ref->date, doc.plan.date))
            continue;
        ref->in_archive = kho_arena_dup(arena, doc.id);
        break;
    }
    return st;
}
