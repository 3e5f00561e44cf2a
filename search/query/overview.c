/* overview.c - what is in the index and what of it cannot be searched. */
#include "query.h"

#include "terms.h"

#include <stdlib.h>

enum { SCRATCH = 64 * 1024 * 1024 };

static enum kho_status
count_notes(struct kho_store *s, struct kho_arena *arena, struct kho_overview *out,
            struct kho_err *err)
{
    kho_sv *terms = KHO_NEW_N(arena, kho_notes_n + 1, kho_sv);
    uint32_t *docs = KHO_NEW_N(arena, kho_notes_n + 1, uint32_t);
    enum kho_status st;

    for (size_t i = 0; i < kho_notes_n; i++)
        terms[i] = kho_term_flag(arena, KHO_FIELDS_NOTE, kho_sv_from(kho_notes[i].name));
    st = kho_store_freqs(s, terms, kho_notes_n, docs, err);
    for (size_t i = 0; st == KHO_OK && i < kho_notes_n; i++)
        if (docs[i] != 0)
            out->notes[out->n_notes++] = (struct kho_note_count){(enum kho_notes_id)i, docs[i]};
    return st;
}

/* A document with several such notes counts once. */
static enum kho_status
count_hidden(struct kho_store *s, struct kho_arena *arena, struct kho_overview *out,
             struct kho_err *err)
{
    struct kho_node any = {.op = KHO_OP_OR},
                    *terms = KHO_NEW_N(arena, kho_notes_n + 1, struct kho_node);
    const struct kho_search what = {.query = &any, .exact = true};
    struct kho_results r;
    enum kho_status st;

    for (size_t i = 0; i < kho_notes_n; i++) {
        if (kho_notes[i].hidden == 0)
            continue;
        terms[i].op = KHO_OP_TERM;
        terms[i].term = kho_term_flag(arena, KHO_FIELDS_NOTE, kho_sv_from(kho_notes[i].name));
        terms[i].next = any.kids;
        any.kids = &terms[i];
    }
    st = kho_store_search(s, &what, arena, &r, err);
    out->hidden = r.total;
    return st;
}

static enum kho_status
count_inputs(struct kho_store *s, struct kho_overview *out, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SCRATCH);
    char last[KHO_TERM_MAX + 16];
    kho_sv name = {NULL, 0};
    enum kho_status st;

    while ((st = kho_store_meta_next(s, KHO_SV(KHO_META_INPUT), arena, &name, err)) == KHO_OK) {
        out->inputs++;
        if (name.n > sizeof last)
            break;
        memcpy(last, name.p, name.n);
        name.p = last;
        kho_arena_reset(arena);
    }
    kho_arena_free(arena);
    return st == KHO_DONE ? KHO_OK : st;
}

enum kho_status
kho_overview(struct kho_store *s, struct kho_arena *arena, struct kho_overview *out,
             struct kho_err *err)
{
    const kho_sv plan = kho_term_flag(arena, KHO_FIELDS_TYPE, KHO_SV("KH"));
    uint32_t plans = 0;
    kho_sv at = {NULL, 0};
    enum kho_status st;

    *out = (struct kho_overview){.n_notes = 0};
    st = kho_store_info(s, &out->info, err);
    if (st == KHO_OK)
        st = kho_store_freqs(s, &plan, 1, &plans, err);
    if (st == KHO_OK)
        st = kho_store_occurrences(s, kho_term_raw(arena, KHO_FIELDS_TASK, KHO_SV("")), &out->tasks,
                                   err);
    out->plans = plans;
    out->others = out->info.documents > plans ? out->info.documents - plans : 0;
    if (st == KHO_OK)
        st = count_notes(s, arena, out, err);
    if (st == KHO_OK)
        st = count_hidden(s, arena, out, err);
    if (st == KHO_OK)
        st = count_inputs(s, out, err);
    if (st == KHO_OK)
        st = kho_store_meta_get(s, KHO_SV(KHO_META_INDEXED), arena, &at, err);
    if (st == KHO_OK && at.n != 0)
        out->indexed_at = strtoll(at.p, NULL, 10);
    return st;
}
