/* source.c - see source.h. */
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Small, so that a decoder's appetite can be told from what it was given (bombs). */
enum { PIECE = 65536 };

static size_t
read_at(int fd, int64_t at, void *p, size_t n)
{
    size_t done = 0;

    while (done < n) {
        ssize_t got = pread(fd, (char *)p + done, n - done, (off_t)(at + (int64_t)done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

size_t
kho_source_read(const struct kho_source *s, int64_t at, void *p, size_t n)
{
    if (at < 0 || at >= s->size || n == 0)
        return 0;
    if ((int64_t)n > s->size - at)
        n = (size_t)(s->size - at);
    if (s->fd >= 0)
        return read_at(s->fd, at, p, n);
    memcpy(p, s->mem + at, n);
    return n;
}

static size_t
read_source(const void *ctx, int64_t at, void *p, size_t n)
{
    return kho_source_read(ctx, at, p, n);
}

struct kho_mail_source
kho_source_mail(const struct kho_source *s)
{
    return (struct kho_mail_source){read_source, s};
}

int64_t
kho_source_find_zip(const struct kho_source *s, int64_t at)
{
    unsigned char buf[4096];
    size_t n;

    for (; (n = kho_source_read(s, at, buf, sizeof buf)) >= 4; at += (int64_t)n - 3)
        for (size_t i = 0; i + 4 <= n; i++)
            if (memcmp(buf + i, "PK\3\4", 4) == 0)
                return at + (int64_t)i;
    return -1;
}

static la_ssize_t
on_read(struct archive *a, void *ctx, const void **out)
{
    struct kho_source *s = ctx;
    int64_t left = s->size - s->pos;
    size_t n = left < PIECE ? (size_t)(left < 0 ? 0 : left) : PIECE;

    (void)a;
    if (s->prefixed && s->pos < KHO_SOURCE_PREFIX) {
        n = (size_t)(KHO_SOURCE_PREFIX - s->pos);
        *out = s->prefix + s->pos;
    } else {
        int64_t at = s->prefixed ? s->pos - KHO_SOURCE_PREFIX + s->offset : s->pos;

        if (s->fd < 0)
            *out = s->mem + at;
        else
            n = read_at(s->fd, at, s->buf, n);
        if (s->fd >= 0)
            *out = s->buf;
    }
    s->pos += (int64_t)n;
    return (la_ssize_t)n;
}

static la_int64_t
on_skip(struct archive *a, void *ctx, la_int64_t want)
{
    struct kho_source *s = ctx;
    int64_t left = s->size - s->pos;

    (void)a;
    if (want > left)
        want = left;
    if (want < 0)
        want = 0;
    s->pos += want;
    return want;
}

static la_int64_t
on_seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
    struct kho_source *s = ctx;
    int64_t base = whence == SEEK_END ? s->size : whence == SEEK_CUR ? s->pos : 0, to;

    (void)a;
    if (__builtin_add_overflow(base, offset, &to) || to < 0)
        return ARCHIVE_FATAL;
    s->pos = to > s->size ? s->size : to;
    return s->pos;
}

static void
enable(struct archive *a, enum kho_container kind, enum kho_source_how how)
{
    switch (kind) {
    case KHO_CONTAINER_ZIP:
        /* Never both: the second would quietly make do with a part of what the first cannot read.
         */
        if (how == KHO_SOURCE_SALVAGE)
            (void)archive_read_support_format_zip_streamable(a);
        else
            (void)archive_read_support_format_zip_seekable(a);
        return;
    case KHO_CONTAINER_7ZIP:
        (void)archive_read_support_format_7zip(a);
        return;
    case KHO_CONTAINER_RAR:
        (void)archive_read_support_format_rar(a);
        return;
    case KHO_CONTAINER_RAR5:
        (void)archive_read_support_format_rar5(a);
        return;
    case KHO_CONTAINER_CAB:
        (void)archive_read_support_format_cab(a);
        return;
    case KHO_CONTAINER_ISO:
        (void)archive_read_support_format_iso9660(a);
        return;
    case KHO_CONTAINER_CPIO:
        (void)archive_read_support_format_cpio(a);
        return;
    case KHO_CONTAINER_TAR:
        (void)archive_read_support_format_tar(a);
        return;
    case KHO_CONTAINER_GZIP:
        (void)archive_read_support_filter_gzip(a);
        break;
    case KHO_CONTAINER_BZIP2:
        (void)archive_read_support_filter_bzip2(a);
        break;
    case KHO_CONTAINER_XZ:
        (void)archive_read_support_filter_xz(a);
        break;
    case KHO_CONTAINER_LZMA:
        (void)archive_read_support_filter_lzma(a);
        break;
    case KHO_CONTAINER_ZSTD:
        (void)archive_read_support_filter_zstd(a);
        break;
    case KHO_CONTAINER_MAIL:
    case KHO_CONTAINER_NONE:
        return;
    }
    if (how != KHO_SOURCE_SINGLE)
        (void)archive_read_support_format_tar(a);
    (void)archive_read_support_format_raw(a);
    (void)archive_read_support_format_empty(a);
}

struct archive *
kho_source_open(struct kho_source *s, enum kho_container kind, enum kho_source_how how)
{
    struct archive *a = archive_read_new();

    if (how != KHO_SOURCE_SALVAGE)
        s->pos = 0;
    if (s->fd >= 0 && s->buf == NULL)
        s->buf = malloc(PIECE);
    if (a == NULL || (s->fd >= 0 && s->buf == NULL)) {
        (void)archive_read_free(a);
        return NULL;
    }
    enable(a, kind, how);
    (void)archive_read_set_read_callback(a, on_read);
    (void)archive_read_set_skip_callback(a, on_skip);
    (void)archive_read_set_seek_callback(a, on_seek);
    (void)archive_read_set_callback_data(a, s);
    (void)archive_read_open1(a);
    return a;
}

void
kho_source_close(struct kho_source *s)
{
    free(s->buf);
    s->buf = NULL;
}
