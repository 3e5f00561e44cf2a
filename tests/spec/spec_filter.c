/* include, exclude: patterns, separated by blanks; path: a path inside what was given, a folder
 * when it ends with "/".  Printed: in, look or out; or what is wrong with a pattern. */
#include "blocks.h"
#include "filter.h"

enum { PATTERNS = 16 };

static size_t
patterns(struct kho_arena *a, kho_sv list, const char **to)
{
    size_t n = 0;
    kho_sv one;

    while (list.n > 0 && n < PATTERNS && kho_sv_next(&list, ' ', &one))
        to[n++] = kho_arena_dup(a, one).p;
    return n;
}

static void
check(const struct block *b, struct kho_buf *out)
{
    static const char *const answers[] = {
        [KHO_FILTER_IN] = "in", [KHO_FILTER_LOOK] = "look", [KHO_FILTER_OUT] = "out"};
    struct kho_arena *a = kho_arena_new((size_t)1 << 20);
    const char *include[PATTERNS], *exclude[PATTERNS];
    const size_t n_include = patterns(a, block_get(b, "include"), include);
    const size_t n_exclude = patterns(a, block_get(b, "exclude"), exclude);
    struct kho_filter *f = NULL;
    struct kho_err err = {.status = KHO_OK};
    kho_sv path = block_get(b, "path");
    const bool folder = path.n > 0 && path.p[path.n - 1] == '/';

    path.n -= folder;
    if (kho_filter_new(&f, include, n_include, exclude, n_exclude, &err) != KHO_OK)
        kho_buf_fmt(out, "%s\n", err.what);
    else
        kho_buf_fmt(out, "%s\n", answers[kho_filter_ask(f, a, path, folder)]);
    kho_filter_free(f);
    kho_arena_free(a);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
