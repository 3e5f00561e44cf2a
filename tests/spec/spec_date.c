/* in: text, scanned at its start; type: what a user types; ordinal: a numeral */
#include "blocks.h"
#include "date.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    kho_sv in = block_get(b, "in"), typed = block_get(b, "type"), numeral = block_get(b, "ordinal");
    struct kho_date d = {0};
    size_t n = in.n > 0 ? kho_date_scan(in, 0, &d) : 0;
    char iso[11];

    if (numeral.n > 0) {
        kho_buf_fmt(out, "%d\n", kho_ordinal(numeral));
        return;
    }
    if (in.n > 0 ? n == 0 : !kho_date_parse(typed, &d)) {
        kho_buf_str(out, "none\n");
        return;
    }
    kho_date_iso(d, iso);
    kho_buf_fmt(out, "%s\n", iso);
    if (d.quarter > 0)
        kho_buf_fmt(out, "quarter: %d\n", d.quarter);
    if (in.n > 0)
        kho_buf_fmt(out, "rest: %.*s\n", (int)(in.n - n), in.p + n);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
