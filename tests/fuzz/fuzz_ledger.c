/* fuzz_ledger.c - any bytes as an entry of the ledger: refused, or the same entry when it is packed
 * again; and the areas of tasks, which stand in the index beside it. */
#include "areas.h"
#include "ledger.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
same(const struct kho_ledger_entry *a, const struct kho_ledger_entry *b)
{
    return kho_sv_eq(a->path, b->path) && a->size == b->size && a->inode == b->inode &&
           a->mtime == b->mtime && a->ctime == b->ctime && a->members == b->members &&
           a->excluded == b->excluded && a->filter == b->filter && a->limits == b->limits &&
           a->state == b->state && a->readers == b->readers;
}

static void
check_entry(struct kho_arena *a, kho_sv in)
{
    struct kho_ledger_entry e, again;
    struct kho_buf b = {.p = NULL};

    if (!kho_ledger_unpack(a, in, &e))
        return;
    if (e.path.n == 0 || (unsigned)e.state >= KHO_LEDGER_STATES)
        abort();
    kho_ledger_pack(&e, &b);
    if (!kho_ledger_unpack(a, kho_buf_view(&b), &again) || !same(&e, &again) ||
        kho_ledger_name(a, e.path).n >= KHO_TERM_MAX)
        abort();
    kho_buf_free(&b);
}

/* What is read comes out the same when it is written and read again. */
static void
check_areas(kho_sv in)
{
    struct kho_areas read = {.rest = in}, again = {.last = 0};
    struct kho_range r[KHO_AREA_RANGES], s[KHO_AREA_RANGES];
    struct kho_buf b = {.p = NULL};
    uint32_t last = 0;
    size_t n, m;

    while (kho_areas_next(&read, r, &n))
        kho_areas_put(&b, &last, r, n);
    read = (struct kho_areas){.rest = in};
    again.rest = kho_buf_view(&b);
    while (kho_areas_next(&read, r, &n))
        if (!kho_areas_next(&again, s, &m) || n != m || memcmp(r, s, n * sizeof r[0]) != 0)
            abort();
    kho_buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    const kho_sv in = {(const char *)data, size};

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    check_entry(a, in);
    check_areas(in);
    return 0;
}
