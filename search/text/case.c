/* case.c - case and alphabetical order. */
#include "fold.h"

#include "letters.h"
#include "utf8.h"

#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

enum { SORT_LETTERS = 200 }; /* of a text that decide its place */

/*
 * Character by character, so that the number of characters stays (no ß -> SS).  One of two bytes
 * can become three, one of three never four: half as much again is always enough.
 */
static kho_sv
change(struct kho_arena *arena, kho_sv text, bool upper)
{
    const unsigned char *p = (const unsigned char *)text.p;
    const size_t cap = text.n + text.n / 2 + 1;
    size_t n = 0;
    char *out;

    if (text.n == 0 || cap + 64 > kho_arena_room(arena))
        return text;
    out = kho_arena_alloc(arena, cap + 4, 1);
    for (size_t i = 0; i < text.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get(p + i, text.n - i, &len);
        const struct kho_letter l = c == KHO_UTF8_BAD ? kho_letters[0] : kho_letter_of(c);

        if (l.code != KHO_L_NONE) {
            const char *u = (upper ? kho_letter_upper : kho_letter_lower)[l.code][l.tone];

            memcpy(out + n, u, 4);
            n += kho_letter_bytes(u);
        } else if (c < 0x80 || c == KHO_UTF8_BAD) {
            out[n++] = text.p[i];
        } else {
            n += kho_utf8_put(out + n,
                              (uint32_t)(upper ? u_toupper((UChar32)c) : u_tolower((UChar32)c)));
        }
        i += len;
    }
    out[n] = '\0';
    return (kho_sv){out, n};
}

kho_sv
kho_text_lower(struct kho_arena *arena, kho_sv text)
{
    return change(arena, text, false);
}

kho_sv
kho_text_upper(struct kho_arena *arena, kho_sv text)
{
    return change(arena, text, true);
}

bool
kho_text_is_caps(kho_sv text)
{
    const unsigned char *p = (const unsigned char *)text.p;
    bool upper = false;

    for (size_t i = 0; i < text.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get(p + i, text.n - i, &len);
        struct kho_letter l = {0, 0, KHO_CASE_NONE};

        i += len;
        if (c == KHO_UTF8_BAD)
            continue;
        l = kho_letter_of(c);
        if (l.code == KHO_L_NONE && c >= 0x80) {
            if (u_islower((UChar32)c))
                return false;
            upper = upper || u_isupper((UChar32)c);
        }
        if (l.letter_case == KHO_CASE_LOWER)
            return false;
        upper = upper || l.letter_case == KHO_CASE_UPPER;
    }
    return upper;
}

/* One for the whole run; opening it costs a millisecond.  NULL: ICU has none. */
static UCollator *
collator(void)
{
    static UCollator *vi;
    static bool tried;

    if (!tried) {
        /* "vi" may answer with a warning, which is no failure. */
        UErrorCode e = U_ZERO_ERROR;

        vi = ucol_open("vi", &e);
        tried = true;
        if (U_FAILURE(e))
            vi = NULL;
    }
    return vi;
}

kho_sv
kho_text_sort_key(struct kho_arena *arena, kho_sv text, size_t max)
{
    UChar u[SORT_LETTERS];
    uint8_t key[SORT_LETTERS * 8];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, len = 0;

    if (text.n == 0)
        return (kho_sv){"", 0};
    (void)u_strFromUTF8WithSub(u, SORT_LETTERS, &n, text.p,
                               text.n < INT32_MAX ? (int32_t)text.n : INT32_MAX, 0xfffd, NULL, &e);
    if (e == U_BUFFER_OVERFLOW_ERROR || e == U_STRING_NOT_TERMINATED_WARNING)
        n = n < SORT_LETTERS ? n : SORT_LETTERS;
    else if (U_FAILURE(e))
        n = 0;
    if (collator() != NULL)
        len = ucol_getSortKey(collator(), u, n, key, (int32_t)sizeof key);
    if (len > (int32_t)sizeof key)
        len = (int32_t)sizeof key + 1;
    len = len > 0 ? len - 1 : 0; /* without the NUL at its end */
    return kho_arena_dup(arena, (kho_sv){(const char *)key, (size_t)len < max ? (size_t)len : max});
}

int
kho_text_compare(kho_sv a, kho_sv b)
{
    UErrorCode e = U_ZERO_ERROR;
    const size_t least = a.n < b.n ? a.n : b.n;
    int r;

    if (a.p == NULL)
        a = KHO_SV("");
    if (b.p == NULL)
        b = KHO_SV("");
    if (collator() != NULL && a.n <= INT32_MAX && b.n <= INT32_MAX) {
        const UCollationResult c =
            ucol_strcollUTF8(collator(), a.p, (int32_t)a.n, b.p, (int32_t)b.n, &e);

        if (!U_FAILURE(e) && c != UCOL_EQUAL)
            return c == UCOL_LESS ? -1 : 1;
    }
    r = least == 0 ? 0 : memcmp(a.p, b.p, least);
    if (r != 0)
        return r < 0 ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}
