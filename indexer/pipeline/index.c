/* index.c - kho_index: one run from the files to the commit; see index.h and run.h. */
#include "run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define HOLD_MIN   ((uint64_t)1 << 20) /* bytes of text held back before shards are made */
#define HOLD_PART  16                  /* of an index: less than this is put straight into it */
#define WORD_BYTES 6                   /* of text per word, for the size of an index */

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

/* kho_sink.emit */
static enum kho_status
emit(void *ctx, struct kho_item *it, struct kho_err *err)
{
    struct kho_run *r = ctx;
    enum kho_status st = KHO_OK;

    if (it->kind == KHO_ITEM_END)
        return kho_run_through(r, it, err);
    r->rep->members++;
    /* Known content too: cut to the same beginning, other files are this one. */
    it->input->limited = it->input->limited || (it->m.notes & kho_run_limit_notes()) != 0;
    if (it->kind == KHO_ITEM_DOCUMENT) {
        st = kho_run_document(r, it, err);
    } else if (it->known == KHO_KNOWN_MORE) {
        r->rep->duplicates++;
        st = kho_run_more(r, &it->m, err);
    }
    kho_run_tell(r, it->m.path);
    if (st == KHO_OK &&
        ((r->bulk && r->shards.n_names == KHO_SHARDS_MAX && r->shards.now == NULL) ||
         r->late_text > r->o->memory.hold_text))
        st = kho_run_flush(r, err);
    return st;
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
kho_run_step(struct kho_run *r, size_t *n, struct kho_err *err)
{
    return ++*n % KHO_RUN_COMMIT == 0 ? kho_store_commit(r->store, err) : KHO_OK;
}

enum kho_status
kho_run_flush(struct kho_run *r, struct kho_err *err)
{
    enum kho_status st = kho_run_mark(r, err);
    size_t keep = 0;

    if (st == KHO_OK)
        st = kho_run_settle(r, err);

    /* Inputs that were known before have to wait for the end: documents may have left them. */
    for (size_t i = 0; st == KHO_OK && i < r->n_through; i++) {
        struct kho_input *in = r->through[i];

        if (in->was_known) {
            r->through[keep++] = in;
        } else {
            st = kho_run_enter(r, in, err);
            kho_run_free_input(in);
            r->through[i] = NULL;
        }
    }
    if (st == KHO_OK)
        r->n_through = keep;
    return st == KHO_OK ? commit(r, err) : st;
}

/* Everything is read, or the run was stopped: the last documents, what is gone, the ledger, commit.
 */
static enum kho_status
finish(struct kho_run *r, bool complete, struct kho_err *err)
{
    const bool something = r->n_through > 0 || r->rep->members > 0;
    enum kho_status st = something ? kho_run_flush(r, err) : KHO_OK;
    size_t gone;

    for (size_t i = 0; st == KHO_OK && i < r->n_through; i++)
        st = kho_run_review(r, kho_sv_from(r->through[i]->path), err);
    gone = r->n_review;
    if (st == KHO_OK && complete)
        st = kho_run_vanished(r, err);
    if (st == KHO_OK && complete && (r->cut || r->o->verify))
        st = kho_run_sweep(r, err);
    if (st == KHO_OK && r->n_review > 0)
        st = kho_run_mark(r, err);
    if (st == KHO_OK && r->n_review > 0)
        st = kho_run_drop_places(r, err);
    for (size_t i = 0; st == KHO_OK && i < r->n_through; i++)
        st = kho_run_enter(r, r->through[i], err);
    if (st == KHO_OK)
        st = kho_run_forget(r, gone, err);
    if (st == KHO_OK && (r->n_review > 0 || r->dirty))
        st = commit(r, err);
    return st == KHO_OK ? kho_store_columns(r->store, err) : st;
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
    enum kho_status st = kho_filter_new(&r->filter, r->o->include, r->o->n_include, r->o->exclude,
                                        r->o->n_exclude, err);

    if (st == KHO_OK)
        st = kho_scan_open(&r->scan, r->o->paths, r->o->n_paths, r->o->db, r->filter, err);

    if (st == KHO_OK)
        st = kho_store_open(&r->store, r->o->db, KHO_STORE_CREATE, err);
    if (st == KHO_OK)
        st = kho_store_info(r->store, &info, err);
    if (st != KHO_OK)
        return st;
    r->fresh = info.documents == 0;
    r->hold_text =
        (uint64_t)((double)info.documents * info.average_length * WORD_BYTES / HOLD_PART);
    r->hold_text = r->hold_text < HOLD_MIN                 ? HOLD_MIN
                   : r->hold_text > r->o->memory.hold_text ? r->o->memory.hold_text
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
        kho_run_free_input(in);
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
    kho_buf_free(&r->closed);
    kho_buf_free(&r->pictures);
    kho_idset_free(&r->seen);
    kho_idset_free(&r->reviewed);
    kho_idset_free(&r->kept);
    kho_idset_free(&r->troubled);
    kho_scan_close(r->scan);
    kho_filter_free(r->filter);
    kho_arena_free(r->arena);
    if (r->tmp != NULL)
        (void)kho_store_tmp(r->store); /* empties it: a full disk must not stay full */
    kho_store_close(r->store);
    free(r->tmp);
}

static uint64_t
digest(const struct kho_limits *l)
{
    uint64_t d = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (size_t i = 0; i < sizeof l->value; i++)
        d = (d ^ ((const unsigned char *)l->value)[i]) * UINT64_C(0x100000001b3);
    return d;
}

enum kho_status
kho_index(const struct kho_index_options *o, struct kho_index_report *out, struct kho_err *err)
{
    struct kho_run r = {.o = o, .rep = out};
    const struct kho_sink sink = {.ctx = &r,
                                  .next = kho_run_next,
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
    r.readers = kho_ledger_readers();
    more_descriptors();
    st = begin(&r, err);
    if (st == KHO_OK)
        st = kho_flow_open(&r.flow, &sink, &o->limits, o->memory.jobs, &r.loop, err);
    r.limits = digest(&o->limits);
    r.flow.stop = o->stop;
    r.flow.how.filter = r.filter;
    r.flow.how.ocr = o->ocr;
    if (st == KHO_OK)
        st = kho_flow_run(&r.flow, err);
    if (st == KHO_OK || st == KHO_DONE) {
        enum kho_status last;

        kho_flow_stop(&r.flow); /* their memory is better used for joining */
        last = finish(&r, st == KHO_OK, err);
        if (last == KHO_OK)
            last = kho_run_pictures(&r, st == KHO_OK, err);
        st = last == KHO_OK ? st : last;
    }
    end(&r);
    (void)sigaction(SIGXFSZ, &before, NULL);
    return st;
}
