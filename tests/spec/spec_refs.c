/* ref: what is typed; text: a running text whose citations are asked, in spec_mention's way */
#include "blocks.h"
#include "read.h"
#include "ref.h"

static void
matches(struct kho_arena *arena, kho_sv text, kho_sv loc, const struct kho_refspec *ref,
        struct kho_buf *out)
{
    struct kho_line line = {.length = (uint32_t)text.n};
    struct kho_piece piece = {.length = (uint32_t)text.n};
    struct kho_lines lines = {text, &line, 1};
    struct kho_para para = {
        .text = text, .pieces = &piece, .n_pieces = 1, .zone = KHO_ZONE_BODY, .parent = -1};
    struct kho_paras ps = {&lines, &para, 1};
    struct kho_plan plan;

    memset(&plan, 0, sizeof plan);
    plan.loc = loc;
    kho_read_citations(arena, &ps, &plan);
    for (size_t i = 0; i < plan.n_citations; i++)
        kho_buf_fmt(out, "%zu: %s\n", i + 1,
                    kho_ref_matches(arena, ref, &plan.citations[i]) ? "yes" : "no");
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new(16 << 20);
    struct kho_refspec ref;
    char iso[11];

    if (arena == NULL)
        abort();
    if (!kho_ref_parse(arena, block_get(b, "ref"), &ref)) {
        kho_buf_str(out, "none\n");
    } else {
        kho_date_iso(ref.date, iso);
        kho_buf_fmt(out, "term: %.*s\ntype: %.*s\nnumber: %.*s\ntitle: %.*s\ndate: %s\nkhoa: %d\n",
                    KHO_SV_FMT(ref.term), KHO_SV_FMT(ref.type), KHO_SV_FMT(ref.number),
                    KHO_SV_FMT(ref.title), iso, ref.term_no);
        kho_buf_fmt(out, "key: %s\nloose: %s\n", ref.has_key ? "yes" : "no",
                    ref.loose ? "yes" : "no");
        if (block_get(b, "text").n > 0)
            matches(arena, block_get(b, "text"), block_get(b, "loc"), &ref, out);
    }
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
