/* fuzz_param.c - any query string: refused, or its own link parses to the same parameters. */
#include "html.h"
#include "param.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "&amp;" back to "&": the link as a browser sends it. */
static char *
sent(struct kho_arena *a, const char *link)
{
    kho_sv copy = kho_arena_dup(a, kho_sv_from(link + 1));
    char *to = kho_arena_alloc(a, copy.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < copy.n; i++) {
        to[n++] = copy.p[i];
        if (copy.n - i > 4 && memcmp(copy.p + i, "&amp;", 5) == 0)
            i += 4;
    }
    return to;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct kho_param_change same = {.page = 1};
    static struct kho_arena *a;
    struct kho_buf one = {.limit = 1 << 20}, two = {.limit = 1 << 20};
    struct kho_params p, q;
    char *text;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 24);
    kho_arena_reset(a);
    text = kho_arena_alloc(a, size + 1, 1);
    memcpy(text, data, size);
    if (kho_params_parse(a, text, &p, NULL) == KHO_OK) {
        kho_params_link(&one, &p, &same);
        for (size_t i = 0; i < one.n; i++)
            if (strchr("<>\"'\n\r", one.p[i]) != NULL)
                abort();
        if (one.n <= KHO_PARAM_QUERY_MAX) {
            if (kho_params_parse(a, sent(a, kho_buf_cstr(&one)), &q, NULL) != KHO_OK)
                abort();
            kho_params_link(&two, &q, &same);
            if (!kho_sv_eq(kho_buf_view(&one), kho_buf_view(&two)))
                abort();
        }
    }
    kho_buf_free(&one);
    kho_buf_free(&two);
    return 0;
}
