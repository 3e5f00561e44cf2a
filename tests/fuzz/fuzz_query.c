/* fuzz_query.c - any bytes are a query: parsing its canonical form gives the same form again, and
 * the tree can be built. */
#include "query.h"
#include "tree.h"
#include "wanted.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    const kho_sv text = {(const char *)data, size};
    struct kho_query q;
    struct kho_tree t;
    struct kho_wanted w;
    kho_sv once, twice;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    once = kho_query_print(a, text);
    twice = kho_query_print(a, once);
    kho_query_parse(a, text, &q);
    if (!q.cut && !kho_sv_eq(once, twice))
        abort();
    for (unsigned relax = 0; relax < 3; relax++) {
        t = (struct kho_tree){.arena = a, .relax = relax};
        if (kho_tree_query(&t, q.root) == NULL)
            abort();
    }
    kho_wanted_from(q.root, &w);
    return 0;
}
