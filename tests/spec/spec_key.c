/* key: parsed and printed; a, b: could they be one document?; plan:
 * number|type|code|symbol|loc|date */
#include "blocks.h"
#include "key.h"

static void
plan_key(struct kho_arena *arena, kho_sv spec, struct kho_buf *out)
{
    struct kho_plan plan;
    kho_sv *fields[] = {&plan.number, &plan.type, &plan.issuer_code,
                        &plan.symbol, &plan.loc,  &plan.date};
    size_t i = 0;
    kho_sv key;

    memset(&plan, 0, sizeof plan);
    for (kho_sv rest = spec, f; kho_sv_next(&rest, '|', &f) && i < 6; i++)
        if (f.n > 0)
            *fields[i] = f;
    key = kho_key_of_plan(arena, &plan);
    kho_buf_fmt(out, "%.*s\n", KHO_SV_FMT(key.p == NULL ? KHO_SV("none") : key));
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new(1 << 20);
    kho_sv text = block_get(b, "key"), x = block_get(b, "a"), y = block_get(b, "b");
    struct kho_key k, l;

    if (arena == NULL)
        abort();
    if (block_get(b, "plan").n > 0) {
        plan_key(arena, block_get(b, "plan"), out);
    } else if (x.n > 0) {
        bool both = kho_key_parse(x, &k) && kho_key_parse(y, &l),
             one = both && kho_key_compatible(&k, &l);

        kho_buf_str(out, !both ? "bad\n" : one ? "same\n" : "different\n");
        if (both && one != kho_key_compatible(&l, &k))
            kho_buf_str(out, "not symmetric\n");
    } else if (!kho_key_parse(text, &k)) {
        kho_buf_str(out, "none\n");
    } else {
        kho_sv again = kho_key_print(arena, &k);

        kho_buf_fmt(out, "%.*s\ncodes: %zu\nloc: %zu\n", KHO_SV_FMT(again), k.n_codes, k.n_loc);
        if (!kho_key_parse(again, &l) || !kho_sv_eq(again, kho_key_print(arena, &l)))
            kho_buf_str(out, "not stable\n");
    }
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
