/* log.c - see log.h. */
#include "log.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum kho_status
kho_log_open(struct kho_log *l, const char *path, struct kho_err *err)
{
    *l = (struct kho_log){.path = path, .fd = -1};
    if (path == NULL)
        return KHO_OK;
    l->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);
    return l->fd < 0 ? kho_fail(err, KHO_IO, "'%s': %s", path, strerror(errno)) : KHO_OK;
}

void
kho_log_put(struct kho_log *l, kho_sv what, kho_sv text)
{
    struct kho_buf b = {.p = NULL};
    const time_t now = time(NULL);
    char when[32] = "";
    struct tm tm;

    if (l->fd < 0)
        return;
    if (localtime_r(&now, &tm) != NULL)
        (void)strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &tm);
    kho_buf_fmt(&b, "%s  ", when);
    kho_put_text(&b, what);
    kho_buf_str(&b, what.n > 0 ? ": " : "");
    kho_put_text(&b, text);
    kho_buf_char(&b, '\n');
    errno = 0;
    if ((b.st != KHO_OK || write(l->fd, b.p, b.n) != (ssize_t)b.n) && l->problem == 0)
        l->problem = errno != 0 ? errno : ENOSPC;
    kho_buf_free(&b);
}

void
kho_log_close(struct kho_log *l)
{
    if (l->fd >= 0 && close(l->fd) != 0 && l->problem == 0)
        l->problem = errno;
    l->fd = -1;
}
