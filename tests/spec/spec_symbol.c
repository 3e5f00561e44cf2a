/* in: text; scan: text scanned at its start */
#include "blocks.h"
#include "symbol.h"

static void
print(struct kho_buf *out, kho_sv term, const struct kho_symbol *s)
{
    kho_sv type = s->type.n > 0 ? s->type : KHO_SV("-");

    kho_buf_fmt(out, "number: %.*s\ntype: %.*s\ncodes:", KHO_SV_FMT(s->number), KHO_SV_FMT(type));
    for (size_t i = 0; i < s->n_codes; i++)
        kho_buf_fmt(out, " %.*s", KHO_SV_FMT(s->codes[i]));
    kho_buf_fmt(out, "\nyear: %d\norder: %s\ntext: %.*s\nterm: %.*s\n", (int)s->year,
                s->party_order ? "party" : "state", KHO_SV_FMT(s->text), KHO_SV_FMT(term));
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new(1 << 20);
    kho_sv in = block_get(b, "in"), scan = block_get(b, "scan"), term, again;
    struct kho_symbol s, t;
    size_t n = 0;

    if (arena == NULL)
        abort();
    if (scan.n > 0 ? (n = kho_symbol_scan(arena, scan, 0, &s)) == 0
                   : !kho_symbol_parse(arena, in, &s)) {
        kho_buf_str(out, "none\n");
    } else {
        term = kho_symbol_term(arena, &s);
        print(out, term, &s);
        if (scan.n > 0)
            kho_buf_fmt(out, "rest: %.*s\n", (int)(scan.n - n), scan.p + n);
        again = kho_symbol_parse(arena, term, &t) ? kho_symbol_term(arena, &t) : KHO_SV("");
        if (!kho_sv_eq(term, again))
            kho_buf_fmt(out, "term is not stable: %.*s\n", KHO_SV_FMT(again));
    }
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
