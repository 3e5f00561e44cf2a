/* scan.c - see scan.h. */
#include "scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct folder {
    char *path, *name; /* as in kho_scan_entry */
    char **files;      /* sorted */
    size_t n, at;
    struct folder *up;
};

struct root {
    char *path; /* absolute; NULL: does not exist */
    const char *given;
};

struct kho_scan {
    struct root *roots;
    size_t n_roots, at;
    struct folder *open; /* innermost */
    dev_t skip_dev;
    ino_t skip_ino;
    bool skip;
    char *path, *name; /* of the last entry */
    size_t root_name;  /* bytes of name that are the folder that was given, with '/' */
    const struct kho_filter *filter;
    struct kho_arena *scratch; /* of the filter */
};

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of files");
}

/* A path that does not exist (any more): its folder resolved, so that the ledger knows it by the
 * same name. */
static char *
resolve_missing(const char *given)
{
    const char *slash = strrchr(given, '/');
    char *folder = NULL, *path = NULL;

    if (slash != NULL && slash[1] == '\0')
        return NULL;
    if (slash == NULL) {
        folder = realpath(".", NULL);
        slash = given - 1;
    } else {
        char *parent = strndup(given, slash == given ? 1 : (size_t)(slash - given));

        folder = parent == NULL ? NULL : realpath(parent, NULL);
        free(parent);
    }
    if (folder != NULL &&
        asprintf(&path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, slash + 1) < 0)
        path = NULL;
    free(folder);
    return path;
}

enum kho_status
kho_scan_open(struct kho_scan **out, const char *const *paths, size_t n, const char *skip,
              const struct kho_filter *filter, struct kho_err *err)
{
    struct kho_scan *s = calloc(1, sizeof *s);
    struct stat st;
    size_t exist = 0;

    *out = NULL;
    if (s == NULL || (s->roots = calloc(n + 1, sizeof *s->roots)) == NULL) {
        free(s);
        return no_memory(err);
    }
    if (skip != NULL && stat(skip, &st) == 0) {
        s->skip = true;
        s->skip_dev = st.st_dev;
        s->skip_ino = st.st_ino;
    }
    s->filter = filter;
    s->scratch = kho_arena_new((size_t)1 << 20);
    s->n_roots = n;
    for (size_t i = 0; i < n; i++) {
        s->roots[i].given = paths[i];
        s->roots[i].path = realpath(paths[i], NULL);
        if (s->roots[i].path == NULL)
            s->roots[i].path = resolve_missing(paths[i]);
        else
            exist++;
    }
    if (exist == 0) {
        kho_scan_close(s);
        return kho_fail(err, KHO_NOTFOUND, "'%s'", n > 0 ? paths[0] : "");
    }
    *out = s;
    return KHO_OK;
}

static void
pop(struct kho_scan *s)
{
    struct folder *f = s->open;

    s->open = f->up;
    for (size_t i = 0; i < f->n; i++)
        free(f->files[i]);
    free(f->files);
    free(f->path);
    free(f->name);
    free(f);
}

void
kho_scan_close(struct kho_scan *s)
{
    if (s == NULL)
        return;
    while (s->open != NULL)
        pop(s);
    for (size_t i = 0; i < s->n_roots; i++)
        free(s->roots[i].path);
    free(s->roots);
    kho_arena_free(s->scratch);
    free(s->path);
    free(s->name);
    free(s);
}

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* gcc 12 loses sight of what a list keeps once realloc has moved it, and calls the names leaked. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
/* All names in a folder, sorted.  False: errno says why. */
static bool
list(struct folder *f)
{
    int fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *e;
    char *name;
    size_t cap = 0;
    int problem;

    if (d == NULL) {
        problem = errno;
        if (fd >= 0)
            (void)close(fd);
        errno = problem;
        return false;
    }
    while (errno = 0, (e = readdir(d)) != NULL) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (f->n == cap) {
            char **q = realloc(f->files, (cap = cap == 0 ? 64 : cap * 2) * sizeof *q);

            if (q == NULL)
                break;
            f->files = q;
        }
        name = strdup(e->d_name);
        if (name == NULL)
            break;
        f->files[f->n++] = name;
    }
    problem = errno;
    (void)closedir(d);
    errno = problem;
    if (problem == 0 && f->n > 1)
        qsort(f->files, f->n, sizeof *f->files, by_bytes);
    return problem == 0;
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

static char *
join(const char *folder, const char *file)
{
    char *p = NULL;

    return asprintf(&p, "%s%s%s", folder,
                    *folder == '\0' || folder[strlen(folder) - 1] == '/' ? "" : "/", file) < 0
               ? NULL
               : p;
}

/* Its name in what was given is not wanted; true: *e says so. */
static bool
excluded(struct kho_scan *s, bool is_folder, struct kho_scan_entry *e)
{
    kho_arena_reset(s->scratch);
    if (*e->within == '\0' ||
        kho_filter_ask(s->filter, s->scratch, kho_sv_from(e->within), is_folder) != KHO_FILTER_OUT)
        return false;
    e->kind = KHO_SCAN_EXCLUDED;
    return true;
}

/* Look at s->path: a file or an odd entry is given out (KHO_OK); a folder is opened (KHO_DONE: go
 * on). */
static enum kho_status
look(struct kho_scan *s, bool given, struct kho_scan_entry *e, struct kho_err *err)
{
    struct folder *f;

    *e = (struct kho_scan_entry){
        .kind = KHO_SCAN_FILE, .path = s->path, .name = s->name, .within = s->name, .detail = ""};
    if (!given)
        e->within += s->root_name;
    if (lstat(s->path, &e->st) != 0) {
        const int problem = errno;

        if (excluded(s, false, e))
            return KHO_OK;
        errno = problem;
        if (!given && errno == ENOENT)
            return KHO_DONE; /* removed while we look: as if it had never been */
        /* Too deep, no right to look, a broken share: it may be there all the same. */
        e->kind = given ? KHO_SCAN_MISSING : KHO_SCAN_CLOSED;
        e->detail = strerror(errno);
        return KHO_OK;
    }
    if (given && S_ISDIR(e->st.st_mode)) {
        s->root_name = strlen(s->name) + (*s->name != '\0');
        e->within = "";
    }
    if (excluded(s, S_ISDIR(e->st.st_mode), e))
        return KHO_OK;
    if (S_ISLNK(e->st.st_mode)) {
        e->kind = KHO_SCAN_LINK;
        return KHO_OK;
    }
    if (S_ISREG(e->st.st_mode))
        return KHO_OK;
    if (given && !S_ISDIR(e->st.st_mode)) {
        e->kind = KHO_SCAN_MISSING;
        e->detail = "a pipe, socket or device";
        return KHO_OK;
    }
    if (!S_ISDIR(e->st.st_mode) ||
        (s->skip && e->st.st_dev == s->skip_dev && e->st.st_ino == s->skip_ino))
        return KHO_DONE;
    f = calloc(1, sizeof *f);
    if (f == NULL)
        return no_memory(err);
    f->path = strdup(s->path);
    f->name = strdup(s->name);
    f->up = s->open;
    s->open = f;
    if (f->path == NULL || f->name == NULL)
        return no_memory(err);
    if (list(f))
        return KHO_DONE;
    e->detail = strerror(errno);
    e->kind = KHO_SCAN_CLOSED;
    return KHO_OK; /* what could be listed follows */
}

enum kho_status
kho_scan_next(struct kho_scan *s, struct kho_scan_entry *e, struct kho_err *err)
{
    enum kho_status st = KHO_DONE;

    while (st == KHO_DONE) {
        bool given = s->open == NULL;

        while (s->open != NULL && s->open->at == s->open->n)
            pop(s);
        if (s->open == NULL && !given)
            continue;
        free(s->path);
        free(s->name);
        s->path = s->name = NULL;
        if (given) {
            const struct root *r = &s->roots[s->at];
            const char *slash;

            if (s->at == s->n_roots)
                return KHO_DONE;
            s->at++;
            s->path = strdup(r->path != NULL ? r->path : r->given);
            slash = s->path == NULL ? NULL : strrchr(s->path, '/');
            s->name = s->path == NULL ? NULL : strdup(slash == NULL ? s->path : slash + 1);
        } else {
            const char *file = s->open->files[s->open->at++];

            s->path = join(s->open->path, file);
            s->name = join(s->open->name, file);
        }
        if (s->path == NULL || s->name == NULL)
            return no_memory(err);
        st = look(s, given, e, err);
    }
    return st;
}

bool
kho_scan_covers(const struct kho_scan *s, kho_sv path)
{
    for (size_t i = 0; i < s->n_roots; i++) {
        kho_sv root = kho_sv_from(s->roots[i].path);

        if (root.n == 0 || path.n < root.n || memcmp(path.p, root.p, root.n) != 0)
            continue;
        if (path.n == root.n || root.p[root.n - 1] == '/' || path.p[root.n] == '/')
            return true;
    }
    return false;
}
