/* check_originals.c - the originals of an index, read again and compared by content; see check.h.
 *
 * Each input is walked once, as kho_index does, but no member is read: what the walk hands out is
 * hashed, and the hash is the name of the document. */
#include "check_run.h"

#include "flow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STALE_RETRIES = 3 };

struct originals {
    struct kho_check_run *r;
    size_t at; /* input that comes next */
};

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of originals");
}

static int64_t
nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* kho_sink.next: the inputs of the ledger, one after the other. */
static enum kho_status
next(void *ctx, struct kho_input **out, struct kho_err *err)
{
    struct originals *x = ctx;
    struct kho_check_run *r = x->r;

    while (x->at < r->n_inputs) {
        struct kho_checked_input *c = &r->inputs[x->at++];
        const int fd = open(c->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
        const int problem = errno;
        struct kho_input *in;
        struct stat st;

        if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
            kho_check_found(r,
                            fd >= 0 || problem == ENOENT ? KHO_FINDINGS_GONE : KHO_FINDINGS_CLOSED,
                            KHO_SV(""), c->entry.path,
                            kho_sv_from(fd >= 0 || problem == ENOENT ? "" : strerror(problem)));
            if (fd >= 0)
                (void)close(fd);
            continue;
        }
        c->read = true;
        c->same =
            c->entry.size == (uint64_t)st.st_size && c->entry.mtime == nanoseconds(st.st_mtim);
        in = calloc(1, sizeof *in);
        if (in == NULL || (in->path = strdup(c->path)) == NULL ||
            (in->name = strdup(c->path)) == NULL) {
            if (in != NULL)
                free(in->path);
            free(in);
            (void)close(fd);
            return no_memory(err);
        }
        in->fd = fd;
        in->size = (uint64_t)st.st_size;
        *out = in;
        return KHO_OK;
    }
    return KHO_DONE;
}

/* kho_sink.known: nothing is read, everything is noted. */
static enum kho_status
known(void *ctx, const struct kho_input *in, const struct kho_message_document *m,
      enum kho_known *what, struct kho_err *err)
{
    struct originals *x = ctx;
    const struct kho_idset_key key =
        kho_idset_of((kho_sv[]){m->id, kho_sv_from(in->path), m->raw}, 3);
    const struct kho_checked_input *c = kho_check_input(x->r, kho_sv_from(in->path));
    bool added;

    *what = KHO_KNOWN_ALL;
    x->r->rep->originals++;
    x->r->rep->bytes += m->size;
    if (!kho_idset_add(&x->r->found, key, &added))
        return no_memory(err);
    /* Of an input that patterns left something out of nobody can say what is missing. */
    if (c != NULL && c->same && c->entry.excluded == 0 && c->entry.state != KHO_LEDGER_UNDER_WAY &&
        !kho_idset_has(&x->r->spots, kho_idset_of((kho_sv[]){kho_sv_from(in->path), m->raw}, 2)))
        kho_check_found(x->r, KHO_FINDINGS_MISSING, m->id, m->path, KHO_SV(""));
    return KHO_OK;
}

static enum kho_status
emit(void *ctx, struct kho_item *it, struct kho_err *err)
{
    (void)ctx;
    (void)err;
    if (it->kind == KHO_ITEM_END) {
        free(it->input->path);
        free(it->input->name);
        free(it->input);
    }
    return KHO_OK;
}

static int
spool(void *ctx)
{
    const char *dir = getenv("TMPDIR");

    (void)ctx;
    return kho_spool_file(dir == NULL || *dir == '\0' ? "/tmp" : dir);
}

/* What a document says of its places, against what was found there. */
static enum kho_status
compare(struct kho_check_run *r, uint32_t docid, const struct kho_document *doc,
        struct kho_err *err)
{
    bool added;

    (void)docid;
    for (size_t i = 0; doc != NULL && i < doc->n_places; i++) {
        const struct kho_place *p = &doc->places[i];
        const struct kho_checked_input *c = kho_check_input(r, p->input);
        const struct kho_idset_key key = kho_idset_of((kho_sv[]){doc->id, p->input, p->member}, 3);

        if (c == NULL || !c->read || !kho_idset_has(&r->places, key) ||
            kho_idset_has(&r->found, key))
            continue;
        kho_check_found(r, c->same ? KHO_FINDINGS_CONTENT : KHO_FINDINGS_CHANGED, doc->id, p->path,
                        c->entry.path);
        if (!kho_idset_add(&r->found, key, &added)) /* once, should a writer make us start again */
            return no_memory(err);
    }
    return KHO_OK;
}

enum kho_status
kho_check_originals(struct kho_check_run *r, struct kho_err *err)
{
    struct originals x = {.r = r};
    const struct kho_sink sink = {
        .ctx = &x, .next = next, .known = known, .emit = emit, .spool = spool};
    struct kho_loop loop = {.n = 0};
    struct kho_flow flow = {.n_seats = 0};
    enum kho_status st = kho_flow_open(&flow, &sink, &r->o->limits, 1, &loop, err);

    if (st == KHO_OK)
        st = kho_flow_run(&flow, err);
    kho_flow_close(&flow);
    if (st != KHO_OK)
        return st;
    for (int i = 0; i < STALE_RETRIES; i++) {
        st = kho_check_documents(r, KHO_DOCUMENT_HEAD, compare, err);
        if (st != KHO_STALE)
            break;
    }
    return st;
}
