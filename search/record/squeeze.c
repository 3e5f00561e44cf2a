/* squeeze.c - see squeeze.h. */
#include "squeeze.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

extern const char kho_dictionary[]; /* made by schemas/gen/embed.c */
extern const size_t kho_dictionary_n;

enum {
    LEVEL = 4,
    WINDOW_LOG_MAX = 23, /* of what LEVEL makes it is 21; damaged data may ask for more */
    BLOCK_END = 32       /* bytes another end of block can cost; it is 3 */
};

/* Both are made once per process: making one costs more than a short text. */
static ZSTD_CCtx *
compressor(void)
{
    static ZSTD_CCtx *zstd;
    static ZSTD_CDict *dict;

    if (zstd == NULL)
        zstd = ZSTD_createCCtx();
    if (dict == NULL)
        dict = ZSTD_createCDict(kho_dictionary, kho_dictionary_n, LEVEL);
    if (zstd == NULL || dict == NULL ||
        ZSTD_isError(ZSTD_CCtx_reset(zstd, ZSTD_reset_session_only)) != 0 ||
        ZSTD_isError(ZSTD_CCtx_refCDict(zstd, dict)) != 0)
        return NULL;
    return zstd;
}

static ZSTD_DCtx *
decompressor(void)
{
    static ZSTD_DCtx *zstd;
    static ZSTD_DDict *dict;

    if (zstd == NULL)
        zstd = ZSTD_createDCtx();
    if (dict == NULL)
        dict = ZSTD_createDDict(kho_dictionary, kho_dictionary_n);
    if (zstd == NULL || dict == NULL ||
        ZSTD_isError(ZSTD_DCtx_reset(zstd, ZSTD_reset_session_and_parameters)) != 0 ||
        ZSTD_isError(ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX)) != 0 ||
        ZSTD_isError(ZSTD_DCtx_refDDict(zstd, dict)) != 0)
        return NULL;
    return zstd;
}

enum kho_status
kho_squeeze(kho_sv in, struct kho_squeeze_ends *ends, struct kho_buf *out, struct kho_err *err)
{
    const size_t at[2] = {ends->front, in.n > KHO_SQUEEZE_LONG ? ends->middle : 0};
    const size_t bound = ZSTD_compressBound(in.n) + (size_t)2 * BLOCK_END;
    ZSTD_CCtx *zstd = compressor();
    char *packed = malloc(bound);
    ZSTD_outBuffer to = {packed, bound, 0};
    ZSTD_inBuffer from = {in.p, 0, 0};
    size_t r = 0;

    if (packed == NULL || zstd == NULL) {
        free(packed);
        return kho_fail(err, KHO_NOMEM, "compressing a document of %zu bytes", in.n);
    }
    r = ZSTD_CCtx_setPledgedSrcSize(zstd, in.n);
    for (size_t i = 0; i < 2; i++) {
        from.size = at[i];
        while (from.pos < at[i] && ZSTD_isError(r) == 0)
            do
                r = ZSTD_compressStream2(zstd, &to, &from, ZSTD_e_flush);
            while (ZSTD_isError(r) == 0 && r != 0);
        if (i == 0)
            ends->packed = to.pos;
    }
    from.size = in.n;
    if (ZSTD_isError(r) == 0)
        r = ZSTD_compressStream2(zstd, &to, &from, ZSTD_e_end);
    if (r == 0)
        kho_buf_put(out, packed, to.pos);
    free(packed);
    if (r != 0)
        return kho_fail(err, KHO_BUG, "zstd: %s", ZSTD_getErrorName(r));
    return out->st == KHO_OK ? KHO_OK : kho_fail(err, out->st, "packing %zu bytes", in.n);
}

uint64_t
kho_squeezed_size(kho_sv packed)
{
    const unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);

    return n == ZSTD_CONTENTSIZE_ERROR || n == ZSTD_CONTENTSIZE_UNKNOWN ? UINT64_MAX : n;
}

bool
kho_unsqueeze(kho_sv packed, char *out, size_t n)
{
    ZSTD_DCtx *zstd = decompressor();
    ZSTD_inBuffer from = {packed.p, packed.n, 0};
    ZSTD_outBuffer to = {out, n, 0};
    const uint64_t size = kho_squeezed_size(packed);

    if (zstd == NULL)
        return false;
    if (n == size)
        return ZSTD_decompressDCtx(zstd, out, n, packed.p, packed.n) == n;
    while (to.pos < n) {
        const size_t before = to.pos + from.pos;

        if (ZSTD_isError(ZSTD_decompressStream(zstd, &to, &from)) != 0 ||
            to.pos + from.pos == before)
            return false;
    }
    return true;
}
