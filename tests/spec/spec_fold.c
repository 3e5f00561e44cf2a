/* in: text; printed are its forms.  Property: every form is a fixed point. */
#include "arena.h"
#include "blocks.h"
#include "escape.h"
#include "fold.h"

static void
line(struct kho_buf *out, const char *name, kho_sv v)
{
    kho_buf_str(out, name);
    kho_buf_str(out, ": ");
    for (size_t i = 0; i < v.n; i++)
        kho_buf_char(out, v.p[i] == '\n' ? '|' : v.p[i]);
    kho_buf_char(out, '\n');
}

static void
same(struct kho_buf *out, const char *what, kho_sv a, kho_sv b)
{
    if (!kho_sv_eq(a, b))
        kho_buf_fmt(out, "unstable %s: %.*s, %.*s\n", what, KHO_SV_FMT(a), KHO_SV_FMT(b));
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *a = kho_arena_new(1 << 20);
    const kho_sv in = unescape(a, block_get(b, "in"));
    const kho_sv exact = kho_fold_exact(a, in), bare = kho_fold_bare(a, in);
    kho_sv text, again;

    if (kho_text_normalise(a, in, &text, NULL) != KHO_OK ||
        kho_text_normalise(a, text, &again, NULL) != KHO_OK)
        abort();
    line(out, "exact", exact);
    line(out, "bare", bare);
    line(out, "slug", kho_slug(a, in));
    line(out, "text", text);
    line(out, "upper", kho_text_upper(a, text));
    line(out, "lower", kho_text_lower(a, text));
    line(out, "caps", kho_text_is_caps(text) ? KHO_SV("yes") : KHO_SV("no"));
    line(out, "syllable", kho_is_syllable(in) ? KHO_SV("yes") : KHO_SV("no"));
    same(out, "text", text, again);
    same(out, "exact", exact, kho_fold_exact(a, exact));
    same(out, "exact of text", exact, kho_fold_exact(a, text));
    same(out, "bare", bare, kho_fold_bare(a, bare));
    same(out, "bare of exact", bare, kho_fold_bare(a, exact));
    if (kho_buf_view(out).n == 0)
        abort();
    kho_arena_free(a);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
