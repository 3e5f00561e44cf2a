/* hash.c - see hash.h. */
#include "hash.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#define CHUNK ((size_t)256 * 1024)

static kho_sv
hex(XXH128_hash_t h, char id[KHO_ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    XXH128_canonical_t c;

    XXH128_canonicalFromHash(&c, h);
    for (size_t i = 0; i < sizeof c.digest; i++) {
        id[2 * i] = digits[c.digest[i] >> 4];
        id[2 * i + 1] = digits[c.digest[i] & 15];
    }
    id[KHO_ID_SIZE - 1] = '\0';
    return (kho_sv){id, KHO_ID_SIZE - 1};
}

kho_sv
kho_hash_bytes(kho_sv bytes, char id[KHO_ID_SIZE])
{
    return hex(XXH3_128bits(bytes.n == 0 ? "" : bytes.p, bytes.n), id);
}

kho_sv
kho_hash_file(int fd, uint64_t n, char id[KHO_ID_SIZE])
{
    char *chunk = malloc(CHUNK);
    XXH3_state_t *state = XXH3_createState();
    kho_sv out = {NULL, 0};
    uint64_t at = 0;

    if (chunk != NULL && state != NULL) {
        (void)XXH3_128bits_reset(state);
        while (at < n) {
            size_t want = n - at < CHUNK ? (size_t)(n - at) : CHUNK;
            ssize_t r = pread(fd, chunk, want, (off_t)at);

            if (r <= 0)
                break;
            (void)XXH3_128bits_update(state, chunk, (size_t)r);
            at += (uint64_t)r;
        }
        if (at == n)
            out = hex(XXH3_128bits_digest(state), id);
    }
    (void)XXH3_freeState(state);
    free(chunk);
    return out;
}

kho_sv
kho_hash_place(kho_sv input, kho_sv raw, char id[KHO_ID_SIZE])
{
    static const char kind[] = "kho: place";
    XXH3_state_t state;
    const char nul = '\0';

    XXH3_INITSTATE(&state);
    (void)XXH3_128bits_reset_withSeed(&state, 1); /* contents are hashed without a seed */
    (void)XXH3_128bits_update(&state, kind, sizeof kind);
    (void)XXH3_128bits_update(&state, input.p, input.n);
    (void)XXH3_128bits_update(&state, &nul, 1);
    (void)XXH3_128bits_update(&state, raw.n == 0 ? "" : raw.p, raw.n);
    return hex(XXH3_128bits_digest(&state), id);
}
