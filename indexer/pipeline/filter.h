/* filter.h - which files and members are read: patterns over paths (kho index --include,
 * --exclude).
 *
 * A path is what people see, from inside the folder that was asked for: "2024/hồ sơ.zip//b/c.docx".
 * Folders are separated by "/"; "//" stands between an archive and its member.
 *
 *   *      any characters within one name            ?      one of them
 *   **     any characters, also over "/" and "//"; with a "/" behind it: any folders, or none
 *   [a-z]  one character of a set, [!a-z] one that is not in it
 *   \x     the character x itself
 *
 * A pattern without "/" fits a name, wherever it stands in the path; with one (but for the last
 * character) it fits the path from its beginning: "/x" is x in the folder itself.  A pattern that
 * ends with "/" fits folders only, no archives.  What fits takes along all that is below it.
 * Small and capital letters are the same, however the file system writes their marks.
 */
#ifndef KHO_PIPELINE_FILTER_H
#define KHO_PIPELINE_FILTER_H

#include "arena.h"
#include "status.h"
#include "sv.h"

#include <stdint.h>

struct kho_filter;

/* What is to be done with a file, folder or member. */
enum kho_filter_answer {
    KHO_FILTER_IN,   /* it is wanted */
    KHO_FILTER_LOOK, /* not it, but something in it may be, should it be a folder or an archive */
    KHO_FILTER_OUT   /* it is excluded, with all that is in it */
};

/*
 * NULL in *out when there is no pattern: everything is wanted.  Patterns are copied.
 * KHO_ARG: a pattern that cannot be read, named in err; KHO_NOMEM.
 */
enum kho_status kho_filter_new(struct kho_filter **out, const char *const *include,
                               size_t n_include, const char *const *exclude, size_t n_exclude,
                               struct kho_err *err);
void kho_filter_free(struct kho_filter *f); /* NULL is fine */

/* path: any bytes.  scratch: for its normalised form. */
enum kho_filter_answer kho_filter_ask(const struct kho_filter *f, struct kho_arena *scratch,
                                      kho_sv path, bool is_folder);

/* The same for the same patterns in the same order; 0 for none (f NULL). */
uint64_t kho_filter_digest(const struct kho_filter *f);
#endif
