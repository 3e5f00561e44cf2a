/* in: query -> "q: " its canonical form, which must parse to itself */
#include "blocks.h"
#include "query.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new(1 << 22);
    const kho_sv once = kho_query_print(arena, block_get(b, "in"));
    const kho_sv twice = kho_query_print(arena, once);

    kho_buf_fmt(out, "q: %.*s\n", KHO_SV_FMT(once));
    if (!kho_sv_eq(once, twice))
        kho_buf_fmt(out, "not stable: %.*s\n", KHO_SV_FMT(twice));
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
