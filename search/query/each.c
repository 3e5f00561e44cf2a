/* each.c - see export.h: every document of the index, or of those a query finds. */
#include "export.h"

#include "terms.h"
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    STALE_RETRIES = 3,
    TERMS_AT_ONCE = 512,
    ID = 32, /* digits */
    SCRATCH = 1 << 30
};

/* -- those a query finds --------------------------------------------------------------- */

struct ids {
    char (*id)[ID];
    size_t n;
};

static int
by_id(const void *a, const void *b)
{
    return memcmp(a, b, ID);
}

static enum kho_status
find_once(struct kho_store *s, const struct kho_node *tree, struct kho_arena *arena,
          struct kho_arena *one, struct ids *out, struct kho_err *err)
{
    uint32_t *docids;
    size_t n;
    enum kho_status st = kho_store_matches(s, tree, arena, &docids, &n, err);

    if (st != KHO_OK)
        return st;
    out->id = kho_arena_alloc(arena, n + 1, sizeof *out->id);
    out->n = 0;
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        struct kho_document doc;
        kho_sv data;

        kho_arena_reset(one);
        st = kho_store_data(s, docids[i], one, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(one, data, KHO_DOCUMENT_HEAD, &doc, err);
        if (st == KHO_OK && doc.id.n == ID)
            memcpy(out->id[out->n++], doc.id.p, ID);
        else if (st == KHO_DATA) /* no query finds what cannot be read */
            st = KHO_OK;
    }
    return st;
}

static enum kho_status
find(struct kho_store *s, kho_sv text, struct kho_arena *arena, struct ids *out,
     struct kho_err *err)
{
    struct kho_arena *one = kho_arena_new(SCRATCH);
    struct kho_query *query = KHO_NEW(arena, struct kho_query);
    const struct kho_ask ask = {.text = text};
    enum kho_status st = KHO_STALE;

    kho_query_parse(arena, text, query);
    *out = (struct ids){.n = 0};
    if (query->n_remarks != 0 && query->remarks[0].kind == KHO_REMARK_NOTHING)
        st = KHO_OK;
    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++) {
        struct kho_tree tree = {.arena = arena, .s = s};

        st = find_once(s, kho_tree_ask(&tree, query->root, &ask), arena, one, out, err);
    }
    if (out->n > 0)
        qsort(out->id, out->n, sizeof *out->id, by_id);
    kho_arena_free(one);
    return st;
}

/* -- the walk ------------------------------------------------------------------------------ */

/* What has left the index since it was listed is no part of it. */
static enum kho_status
visit(struct kho_store *s, struct kho_each *e, kho_sv term, kho_sv id, struct kho_arena *arena,
      struct kho_err *err)
{
    struct kho_document doc;
    kho_sv data;
    enum kho_status st;

    kho_arena_reset(arena);
    st = kho_store_get(s, term, arena, &data, err);
    if (st == KHO_NOTFOUND)
        return KHO_OK;
    if (st != KHO_OK)
        return st;
    st = kho_document_unpack(arena, data, e->part, &doc, err);
    if (st == KHO_DATA) {
        if (e->damaged++ == 0)
            (void)snprintf(e->first, sizeof e->first, "%.*s", (int)(id.n < ID ? id.n : ID), id.p);
        return KHO_OK;
    }
    if (st == KHO_OK)
        st = e->visit(e->ctx, &doc, err);
    e->n += st == KHO_OK;
    return st;
}

static enum kho_status
visit_found(struct kho_store *s, struct kho_each *e, struct kho_arena *one, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SCRATCH);
    struct kho_arena *term = kho_arena_new(SCRATCH);
    struct ids ids;
    enum kho_status st = find(s, e->query, arena, &ids, err);

    for (size_t i = 0; st == KHO_OK && i < ids.n; i++) {
        const kho_sv id = {ids.id[i], ID};

        kho_arena_reset(term);
        st = visit(s, e, kho_term_raw(term, KHO_FIELDS_KEY, id), id, one, err);
    }
    kho_arena_free(term);
    kho_arena_free(arena);
    return st;
}

static enum kho_status
visit_all(struct kho_store *s, struct kho_each *e, struct kho_arena *one, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SCRATCH);
    struct kho_term_freq t[TERMS_AT_ONCE];
    struct kho_terms page = {.term = t, .max = TERMS_AT_ONCE, .n = TERMS_AT_ONCE};
    const char *begin = kho_fields[KHO_FIELDS_KEY].prefix;
    char last[KHO_TERM_MAX + 16];
    kho_sv from = {NULL, 0};
    enum kho_status st = KHO_OK;

    while (st == KHO_OK && page.n == TERMS_AT_ONCE) {
        kho_arena_reset(arena);
        st = kho_store_terms(s, kho_sv_from(begin), from, arena, &page, err);
        for (size_t i = 0; st == KHO_OK && i < page.n; i++) {
            const kho_sv term = t[i].term, id = {term.p + strlen(begin), term.n - strlen(begin)};

            if (from.n == 0 || !kho_sv_eq(term, from))
                st = visit(s, e, term, id, one, err);
        }
        if (page.n > 0 && t[page.n - 1].term.n <= sizeof last) {
            from = (kho_sv){last, t[page.n - 1].term.n};
            memcpy(last, t[page.n - 1].term.p, from.n);
        }
    }
    kho_arena_free(arena);
    return st;
}

enum kho_status
kho_each(struct kho_store *s, struct kho_each *e, struct kho_err *err)
{
    struct kho_arena *one = kho_arena_new(SCRATCH);
    enum kho_status st;

    e->n = e->damaged = 0;
    st = (e->query.n > 0 ? visit_found : visit_all)(s, e, one, err);
    kho_arena_free(one);
    return st;
}
