/* fuzz_filter.c - any pattern over any path; first line the pattern, the rest the path.
 *
 * An answer comes in bounded time and is the same again; a name without special characters takes
 * itself, and what is below it.
 */
#include "filter.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct kho_arena *scratch;

static enum kho_filter_answer
ask(const char *pattern, kho_sv path)
{
    struct kho_filter *f = NULL;
    enum kho_filter_answer x = KHO_FILTER_IN, y;

    if (kho_filter_new(&f, NULL, 0, &pattern, 1, NULL) != KHO_OK)
        return KHO_FILTER_LOOK; /* refused */
    x = kho_filter_ask(f, scratch, path, false);
    y = kho_filter_ask(f, scratch, path, false);
    if (x != y || x == KHO_FILTER_LOOK)
        abort();
    kho_filter_free(f);
    return x;
}

static bool
is_plain(const char *s)
{
    bool any = false;

    for (; *s != '\0'; s++) {
        if ((*s < '0' || *s > '9') && (*s < 'A' || *s > 'Z') && (*s < 'a' || *s > 'z'))
            return false;
        any = true;
    }
    return any;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size == 0 ? NULL : memchr(data, '\n', size);
    const size_t n = line == NULL ? size : (size_t)(line - data);
    char *pattern;
    kho_sv path = {"", 0};

    if (size > 65536)
        return 0;
    if (scratch == NULL)
        scratch = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(scratch);
    pattern = KHO_NEW_N(scratch, n + 1, char);
    if (n > 0)
        memcpy(pattern, data, n);
    if (line != NULL)
        path = (kho_sv){(const char *)line + 1, size - n - 1};
    (void)ask(pattern, path);
    if (is_plain(pattern)) {
        char *below = KHO_NEW_N(scratch, 2 * n + 4, char);

        if (ask(pattern, kho_sv_from(pattern)) != KHO_FILTER_OUT)
            abort();
        memcpy(below, pattern, n);
        memcpy(below + n, "//x", 4);
        if (ask(pattern, kho_sv_from(below)) != KHO_FILTER_OUT)
            abort();
    }
    return 0;
}
