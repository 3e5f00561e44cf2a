/* log.h - what a run of kho index did, for people, one line a thing:
 *
 *     2026-03-01 02:00:07  a/b.zip//c.doc: encrypted, content not readable
 *
 * Lines are appended whole, so that several runs may share a file.
 */
#ifndef KHO_CLI_LOG_H
#define KHO_CLI_LOG_H

#include "buf.h"
#include "status.h"

struct kho_log {
    const char *path; /* the caller's */
    int fd;           /* -1: no log is kept */
    int problem;      /* errno of the first line that could not be written */
};

/* path NULL: no log; every call does nothing.  KHO_IO. */
enum kho_status kho_log_open(struct kho_log *l, const char *path, struct kho_err *err);
/* One line: the time, what (empty: nothing) and ": ", text.  Control characters in them are
 * replaced. */
void kho_log_put(struct kho_log *l, kho_sv what, kho_sv text);
void kho_log_close(struct kho_log *l);
#endif
