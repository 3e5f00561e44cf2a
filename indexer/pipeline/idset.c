/* idset.c - see idset.h.  Open addressing; the keys are hashes already. */
#include "idset.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

struct kho_idset_key
kho_idset_of(const kho_sv *parts, size_t n)
{
    XXH3_state_t state;
    XXH128_hash_t h;

    XXH3_INITSTATE(&state);
    (void)XXH3_128bits_reset(&state);
    for (size_t i = 0; i < n; i++) {
        (void)XXH3_128bits_update(&state, &parts[i].n, sizeof parts[i].n);
        if (parts[i].n != 0)
            (void)XXH3_128bits_update(&state, parts[i].p, parts[i].n);
    }
    h = XXH3_128bits_digest(&state);
    return (struct kho_idset_key){h.low64, h.low64 == 0 && h.high64 == 0 ? 1 : h.high64};
}

/* Where k is or would go. */
static size_t
find(const struct kho_idset *s, struct kho_idset_key k)
{
    size_t i = (size_t)k.a & (s->cap - 1);

    while ((s->slots[i][0] != 0 || s->slots[i][1] != 0) &&
           (s->slots[i][0] != k.a || s->slots[i][1] != k.b))
        i = (i + 1) & (s->cap - 1);
    return i;
}

static bool
grow(struct kho_idset *s)
{
    struct kho_idset bigger = {.cap = s->cap == 0 ? 256 : s->cap * 2, .n = s->n};

    bigger.slots = calloc(bigger.cap, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return false;
    for (size_t i = 0; i < s->cap; i++)
        if (s->slots[i][0] != 0 || s->slots[i][1] != 0) {
            size_t to = find(&bigger, (struct kho_idset_key){s->slots[i][0], s->slots[i][1]});

            bigger.slots[to][0] = s->slots[i][0];
            bigger.slots[to][1] = s->slots[i][1];
        }
    free(s->slots);
    *s = bigger;
    return true;
}

bool
kho_idset_add(struct kho_idset *s, struct kho_idset_key k, bool *added)
{
    size_t i;

    if (s->n + 1 > s->cap / 4 * 3 && !grow(s))
        return false;
    i = find(s, k);
    *added = s->slots[i][0] == 0 && s->slots[i][1] == 0;
    if (*added) {
        s->slots[i][0] = k.a;
        s->slots[i][1] = k.b;
        s->n++;
    }
    return true;
}

bool
kho_idset_has(const struct kho_idset *s, struct kho_idset_key k)
{
    size_t i;

    if (s->n == 0)
        return false;
    i = find(s, k);
    return s->slots[i][0] != 0 || s->slots[i][1] != 0;
}

void
kho_idset_free(struct kho_idset *s)
{
    free(s->slots);
    *s = (struct kho_idset){.cap = 0};
}
