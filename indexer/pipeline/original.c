/* original.c - kho_original: the bytes a document was made of, out of whatever it is packed in. */
#include "hash.h"
#include "index.h"
#include "sandbox.h"
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- in the child ---------------------------------------------------------------------------- */

struct fetcher {
    struct kho_channel *ch;
};

static int
ask_spool(void *ctx)
{
    struct fetcher *f = ctx;
    struct kho_frame fr = {.type = KHO_FRAME_SPOOL, .fd = -1};

    if (kho_channel_put(f->ch, &fr, NULL) != KHO_OK ||
        kho_channel_await(f->ch, &fr, NULL) != KHO_OK)
        return -1;
    return fr.fd;
}

int
kho_fetcher_main(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    const struct kho_worker *how = arg;
    const struct kho_sandbox box = {.memory = how->limits->value[KHO_LIMITS_MEMORY],
                                    .file_bytes = kho_worker_file_bytes(how->limits),
                                    .cpu_seconds = how->limits->value[KHO_LIMITS_CPU_SECONDS],
                                    .files = 64};
    struct fetcher f = {.ch = ch};
    const struct kho_walk_hooks hooks = {.spool = ask_spool, .ctx = &f};
    struct kho_arena *arena = kho_arena_new(4 * KHO_FRAME_FIELDS_MAX);
    struct kho_message_done done = {.what = {NULL, 0}};
    struct kho_message_name raw;
    struct kho_frame fr;
    struct kho_err err = {.status = KHO_OK};
    enum kho_status st;
    int out;

    atomic_store(&heart->seq, 0);
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    if (kho_channel_await(ch, &fr, NULL) != KHO_OK || fr.type != KHO_FRAME_FETCH || fr.fd < 0 ||
        !kho_message_unpack(fr.type, fr.fields, arena, &raw) || (out = ask_spool(&f)) < 0)
        return 1;
    st = kho_walk_fetch(fr.fd, raw.name, how->limits, &hooks, out, &err);
    done.status = st;
    done.what = kho_sv_from(err.what);
    if (kho_message_send(ch, KHO_FRAME_FETCHED, 0, &done, KHO_SV(""), -1, NULL) != KHO_OK ||
        kho_channel_flush(ch, NULL) != KHO_OK)
        return 1;
    kho_arena_free(arena);
    return 0;
}

/* --- in the caller --------------------------------------------------------------------------- */

struct fetch {
    struct kho_child child;
    struct kho_arena *arena;
    int out; /* the first file it was given: what it writes to */
    bool over;
    enum kho_status st;
};

static int
spool(void)
{
    const char *dir = getenv("TMPDIR");

    return kho_spool_file(dir == NULL || *dir == '\0' ? "/tmp" : dir);
}

static enum kho_status
heard(struct kho_child *c, struct kho_frame *f, struct kho_err *err)
{
    struct fetch *x = c->ctx;
    struct kho_message_done done;

    if (f->fd >= 0)
        (void)close(f->fd);
    if (f->type == KHO_FRAME_SPOOL) {
        struct kho_frame answer = {.type = KHO_FRAME_SPOOL, .fd = spool()};

        if (x->out < 0 && answer.fd >= 0)
            x->out = fcntl(answer.fd, F_DUPFD_CLOEXEC, 0);
        return kho_channel_put(&c->ch, &answer, err);
    }
    x->over = true;
    if (f->type == KHO_FRAME_FETCHED && kho_message_unpack(f->type, f->fields, x->arena, &done))
        x->st = (enum kho_status)done.status;
    return KHO_OK;
}

static enum kho_status
ended(struct kho_child *c, int status, struct kho_err *err)
{
    struct fetch *x = c->ctx;

    (void)status;
    (void)err;
    x->over = true;
    return KHO_OK;
}

/* The member at raw of the open file, into a file of its own; -1: not there. */
static int
fetch(int fd, kho_sv raw, const struct kho_limits *limits, struct kho_err *err)
{
    const struct kho_worker how = {.limits = limits};
    const struct kho_message_name m = {raw};
    struct fetch x = {.out = -1, .st = KHO_DATA, .arena = kho_arena_new(4 * KHO_FRAME_FIELDS_MAX)};
    struct kho_loop loop = {.children = {&x.child}, .n = 1};
    const double until = kho_now() + (double)limits->value[KHO_LIMITS_WALL_SECONDS];

    x.child.frame = heard;
    x.child.ended = ended;
    x.child.ctx = &x;
    if (kho_child_start(&x.child, "kho-fetch", kho_fetcher_main, &how, err) == KHO_OK &&
        kho_message_send(&x.child.ch, KHO_FRAME_FETCH, 0, &m, KHO_SV(""),
                         fcntl(fd, F_DUPFD_CLOEXEC, 0), err) == KHO_OK)
        while (!x.over && kho_now() < until && kho_loop_step(&loop, 100, err) == KHO_OK)
            ;
    (void)kho_child_stop(&x.child);
    kho_arena_free(x.arena);
    if (x.st != KHO_OK && x.out >= 0) {
        (void)close(x.out);
        x.out = -1;
    }
    return x.out;
}

/* Is it what the document was made of? */
static bool
same(int fd, const struct kho_document *doc)
{
    char id[KHO_ID_SIZE];
    struct stat st;

    return fstat(fd, &st) == 0 && (uint64_t)st.st_size == doc->size &&
           kho_sv_eq(kho_hash_file(fd, doc->size, id), doc->id);
}

static enum kho_status
copy(int from, int to, uint64_t n, struct kho_err *err)
{
    char chunk[65536];

    for (uint64_t at = 0; at < n;) {
        size_t want = n - at < sizeof chunk ? (size_t)(n - at) : sizeof chunk;
        ssize_t got = pread(from, chunk, want, (off_t)at);

        if (got <= 0)
            return kho_fail(err, KHO_IO, "cannot read the original");
        for (ssize_t done = 0, w; done < got; done += w)
            if ((w = write(to, chunk + done, (size_t)(got - done))) <= 0)
                return kho_fail(err, KHO_IO, "cannot write the original: %s", strerror(errno));
        at += (uint64_t)got;
    }
    return KHO_OK;
}

enum kho_status
kho_original(const struct kho_document *doc, const struct kho_limits *limits, int out_fd,
             struct kho_err *err)
{
    struct kho_extract *unused = NULL;
    bool loaded = false;

    for (size_t i = 0; i < doc->n_places; i++) {
        const struct kho_place *p = &doc->places[i];
        char *path = strndup(p->input.p == NULL ? "" : p->input.p, p->input.n);
        int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK),
            found = -1;
        enum kho_status st;

        free(path);
        if (fd < 0)
            continue;
        if (p->member.n == 0) {
            found = fd;
        } else {
            if (!loaded)
                (void)kho_preload(&unused, NULL);
            loaded = true;
            found = fetch(fd, p->member, limits, err);
            (void)close(fd);
        }
        if (found < 0)
            continue;
        st = same(found, doc) ? copy(found, out_fd, doc->size, err) : KHO_NOTFOUND;
        (void)close(found);
        if (st != KHO_NOTFOUND) {
            kho_extract_close(unused);
            return st;
        }
    }
    kho_extract_close(unused);
    return kho_fail(err, KHO_NOTFOUND, "the original is not where it was, or has changed");
}
