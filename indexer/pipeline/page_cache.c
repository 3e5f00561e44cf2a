/* page_cache.c - see page_cache.h. */
#include "page_cache.h"

#include "hash.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC     "kho ocr 1\n"
#define FILE_MAX  ((off_t)64 << 20)
#define ARENA     ((size_t)1 << 20)
#define ID_DIGITS ((size_t)KHO_ID_SIZE - 1)

/*
 *   MAGIC, version, '\n', records
 *   record: ID_DIGITS hex digits of the digest of what follows | length of fields, of text, 32 bits
 * each | fields | text
 */
enum { HEAD = 8 };

static bool
path_of(char *to, size_t cap, const char *db, kho_sv id)
{
    int n;

    if (id.n > ID_DIGITS || memchr(id.p, '/', id.n) != NULL || memchr(id.p, '.', id.n) != NULL)
        return false;
    n = snprintf(to, cap, "%s/ocr%s%.*s", db, id.n > 0 ? "/" : "", KHO_SV_FMT(id));
    return n > 0 && (size_t)n < cap;
}

static uint32_t
number(const char *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

/* All of a file; p NULL: there is none, or it is too large. */
static kho_sv
slurp(int fd)
{
    struct stat st;
    kho_sv s = {NULL, 0};
    char *p;

    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size <= 0 || st.st_size > FILE_MAX ||
        (p = malloc((size_t)st.st_size)) == NULL)
        return s;
    while (s.n < (size_t)st.st_size) {
        ssize_t r = pread(fd, p + s.n, (size_t)st.st_size - s.n, (off_t)s.n);

        if (r <= 0)
            break;
        s.n += (size_t)r;
    }
    s.p = p;
    return s;
}

static void
drop(kho_sv s)
{
    union {
        const void *from;
        void *to;
    } p = {s.p};

    free(p.to);
}

/* Behind the head of a file of this version; 0: it is of another. */
static size_t
begin_of(kho_sv file, kho_sv version)
{
    const size_t magic = sizeof MAGIC - 1, head = magic + version.n + 1;

    if (file.n < head || memcmp(file.p, MAGIC, magic) != 0 ||
        memcmp(file.p + magic, version.p, version.n) != 0 || file.p[head - 1] != '\n')
        return 0;
    return head;
}

struct record {
    kho_sv fields, text;
};

/* The record at *at, which moves behind it.  False: no whole one is there. */
static bool
next(kho_sv file, size_t *at, struct record *r)
{
    char id[KHO_ID_SIZE];
    const char *p = file.p + *at;
    size_t left = file.n - *at, fields, text;
    kho_sv digest;

    if (left < ID_DIGITS + HEAD)
        return false;
    fields = number(p + ID_DIGITS);
    text = number(p + ID_DIGITS + 4);
    left -= ID_DIGITS + HEAD;
    if (fields > left || text > left - fields)
        return false;
    digest = kho_hash_bytes((kho_sv){p + ID_DIGITS, HEAD + fields + text}, id);
    if (memcmp(digest.p, p, ID_DIGITS) != 0)
        return false;
    r->fields = (kho_sv){p + ID_DIGITS + HEAD, fields};
    r->text = (kho_sv){r->fields.p + fields, text};
    *at += ID_DIGITS + HEAD + fields + text;
    return true;
}

/* Where the next record goes: behind the last whole one. */
static off_t
end_of(kho_sv file, kho_sv version)
{
    size_t at = begin_of(file, version);
    struct record r;

    while (at > 0 && next(file, &at, &r))
        ;
    return (off_t)at;
}

static bool
write_at(int fd, off_t at, kho_sv s)
{
    while (s.n > 0) {
        ssize_t r = pwrite(fd, s.p, s.n, at);

        if (r <= 0)
            return false;
        at += r;
        s = (kho_sv){s.p + r, s.n - (size_t)r};
    }
    return true;
}

static void
make_record(struct kho_buf *out, const struct kho_message_page *m, kho_sv text)
{
    struct kho_buf rest = {.p = NULL}, fields = {.p = NULL};
    char id[KHO_ID_SIZE];
    uint32_t n;

    kho_message_pack(KHO_FRAME_PAGE, m, &fields);
    n = (uint32_t)fields.n;
    kho_buf_put(&rest, &n, sizeof n);
    n = (uint32_t)text.n;
    kho_buf_put(&rest, &n, sizeof n);
    kho_buf_sv(&rest, kho_buf_view(&fields));
    kho_buf_sv(&rest, text);
    kho_buf_sv(out, kho_hash_bytes(kho_buf_view(&rest), id));
    kho_buf_sv(out, kho_buf_view(&rest));
    if (rest.st != KHO_OK || fields.st != KHO_OK)
        out->st = KHO_NOMEM;
    kho_buf_free(&rest);
    kho_buf_free(&fields);
}

void
kho_page_cache_put(const char *db, kho_sv id, kho_sv version, const struct kho_message_page *m,
                   kho_sv text)
{
    char path[4096];
    struct kho_buf out = {.limit = (size_t)FILE_MAX};
    kho_sv file;
    off_t at;
    int fd;

    if (id.n != ID_DIGITS || text.n > KHO_FRAME_BODY_MAX ||
        !path_of(path, sizeof path, db, KHO_SV("")))
        return;
    (void)mkdir(path, 0777);
    if (!path_of(path, sizeof path, db, id) ||
        (fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)) < 0)
        return;
    file = slurp(fd);
    at = file.p == NULL ? 0 : end_of(file, version);
    drop(file);
    if (at == 0) {
        kho_buf_str(&out, MAGIC);
        kho_buf_sv(&out, version);
        kho_buf_char(&out, '\n');
    }
    make_record(&out, m, text);
    /* What a full disk leaves of a record is not taken for one. */
    if (out.st == KHO_OK && ftruncate(fd, at) == 0)
        (void)write_at(fd, at, kho_buf_view(&out));
    kho_buf_free(&out);
    (void)close(fd);
}

void
kho_page_cache_each(const char *db, kho_sv id, kho_sv version,
                    void (*each)(void *to, const struct kho_message_page *m, kho_sv text), void *to)
{
    char path[4096];
    struct kho_arena *arena;
    struct record r;
    kho_sv file;
    size_t at;
    int fd;

    if (id.n != ID_DIGITS || !path_of(path, sizeof path, db, id) ||
        (fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) < 0)
        return;
    file = slurp(fd);
    (void)close(fd);
    arena = kho_arena_new(ARENA);
    at = file.p == NULL ? 0 : begin_of(file, version);
    while (at > 0 && next(file, &at, &r)) {
        struct kho_message_page m;

        kho_arena_reset(arena);
        if (kho_message_unpack(KHO_FRAME_PAGE, r.fields, arena, &m))
            each(to, &m, r.text);
    }
    kho_arena_free(arena);
    drop(file);
}

void
kho_page_cache_clean(const char *db, bool (*lives)(void *ctx, kho_sv id), void *ctx)
{
    char path[4096];
    struct dirent *e;
    DIR *d;

    if (!path_of(path, sizeof path, db, KHO_SV("")) || (d = opendir(path)) == NULL)
        return;
    while ((e = readdir(d)) != NULL) {
        const kho_sv id = kho_sv_from(e->d_name);

        if (id.n == ID_DIGITS && !lives(ctx, id) && path_of(path, sizeof path, db, id))
            (void)unlink(path);
    }
    (void)closedir(d);
}
