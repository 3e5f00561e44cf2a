/* spec_performers.c - who does the work of one paragraph, under a heading ("under") if given. */
#include "plan_cases.h"
#include "tasks_parts.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_parts parts;
    struct plan_case c;
    struct kho_para *q;
    int32_t parent;

    case_open(&c, b);
    q = case_para(&c, KHO_SV("TỔ CHỨC THỰC HIỆN"));
    q->flags = KHO_PARA_HEADING | KHO_PARA_CAPS | KHO_PARA_ITEM;
    q->label = q->path = KHO_SV("III");
    q->level = 1;
    parent = 0;
    if (block_get(b, "under").n > 0) {
        q = case_para(&c, block_get(b, "under"));
        q->flags = KHO_PARA_HEADING | KHO_PARA_ITEM;
        q->label = KHO_SV("1");
        q->path = KHO_SV("III.1");
        q->level = 2;
        q->parent = 0;
        parent = 1;
    }
    q = case_para(&c, block_get(b, "in"));
    q->label = parent == 0 ? KHO_SV("2") : KHO_SV("-");
    q->path = parent == 0 ? KHO_SV("III.2") : KHO_SV("III.1");
    q->level = (uint8_t)(parent + 2);
    q->parent = parent;
    case_close(&c);
    kho_parts_make(c.arena, &c.ps, &parts);
    kho_read_deadlines(c.arena, &parts, &c.plan);
    kho_read_tasks(c.arena, &parts, &c.plan);
    if (c.plan.n_tasks == 1) {
        print_names(out, "lead", c.plan.tasks[0].responsible, c.plan.tasks[0].n_responsible);
        print_names(out, "with", c.plan.tasks[0].coordinating, c.plan.tasks[0].n_coordinating);
        if (c.plan.tasks[0].n_responsible == 0)
            kho_buf_str(out, "nobody\n");
    } else {
        kho_buf_fmt(out, "tasks: %zu\n", c.plan.n_tasks);
    }
    case_free(&c);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
