/* worker.c - what the workers share; see worker.h. */
#include "worker.h"

#include "decode.h"
#include "fold.h"

#include <fcntl.h>
#include <iconv.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Measured: reading a text takes some 14 times its size, writing it (elsewhere) some 18 times. */
#define ROOM_PER_TEXT 64

size_t
kho_worker_room(const struct kho_limits *limits)
{
    return (size_t)limits->value[KHO_LIMITS_MEMORY];
}

uint64_t
kho_worker_text_max(const struct kho_limits *limits)
{
    int64_t by_memory = limits->value[KHO_LIMITS_MEMORY] / ROOM_PER_TEXT;
    int64_t max = limits->value[KHO_LIMITS_TEXT_BYTES];

    return (uint64_t)(max < by_memory ? max : by_memory);
}

int64_t
kho_worker_file_bytes(const struct kho_limits *limits)
{
    const int64_t member = limits->value[KHO_LIMITS_MEMBER_BYTES];
    const int64_t container = limits->value[KHO_LIMITS_CONTAINER_BYTES];
    const int64_t most = member > container ? member : container;

    return most < INT64_MAX ? most + 1 : most;
}

/* Walk a little file once, with a name no ASCII locale can hold. */
static void
warm_walk(void)
{
    struct kho_walk *w = NULL;
    struct kho_member m;
    struct kho_limits l;
    int fd = memfd_create("kho", MFD_CLOEXEC);

    kho_limits_default(&l);
    if (fd >= 0 && write(fd, "kho\n", 4) == 4 &&
        kho_walk_open(&w, fd, KHO_SV("kế hoạch"), &l, &(struct kho_walk_hooks){0}, NULL) == KHO_OK)
        while (kho_walk_next(w, &m, NULL) == KHO_OK)
            ;
    kho_walk_close(w);
    if (fd >= 0)
        (void)close(fd);
}

enum kho_status
kho_preload(struct kho_extract **out, struct kho_err *err)
{
    /* Converters and locales stay loaded while a handle is open, so these are never closed. */
    static const char *const charsets[] = {"UTF-16LE", "UTF-16BE", "CP1258", "CP1252", "CP437"};
    static struct {
        iconv_t converters[sizeof charsets / sizeof *charsets];
        locale_t locale;
    } kept;
    enum kho_status st = kho_extract_open(out, err);

    if (st == KHO_OK && kept.locale == (locale_t)0) {
        struct kho_arena *arena = kho_arena_new((size_t)1 << 24);
        struct kho_extracted x;
        struct kho_decoded d;
        const kho_sv decomposed = KHO_SV("Ke\xcc\x82\xcc\x81 hoa\xcc\xa3"
                                         "ch");

        (void)kho_decode(arena, decomposed, &d, NULL);
        (void)kho_decode(arena,
                         KHO_SV("K\xea\xec ho\xa1"
                                "ch"),
                         &d, NULL);
        (void)kho_fold_bare(arena, decomposed);
        (void)kho_text_compare(KHO_SV("ế"), KHO_SV("ê"));
        (void)kho_extract(*out, arena, decomposed, KHO_SV("a.txt"), 1000, &x, NULL);
        kho_arena_free(arena);
        kept.locale = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
        for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
            kept.converters[i] = iconv_open("UTF-8", charsets[i]);
        warm_walk();
    }
    return st;
}

bool
kho_body_take(struct kho_frame *f, struct kho_body *out)
{
    *out = (struct kho_body){.bytes = f->body};
    if (f->fd >= 0) {
        void *p = f->body.n == 0 ? NULL : mmap(NULL, f->body.n, PROT_READ, MAP_PRIVATE, f->fd, 0);

        (void)close(f->fd);
        f->fd = -1;
        if (p == MAP_FAILED)
            return false;
        *out = (struct kho_body){.bytes = {p, p == NULL ? 0 : f->body.n}, .mapped = p != NULL};
    }
    return true;
}

void
kho_body_drop(struct kho_body *b)
{
    union {
        const void *from;
        void *to;
    } p = {b->bytes.p};

    if (b->mapped)
        (void)munmap(p.to, b->bytes.n);
    *b = (struct kho_body){.mapped = false};
}

int
kho_body_into(int fd, kho_sv bytes)
{
    while (fd >= 0 && bytes.n > 0) {
        ssize_t r = write(fd, bytes.p, bytes.n);

        if (r <= 0) {
            (void)close(fd);
            return -1;
        }
        bytes = (kho_sv){bytes.p + r, bytes.n - (size_t)r};
    }
    return fd;
}

int
kho_body_file(kho_sv bytes)
{
    return kho_body_into(memfd_create("kho", MFD_CLOEXEC), bytes);
}

char *
kho_file_bytes(int fd, size_t n)
{
    char *p = malloc(n + 1);

    for (size_t at = 0; p != NULL && at < n;) {
        ssize_t got = pread(fd, p + at, n - at, (off_t)at);

        if (got <= 0) {
            free(p);
            return NULL;
        }
        at += (size_t)got;
    }
    return p;
}

int
kho_spool_file(const char *dir)
{
    char name[4096];
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0)
        return fd;
    /* Not every file system has files without a name. */
    if (snprintf(name, sizeof name, "%s/spool-XXXXXX", dir) < (int)sizeof name &&
        (fd = mkostemp(name, O_CLOEXEC)) >= 0) {
        (void)unlink(name);
        return fd;
    }
    return memfd_create("kho", MFD_CLOEXEC);
}

void
kho_document_bare(const struct kho_message_document *m, struct kho_place *place,
                  struct kho_document *doc)
{
    *place =
        (struct kho_place){.path = m->path, .input = m->input, .member = m->raw, .mtime = m->mtime};
    *doc = (struct kho_document){.id = m->id,
                                 .format = KHO_SV(""),
                                 .size = m->size,
                                 .places = place,
                                 .n_places = 1,
                                 .notes = m->notes};
}
