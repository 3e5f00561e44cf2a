/* spec_targets.c - targets of one paragraph under "1. Chỉ tiêu" ("in") or under a heading of tasks
 * ("else"). */
#include "plan_cases.h"
#include "tasks_parts.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_parts parts;
    const bool among = block_get(b, "in").n > 0;
    struct plan_case c;
    struct kho_para *q;

    case_open(&c, b);
    q = case_para(&c, among ? KHO_SV("Chỉ tiêu cụ thể") : KHO_SV("Nhiệm vụ, giải pháp"));
    q->flags = KHO_PARA_HEADING | KHO_PARA_ITEM;
    q->label = q->path = KHO_SV("1");
    q->level = 1;
    q = case_para(&c, block_get(b, among ? "in" : "else"));
    q->label = KHO_SV("-");
    q->path = KHO_SV("1");
    q->parent = 0;
    case_close(&c);
    kho_parts_make(c.arena, &c.ps, &parts);
    kho_read_targets(c.arena, &parts, &c.plan);
    if (c.plan.n_targets == 0)
        kho_buf_str(out, "none\n");
    for (size_t i = 0; i < c.plan.n_targets; i++) {
        const struct kho_target *t = &c.plan.targets[i];

        kho_buf_fmt(out, "%.*s", t->op.p == NULL ? 1 : (int)t->op.n,
                    t->op.p == NULL ? "~" : t->op.p);
        if (t->has_value)
            kho_buf_fmt(out, " %g", t->value);
        if (t->upper > 0)
            kho_buf_fmt(out, "-%g", t->upper);
        if (t->unit.p != NULL)
            kho_buf_fmt(out, " [%.*s]", KHO_SV_FMT(t->unit));
        kho_buf_fmt(out, " %.*s\n", KHO_SV_FMT(t->text));
    }
    case_free(&c);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
