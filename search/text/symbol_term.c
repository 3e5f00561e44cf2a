#include "codes.h"
#include "symbol.h"
#include "vchar.h"

/* One code of a term: upper case, '&' dropped, other letters for the same issuer made one. */
static size_t
term_code(kho_sv code, bool issuer, char *buf, size_t cap)
{
    size_t n = kho_code_upper(code, buf, cap), kept = 0;

    for (size_t i = 0; i < n; i++)
        if (buf[i] != '&' && buf[i] != ' ')
            buf[kept++] = buf[i];
    if (!issuer && kept == 2 && buf[1] == 'D' && (buf[0] == 'N' || buf[0] == 'Q')) {
        /* no type is called ND or QD: the mark of NĐ, QĐ got lost */
        memcpy(buf + 1, "Đ", sizeof "Đ" - 1);
        return sizeof "NĐ" - 1;
    }
    if (issuer && kept == 2 && memcmp(buf, "TG", 2) == 0)
        return kho_code_upper(KHO_SV("TTg"), buf, cap);
    if (issuer && kept == 3 && memcmp(buf, "TƯ", 3) == 0)
        return kho_code_upper(KHO_SV("TW"), buf, cap);
    return kept;
}

static kho_sv
without_zeros(kho_sv number)
{
    while (number.n > 1 && number.p[0] == '0' && kho_vchar_is_digit((unsigned char)number.p[1])) {
        number.p++;
        number.n--;
    }
    return number;
}

kho_sv
kho_symbol_term(struct kho_arena *arena, const struct kho_symbol *s)
{
    size_t cap = s->number.n + s->type.n + 32, n = 0;
    kho_sv number = without_zeros(s->number);
    char sep = '/', *p;

    for (size_t i = 0; i < s->n_codes; i++)
        cap += 2 * s->codes[i].n + 8;
    p = kho_arena_alloc(arena, cap, 1);
    n += kho_code_upper(number, p, cap);
    if (s->year > 0) {
        p[n++] = '/';
        for (int32_t div = 1000, y = s->year; div > 0; div /= 10)
            p[n++] = (char)('0' + y / div % 10);
    }
    if (s->type.n > 0) {
        p[n++] = sep;
        n += term_code(s->type, false, p + n, cap - n);
        sep = '-';
    }
    for (size_t i = 0; i < s->n_codes; i++) {
        p[n++] = sep;
        n += term_code(s->codes[i], s->type.n > 0, p + n, cap - n);
        sep = '-';
    }
    return (kho_sv){p, n};
}
