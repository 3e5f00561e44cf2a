/* put.c - see put.h. */
#include "put.h"

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

static enum kho_status
put(const struct kho_outlet *to, enum kho_store_db db, const struct kho_store_doc *d,
    struct kho_err *err)
{
    return to->shard != NULL ? kho_shard_put(to->shard, db, d, err)
                             : kho_store_put(to->store, db, d, err);
}

enum kho_status
kho_outlet_put(const struct kho_outlet *to, struct kho_arena *arena, const struct kho_document *doc,
               kho_sv packed, struct kho_err *err)
{
    struct kho_store_doc plan, *tasks = NULL;
    size_t n = 0;
    enum kho_status st = kho_compose_plan(arena, doc, packed, &plan, err);

    if (st == KHO_OK)
        st = kho_compose_tasks(arena, doc, &tasks, &n, err);
    if (st == KHO_OK)
        st = put(to, KHO_DB_PLANS, &plan, err);
    if (st == KHO_OK && to->shard == NULL)
        st = kho_store_erase(to->store, KHO_DB_TASKS, kho_compose_task_owner(arena, doc->id), err);
    for (size_t i = 0; st == KHO_OK && i < n; i++)
        st = put(to, KHO_DB_TASKS, &tasks[i], err);
    return st;
}

enum kho_status
kho_outlet_move(struct kho_store *s, struct kho_arena *arena, const struct kho_document *doc,
                struct kho_err *err)
{
    struct kho_store_doc plan;
    enum kho_status st = kho_compose_plan(arena, doc, (kho_sv){NULL, 0}, &plan, err);

    return st == KHO_OK ? kho_store_put(s, KHO_DB_PLANS, &plan, err) : st;
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
    enum kho_status st =
        kho_store_get(s, KHO_DB_PLANS, kho_outlet_key(arena, id), arena, &data, err);

    return st == KHO_OK ? kho_document_unpack(arena, data, part, doc, err) : st;
}

enum kho_status
kho_outlet_erase(struct kho_store *s, struct kho_arena *arena, kho_sv id, struct kho_err *err)
{
    enum kho_status st = kho_store_erase(s, KHO_DB_PLANS, kho_outlet_key(arena, id), err);

    return st == KHO_OK ? kho_store_erase(s, KHO_DB_TASKS, kho_compose_task_owner(arena, id), err)
                        : st;
}
