/* fuzz_decode.c - any bytes decoded as a file, as text with font marks and as a name: normalised
 * text, of which clean text comes back as it is; line ends stay. */
#include "decode.h"

#include "fold.h"
#include "font.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
need(bool ok)
{
    if (!ok)
        abort();
}

static size_t
line_ends(kho_sv s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static void
check(struct kho_arena *a, const struct kho_decoded *d)
{
    kho_sv again;

    need(kho_text_normalise(a, d->text, &again, NULL) == KHO_OK && kho_sv_eq(d->text, again));
    need(d->charset != NULL && d->confidence >= 0 && d->confidence <= 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    struct kho_vote vote = {{0}};
    const kho_sv raw = {(const char *)data, size};
    struct kho_decoded d;
    kho_sv plain;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    need(kho_decode(a, raw, &d, NULL) == KHO_OK);
    check(a, &d);
    need(kho_decode_text(a, raw, &d, NULL) == KHO_OK);
    check(a, &d);
    for (size_t i = 0; i < d.text.n; i++)
        need(kho_font_at((const unsigned char *)d.text.p + i, d.text.n - i) < 0);
    need(kho_text_normalise(a, raw, &plain, NULL) == KHO_OK);
    need(line_ends(plain) == line_ends(d.text) || d.confidence < 1 ||
         strcmp(d.charset, "utf-8") != 0);
    kho_decode_count(&vote, raw);
    need(kho_decode_name(a, raw, &vote, &d, NULL) == KHO_OK);
    check(a, &d);
    (void)kho_font_of(raw);
    return 0;
}
