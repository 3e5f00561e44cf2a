/* declared.c - text whose charset somebody declared; see decode.h. */
#include "decode.h"

#include "fold.h"

#include <stdlib.h>
#include <unicode/ucnv.h>

#define CONFIDENT_AT_ALL                                                                           \
    0.5 /* below, a declaration is the better guess even if it does not fit                        \
         */

/* How far a declaration is believed. */
enum trust {
    TRUST_NONE,   /* nothing that is not found out without it, or no charset at all */
    TRUST_LITTLE, /* one byte a character: any bytes fit */
    TRUST_MUCH    /* wrong bytes would not fit */
};

static enum trust
trust_in(UConverter *c, kho_sv raw)
{
    const UConverterType t = ucnv_getType(c);

    if (t == UCNV_UTF8 || t == UCNV_US_ASCII)
        return TRUST_NONE;
    if (t == UCNV_SBCS || t == UCNV_LATIN_1)
        return TRUST_LITTLE;
    if (t == UCNV_UTF16 || t == UCNV_UTF16_LittleEndian || t == UCNV_UTF16_BigEndian ||
        t == UCNV_UTF32 || t == UCNV_UTF32_LittleEndian || t == UCNV_UTF32_BigEndian)
        /* text in it has zeros, at least of its line ends */
        return raw.n > 0 && memchr(raw.p, '\0', raw.n) != NULL ? TRUST_MUCH : TRUST_NONE;
    return TRUST_MUCH;
}

/* Is there a byte that could not be read? */
static bool
has_bad(kho_sv text)
{
    return text.n > 0 && memmem(text.p, text.n, "\xef\xbf\xbd", 3) != NULL;
}

/* raw as UTF-8 by c; false: too long.  *fits: all bytes mean something. */
static bool
convert(UConverter *c, kho_sv raw, size_t max, char **out, size_t *n, bool *fits)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t need;

    if (raw.n > INT32_MAX / 4)
        return false;
    need = ucnv_toAlgorithmic(UCNV_UTF8, c, NULL, 0, raw.p, (int32_t)raw.n, &e);
    if ((e != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(e)) || need < 0 || (size_t)need > max ||
        (*out = malloc((size_t)need + 1)) == NULL)
        return false;
    e = U_ZERO_ERROR;
    *n = (size_t)ucnv_toAlgorithmic(UCNV_UTF8, c, *out, need + 1, raw.p, (int32_t)raw.n, &e);
    *fits = !has_bad((kho_sv){*out, *n});
    return U_SUCCESS(e);
}

static UConverter *
converter(kho_sv charset)
{
    UErrorCode e = U_ZERO_ERROR;
    char name[UCNV_MAX_CONVERTER_NAME_LENGTH];

    if (charset.n == 0 || charset.n >= sizeof name)
        return NULL;
    for (size_t i = 0; i < charset.n; i++) /* a name, and no file ICU might look for */
        if (charset.p[i] <= ' ' || charset.p[i] > '~' || strchr("/\\,", charset.p[i]) != NULL)
            return NULL;
    memcpy(name, charset.p, charset.n);
    name[charset.n] = '\0';
    return ucnv_open(name, &e);
}

enum kho_status
kho_decode_declared(struct kho_arena *arena, kho_sv raw, kho_sv charset, struct kho_decoded *out,
                    struct kho_err *err)
{
    UConverter *c = converter(charset);
    const enum trust trust = c == NULL ? TRUST_NONE : trust_in(c, raw);
    struct kho_decoded d = {.confidence = 0};
    char *utf8 = NULL;
    size_t n = 0;
    enum kho_status st = KHO_OK;
    bool fits = false, done = false;

    if (trust != TRUST_MUCH) {
        st = kho_decode(arena, raw, out, err);
        done = trust == TRUST_NONE || st != KHO_OK ||
               (out->confidence >= KHO_DECODE_SURE && !has_bad(out->text));
    }
    if (!done && convert(c, raw, kho_arena_room(arena) / 4, &utf8, &n, &fits)) {
        if (trust == TRUST_MUCH && !fits) {
            st = kho_decode(arena, raw, out, err);
            done = st != KHO_OK || out->confidence >= CONFIDENT_AT_ALL;
        }
        if (!done) {
            UErrorCode e = U_ZERO_ERROR;
            const char *name = ucnv_getStandardName(ucnv_getName(c, &e), "MIME", &e);

            st = kho_text_normalise(arena, (kho_sv){utf8, n}, &d.text, err);
            d.charset = name == NULL || U_FAILURE(e) ? "?" : name;
            d.confidence = fits ? KHO_DECODE_SURE : CONFIDENT_AT_ALL;
            if (st == KHO_OK)
                *out = d;
        }
    } else if (!done && trust == TRUST_MUCH) {
        st = kho_decode(arena, raw, out, err);
    }
    free(utf8);
    if (c != NULL)
        ucnv_close(c);
    return st;
}
