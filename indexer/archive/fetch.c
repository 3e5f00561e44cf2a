/* fetch.c - one member again, by its raw path. */
#include "level.h"

#include <locale.h>
#include <stdlib.h>

/* "12:name" -> 12 and name. */
static bool
parse_step(kho_sv s, uint32_t *index, kho_sv *name)
{
    uint64_t n = 0;
    size_t i = 0;

    while (i < s.n && i < 10 && s.p[i] >= '0' && s.p[i] <= '9')
        n = n * 10 + (uint64_t)(s.p[i++] - '0');
    if (i == 0 || i >= s.n || s.p[i] != ':' || n >= UINT32_MAX)
        return false;
    *index = (uint32_t)n;
    *name = (kho_sv){s.p + i + 1, s.n - i - 1};
    return true;
}

/* Stand on that entry of the container on top. */
static enum kho_status
seek_entry(struct kho_walk *w, uint32_t index, kho_sv name, struct kho_err *err)
{
    struct kho_entry e;
    enum kho_status st = KHO_OK;
    uint64_t notes = 0;

    while (st == KHO_OK && (st = kho_level_header(w, &e, err)) == KHO_OK) {
        if (w->top->index - 1 == index)
            /* A compressed file's member is named after the file, which may be called anything now.
             */
            return kho_level_is_single(w->top) || kho_sv_eq(e.name, name)
                       ? KHO_OK
                       : kho_fail(err, KHO_NOTFOUND, "the archive has changed");
        /* Where the next header is found depends on what was read: do as the walk did. */
        if (w->top->streamed && e.file && !e.encrypted) {
            kho_blob_reset(&w->skipped);
            w->skipped.drop = true;
            st = kho_level_unpack(w, false, &w->skipped, &notes, err);
            if (w->stop != NULL)
                break;
        }
    }
    if (st != KHO_OK && st != KHO_DONE)
        return st;
    return kho_fail(err, KHO_NOTFOUND, "no such member in the archive");
}

/* The input is the container, or what was unpacked last. */
static enum kho_status
descend(struct kho_walk *w, struct kho_err *err)
{
    struct kho_source src = w->top == NULL ? (struct kho_source){.fd = w->fd, .size = w->size}
                                           : kho_blob_source(&w->blob);
    enum kho_container kind = kho_sniff(&src);

    if (kind == KHO_CONTAINER_NONE || w->depth >= (uint64_t)w->limits.value[KHO_LIMITS_DEPTH])
        return kho_fail(err, KHO_NOTFOUND, "the archive has changed");
    return kho_level_push(w, kind, w->top == NULL ? NULL : &w->blob, err);
}

static enum kho_status
copy_input(struct kho_walk *w, int out_fd, struct kho_err *err)
{
    enum { PIECE = 65536 };
    struct kho_source src = {.fd = w->fd, .size = w->size};
    char *buf = malloc(PIECE);
    enum kho_status st = buf == NULL ? kho_fail(err, KHO_NOMEM, "reading a file") : KHO_OK;

    w->blob.out = out_fd;
    for (int64_t at = 0; st == KHO_OK && at < w->size;) {
        size_t n = kho_source_read(&src, at, buf, PIECE);

        if (n == 0)
            st = kho_fail(err, KHO_DATA, "the file has become shorter");
        else
            st = kho_blob_put(&w->blob, &w->hooks, buf, n, err);
        at += (int64_t)n;
    }
    free(buf);
    return st;
}

/* What the notes of unpacking mean for someone who wants the bytes. */
static enum kho_status
judge(uint64_t notes, struct kho_err *err)
{
    if ((notes & (NOTE(BOMB) | NOTE(BUDGET) | NOTE(TRUNCATED))) != 0)
        return kho_fail(err, KHO_LIMIT, "the member is beyond the limits");
    if ((notes & NOTE(ENCRYPTED)) != 0)
        return kho_fail(err, KHO_DATA, "the member is encrypted");
    return (notes & NOTE(DAMAGED)) != 0 ? kho_fail(err, KHO_DATA, "the member is damaged") : KHO_OK;
}

static enum kho_status
fetch(struct kho_walk *w, kho_sv raw, int out_fd, struct kho_err *err)
{
    enum kho_status st = KHO_OK;
    uint64_t notes = 0;

    for (kho_sv rest = raw, step; st == KHO_OK && kho_sv_next(&rest, '\0', &step);) {
        uint32_t index = 0;
        kho_sv name;

        if (!parse_step(step, &index, &name))
            return kho_fail(err, KHO_NOTFOUND, "not the raw path of a member");
        notes &= ~(NOTE(DAMAGED) | NOTE(TRUNCATED)); /* a container cut behind the member serves */
        st = judge(notes, err);
        if (st == KHO_OK)
            st = descend(w, err);
        if (st == KHO_OK)
            st = seek_entry(w, index, name, err);
        if (st != KHO_OK)
            return st;
        kho_blob_reset(&w->blob);
        w->blob.out = rest.p == NULL ? out_fd : -1;
        st = kho_level_unpack(w, rest.p == NULL, &w->blob, &notes, err);
    }
    return st == KHO_OK ? judge(notes, err) : st;
}

enum kho_status
kho_walk_fetch(int fd, kho_sv raw, const struct kho_limits *limits,
               const struct kho_walk_hooks *hooks, int out_fd, struct kho_err *err)
{
    struct kho_walk *w;
    locale_t old = (locale_t)0;
    enum kho_status st = kho_level_start(&w, fd, limits, hooks, err);

    if (st != KHO_OK)
        return st;
    st = kho_level_locale(&old, err);
    if (st == KHO_OK) {
        st = kho_level_stat(w, err);
        if (st == KHO_OK)
            st = raw.n == 0 ? copy_input(w, out_fd, err) : fetch(w, raw, out_fd, err);
        (void)uselocale(old);
    }
    kho_walk_close(w);
    return st;
}
