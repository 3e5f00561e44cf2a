/* fuzz_fold.c - any bytes through normalising and folding: results are UTF-8 in NFC and fixed
 * points. */
#include "fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static void
must_be_nfc(kho_sv s)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    UChar *u = malloc((s.n + 1) * sizeof *u);
    int32_t n = 0;

    must(u != NULL);
    (void)u_strFromUTF8(u, (int32_t)s.n + 1, &n, s.p == NULL ? "" : s.p, (int32_t)s.n, &e);
    must(!U_FAILURE(e));
    must(unorm2_isNormalized(nfc, u, n, &e) != 0 && !U_FAILURE(e));
    free(u);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    const kho_sv in = {(const char *)data, size};
    kho_sv text, again, exact, bare;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    must(kho_text_normalise(a, in, &text, NULL) == KHO_OK);
    must_be_nfc(text);
    for (size_t i = 0; i < text.n; i++)
        must((unsigned char)text.p[i] >= 0x20 || text.p[i] == '\n' || text.p[i] == '\t');
    must(kho_text_normalise(a, text, &again, NULL) == KHO_OK);
    must(kho_sv_eq(text, again));
    exact = kho_fold_exact(a, in);
    bare = kho_fold_bare(a, in);
    must_be_nfc(exact);
    must_be_nfc(bare);
    must(kho_sv_eq(exact, kho_fold_exact(a, exact)));
    must(kho_sv_eq(exact, kho_fold_exact(a, text)));
    must(kho_sv_eq(bare, kho_fold_bare(a, bare)));
    must(kho_sv_eq(bare, kho_fold_bare(a, exact)));
    (void)kho_slug(a, in);
    (void)kho_text_is_caps(in);
    (void)kho_is_syllable(in);
    must(kho_text_compare(text, text) == 0);
    (void)kho_text_upper(a, kho_text_lower(a, in));
    return 0;
}
