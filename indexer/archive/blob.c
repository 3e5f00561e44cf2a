/* blob.c - see blob.h. */
#include "blob.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FIRST = 65536 };

static bool
write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t got = write(fd, p, n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

/* Room for n more bytes in memory; false: no memory, nothing lost. */
static bool
grow(struct kho_blob *b, size_t n, size_t max)
{
    size_t want = b->cap == 0 ? FIRST : b->cap;
    char *p;

    while (want < (size_t)b->n + n)
        want *= 2;
    if (want > max)
        want = max;
    if (want <= b->cap)
        return true;
    p = realloc(b->p, want);
    if (p == NULL)
        return false;
    b->p = p;
    b->cap = want;
    return true;
}

enum kho_status
kho_blob_put(struct kho_blob *b, const struct kho_walk_hooks *hooks, const void *p, size_t n,
             struct kho_err *err)
{
    size_t max = hooks->memory_bytes;

    if (b->out >= 0 || b->drop) {
        if (!b->drop && !write_all(b->out, p, n))
            return kho_fail(err, KHO_IO, "writing a member: %s", strerror(errno));
        b->n += (int64_t)n;
        return KHO_OK;
    }
    if (b->fd < 0 && (uint64_t)b->n + n > max) {
        b->fd = hooks->spool == NULL ? -1 : hooks->spool(hooks->ctx);
        if (b->fd < 0) {
            n = max - (size_t)b->n;
            if (!grow(b, n, max))
                return kho_fail(err, KHO_NOMEM, "unpacking a member");
            memcpy(b->p + b->n, p, n);
            b->n += (int64_t)n;
            return KHO_LIMIT;
        }
        if (!write_all(b->fd, b->p, (size_t)b->n)) {
            (void)close(b->fd);
            b->fd = -1;
            return KHO_LIMIT; /* what is in memory stays */
        }
    }
    if (b->fd >= 0) {
        if (!write_all(b->fd, p, n))
            return KHO_LIMIT; /* the disk is full */
    } else {
        if (!grow(b, n, max))
            return kho_fail(err, KHO_NOMEM, "unpacking a member");
        if (n > 0)
            memcpy(b->p + b->n, p, n);
    }
    b->n += (int64_t)n;
    return KHO_OK;
}

enum kho_status
kho_blob_zero(struct kho_blob *b, const struct kho_walk_hooks *hooks, size_t n, struct kho_err *err)
{
    static const char zeros[4096];
    enum kho_status st = KHO_OK;

    for (size_t piece; n > 0 && st == KHO_OK; n -= piece) {
        piece = n < sizeof zeros ? n : sizeof zeros;
        st = kho_blob_put(b, hooks, zeros, piece, err);
    }
    return st;
}

enum kho_status
kho_blob_view(struct kho_blob *b, kho_sv *out, struct kho_err *err)
{
    if (b->fd >= 0 && b->mapped == 0) {
        void *p = mmap(NULL, (size_t)b->n, PROT_READ, MAP_PRIVATE, b->fd, 0);

        if (p == MAP_FAILED)
            return kho_fail(err, KHO_NOMEM, "mapping %lld bytes: %s", (long long)b->n,
                            strerror(errno));
        free(b->p);
        b->p = p;
        b->cap = 0;
        b->mapped = (size_t)b->n;
    }
    *out = b->n == 0 ? (kho_sv){"", 0} : (kho_sv){b->p, (size_t)b->n};
    return KHO_OK;
}

struct kho_source
kho_blob_source(const struct kho_blob *b)
{
    return (struct kho_source){
        .fd = b->fd, .mem = (const unsigned char *)(b->n == 0 ? "" : b->p), .size = b->n};
}

void
kho_blob_reset(struct kho_blob *b)
{
    if (b->mapped > 0) {
        (void)munmap(b->p, b->mapped);
        b->p = NULL;
    }
    if (b->fd >= 0)
        (void)close(b->fd);
    b->mapped = 0;
    b->n = 0;
    b->fd = -1;
    b->out = -1;
    b->drop = false;
}

void
kho_blob_free(struct kho_blob *b)
{
    kho_blob_reset(b);
    free(b->p);
    *b = KHO_BLOB_EMPTY;
}
