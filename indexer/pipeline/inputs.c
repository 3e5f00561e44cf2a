/* inputs.c - the files of a run: which have to be read, which are through, which are gone; see
 * run.h. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define TELL_EVERY 0.1 /* seconds between calls of progress */

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of inputs");
}

void
kho_run_tell(struct kho_run *r, kho_sv path)
{
    double now;

    if (r->o->progress == NULL)
        return;
    now = kho_now();
    if (now - r->told > TELL_EVERY) {
        r->told = now;
        r->o->progress(r->o->ctx, r->rep, path);
    }
}

static void
remark(struct kho_run *r, const char *path, enum kho_notes_id note, const char *detail)
{
    if (r->o->message != NULL)
        r->o->message(r->o->ctx, kho_sv_from(path), note, kho_sv_from(detail));
}

static void
tell(struct kho_run *r, enum kho_index_event what, kho_sv path, uint64_t members)
{
    if (r->o->event != NULL)
        r->o->event(r->o->ctx, what, path, members);
}

void
kho_run_free_input(struct kho_input *in)
{
    if (in == NULL)
        return;
    if (in->fd >= 0)
        (void)close(in->fd);
    in->older->newer = in->newer;
    in->newer->older = in->older;
    free(in->path);
    free(in->name);
    free(in->within);
    free(in);
}

static int64_t
nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Need an input not be read?  Only one that is as it was when it was read; *remembered: it could
 * not be. */
static enum kho_status
unchanged(struct kho_run *r, const struct kho_ledger_entry *e, struct kho_input *in, bool *yes,
          bool *remembered, struct kho_err *err)
{
    struct kho_ledger_entry newer = *e;
    bool troubled = false;
    enum kho_status st = KHO_OK;

    in->retry = r->o->retry || e->readers != r->readers;
    in->suspect = e->state == KHO_LEDGER_UNDER_WAY;
    r->cut = r->cut || in->suspect;
    *yes = !r->o->verify && e->size == in->size && e->mtime == in->mtime && e->ctime == in->ctime &&
           e->inode == in->inode && e->filter == kho_filter_digest(r->filter) &&
           (e->limits == 0 || e->limits == r->limits);
    *remembered = e->state == KHO_LEDGER_FAILED;
    if (*yes && *remembered)
        *yes = !in->retry;
    else if (*yes)
        *yes = e->state == KHO_LEDGER_WHOLE;
    if (!*yes || !in->retry)
        return KHO_OK;
    st = kho_run_troubled(r, e->path, &troubled, err);
    *yes = !troubled;
    if (st != KHO_OK || troubled || e->readers == r->readers)
        return st;
    newer.readers = r->readers; /* so that nobody has to look for trouble the next time */
    r->dirty = true;
    return kho_ledger_set(r->store, r->arena, &newer, err);
}

/* The index can have documents of an input that the ledger does not know: entries get damaged. */
static enum kho_status
has_documents(struct kho_run *r, kho_sv path, bool *yes, struct kho_err *err)
{
    const kho_sv term = kho_outlet_input(r->arena, path);
    uint32_t docs = 0;
    enum kho_status st = kho_store_freqs(r->store, &term, 1, &docs, err);

    *yes = docs > 0;
    return st;
}

/* KHO_OK: it has to be read.  KHO_DONE: it need not, or there is nothing to read. */
static enum kho_status
judge(struct kho_run *r, struct kho_input *in, struct kho_err *err)
{
    const kho_sv path = kho_sv_from(in->path);
    struct kho_ledger_entry e;
    bool added, skip = false, remembered = false, stays = false;
    enum kho_status st;

    kho_arena_reset(r->arena);
    st = kho_ledger_get(r->store, r->arena, path, &e, err);
    in->was_known = st == KHO_OK;
    if (st == KHO_OK)
        st = unchanged(r, &e, in, &skip, &remembered, err);
    else if (st == KHO_NOTFOUND)
        st = r->fresh ? KHO_OK : has_documents(r, path, &in->was_known, err);
    if (st != KHO_OK)
        return st;
    if (!skip) {
        in->fd = open(in->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
        in->problem = in->fd < 0 ? errno : 0;
        if (in->problem == ENOENT)
            return KHO_DONE; /* gone since its folder was listed: as if it had never been */
    }
    if (!kho_idset_add(&r->seen, kho_idset_of1(path), &added))
        return no_memory(err);
    r->rep->inputs++;
    if (skip) {
        r->rep->unchanged++;
        r->rep->remembered += remembered;
        r->rep->excluded += e.excluded;
        return KHO_DONE;
    }
    if (in->fd >= 0)
        return KHO_OK;
    r->rep->failed_inputs++;
    st = r->fresh ? KHO_OK : has_documents(r, path, &stays, err);
    if (st != KHO_OK || !stays)
        return st;
    remark(r, in->name, KHO_NOTES_UNREADABLE, strerror(in->problem));
    return KHO_DONE; /* what is known of it stays */
}

/* A file of the scan: *out is set when it has to be read. */
static enum kho_status
consider(struct kho_run *r, const struct kho_scan_entry *e, struct kho_input **out,
         struct kho_err *err)
{
    struct kho_input *in = calloc(1, sizeof *in);
    enum kho_status st;

    if (in == NULL)
        return no_memory(err);
    in->older = &r->inputs;
    in->newer = r->inputs.newer;
    in->newer->older = in;
    r->inputs.newer = in;
    in->fd = -1;
    in->path = strdup(e->path);
    in->name = strdup(e->name);
    in->within = strdup(e->within);
    in->size = (uint64_t)e->st.st_size;
    in->mtime = nanoseconds(e->st.st_mtim);
    in->ctime = nanoseconds(e->st.st_ctim);
    in->inode = (uint64_t)e->st.st_ino;
    if (in->path == NULL || in->name == NULL || in->within == NULL)
        st = no_memory(err);
    else if (kho_idset_has(&r->seen, kho_idset_of1(kho_sv_from(in->path))))
        st = KHO_DONE; /* given twice */
    else
        st = judge(r, in, err);
    if (st == KHO_OK)
        *out = in;
    else
        kho_run_free_input(in);
    return st == KHO_DONE ? KHO_OK : st;
}

static enum kho_status
remember_closed(struct kho_run *r, const char *path, struct kho_err *err)
{
    kho_buf_put(&r->closed, path, strlen(path) + 1);
    return r->closed.st == KHO_OK ? KHO_OK : no_memory(err);
}

enum kho_status
kho_run_next(void *ctx, struct kho_input **out, struct kho_err *err)
{
    struct kho_run *r = ctx;
    struct kho_scan_entry e;
    enum kho_status st;

    *out = NULL;
    while ((r->o->stop == NULL || *r->o->stop == 0) &&
           (st = kho_scan_next(r->scan, &e, err)) == KHO_OK) {
        kho_run_tell(r, kho_sv_from(e.name));
        switch (e.kind) {
        case KHO_SCAN_FILE:
            st = consider(r, &e, out, err);
            break;
        case KHO_SCAN_EXCLUDED:
            r->rep->excluded++;
            tell(r, KHO_INDEX_EXCLUDED, kho_sv_from(e.name), 0);
            break;
        case KHO_SCAN_LINK:
            remark(r, e.name, KHO_NOTES_PATH, "symbolic link");
            break;
        case KHO_SCAN_CLOSED:
            r->rep->failed_inputs++;
            remark(r, e.name, KHO_NOTES_UNREADABLE, e.detail);
            st = remember_closed(r, e.path, err);
            break;
        case KHO_SCAN_MISSING:
            r->rep->failed_inputs++;
            remark(r, e.name, KHO_NOTES_UNREADABLE, e.detail);
            break;
        }
        if (st != KHO_OK || *out != NULL)
            return st;
    }
    return KHO_DONE;
}

enum kho_status
kho_run_through(struct kho_run *r, const struct kho_item *it, struct kho_err *err)
{
    if (r->n_through == r->cap_through) {
        size_t cap = r->cap_through == 0 ? 64 : r->cap_through * 2;
        struct kho_input **q = realloc(r->through, cap * sizeof(struct kho_input *));

        if (q == NULL)
            return no_memory(err);
        r->through = q;
        r->cap_through = cap;
    }
    it->input->failed = it->failed;
    r->rep->failed_inputs += it->failed && it->input->delivered > 0;
    r->rep->excluded += it->input->excluded;
    if (!it->failed)
        tell(r, KHO_INDEX_READ, kho_sv_from(it->input->name), it->input->delivered);
    r->through[r->n_through++] = it->input;
    return KHO_OK;
}

enum kho_status
kho_run_enter(struct kho_run *r, const struct kho_input *in, struct kho_err *err)
{
    const struct kho_ledger_entry e = {.path = kho_sv_from(in->path),
                                       .size = in->size,
                                       .inode = in->inode,
                                       .mtime = in->mtime,
                                       .ctime = in->ctime,
                                       .members = in->delivered,
                                       .excluded = in->excluded,
                                       .filter = kho_filter_digest(r->filter),
                                       .limits = in->limited ? r->limits : 0,
                                       .state = in->problem != 0 ? KHO_LEDGER_CLOSED
                                                : in->failed     ? KHO_LEDGER_FAILED
                                                                 : KHO_LEDGER_WHOLE,
                                       .readers = r->readers};

    kho_arena_reset(r->arena);
    return kho_ledger_set(r->store, r->arena, &e, err);
}

enum kho_status
kho_run_mark(struct kho_run *r, struct kho_err *err)
{
    enum kho_status st = KHO_OK;
    bool any = r->n_review > 0;

    for (struct kho_input *in = r->inputs.newer; st == KHO_OK && in != &r->inputs; in = in->newer) {
        const struct kho_ledger_entry e = {
            .path = kho_sv_from(in->path), .state = KHO_LEDGER_UNDER_WAY, .readers = r->readers};

        if (in->marked)
            continue;
        in->marked = any = true;
        kho_arena_reset(r->arena);
        st = kho_ledger_set(r->store, r->arena, &e, err);
    }
    for (size_t i = 0; st == KHO_OK && i < r->n_review; i++) {
        const struct kho_ledger_entry e = {
            .path = r->review[i], .state = KHO_LEDGER_UNDER_WAY, .readers = r->readers};

        kho_arena_reset(r->arena);
        st = kho_ledger_set(r->store, r->arena, &e, err);
    }
    return st == KHO_OK && any ? kho_store_commit(r->store, err) : st;
}

static bool
below_closed(const struct kho_run *r, kho_sv path)
{
    kho_sv rest = kho_buf_view(&r->closed), folder;

    while (rest.n > 0 && kho_sv_next(&rest, '\0', &folder)) {
        const size_t n = folder.n;

        if (path.n >= n && memcmp(path.p, folder.p, n) == 0 && (path.n == n || path.p[n] == '/'))
            return true;
    }
    return false;
}

bool
kho_run_gone(const struct kho_run *r, kho_sv path)
{
    return !kho_idset_has(&r->seen, kho_idset_of1(path)) && kho_scan_covers(r->scan, path) &&
           !below_closed(r, path);
}

enum kho_status
kho_run_forget(struct kho_run *r, size_t first, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = first; st == KHO_OK && i < r->n_review; i++) {
        kho_arena_reset(r->arena);
        tell(r, KHO_INDEX_GONE, r->review[i], 0);
        st = kho_ledger_forget(r->store, r->arena, r->review[i], err);
    }
    return st;
}

enum kho_status
kho_run_vanished(struct kho_run *r, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SIZE_MAX / 2);
    struct kho_ledger_entry e;
    kho_sv name = {NULL, 0};
    enum kho_status st;

    while ((st = kho_ledger_next(r->store, &arena, &name, &e, err)) == KHO_OK) {
        r->cut = r->cut || e.state == KHO_LEDGER_UNDER_WAY;
        if (kho_run_gone(r, e.path) && (st = kho_run_review(r, e.path, err)) != KHO_OK)
            break;
    }
    kho_arena_free(arena);
    return st == KHO_DONE ? KHO_OK : st;
}
