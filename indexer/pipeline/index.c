/* index.c - kho_index: one run from the files to the commit; see index.h and run.h. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define TELL_EVERY 0.1                 /* seconds between calls of progress */
#define HOLD_MIN   ((uint64_t)1 << 20) /* bytes of text held back before shards are made */
#define HOLD_MAX   ((uint64_t)48 << 20)
#define HOLD_PART  16 /* of an index: less than this is put straight into it */
#define WORD_BYTES 6  /* of text per word, for the size of an index */

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of inputs");
}

static void
tell(struct kho_run *r, kho_sv path)
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

const char *
kho_run_tmp(struct kho_run *r)
{
    if (r->tmp == NULL)
        r->tmp = strdup(kho_store_tmp(r->store));
    return r->tmp == NULL ? "" : r->tmp;
}

static int
spool(void *ctx)
{
    return kho_spool_file(kho_run_tmp(ctx));
}

static void
free_input(struct kho_input *in)
{
    if (in == NULL)
        return;
    if (in->fd >= 0)
        (void)close(in->fd);
    in->older->newer = in->newer;
    in->newer->older = in->older;
    free(in->path);
    free(in->name);
    free(in);
}

static int64_t
nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool
unchanged(const struct kho_ledger_entry *e, const struct kho_input *in)
{
    return !e->failed && e->size == in->size && e->mtime == in->mtime && e->ctime == in->ctime &&
           e->inode == in->inode;
}

/* A file of the scan: *out is set when it has to be read. */
static enum kho_status
consider(struct kho_run *r, const struct kho_scan_entry *e, struct kho_input **out,
         struct kho_err *err)
{
    struct kho_ledger_entry entry;
    struct kho_input *in = calloc(1, sizeof *in);
    bool added = false, good;
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
    in->size = (uint64_t)e->st.st_size;
    in->mtime = nanoseconds(e->st.st_mtim);
    in->ctime = nanoseconds(e->st.st_ctim);
    in->inode = (uint64_t)e->st.st_ino;
    if (in->path == NULL || in->name == NULL ||
        !kho_idset_add(&r->seen, kho_idset_of1(kho_sv_from(in->path)), &added)) {
        free_input(in);
        return no_memory(err);
    }
    if (!added) { /* given twice */
        free_input(in);
        return KHO_OK;
    }
    r->rep->inputs++;
    kho_arena_reset(r->arena);
    st = kho_ledger_get(r->store, r->arena, kho_sv_from(in->path), &entry, err);
    if (st != KHO_OK && st != KHO_NOTFOUND) {
        free_input(in);
        return st;
    }
    in->was_known = st == KHO_OK;
    good = in->was_known && !entry.failed;
    if (good && !r->o->verify && unchanged(&entry, in)) {
        r->rep->unchanged++;
        free_input(in);
        return KHO_OK;
    }
    in->fd = open(in->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (in->fd < 0) {
        in->problem = errno;
        r->rep->failed_inputs++;
        if (good) { /* what is known of it stays */
            remark(r, in->name, KHO_NOTES_UNREADABLE, strerror(in->problem));
            free_input(in);
            return KHO_OK;
        }
    }
    *out = in;
    return KHO_OK;
}

static enum kho_status
remember_closed(struct kho_run *r, const char *path, struct kho_err *err)
{
    char **q = realloc(r->closed, (r->n_closed + 1) * sizeof *q);

    if (q == NULL)
        return no_memory(err);
    r->closed = q;
    if ((q[r->n_closed] = strdup(path)) == NULL)
        return no_memory(err);
    r->n_closed++;
    return KHO_OK;
}

/* kho_sink.next */
static enum kho_status
next(void *ctx, struct kho_input **out, struct kho_err *err)
{
    struct kho_run *r = ctx;
    struct kho_scan_entry e;
    enum kho_status st;

    *out = NULL;
    while ((r->o->stop == NULL || *r->o->stop == 0) &&
           (st = kho_scan_next(r->scan, &e, err)) == KHO_OK) {
        tell(r, kho_sv_from(e.name));
        switch (e.kind) {
        case KHO_SCAN_FILE:
            st = consider(r, &e, out, err);
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

/* An input is through: its ledger entry is due with the next flush. */
static enum kho_status
through(struct kho_run *r, const struct kho_item *it, struct kho_err *err)
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
    r->through[r->n_through++] = it->input;
    return KHO_OK;
}

/* kho_sink.emit */
static enum kho_status
emit(void *ctx, struct kho_item *it, struct kho_err *err)
{
    struct kho_run *r = ctx;
    enum kho_status st = KHO_OK;

    if (it->kind == KHO_ITEM_END)
        return through(r, it, err);
    r->rep->members++;
    if (it->kind == KHO_ITEM_DOCUMENT) {
        st = kho_run_document(r, it, err);
    } else if (it->known == KHO_KNOWN_MORE) {
        r->rep->duplicates++;
        st = kho_run_more(r, &it->m, err);
    }
    tell(r, it->m.path);
    if (st == KHO_OK && r->bulk && r->shards.n_names == KHO_SHARDS_MAX && r->shards.now == NULL)
        st = kho_run_flush(r, err);
    return st;
}

static enum kho_status
enter(struct kho_run *r, const struct kho_input *in, struct kho_err *err)
{
    const struct kho_ledger_entry e = {.path = kho_sv_from(in->path),
                                       .size = in->size,
                                       .inode = in->inode,
                                       .mtime = in->mtime,
                                       .ctime = in->ctime,
                                       .members = in->delivered,
                                       .failed = in->failed};

    kho_arena_reset(r->arena);
    return kho_ledger_set(r->store, r->arena, &e, err);
}

/* Whoever asks kho status wants to know when the index last changed. */
static enum kho_status
commit(struct kho_run *r, struct kho_err *err)
{
    char now[24];
    const int n = snprintf(now, sizeof now, "%lld", (long long)time(NULL));
    enum kho_status st =
        kho_store_meta_set(r->store, KHO_SV(KHO_META_INDEXED), (kho_sv){now, (size_t)n}, err);

    return st == KHO_OK ? kho_store_commit(r->store, err) : st;
}

enum kho_status
kho_run_flush(struct kho_run *r, struct kho_err *err)
{
    enum kho_status st = kho_run_settle(r, err);
    size_t keep = 0;

    /* Inputs that were known before have to wait for the end: documents may have left them. */
    for (size_t i = 0; st == KHO_OK && i < r->n_through; i++) {
        struct kho_input *in = r->through[i];

        if (in->was_known) {
            r->through[keep++] = in;
        } else {
            st = enter(r, in, err);
            free_input(in);
            r->through[i] = NULL;
        }
    }
    if (st == KHO_OK)
        r->n_through = keep;
    return st == KHO_OK ? commit(r, err) : st;
}

static bool
below_closed(const struct kho_run *r, kho_sv path)
{
    for (size_t i = 0; i < r->n_closed; i++) {
        size_t n = strlen(r->closed[i]);

        if (path.n >= n && memcmp(path.p, r->closed[i], n) == 0 &&
            (path.n == n || path.p[n] == '/'))
            return true;
    }
    return false;
}

/* Inputs of the ledger under the given paths that were not found again: out of ledger and index. */
static enum kho_status
vanished(struct kho_run *r, struct kho_err *err)
{
    struct kho_arena *names = kho_arena_new(SIZE_MAX / 2);
    struct kho_ledger_entry e;
    kho_sv name = {NULL, 0};
    size_t first = r->n_review;
    enum kho_status st;

    while ((st = kho_ledger_next(r->store, names, &name, &e, err)) == KHO_OK) {
        if (!kho_idset_has(&r->seen, kho_idset_of1(e.path)) && kho_scan_covers(r->scan, e.path) &&
            !below_closed(r, e.path) && (st = kho_run_review(r, e.path, err)) != KHO_OK)
            break;
        if (kho_arena_room(names) < SIZE_MAX / 2 - ((size_t)1 << 20)) {
            struct kho_arena *fresh = kho_arena_new(SIZE_MAX / 2);

            name = kho_arena_dup(fresh, name);
            kho_arena_free(names);
            names = fresh;
        }
    }
    kho_arena_free(names);
    if (st != KHO_DONE)
        return st;
    st = KHO_OK;
    for (size_t i = first; st == KHO_OK && i < r->n_review; i++) {
        kho_arena_reset(r->arena);
        st = kho_ledger_forget(r->store, r->arena, r->review[i], err);
    }
    return st;
}

/* Everything is read, or the run was stopped: the last documents, what is gone, the ledger, commit.
 */
static enum kho_status
finish(struct kho_run *r, bool complete, struct kho_err *err)
{
    const bool something = r->n_through > 0 || r->rep->members > 0;
    enum kho_status st = something ? kho_run_flush(r, err) : KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < r->n_through; i++)
        st = kho_run_review(r, kho_sv_from(r->through[i]->path), err);
    if (st == KHO_OK && complete)
        st = vanished(r, err);
    if (st == KHO_OK && r->n_review > 0)
        st = kho_run_drop_places(r, err);
    for (size_t i = 0; st == KHO_OK && i < r->n_through; i++)
        st = enter(r, r->through[i], err);
    return st == KHO_OK && r->n_review > 0 ? commit(r, err) : st;
}

/* Joining opens many shards at once. */
static void
more_descriptors(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &r);
    }
}

static enum kho_status
begin(struct kho_run *r, struct kho_err *err)
{
    struct kho_store_info info;
    enum kho_status st = kho_scan_open(&r->scan, r->o->paths, r->o->n_paths, r->o->db, err);

    if (st == KHO_OK)
        st = kho_store_open(&r->store, r->o->db, KHO_STORE_CREATE, err);
    if (st == KHO_OK)
        st = kho_store_info(r->store, &info, err);
    if (st != KHO_OK)
        return st;
    r->fresh = info.plans == 0;
    r->hold_text = (uint64_t)((double)info.plans * info.average_length * WORD_BYTES / HOLD_PART);
    r->hold_text = r->hold_text < HOLD_MIN   ? HOLD_MIN
                   : r->hold_text > HOLD_MAX ? HOLD_MAX
                                             : r->hold_text;
    return KHO_OK;
}

static void
end(struct kho_run *r)
{
    kho_flow_close(&r->flow);
    kho_run_drop(r);
    for (size_t i = 0; i < r->n_more; i++)
        free(r->more[i]);
    free(r->more);
    for (struct kho_input *in = r->inputs.newer, *then; in != &r->inputs; in = then) {
        then = in->newer;
        free_input(in);
    }
    free(r->through);
    for (size_t i = 0; i < r->n_review; i++) {
        union {
            const char *from;
            char *to;
        } p = {r->review[i].p};

        free(p.to);
    }
    free(r->review);
    for (size_t i = 0; i < r->n_closed; i++)
        free(r->closed[i]);
    free(r->closed);
    kho_idset_free(&r->seen);
    kho_idset_free(&r->reviewed);
    kho_idset_free(&r->kept);
    kho_scan_close(r->scan);
    kho_arena_free(r->arena);
    if (r->tmp != NULL)
        (void)kho_store_tmp(r->store); /* empties it: a full disk must not stay full */
    kho_store_close(r->store);
    free(r->tmp);
}

enum kho_status
kho_index(const struct kho_index_options *o, struct kho_index_report *out, struct kho_err *err)
{
    struct kho_run r = {.o = o, .rep = out};
    const struct kho_sink sink = {.ctx = &r,
                                  .next = next,
                                  .known = kho_run_known,
                                  .emit = emit,
                                  .ready = kho_run_ready,
                                  .spool = spool};
    /* A file that may not grow is an error like a full disk, not the end of the process. */
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    enum kho_status st;

    *out = (struct kho_index_report){.inputs = 0};
    (void)sigaction(SIGXFSZ, &ignore, &before);
    r.arena = kho_arena_new(SIZE_MAX / 2);
    r.inputs.older = r.inputs.newer = &r.inputs;
    r.held_end = &r.held;
    r.late_end = &r.late;
    more_descriptors();
    st = begin(&r, err);
    if (st == KHO_OK)
        st = kho_flow_open(&r.flow, &sink, &o->limits, o->jobs == 0 ? kho_cores() : o->jobs,
                           &r.loop, err);
    r.flow.stop = o->stop;
    if (st == KHO_OK)
        st = kho_flow_run(&r.flow, err);
    if (st == KHO_OK || st == KHO_DONE) {
        enum kho_status last;

        kho_flow_stop(&r.flow); /* their memory is better used for joining */
        last = finish(&r, st == KHO_OK, err);
        st = last == KHO_OK ? st : last;
    }
    end(&r);
    (void)sigaction(SIGXFSZ, &before, NULL);
    return st;
}
