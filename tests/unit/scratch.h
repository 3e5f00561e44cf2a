/* scratch.h - a folder of its own for a test that writes an index.  Include after cmocka's needs.
 */
#ifndef KHO_UNIT_SCRATCH_H
#define KHO_UNIT_SCRATCH_H

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct kho_scratch {
    char dir[64], db[96]; /* db: the index in it */
};

static inline int
kho_scratch_rm(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static inline bool
kho_scratch_make(struct kho_scratch *s)
{
    (void)snprintf(s->dir, sizeof s->dir, "/tmp/kho-test-XXXXXX");
    if (mkdtemp(s->dir) == NULL)
        return false;
    (void)snprintf(s->db, sizeof s->db, "%s/kho.db", s->dir);
    return true;
}

static inline void
kho_scratch_remove(const struct kho_scratch *s)
{
    (void)nftw(s->dir, kho_scratch_rm, 8, FTW_DEPTH | FTW_PHYS);
}
#endif
