/* spec_tasktables.c - tables of tasks in annexes: see plan_cases.h for the rows. */
#include "plan_cases.h"
#include "tasks_parts.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_parts parts;
    struct plan_case c;
    unsigned row = 0;
    uint32_t table = 1;

    case_open(&c, b);
    for (size_t i = 0; i < b->n_in; i++) {
        const size_t from = c.ps.n;

        if (b->in[i].n > 5 && memcmp(b->in[i].p, "row: ", 5) == 0) {
            case_row(&c, (kho_sv){b->in[i].p + 5, b->in[i].n - 5}, row++);
        } else if (b->in[i].n > 6 && memcmp(b->in[i].p, "text: ", 6) == 0) {
            /* a paragraph between two tables */
            case_para(&c, (kho_sv){b->in[i].p + 6, b->in[i].n - 6})->zone = KHO_ZONE_ANNEX;
            table++;
            row = 0;
        }
        for (size_t j = from; j < c.ps.n; j++)
            if ((c.p[j].flags & KHO_PARA_CELL) != 0)
                c.p[j].table = table;
    }
    case_close(&c);
    kho_parts_make(c.arena, &c.ps, &parts);
    kho_read_deadlines(c.arena, &parts, &c.plan);
    kho_read_tasks(c.arena, &parts, &c.plan);
    print_tasks(out, &c.plan);
    case_free(&c);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
