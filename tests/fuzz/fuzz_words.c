/* fuzz_words.c - words of any bytes: ascending, whole characters, terms that a database takes. */
#include "terms.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
    if (!ok)
        abort();
}

/* Byte i of text begins a character or is the end of it. */
static bool
is_start(kho_sv text, size_t i)
{
    return i >= text.n || ((unsigned char)text.p[i] & 0xc0) != 0x80;
}

static void
must_be_term(kho_sv t)
{
    must(t.n > 0 && t.n <= KHO_TERMS_MAX && memchr(t.p, '\0', t.n) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    const kho_sv in = {(const char *)data, size};
    struct kho_word w;
    size_t last = 0, pos = 0;
    kho_sv text, others[8];

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    must(kho_text_normalise(a, in, &text, NULL) == KHO_OK);
    while (kho_word_next(text, &pos, &w)) {
        struct kho_term_buf buf;
        struct kho_word_term t;

        must(w.offset >= last && w.length > 0 && w.offset + w.length <= text.n);
        must(is_start(text, w.offset) && is_start(text, w.offset + w.length));
        last = w.offset + w.length;
        must(pos >= last && pos <= text.n);
        must(w.bare_n > 0 && w.bare_n <= KHO_WORD_MAX && w.bare[w.bare_n] == '\0');
        must(w.exact_n > 0 && w.exact_n <= KHO_WORD_MAX && w.exact[w.exact_n] == '\0');
        t = kho_term_word(KHO_FIELDS_PLACENOW, &w, &buf);
        must_be_term(t.bare);
        if (t.exact.p != NULL)
            must_be_term(t.exact);
        (void)kho_term_expansions((kho_sv){w.bare, w.bare_n}, others, 8);
    }
    for (last = pos = 0; kho_word_next(in, &pos, &w); last = w.offset + w.length)
        must(w.offset >= last && w.length > 0 && w.offset + w.length <= in.n);
    must_be_term(kho_term_raw(a, KHO_FIELDS_KEY, in));
    must_be_term(kho_term_flag(a, KHO_FIELDS_TYPE, in));
    return 0;
}
