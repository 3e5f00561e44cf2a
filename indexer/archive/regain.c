/* regain.c - what a cut or damaged gzip file still holds.
 *
 * libarchive's gzip filter hands on 64 KB at a time and loses them when the file ends within: of a
 * small tar.gz nothing is left.  Its zip reader gives all it could inflate, so the stream is read
 * again as the one member of a zip without a directory, and the container goes on from there.
 */
#include "level.h"

#include <stdlib.h>
#include <string.h>

enum {
    GZIP_HEADER = 10,
    FLAG_CRC = 2,
    FLAG_EXTRA = 4,
    FLAG_NAME = 8,
    FLAG_COMMENT = 16,
    HEADER_MAX = 4096, /* bytes of gzip header that are searched for its end */
    FLOOR = 16 << 20
};

/* Where the compressed data begins; 0: not to be found. */
static int64_t
data_start(const struct kho_source *s)
{
    unsigned char p[HEADER_MAX];
    size_t n = kho_source_read(s, 0, p, sizeof p), at = GZIP_HEADER;

    if (n < GZIP_HEADER)
        return 0;
    if ((p[3] & FLAG_EXTRA) != 0 && at + 2 <= n)
        at += 2 + ((size_t)p[at] | (size_t)p[at + 1] << 8);
    for (int flag = FLAG_NAME; flag <= FLAG_COMMENT; flag *= 2)
        if ((p[3] & flag) != 0) {
            while (at < n && p[at] != 0)
                at++;
            at++;
        }
    if ((p[3] & FLAG_CRC) != 0)
        at += 2;
    return at < n ? (int64_t)at : 0;
}

/* A zip's local header: one deflated member to the end of the file. */
static void
local_header(unsigned char h[KHO_SOURCE_PREFIX], int64_t size)
{
    uint32_t n = size > UINT32_MAX - 1 ? UINT32_MAX - 1 : (uint32_t)size;
    static const unsigned char start[] = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0};

    memset(h, 0, KHO_SOURCE_PREFIX);
    memcpy(h, start, sizeof start);
    for (int i = 0; i < 4; i++)
        h[18 + i] = h[22 + i] = (unsigned char)(n >> (8 * i));
    h[26] = 1; /* length of the name */
    h[30] = 'x';
}

/* Everything that can be inflated, within the limits. */
static void
inflate_all(struct kho_walk *w, struct kho_source *s, struct kho_blob *out)
{
    struct archive *a = kho_source_open(s, KHO_CONTAINER_ZIP, KHO_SOURCE_SALVAGE);
    int64_t ratio = w->limits.value[KHO_LIMITS_RATIO], most = INT64_MAX;
    struct archive_entry *e;
    const void *p;
    size_t n = 1;
    la_int64_t at;
    int r = a == NULL ? ARCHIVE_FATAL : archive_read_next_header(a, &e);

    if (s->size < (INT64_MAX - FLOOR) / (ratio + 1))
        most = s->size * ratio + FLOOR;
    while (r >= ARCHIVE_WARN && r != ARCHIVE_EOF && n > 0 && out->n < most) {
        r = archive_read_data_block(a, &p, &n, &at);
        if (r < ARCHIVE_WARN || r == ARCHIVE_EOF ||
            kho_blob_put(out, &w->hooks, p, n, NULL) != KHO_OK)
            break;
    }
    if (a != NULL)
        (void)archive_read_free(a);
}

bool
kho_level_regain(struct kho_walk *w, struct archive_entry **e)
{
    struct kho_level *l = w->top;
    struct kho_source s = {.fd = l->src.fd, .mem = l->src.mem, .size = l->src.size};
    struct kho_blob blob = KHO_BLOB_EMPTY;
    unsigned char head[KHO_SNIFF_HEAD];
    bool tar;
    uint32_t i;

    s.offset = data_start(&l->src);
    if (l->kind != KHO_CONTAINER_GZIP || l->regained || s.offset == 0)
        return false;
    l->regained = true;
    s.prefixed = true;
    s.size = l->src.size - s.offset + KHO_SOURCE_PREFIX;
    local_header(s.prefix, l->src.size - s.offset);
    inflate_all(w, &s, &blob);
    kho_source_close(&s);
    (void)archive_read_free(l->a);
    kho_source_close(&l->src);
    kho_blob_free(&l->blob);
    l->blob = blob;
    l->src = kho_blob_source(&l->blob);
    tar = kho_sniff_head(head, kho_source_read(&l->src, 0, head, sizeof head)) == KHO_CONTAINER_TAR;
    if (tar)
        l->kind = KHO_CONTAINER_TAR;
    l->a = l->src.size == 0
               ? NULL
               : kho_source_open(&l->src, l->kind, tar ? KHO_SOURCE_USUAL : KHO_SOURCE_SINGLE);
    for (i = 0; l->a != NULL && i < l->index; i++)
        if (archive_read_next_header(l->a, e) < ARCHIVE_WARN)
            break;
    if (l->a != NULL && i == l->index)
        return true;
    /* What lies behind is lost, and no reader is left to say so. */
    l->notes |= (uint64_t)1 << KHO_NOTES_DAMAGED;
    return false;
}
