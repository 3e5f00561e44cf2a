#include "codes.h"

#include "tables.h"
#include "vchar.h"

enum { KNOWN_MAX = 48 }; /* bytes of the longest known code */

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

/* Same letters in any case?  The tables are small and the first byte decides nearly always. */
static bool
same_code(const char *known, kho_sv code, bool any_case)
{
    char a[KNOWN_MAX], b[KNOWN_MAX];
    kho_sv k = kho_sv_from(known);
    size_t n, m;

    if (kho_sv_eq(k, code))
        return true;
    if (!any_case || k.n != code.n || (k.p[0] & 0x5f) != (code.p[0] & 0x5f))
        return false;
    n = kho_code_upper(k, a, sizeof a);
    m = kho_code_upper(code, b, sizeof b);
    return n > 0 && n == m && memcmp(a, b, n) == 0;
}

static bool
is_type(kho_sv code, bool any_case)
{
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (same_code(kho_doc_types[i].abbr, code, any_case))
            return true;
    for (size_t i = 0; i < kho_type_letters_n; i++)
        if (same_code(kho_type_letters[i].letters, code, any_case))
            return true;
    return false;
}

bool
kho_code_is_issuer(kho_sv code, bool any_case)
{
    for (size_t i = 0; i < kho_issuers_n; i++)
        if (same_code(kho_issuers[i].abbr, code, any_case))
            return true;
    return false;
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
