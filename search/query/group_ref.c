/* group_ref.c - what is known about a cited document from all its mentions. */
#include "groups.h"

#include "terms.h"

enum { SAME_NUMBER_MAX = 64 /* documents of one number that are looked at */ };

/* A key says more the fewer of its parts are open; a number says more than a title. */
static unsigned
open_parts(const struct kho_mention *m)
{
    unsigned n = m->has_key ? 0 : 100;

    for (size_t i = 0; i < m->key.n_loc; i++)
        n += kho_sv_eq(m->key.loc[i], KHO_SV("?")) ? 2 : 0;
    if (m->key.year.p == NULL || m->key.year.n != 4)
        n += 2;
    return n + (m->key.num.n != 0 && m->key.num.p[0] == '~' ? 1 : 0);
}

static kho_sv
type_name(kho_sv type)
{
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (kho_sv_eq(type, kho_sv_from(kho_doc_types[i].abbr)))
            return kho_sv_from(kho_doc_types[i].vietnamese_name);
    return (kho_sv){NULL, 0};
}

static kho_sv
joined(struct kho_arena *arena, kho_sv a, const char *between, kho_sv b)
{
    const size_t n = strlen(between);
    char *p = KHO_NEW_N(arena, a.n + n + b.n + 1, char);

    memcpy(p, a.p, a.n);
    memcpy(p + a.n, between, n);
    memcpy(p + a.n + n, b.p, b.n);
    return (kho_sv){p, a.n + n + b.n};
}

/* "Chỉ thị về ..." when the subject is known, else the mention; inside a range, which is one
 * mention of many documents, type and number. */
static kho_sv
name_of(struct kho_arena *arena, const struct kho_citation *c)
{
    const kho_sv type = type_name(c->type);

    if (type.n != 0 && c->subject.n != 0)
        return joined(arena, type, " ", c->subject);
    if (type.n != 0 && c->kind == KHO_CITE_NUMBER_ONLY && c->number.n != 0)
        return joined(arena, type, " số ", c->number);
    return kho_arena_dup(arena, c->mention);
}

static void
best_known(struct kho_arena *arena, const struct kho_mention *m, size_t n, struct kho_ref *out)
{
    const struct kho_mention *key = m, *name = m;

    for (size_t i = 0; i < n; i++) {
        const struct kho_citation *c = m[i].c;

        if (open_parts(&m[i]) < open_parts(key))
            key = &m[i];
        if (name->c->subject.n == 0 && c->subject.n != 0)
            name = &m[i];
        if (out->symbol.n == 0)
            out->symbol = c->symbol;
        if (out->issuer.n < c->issuer.n)
            out->issuer = c->issuer;
        if (out->date.n == 0)
            out->date = c->date;
    }
    if (key->c->key.n != 0)
        out->key = kho_arena_dup(arena, key->c->key);
    if (out->symbol.n != 0)
        out->symbol = kho_arena_dup(arena, out->symbol);
    if (out->issuer.n != 0)
        out->issuer = kho_arena_dup(arena, out->issuer);
    if (out->date.n != 0)
        out->date = kho_arena_dup(arena, out->date);
    out->name = name_of(arena, name->c);
}

void
kho_mentions_ref(struct kho_arena *arena, const struct kho_mention *m,
                 const struct kho_group *groups, size_t g, struct kho_ref *out)
{
    *out = (struct kho_ref){.citing = 0};
    best_known(arena, m + groups[g].from, groups[g].n, out);
    if (groups[g].n_maybe == 0)
        return;
    out->maybe = KHO_NEW_N(arena, groups[g].n_maybe, struct kho_ref);
    for (size_t i = 0; i < groups[g].n_maybe; i++) {
        const struct kho_group *other = &groups[groups[g].maybe[i]];

        best_known(arena, m + other->from, other->n, &out->maybe[out->n_maybe++]);
    }
}

enum kho_status
kho_ref_in_archive(struct kho_store *s, struct kho_arena *arena, struct kho_ref *ref,
                   struct kho_err *err)
{
    uint32_t docids[SAME_NUMBER_MAX];
    struct kho_symbol symbol;
    const struct kho_citation asked = {.key = ref->key, .symbol = ref->symbol, .date = ref->date};
    const struct kho_mention mention = kho_mention_of(arena, &asked, NULL, (kho_sv){NULL, 0});
    struct kho_docids same = {.docid = docids, .max = SAME_NUMBER_MAX};
    enum kho_status st;

    ref->in_archive = (kho_sv){NULL, 0};
    if (ref->symbol.n == 0 || !mention.has_key || ref->n_maybe != 0 ||
        !kho_symbol_parse(arena, ref->symbol, &symbol))
        return KHO_OK;
    st = kho_store_postings(s, KHO_DB_PLANS, kho_term_symbol(arena, KHO_FIELDS_NUMBER, &symbol), 0,
                            &same, err);
    for (size_t i = 0; st == KHO_OK && i < same.n; i++) {
        struct kho_document doc;
        struct kho_citation own;
        struct kho_mention head;
        kho_sv data;

        st = kho_store_data(s, KHO_DB_PLANS, docids[i], arena, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(arena, data, KHO_DOCUMENT_HEAD, &doc, err);
        if (st != KHO_OK)
            break;
        own = (struct kho_citation){.key = doc.plan.key, .date = doc.plan.date};
        head = kho_mention_of(arena, &own, NULL, (kho_sv){NULL, 0});
        if (!head.has_key || !kho_mentions_agree(&mention, &head))
            continue;
        ref->in_archive = kho_arena_dup(arena, doc.id);
        break;
    }
    return st;
}
