/* in: bytes; printed are the charset found and the text.  Property: what comes out, goes in and
 * comes out again. */
#include "blocks.h"
#include "decode.h"
#include "escape.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *a = kho_arena_new(1 << 20);
    const kho_sv in = unescape(a, block_get(b, "in"));
    struct kho_decoded d, again;

    if (kho_decode(a, in, &d, NULL) != KHO_OK || kho_decode(a, d.text, &again, NULL) != KHO_OK)
        abort();
    kho_buf_fmt(out, "charset: %s\nsure: %s\ntext: ", d.charset,
                d.confidence >= 0.9   ? "yes"
                : d.confidence >= 0.3 ? "likely"
                                      : "no");
    for (size_t i = 0; i < d.text.n; i++)
        kho_buf_char(out, d.text.p[i] == '\n' ? '|' : d.text.p[i]);
    kho_buf_char(out, '\n');
    if (!kho_sv_eq(d.text, again.text))
        kho_buf_fmt(out, "unstable: %.*s\n", KHO_SV_FMT(again.text));
    kho_arena_free(a);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
