/* in: paragraphs, parted by \n; loc, zone, date, symbol: of the citing document */
#include "blocks.h"
#include "read.h"

static enum kho_zone
zone_of(kho_sv name)
{
    for (int z = 0; z < KHO_ZONE_COUNT; z++)
        if (kho_sv_eq(name, kho_sv_from(kho_zone_name((enum kho_zone)z))))
            return (enum kho_zone)z;
    return KHO_ZONE_BODY;
}

static void
make_paras(struct kho_arena *arena, kho_sv text, enum kho_zone zone, struct kho_lines *lines,
           struct kho_paras *ps)
{
    size_t n = 1;
    uint32_t at = 0;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n' ? 1 : 0;
    *lines =
        (struct kho_lines){.text = text, .lines = KHO_NEW_N(arena, n, struct kho_line), .n = n};
    *ps = (struct kho_paras){.lines = lines, .p = KHO_NEW_N(arena, n, struct kho_para), .n = n};
    n = 0;
    for (kho_sv rest = text, line; kho_sv_next(&rest, '\n', &line); n++) {
        struct kho_para *p = &ps->p[n];

        p->text = line;
        p->zone = zone;
        p->parent = -1;
        p->n_pieces = 1;
        p->pieces = KHO_NEW(arena, struct kho_piece);
        *p->pieces = (struct kho_piece){0, at, (uint32_t)line.n};
        lines->lines[n] = (struct kho_line){.offset = at, .length = (uint32_t)line.n};
        at += (uint32_t)line.n + 1;
    }
}

static void
put(struct kho_buf *out, size_t i, const char *name, kho_sv value)
{
    if (value.p != NULL && value.n > 0)
        kho_buf_fmt(out, "%zu.%s: %.*s\n", i + 1, name, KHO_SV_FMT(value));
}

static void
print(struct kho_buf *out, const struct kho_plan *plan, kho_sv text)
{
    kho_buf_fmt(out, "n: %zu\n", plan->n_citations);
    for (size_t i = 0; i < plan->n_citations; i++) {
        const struct kho_citation *c = &plan->citations[i];

        put(out, i, "mention", c->mention);
        put(out, i, "type", c->type);
        put(out, i, "number", c->number);
        put(out, i, "symbol", c->symbol);
        put(out, i, "issuer", c->issuer);
        put(out, i, "code", c->issuer_code);
        put(out, i, "date", c->date);
        put(out, i, "key", c->key);
        put(out, i, "subject", c->subject);
        put(out, i, "repaired", c->repaired);
        put(out, i, "kind", kho_sv_from(kho_cite_kind_name(c->kind)));
        put(out, i, "relation", kho_sv_from(kho_relation_name(c->relation)));
        put(out, i, "sentence", (kho_sv){text.p + c->sentence.offset, c->sentence.length});
        kho_buf_fmt(out, "%zu.basis: %s\n", i + 1, c->legal_basis ? "yes" : "no");
        kho_buf_fmt(out, "%zu.term: %d\n", i + 1, c->term);
        if (c->parts[0].offset + c->parts[0].length > text.n)
            kho_buf_str(out, "part outside the text\n");
    }
    for (int i = 0; i < KHO_NOTES_COUNT; i++)
        if ((plan->notes >> i & 1) != 0)
            kho_buf_fmt(out, "note: %s\n", kho_notes[i].name);
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new(16 << 20);
    kho_sv in = block_get(b, "in"), zone = block_get(b, "zone");
    struct kho_lines lines;
    struct kho_paras ps;
    struct kho_plan plan;

    if (arena == NULL)
        abort();
    memset(&plan, 0, sizeof plan);
    plan.loc = block_get(b, "loc");
    plan.date = block_get(b, "date");
    plan.symbol = block_get(b, "symbol");
    make_paras(arena, in, zone_of(zone), &lines, &ps);
    kho_read_citations(arena, &ps, &plan);
    print(out, &plan, in);
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
