/* expect.h - what a spec case says must be printed, and what must not. */
#ifndef KHO_SPEC_EXPECT_H
#define KHO_SPEC_EXPECT_H

#include "buf.h"
#include "sv.h"

#include <stdio.h>
#include <string.h>

enum { EXPECT_MAX = 64 };

struct expect {
    kho_sv want[EXPECT_MAX];     /* lines */
    kho_sv unwanted[EXPECT_MAX]; /* beginnings of lines */
    size_t n_want, n_unwanted;
    bool full; /* lines did not fit: the case is bad */
};

/* Takes a "> line" or "! text"; false: it is something else. */
static inline bool
expect_line(struct expect *e, kho_sv line)
{
    const bool wanted = line.n > 0 && line.p[0] == '>';
    size_t *n = wanted ? &e->n_want : &e->n_unwanted;

    if (!wanted && (line.n == 0 || line.p[0] != '!'))
        return false;
    if (line.n < 3)
        return true;
    e->full = e->full || *n == EXPECT_MAX;
    if (!e->full)
        (wanted ? e->want : e->unwanted)[(*n)++] = (kho_sv){line.p + 2, line.n - 2};
    return true;
}

static inline bool
expect_printed(kho_sv out, kho_sv want, bool prefix)
{
    for (kho_sv rest = out, line; kho_sv_next(&rest, '\n', &line);)
        if (prefix ? line.n >= want.n && memcmp(line.p, want.p, want.n) == 0
                   : kho_sv_eq(line, want))
            return true;
    return false;
}

/* 0 when out is as expected, else 1 and says what is not, with path and number of the line. */
static inline int
expect_check(const struct expect *e, struct kho_buf *out, const char *path, unsigned nr)
{
    int bad = e->full ? 1 : 0;

    if (e->full)
        printf("%s:%u: more than %d lines are expected\n", path, nr, EXPECT_MAX);
    for (size_t i = 0; i < e->n_want; i++)
        if (!expect_printed(kho_buf_view(out), e->want[i], false)) {
            printf("%s:%u: missing: %.*s\n", path, nr, KHO_SV_FMT(e->want[i]));
            bad = 1;
        }
    for (size_t i = 0; i < e->n_unwanted; i++)
        if (expect_printed(kho_buf_view(out), e->unwanted[i], true)) {
            printf("%s:%u: unwanted: %.*s\n", path, nr, KHO_SV_FMT(e->unwanted[i]));
            bad = 1;
        }
    if (bad != 0)
        printf("%s:%u: printed:\n%s\n", path, nr, kho_buf_cstr(out));
    return bad;
}
#endif
