/* put.c - see put.h. */
#include "put.h"

#include "areas.h"
#include "compose.h"
#include "terms.h"
#include "worker.h"

static bool
asked_for(const struct kho_document *doc, const struct kho_message_document *m)
{
    return kho_sv_eq(doc->id, m->id) && doc->n_places == 1 &&
           kho_sv_eq(doc->places[0].path, m->path) && kho_sv_eq(doc->places[0].input, m->input) &&
           kho_sv_eq(doc->places[0].member, m->raw);
}

enum kho_status
kho_document_accept(struct kho_arena *arena, const struct kho_message_document *m, kho_sv *packed,
                    struct kho_document *doc, struct kho_err *err)
{
    struct kho_buf b = {.p = NULL};
    struct kho_place *place;
    enum kho_status st;

    if (kho_document_unpack(arena, *packed, KHO_DOCUMENT_ALL, doc, err) == KHO_OK &&
        asked_for(doc, m))
        return KHO_OK;
    place = KHO_NEW(arena, struct kho_place);
    kho_document_bare(m, place, doc);
    doc->notes |= UINT64_C(1) << KHO_NOTES_CRASHED;
    st = kho_document_pack(doc, &b, err);
    if (st == KHO_OK)
        *packed = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return st == KHO_OK ? KHO_DONE : st;
}

enum kho_status
kho_outlet_put(const struct kho_outlet *to, struct kho_arena *arena, const struct kho_document *doc,
               kho_sv packed, struct kho_err *err)
{
    struct kho_store_doc plan;
    const enum kho_status st = kho_compose_plan(arena, doc, packed, &plan, err);

    if (st != KHO_OK)
        return st;
    return to->shard != NULL ? kho_shard_put(to->shard, &plan, err)
                             : kho_store_put(to->store, &plan, err);
}

kho_sv
kho_outlet_key(struct kho_arena *arena, kho_sv id)
{
    return kho_term_raw(arena, KHO_FIELDS_KEY, id);
}

kho_sv
kho_outlet_input(struct kho_arena *arena, kho_sv input)
{
    return kho_compose_input(arena, input);
}

enum kho_status
kho_outlet_get(struct kho_store *s, struct kho_arena *arena, kho_sv id, enum kho_document_part part,
               struct kho_document *doc, struct kho_err *err)
{
    kho_sv data;
    enum kho_status st = kho_store_get(s, kho_outlet_key(arena, id), arena, &data, err);

    return st == KHO_OK ? kho_document_unpack(arena, data, part, doc, err) : st;
}

enum kho_status
kho_outlet_count(struct kho_store *s, struct kho_arena *arena, kho_sv id, size_t *documents,
                 size_t *tasks, struct kho_err *err)
{
    uint32_t docid[2];
    struct kho_docids found = {.docid = docid, .max = 2};
    struct kho_areas areas = {.last = 0};
    struct kho_range ranges[KHO_AREA_RANGES];
    size_t n;
    enum kho_status st = kho_store_postings(s, kho_outlet_key(arena, id), 0, &found, err);

    *documents = found.n;
    *tasks = 0;
    if (st == KHO_OK && found.n > 0)
        st = kho_store_values(s, (uint32_t)kho_fields[KHO_FIELDS_TASK].slot, docid, 1, arena,
                              &areas.rest, err);
    while (st == KHO_OK && kho_areas_next(&areas, ranges, &n))
        ++*tasks;
    return st;
}

enum kho_status
kho_outlet_erase(struct kho_store *s, struct kho_arena *arena, kho_sv id, struct kho_err *err)
{
    return kho_store_erase(s, kho_outlet_key(arena, id), err);
}
