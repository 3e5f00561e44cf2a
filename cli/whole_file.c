/* whole_file.c - see whole_file.h. */
#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum kho_status
fail(const struct kho_whole_file *o, int why, struct kho_err *err)
{
    return o->path == NULL
               ? kho_fail(err, KHO_IO, "cannot write to standard output: %s", strerror(why))
               : kho_fail(err, KHO_IO, "cannot write '%s': %s", o->path, strerror(why));
}

/* ".NAME.PID" beside path. */
static char *
name_until(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    char *s = NULL;

    return asprintf(&s, "%.*s.%s.%ld", (int)(name - path), path, name, (long)getpid()) < 0 ? NULL
                                                                                           : s;
}

static char *
folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
}

/* A file without a name, so that whatever ends the program leaves nothing; where the file system
 * has none of these, one with a name of its own. */
static int
open_new(struct kho_whole_file *o)
{
    char *folder = folder_of(o->path);
    int fd;

    o->until = name_until(o->path);
    if (folder == NULL || o->until == NULL) {
        free(folder);
        errno = ENOMEM;
        return -1;
    }
    fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    free(folder);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        (void)unlink(o->until); /* of a process of the same number that was killed */
        fd = open(o->until, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        o->named = fd >= 0;
    }
    return fd;
}

enum kho_status
kho_file_open(struct kho_whole_file *o, const char *path, struct kho_err *err)
{
    struct stat was;
    int fd, why;

    *o = (struct kho_whole_file){.f = path == NULL ? stdout : NULL};
    if (path == NULL)
        return KHO_OK;
    o->path = realpath(path, NULL); /* a link stays one */
    if (o->path == NULL)
        o->path = strdup(path);
    if (o->path == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for the name of a file");
    if (stat(o->path, &was) != 0)
        was.st_mode = 0;
    if (was.st_mode != 0 && !S_ISREG(was.st_mode)) {
        fd = open(o->path, O_WRONLY | O_CLOEXEC);
    } else {
        fd = open_new(o);
        if (fd >= 0 && was.st_mode != 0) /* what was for few stays for few */
            (void)!fchmod(fd, was.st_mode & 0777);
    }
    o->f = fd < 0 ? NULL : fdopen(fd, "wb");
    if (o->f != NULL)
        return KHO_OK;
    why = errno;
    if (fd >= 0)
        (void)close(fd);
    return fail(o, why, err);
}

enum kho_status
kho_file_put(struct kho_whole_file *o, struct kho_buf *b, struct kho_err *err)
{
    const enum kho_status st = b->st;

    if (st != KHO_OK)
        return kho_fail(err, st, "no memory for what is written");
    if (b->n > 0 && fwrite(b->p, 1, b->n, o->f) != b->n)
        return fail(o, errno, err);
    kho_buf_reset(b);
    return KHO_OK;
}

/* The name it has until it takes its place. */
static int
give_name(struct kho_whole_file *o)
{
    char fd[32];

    (void)snprintf(fd, sizeof fd, "/proc/self/fd/%d", fileno(o->f));
    if (linkat(AT_FDCWD, fd, AT_FDCWD, o->until, AT_SYMLINK_FOLLOW) != 0) {
        if (errno != EEXIST || unlink(o->until) != 0 ||
            linkat(AT_FDCWD, fd, AT_FDCWD, o->until, AT_SYMLINK_FOLLOW) != 0)
            return -1;
    }
    o->named = true;
    return 0;
}

enum kho_status
kho_file_keep(struct kho_whole_file *o, struct kho_err *err)
{
    if (fflush(o->f) != 0)
        return fail(o, errno, err);
    if (o->until == NULL)
        return KHO_OK;
    if (fsync(fileno(o->f)) != 0 || (!o->named && give_name(o) != 0) ||
        rename(o->until, o->path) != 0)
        return fail(o, errno, err);
    o->named = false;
    return KHO_OK;
}

void
kho_file_close(struct kho_whole_file *o)
{
    if (o->f != NULL && o->path != NULL)
        (void)fclose(o->f);
    if (o->named)
        (void)unlink(o->until);
    free(o->path);
    free(o->until);
    *o = (struct kho_whole_file){.f = NULL};
}
