/* known.c - see known.h. */
#include "known.h"

enum { BUCKETS = 4096, ROOM = 64 * 1024 * 1024 };

static struct kho_known_plan **
bucket_of(struct kho_known *k, uint32_t docid)
{
    if (k->buckets == NULL)
        k->buckets = KHO_NEW_N(k->arena, BUCKETS, struct kho_known_plan *);
    return &k->buckets[docid % BUCKETS];
}

static struct kho_known_plan *
find(struct kho_known *k, uint32_t docid)
{
    struct kho_known_plan *p = *bucket_of(k, docid);

    while (p != NULL && p->docid != docid)
        p = p->next;
    return p;
}

static struct kho_known_plan *
add(struct kho_known *k, uint32_t docid)
{
    struct kho_known_plan **bucket = bucket_of(k, docid), *p;

    if (kho_arena_room(k->arena) < ROOM)
        return NULL;
    p = KHO_NEW(k->arena, struct kho_known_plan);
    p->docid = docid;
    p->next = *bucket;
    *bucket = p;
    return p;
}

enum kho_status
kho_known_get(struct kho_known *k, uint32_t docid, struct kho_arena *one,
              const struct kho_document **out, struct kho_err *err)
{
    struct kho_known_plan *p = find(k, docid);
    enum kho_status st = KHO_OK;
    kho_sv packed;

    if (p == NULL) {
        struct kho_arena *to = k->arena;

        p = add(k, docid);
        if (p == NULL) {
            to = one;
            p = KHO_NEW(one, struct kho_known_plan);
        }
        st = kho_store_data(k->s, docid, one, &packed, err);
        if (st == KHO_OK)
            st = kho_document_unpack(to, packed, KHO_DOCUMENT_CITES, &p->doc, err);
    }
    *out = &p->doc;
    return st;
}

enum kho_status
kho_known_open(struct kho_known *k, uint32_t docid, struct kho_arena *one,
               const struct kho_document **out, struct kho_opened *opened, struct kho_err *err)
{
    struct kho_known_plan *p = find(k, docid);
    kho_sv packed;
    enum kho_status st = kho_store_data(k->s, docid, one, &packed, err);

    if (st == KHO_OK)
        st = kho_document_open(one, packed, opened, err);
    if (st == KHO_OK && p == NULL && out != NULL) {
        p = add(k, docid);
        if (p == NULL)
            return kho_fail(err, KHO_LIMIT, "too many plans cite it");
        st = kho_document_part(k->arena, opened, KHO_DOCUMENT_CITES, &p->doc, err);
    }
    if (out != NULL)
        *out = p == NULL ? NULL : &p->doc;
    return st;
}
