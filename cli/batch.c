/* batch.c - lines of a batch file, see cli.h. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum kho_status
kho_batch_open(struct kho_batch *b, const char *path, struct kho_err *err)
{
    *b = (struct kho_batch){.path = path, .in = strcmp(path, "-") == 0 ? stdin : fopen(path, "r")};
    return b->in != NULL ? KHO_OK : kho_fail(err, KHO_NOTFOUND, "cannot open '%s'", path);
}

/* What editors of Windows put before a text: nothing, when it is UTF-8. */
static enum kho_status
mark(const struct kho_batch *b, kho_sv *line, struct kho_err *err)
{
    if (line->n >= 2 &&
        (memcmp(line->p, "\xFF\xFE", 2) == 0 || memcmp(line->p, "\xFE\xFF", 2) == 0))
        return kho_fail(err, KHO_ARG, "'%s' is UTF-16; save it as UTF-8", b->path);
    if (line->n >= 3 && memcmp(line->p, "\xEF\xBB\xBF", 3) == 0)
        *line = (kho_sv){line->p + 3, line->n - 3};
    return KHO_OK;
}

enum kho_status
kho_batch_next(struct kho_batch *b, kho_sv *line, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    do {
        const ssize_t n = getline(&b->line, &b->room, b->in);

        if (n < 0)
            return ferror(b->in) ? kho_fail(err, KHO_IO, "cannot read '%s'", b->path) : KHO_DONE;
        *line = (kho_sv){b->line, (size_t)n};
        if (!b->begun)
            st = mark(b, line, err);
        b->begun = true;
        while (line->n > 0 && (line->p[line->n - 1] == '\n' || line->p[line->n - 1] == '\r'))
            line->n--;
    } while (st == KHO_OK && line->n == 0);
    return st;
}

void
kho_batch_close(struct kho_batch *b)
{
    free(b->line);
    if (b->in != NULL && b->in != stdin)
        (void)fclose(b->in);
}
