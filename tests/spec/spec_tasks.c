/* spec_tasks.c - tasks of an outline, read from plain text ("outline": lines joined by \n). */
#include "plan_cases.h"
#include "tasks_parts.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_parts parts;
    struct plan_case c;

    case_open(&c, b);
    case_outline(&c, block_get(b, "outline"));
    kho_parts_make(c.arena, &c.ps, &parts);
    kho_read_deadlines(c.arena, &parts, &c.plan);
    kho_read_targets(c.arena, &parts, &c.plan);
    kho_read_tasks(c.arena, &parts, &c.plan);
    print_tasks(out, &c.plan);
    for (size_t i = 0; i < c.plan.n_targets; i++)
        print_sv(out, "target", c.plan.targets[i].text);
    case_free(&c);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
