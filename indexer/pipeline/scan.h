/* scan.h - the files under some paths, in an order that is always the same, one at a time.
 *
 * Paths that are given may be links; inside folders links are not followed.  Memory: the names of
 * the folders that are open.
 */
#ifndef KHO_PIPELINE_SCAN_H
#define KHO_PIPELINE_SCAN_H

#include "filter.h"
#include "status.h"
#include "sv.h"

#include <sys/stat.h>

enum kho_scan_kind {
    KHO_SCAN_FILE,     /* a regular file */
    KHO_SCAN_CLOSED,   /* a folder that cannot be listed, or something in one that cannot be looked
                        * at; detail */
    KHO_SCAN_LINK,     /* a link inside a folder */
    KHO_SCAN_EXCLUDED, /* a file or folder the filter does not want; nothing below it follows */
    KHO_SCAN_MISSING   /* a path that was given and is not there, or no file or folder; detail */
};

/* Valid until the next call. */
struct kho_scan_entry {
    enum kho_scan_kind kind;
    const char *path;   /* absolute, links resolved; raw bytes */
    const char *name;   /* relative to the parent of the path that was given; raw bytes */
    const char *within; /* the end of name: relative to the path that was given, when that is a
                         * folder; what patterns are about */
    struct stat st;     /* files only */
    const char *detail;
};

struct kho_scan;

/* skip: folder that is left out (the index itself), may be NULL; never visited under any name.
 * filter: stays the caller's, may be NULL; what it only wants to be looked into comes out as a
 * file. KHO_NOTFOUND: none of the paths exists.  KHO_NOMEM. */
enum kho_status kho_scan_open(struct kho_scan **out, const char *const *paths, size_t n,
                              const char *skip, const struct kho_filter *filter,
                              struct kho_err *err);
/* KHO_DONE: no more.  KHO_NOMEM. */
enum kho_status kho_scan_next(struct kho_scan *s, struct kho_scan_entry *e, struct kho_err *err);
/* Is this absolute path one of those that were given, or below one? */
bool kho_scan_covers(const struct kho_scan *s, kho_sv path);
void kho_scan_close(struct kho_scan *s); /* NULL is fine */
#endif
