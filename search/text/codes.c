#include "codes.h"

#include "tables.h"
#include "vchar.h"

size_t
kho_code_upper(kho_sv s, char *buf, size_t cap)
{
    size_t out = 0;

    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t c = kho_vchar_upper(kho_vchar(s, at, &n));
        size_t need = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

        if (out + need > cap)
            return 0;
        if (need == 1) {
            buf[out++] = (char)c;
        } else if (need == 2) {
            buf[out++] = (char)(0xc0 | c >> 6);
            buf[out++] = (char)(0x80 | (c & 0x3f));
        } else if (need == 3) {
            buf[out++] = (char)(0xe0 | c >> 12);
            buf[out++] = (char)(0x80 | (c >> 6 & 0x3f));
            buf[out++] = (char)(0x80 | (c & 0x3f));
        } else {
            buf[out++] = (char)(0xf0 | c >> 18);
            buf[out++] = (char)(0x80 | (c >> 12 & 0x3f));
            buf[out++] = (char)(0x80 | (c >> 6 & 0x3f));
            buf[out++] = (char)(0x80 | (c & 0x3f));
        }
    }
    return out;
}

bool
kho_code_same(kho_sv a, kho_sv b)
{
    size_t i = 0, k = 0, n, m;

    while (i < a.n && k < b.n) {
        if (kho_vchar_upper(kho_vchar(a, i, &n)) != kho_vchar_upper(kho_vchar(b, k, &m)))
            return false;
        i += n;
        k += m;
    }
    return i == a.n && k == b.n;
}

static unsigned
bucket(kho_sv code)
{
    return ((unsigned)code.n * 37u + ((unsigned char)code.p[0] & 0x5fu)) % KHO_CODE_BUCKETS;
}

static void
prepare(struct kho_codes *table)
{
    for (size_t i = 0; i < KHO_CODE_BUCKETS; i++)
        table->head[i] = -1;
    for (size_t i = table->n < KHO_CODES_MAX ? table->n : KHO_CODES_MAX; i > 0; i--) {
        const kho_sv code = kho_sv_from(table->code(i - 1));
        unsigned b;

        if (code.n == 0 || code.n > UINT8_MAX)
            continue;
        b = bucket(code);
        table->bytes[i - 1] = (uint8_t)code.n;
        table->next[i - 1] = table->head[b];
        table->head[b] = (int16_t)(i - 1);
    }
    table->ready = true;
}

int
kho_codes_find(struct kho_codes *table, kho_sv code, bool any_case)
{
    if (!table->ready)
        prepare(table);
    if (code.n == 0)
        return -1;
    for (int i = table->head[bucket(code)]; i >= 0; i = table->next[i]) {
        const kho_sv known = {table->code((size_t)i), table->bytes[i]};

        if (known.n == code.n &&
            (memcmp(known.p, code.p, code.n) == 0 || (any_case && kho_code_same(known, code))))
            return i;
    }
    return -1;
}

static const char *
type_code(size_t row)
{
    return kho_doc_types[row].abbr;
}

static const char *
type_letters(size_t row)
{
    return kho_type_letters[row].letters;
}

static const char *
issuer_code(size_t row)
{
    return kho_issuers[row].abbr;
}

static bool
is_type(kho_sv code, bool any_case)
{
    static struct kho_codes types = {.code = type_code}, letters = {.code = type_letters};

    types.n = kho_doc_types_n;
    letters.n = kho_type_letters_n;
    return kho_codes_find(&types, code, any_case) >= 0 ||
           kho_codes_find(&letters, code, any_case) >= 0;
}

int
kho_code_issuer(kho_sv code, bool any_case)
{
    static struct kho_codes issuers = {.code = issuer_code};

    issuers.n = kho_issuers_n;
    return kho_codes_find(&issuers, code, any_case);
}

bool
kho_code_is_issuer(kho_sv code, bool any_case)
{
    return kho_code_issuer(code, any_case) >= 0;
}

/* First exactly as printed: TTr is no TT; then in any case: the term writes TTR. */
enum kho_code_kind
kho_code_look_up(kho_sv code)
{
    if (code.n == 0)
        return KHO_CODE_UNKNOWN;
    if (is_type(code, false))
        return KHO_CODE_TYPE;
    if (kho_code_is_issuer(code, false))
        return KHO_CODE_ISSUER;
    if (is_type(code, true))
        return KHO_CODE_TYPE;
    return kho_code_is_issuer(code, true) ? KHO_CODE_ISSUER : KHO_CODE_UNKNOWN;
}

kho_sv
kho_code_stem(kho_sv code)
{
    while (code.n > 0 && kho_vchar_is_digit((unsigned char)code.p[code.n - 1]))
        code.n--;
    return code;
}

size_t
kho_code_glued(kho_sv code)
{
    if (kho_code_look_up(kho_code_stem(code)) != KHO_CODE_UNKNOWN)
        return 0;
    for (size_t at = 2; at + 1 < code.n; at++) {
        kho_sv head = {code.p, at}, tail = {code.p + at, code.n - at};

        if (((unsigned char)code.p[at] & 0xc0) != 0x80 && kho_code_look_up(head) == KHO_CODE_TYPE &&
            kho_code_is_issuer(tail, true))
            return at;
    }
    return 0;
}

bool
kho_code_plausible(kho_sv t, size_t least)
{
    size_t upper = 0, lower = 0, vowels = 0;

    for (size_t at = 0, n; at < t.n; at += n) {
        uint32_t ch = kho_vchar(t, at, &n);

        if (kho_vchar_is_upper(ch) && (ch < 0xc0 || ch == 0x110 || ch == 0x1af))
            upper++;
        else if (kho_vchar_is_letter(ch))
            lower++;
        vowels += strchr("aeiou", ch < 0x80 ? (int)ch : 'a') != NULL ? 1 : 0;
    }
    /* "Cty", "QLVNg": no word of prose is without a vowel */
    return upper >= least && (lower * 2 <= upper || (lower <= 2 && vowels == 0));
}
