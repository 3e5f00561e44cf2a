/* whole_file.h - files that are whole or not there.
 *
 * What is written has no name, or one of its own, until it is kept: then it takes the place of what
 * was there before, at once.  Devices, pipes and standard output are written as they come.
 */
#ifndef KHO_CLI_WHOLE_FILE_H
#define KHO_CLI_WHOLE_FILE_H

#include "buf.h"

#include <stdio.h>

struct kho_whole_file {
    FILE *f;     /* NULL: not open */
    char *path;  /* NULL: standard output */
    char *until; /* its name until it is kept; NULL: it is written in place */
    bool named;  /* it has that name already */
};

/* path NULL: standard output. */
enum kho_status kho_file_open(struct kho_whole_file *o, const char *path, struct kho_err *err);
/* Writes b and empties it. */
enum kho_status kho_file_put(struct kho_whole_file *o, struct kho_buf *b, struct kho_err *err);
enum kho_status kho_file_keep(struct kho_whole_file *o, struct kho_err *err);
/* Closes it; what was not kept is gone.  Fine after everything, also twice. */
void kho_file_close(struct kho_whole_file *o);
#endif
