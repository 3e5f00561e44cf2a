/* spec_due.c - deadlines of a paragraph ("in"), of a line "Thời gian thực hiện:" ("value"). */
#include "plan_cases.h"
#include "tasks_parts.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_parts parts;
    struct plan_case c;
    kho_sv value = block_get(b, "value");

    case_open(&c, b);
    if (value.n > 0) {
        struct kho_buf line = {0};

        kho_buf_str(&line, "Thời gian thực hiện: ");
        kho_buf_sv(&line, value);
        (void)case_para(&c, kho_buf_view(&line));
        kho_buf_free(&line);
    } else {
        (void)case_para(&c, block_get(b, "in"));
    }
    case_close(&c);
    kho_parts_make(c.arena, &c.ps, &parts);
    kho_read_deadlines(c.arena, &parts, &c.plan);
    if (c.plan.n_deadlines == 0)
        kho_buf_str(out, "none\n");
    for (size_t i = 0; i < c.plan.n_deadlines; i++) {
        const struct kho_deadline *d = &c.plan.deadlines[i];

        print_deadline(out, "due", d);
        if (d->span.offset + d->span.length > c.lines.text.n ||
            memcmp(c.lines.text.p + d->span.offset, d->text.p, d->text.n) != 0)
            kho_buf_str(out, "span is wrong\n");
    }
    case_free(&c);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
