/* level.c - see level.h. */
#include "level.h"

#include "name.h"

#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static locale_t utf8_locale;

static void
load_locale(void)
{
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    tzset(); /* zip times are local times */
}

enum kho_status
kho_walk_preload(struct kho_err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, load_locale);
    return utf8_locale == (locale_t)0 ? kho_fail(err, KHO_IO, "no C.UTF-8 locale") : KHO_OK;
}

enum kho_status
kho_level_locale(locale_t *old, struct kho_err *err)
{
    enum kho_status st = kho_walk_preload(err);

    if (st == KHO_OK)
        *old = uselocale(utf8_locale);
    return st;
}

static double
cpu_seconds(void)
{
    struct timespec t = {.tv_sec = 0};

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum kho_status
kho_level_start(struct kho_walk **out, int fd, const struct kho_limits *limits,
                const struct kho_walk_hooks *hooks, struct kho_err *err)
{
    enum { MEMORY = 1 << 20 };
    struct kho_walk *w = calloc(1, sizeof *w);

    *out = NULL;
    if (w == NULL)
        return kho_fail(err, KHO_NOMEM, "opening a file to walk");
    w->fd = fd;
    w->limits = *limits;
    w->began = cpu_seconds();
    w->blob = w->skipped = KHO_BLOB_EMPTY;
    if (hooks != NULL)
        w->hooks = *hooks;
    else
        w->hooks.memory_bytes = (size_t)limits->value[KHO_LIMITS_MEMBER_BYTES] + 1;
    if (w->hooks.memory_bytes == 0)
        w->hooks.memory_bytes = MEMORY;
    *out = w;
    return KHO_OK;
}

bool
kho_level_late(struct kho_walk *w)
{
    if (cpu_seconds() - w->began <= (double)w->limits.value[KHO_LIMITS_INPUT_SECONDS])
        return false;
    for (w->stop = w->top; w->stop->outer != NULL;)
        w->stop = w->stop->outer;
    w->stop_note = LIMITED(TIMEOUT, INPUT_SECONDS);
    return true;
}

enum kho_status
kho_level_stat(struct kho_walk *w, struct kho_err *err)
{
    struct stat sb;

    if (fstat(w->fd, &sb) != 0)
        return kho_fail(err, KHO_IO, "reading a file: %s", strerror(errno));
    if (!S_ISREG(sb.st_mode))
        return kho_fail(err, KHO_IO, "not a regular file");
    w->size = sb.st_size;
    w->mtime = sb.st_mtime;
    return KHO_OK;
}

static void
free_level(struct kho_level *l)
{
    if (l->a != NULL)
        (void)archive_read_free(l->a);
    kho_mail_close(l->mail);
    kho_source_close(&l->src);
    kho_blob_free(&l->blob);
    kho_buf_free(&l->path);
    kho_buf_free(&l->raw);
    free(l);
}

void
kho_level_pop(struct kho_walk *w)
{
    struct kho_level *l = w->top;

    w->top = l->outer;
    w->depth--;
    free_level(l);
}

void
kho_walk_close(struct kho_walk *w)
{
    if (w == NULL)
        return;
    while (w->top != NULL)
        kho_level_pop(w);
    kho_blob_free(&w->blob);
    kho_blob_free(&w->skipped);
    kho_buf_free(&w->name);
    kho_buf_free(&w->path);
    kho_buf_free(&w->raw);
    free(w);
}

enum kho_status
kho_level_push(struct kho_walk *w, enum kho_container kind, struct kho_blob *blob,
               struct kho_err *err)
{
    struct kho_level *l = calloc(1, sizeof *l);
    unsigned char magic[4];

    if (l == NULL)
        return kho_fail(err, KHO_NOMEM, "opening a container");
    l->blob = KHO_BLOB_EMPTY;
    l->kind = kind;
    if (blob != NULL) {
        l->blob = *blob;
        *blob = KHO_BLOB_EMPTY;
        l->src = kho_blob_source(&l->blob);
    } else {
        l->src = (struct kho_source){.fd = w->fd, .size = w->size};
    }
    kho_buf_sv(&l->path, kho_buf_view(&w->path));
    kho_buf_sv(&l->raw, kho_buf_view(&w->raw));
    l->raw_name = w->raw_name;
    l->outer = w->top;
    w->top = l;
    w->depth++;
    if (l->path.st != KHO_OK || l->raw.st != KHO_OK)
        return kho_fail(err, KHO_NOMEM, "opening a container");
    if (kind == KHO_CONTAINER_MAIL) {
        const struct kho_mail_source s = kho_source_mail(&l->src);

        return kho_mail_open(&l->mail, &s, err);
    }
    if (kho_sniff_dictionary(&l->src, kind) > (uint64_t)w->limits.value[KHO_LIMITS_DICTIONARY]) {
        l->notes |= LIMITED(BUDGET, DICTIONARY);
        return KHO_OK;
    }
    if (kind == KHO_CONTAINER_ZIP && kho_source_read(&l->src, 0, magic, 4) == 4 &&
        memcmp(magic, "PK\5\6", 4) == 0)
        return KHO_OK; /* an empty zip, which libarchive does not accept */
    l->streamed = kind == KHO_CONTAINER_ZIP && !kho_sniff_zip_whole(&l->src);
    if (l->streamed) {
        int64_t at = kho_source_find_zip(&l->src, 0);

        l->notes |= NOTE(DAMAGED);
        l->base = l->src.pos = at < 0 ? l->src.size : at;
    }
    l->a = kho_source_open(&l->src, kind, l->streamed ? KHO_SOURCE_SALVAGE : KHO_SOURCE_USUAL);
    return l->a == NULL ? kho_fail(err, KHO_NOMEM, "opening a container") : KHO_OK;
}

/* Why libarchive gave up. */
static uint64_t
reason(struct archive *a)
{
    const char *s = archive_error_string(a);

    if (archive_errno(a) == ENOMEM)
        return LIMITED(BUDGET, MEMORY); /* asks for more memory than a worker has */
    /* Asked of a handle that recognised no format, libarchive 3.6 reads behind its table of
     * formats. */
    if ((archive_format(a) != 0 && archive_read_has_encrypted_entries(a) == 1) ||
        (s != NULL && strstr(s, "ncrypt") != NULL))
        return NOTE(ENCRYPTED);
    return NOTE(DAMAGED);
}

static int
reopen(struct kho_level *l, enum kho_source_how how, struct archive_entry **e)
{
    (void)archive_read_free(l->a);
    l->a = kho_source_open(&l->src, l->kind, how);
    return l->a == NULL ? ARCHIVE_FATAL : archive_read_next_header(l->a, e);
}

/* libarchive gives a zip up at the first broken header; the members behind it have headers, too. */
static int
salvage(struct kho_level *l, struct archive_entry **e)
{
    enum { TRIES = 100 };
    int r = ARCHIVE_FATAL;

    while (l->a != NULL && r < ARCHIVE_WARN && l->salvaged++ < TRIES) {
        int64_t at = l->base + archive_filter_bytes(l->a, -1);

        if (l->index == 0 && !l->streamed) /* the directory itself is broken */
            at = 0;
        else if (at <= l->base) /* never the same twice */
            at = l->base + 1;
        at = kho_source_find_zip(&l->src, at);
        if (at < 0)
            return ARCHIVE_EOF;
        l->streamed = true;
        l->base = l->src.pos = at;
        r = reopen(l, KHO_SOURCE_SALVAGE, e);
    }
    return r;
}

bool
kho_level_is_single(const struct kho_level *l)
{
    return l->kind >= KHO_CONTAINER_GZIP && archive_format(l->a) == ARCHIVE_FORMAT_RAW;
}

/* Of the container on top, as what it is in has it; empty where a member is fetched. */
static kho_sv
container_name(const struct kho_walk *w)
{
    const struct kho_level *l = w->top;

    if (l->outer == NULL)
        return kho_buf_view(&w->name);
    return l->raw.n == 0 ? KHO_SV("") : (kho_sv){l->raw.p + l->raw_name, l->raw.n - l->raw_name};
}

static kho_sv
name_of(const struct kho_walk *w, struct archive_entry *e)
{
    const char *name = archive_entry_pathname(e);

    if (kho_level_is_single(w->top))
        return kho_name_unpacked(container_name(w));
    if (name == NULL)
        name = archive_entry_pathname_utf8(e);
    return kho_sv_from(name == NULL ? "" : name);
}

/* The next of its parts that is a file.  Parts are counted over all, so that what becomes of one
 * does not change where the others are found again. */
static enum kho_status
mail_header(struct kho_level *l, struct kho_entry *e, struct kho_err *err)
{
    struct kho_mail_part part;
    enum kho_status st;

    do
        st = kho_mail_next(l->mail, &part, err);
    while (st == KHO_OK && part.role != KHO_MAIL_MEMBER);
    if (st != KHO_OK)
        return st;
    l->index = part.index + 1;
    *e = (struct kho_entry){
        .name = part.name, .mtime = kho_mail_time(l->mail), .size = -1, .file = true};
    return KHO_OK;
}

static int
next_header(struct kho_walk *w, struct archive_entry **e)
{
    struct kho_level *l = w->top;
    int r = l->a == NULL ? ARCHIVE_EOF : archive_read_next_header(l->a, e);

    if (r == ARCHIVE_RETRY)
        r = archive_read_next_header(l->a, e);
    if (r == ARCHIVE_EOF && l->a != NULL && l->index == 0 && l->kind >= KHO_CONTAINER_GZIP)
        r = reopen(l, KHO_SOURCE_SINGLE, e); /* zeros look like the end of a tar */
    if (r == ARCHIVE_EOF && l->a != NULL && l->index == 0 && l->kind == KHO_CONTAINER_ZIP &&
        !l->streamed && kho_source_find_zip(&l->src, 0) >= 0)
        r = ARCHIVE_FATAL;                  /* a directory of nothing: it lies, there are members */
    if (r < ARCHIVE_WARN && l->a != NULL) { /* a warning is not the end of the archive */
        /* Zips encrypt members, never their headers; and what is done must not depend on notes,
         * so that fetching goes the same way as the walk. */
        l->notes |= l->kind == KHO_CONTAINER_ZIP ? NOTE(DAMAGED) : reason(l->a);
        if (l->kind == KHO_CONTAINER_ZIP)
            r = salvage(l, e);
        else if (kho_level_regain(w, e))
            r = archive_read_next_header(l->a, e);
    }
    return r;
}

enum kho_status
kho_level_header(struct kho_walk *w, struct kho_entry *e, struct kho_err *err)
{
    struct archive_entry *a;
    int r;

    if (w->top->mail != NULL)
        return mail_header(w->top, e, err);
    r = next_header(w, &a);
    if (r == ARCHIVE_EOF || r < ARCHIVE_WARN)
        return KHO_DONE;
    w->top->index++;
    *e = (struct kho_entry){
        .name = name_of(w, a),
        .mtime = archive_entry_mtime_is_set(a) ? (int64_t)archive_entry_mtime(a) : 0,
        .size = archive_entry_size_is_set(a) ? (int64_t)archive_entry_size(a) : -1,
        .file = archive_entry_filetype(a) == AE_IFREG && archive_entry_hardlink(a) == NULL,
        .encrypted = archive_entry_is_encrypted(a) != 0};
    return KHO_OK;
}
