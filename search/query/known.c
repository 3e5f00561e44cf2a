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
kho_known_open(struct kho_known *k, uint32_t docid, struct kho_arena *one,
               struct kho_opened *opened, struct kho_err *err)
{
    kho_sv packed;
    enum kho_status st;

    if (opened->raw.p != NULL)
        return KHO_OK;
    st = kho_store_data(k->s, docid, one, &packed, err);
    return st == KHO_OK ? kho_document_open(one, packed, KHO_DOCUMENT_CITES, opened, err) : st;
}

enum kho_status
kho_known_get(struct kho_known *k, uint32_t docid, struct kho_arena *one,
              const struct kho_document **out, struct kho_opened *opened, struct kho_err *err)
{
    struct kho_known_plan *p = find(k, docid);
    struct kho_arena *to = k->arena;
    enum kho_status st;

    *opened = (struct kho_opened){.head = 0};
    if (p != NULL) {
        *out = &p->doc;
        return KHO_OK;
    }
    p = add(k, docid);
    if (p == NULL) {
        to = one;
        p = KHO_NEW(one, struct kho_known_plan);
    }
    *out = &p->doc;
    st = kho_known_open(k, docid, one, opened, err);
    return st == KHO_OK ? kho_document_part(to, opened, KHO_DOCUMENT_CITES, &p->doc, err) : st;
}
