/* picture_inputs.c - see picture_inputs.h. */
#include "picture_inputs.h"

#include <stdlib.h>

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of scans");
}

static char *
copy_of(kho_sv s)
{
    return strndup(s.n == 0 ? "" : s.p, s.n);
}

/* The name people know an input by: what stands before the first member. */
static kho_sv
name_of(const struct kho_place *p)
{
    const char *const end = p->member.n == 0 ? NULL : memmem(p->path.p, p->path.n, "//", 2);

    return (kho_sv){p->path.p, end == NULL ? p->path.n : (size_t)(end - p->path.p)};
}

enum kho_status
kho_picture_inputs_add(struct kho_picture_inputs *p, const struct kho_place *place,
                       struct kho_err *err)
{
    bool added;

    if (!kho_idset_add(&p->named, kho_idset_of1(place->input), &added))
        return no_memory(err);
    if (!added)
        return KHO_OK;
    if (p->n == p->cap) {
        const size_t cap = p->cap == 0 ? 64 : p->cap * 2;
        struct kho_picture_input *q = realloc(p->item, cap * sizeof *q);

        if (q == NULL)
            return no_memory(err);
        p->item = q;
        p->cap = cap;
    }
    p->item[p->n] =
        (struct kho_picture_input){.path = copy_of(place->input), .name = copy_of(name_of(place))};
    if (p->item[p->n].path == NULL || p->item[p->n].name == NULL) {
        free(p->item[p->n].path);
        free(p->item[p->n].name);
        return no_memory(err);
    }
    p->n++;
    return KHO_OK;
}

struct kho_picture_input *
kho_picture_inputs_find(struct kho_picture_inputs *p, const char *path)
{
    while (p->at + 1 < p->n && strcmp(p->item[p->at].path, path) != 0)
        p->at++;
    return &p->item[p->at];
}

void
kho_picture_inputs_free(struct kho_picture_inputs *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->item[i].path);
        free(p->item[i].name);
    }
    free(p->item);
    kho_idset_free(&p->named);
    *p = (struct kho_picture_inputs){.n = 0};
}

enum kho_status
kho_picture_input_mark(struct kho_run *r, struct kho_picture_input *in, struct kho_err *err)
{
    struct kho_ledger_entry e;
    enum kho_status st;

    if (in->marked)
        return KHO_OK;
    kho_arena_reset(r->arena);
    st = kho_ledger_get(r->store, r->arena, kho_sv_from(in->path), &e, err);
    if (st != KHO_OK)
        return st == KHO_NOTFOUND ? KHO_OK : st;
    in->entry = e;
    in->entry.path = kho_sv_from(in->path);
    in->marked = true;
    e.state = KHO_LEDGER_UNDER_WAY;
    st = kho_ledger_set(r->store, r->arena, &e, err);
    return st == KHO_OK ? kho_store_commit(r->store, err) : st;
}

enum kho_status
kho_picture_input_unmark(struct kho_run *r, struct kho_picture_input *in, struct kho_err *err)
{
    if (!in->marked)
        return KHO_OK;
    in->marked = false;
    if (in->limited)
        in->entry.limits = r->limits;
    kho_arena_reset(r->arena);
    return kho_ledger_set(r->store, r->arena, &in->entry, err);
}
