/* Symbols, dates, ordinals and typed references of any text: nothing outside the text is taken, and
 * what was understood once is understood the same again. */
#include "date.h"
#include "key.h"
#include "ref.h"
#include "symbol.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
need(bool ok)
{
    if (!ok)
        abort();
}

static void
stable_term(struct kho_arena *arena, const struct kho_symbol *s)
{
    kho_sv term = kho_symbol_term(arena, s);
    struct kho_symbol again;

    need(s->number.n > 0 && term.n > 0);
    /* unknown codes in small letters are typed by nobody; all others read back */
    if (kho_symbol_parse(arena, term, &again))
        need(kho_sv_eq(term, kho_symbol_term(arena, &again)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kho_arena *arena = kho_arena_new(64u << 20);
    kho_sv text = {(const char *)data, size};
    struct kho_refspec ref;
    struct kho_symbol s;
    struct kho_date d;
    struct kho_key key;

    if (arena == NULL || size > 4096)
        goto out;
    for (size_t at = 0; at < size; at++) {
        size_t n = kho_symbol_scan(arena, text, at, &s);

        need(n <= size - at);
        if (n > 0)
            stable_term(arena, &s);
        n = kho_date_scan(text, at, &d);
        need(n <= size - at);
        if (n > 0)
            need(d.year > 0 && d.month <= 12 && d.day <= kho_date_last_day(2000, d.month) &&
                 d.quarter <= 4);
    }
    if (kho_symbol_parse(arena, text, &s))
        stable_term(arena, &s);
    need(kho_ordinal(text) >= 0 && kho_ordinal(text) < 1000);
    (void)kho_date_parse(text, &d);
    (void)kho_ref_parse(arena, text, &ref);
    if (kho_key_parse(text, &key)) {
        kho_sv printed = kho_key_print(arena, &key);

        need(kho_key_parse(printed, &key) && kho_sv_eq(printed, kho_key_print(arena, &key)));
        need(kho_key_compatible(&key, &key));
    }
out:
    kho_arena_free(arena);
    return 0;
}
