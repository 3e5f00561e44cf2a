/* lines -> paragraphs: "zone path [label] flags| text", one line each; see doc_cases.h */
#include "doc_cases.h"

static void
print(struct kho_buf *out, const struct kho_paras *ps, const struct kho_para *p)
{
    static const char *const zones[] = {"title", "preamble", "body",       "note",
                                        "annex", "head",     "recipients", "signature"};
    static const struct {
        unsigned flag;
        const char *name;
    } flags[] = {{KHO_PARA_HEADING, " heading"},
                 {KHO_PARA_BOLD, " bold"},
                 {KHO_PARA_CELL, " cell"},
                 {KHO_PARA_CLOSING, " closing"},
                 {KHO_PARA_CENTRED, " centred"}};
    struct kho_span span[8];
    size_t n = kho_para_spans(ps, p, 0, p->text.n, span, 8);

    kho_buf_str(out, zones[p->zone]);
    if (p->path.n > 0)
        kho_buf_fmt(out, " %.*s", KHO_SV_FMT(p->path));
    if (p->label.n > 0)
        kho_buf_fmt(out, " [%.*s]", KHO_SV_FMT(p->label));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if ((p->flags & flags[i].flag) != 0)
            kho_buf_str(out, flags[i].name);
    if (p->table != 0)
        kho_buf_fmt(out, " %u.%u.%u", p->table, p->row, p->col);
    if (p->note != 0)
        kho_buf_fmt(out, " note %u", p->note);
    if (p->annex != 0)
        kho_buf_fmt(out, " annex %u", p->annex);
    if (n > 1)
        kho_buf_fmt(out, " in %zu parts", n);
    kho_buf_fmt(out, "| %.*s\n", KHO_SV_FMT(p->text));
}

/* Every byte of a paragraph stands in the document where its pieces say; pieces ascend. */
static void
check_pieces(struct kho_buf *out, const struct kho_paras *ps, const struct kho_para *p)
{
    size_t at = 0;

    for (size_t i = 0; i < p->n_pieces; i++) {
        const struct kho_piece *x = &p->pieces[i];

        if (x->at < at || x->at + x->length > p->text.n ||
            x->offset + x->length > ps->lines->text.n) {
            kho_buf_str(out, "piece outside\n");
            return;
        }
        for (size_t k = at; k < x->at; k++)
            if (p->text.p[k] != ' ')
                kho_buf_str(out, "bytes without a piece\n");
        for (size_t k = 0; k < x->length; k++)
            if (p->text.p[x->at + k] != ps->lines->text.p[x->offset + k] &&
                p->text.p[x->at + k] != ' ') /* tabs, line ends and <br> become blanks */
                kho_buf_str(out, "piece with other bytes\n");
        at = x->at + x->length;
    }
    if (at != p->text.n)
        kho_buf_str(out, "bytes without a piece\n");
}

static void
check(struct kho_arena *arena, const struct kho_lines *lines, struct kho_buf *out)
{
    struct kho_paras ps;

    kho_paras_make(arena, lines, &ps);
    for (size_t i = 0; i < ps.n; i++) {
        const struct kho_para *p = &ps.p[i];

        print(out, &ps, p);
        check_pieces(out, &ps, p);
        if (p->parent >= (int32_t)i || (p->parent >= 0 && ps.p[p->parent].label.n == 0))
            kho_buf_fmt(out, "parent of %zu\n", i);
    }
}

int
main(int argc, char **argv)
{
    return docs_run(argc, argv, check);
}
