/* in: text; printed are its words.  Property: they ascend, do not overlap and lie inside. */
#include "blocks.h"
#include "escape.h"
#include "fold.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *a = kho_arena_new(1 << 20);
    const kho_sv in = unescape(a, block_get(b, "in"));
    struct kho_word w;
    size_t last = 0;

    kho_buf_str(out, "");
    for (size_t pos = 0; kho_word_next(in, &pos, &w);) {
        if (w.offset < last || w.length == 0 || w.offset + w.length > in.n)
            kho_buf_str(out, "bad place\n");
        last = w.offset + w.length;
        kho_buf_fmt(out, "%u+%u %s %s\n", (unsigned)w.offset, (unsigned)w.length, w.exact, w.bare);
    }
    kho_arena_free(a);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
