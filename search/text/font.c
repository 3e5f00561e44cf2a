/* font.c - see font.h. */
#include "font.h"

#include "tables.h"

static char
lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool
same(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

/* The capitals of an end are capitals: .VnTimeH is another font than ".VnTeach". */
static bool
fits(const struct kho_legacy_fonts_row *r, kho_sv name)
{
    const kho_sv begin = kho_sv_from(r->begin), end = kho_sv_from(r->end);

    if (name.n < begin.n || !same(name.p, begin.p, begin.n))
        return false;
    return strcmp(r->end, "-") == 0 ||
           (name.n >= begin.n + end.n && memcmp(name.p + name.n - end.n, end.p, end.n) == 0);
}

static enum kho_font
font_of(const struct kho_legacy_fonts_row *r)
{
    static const struct {
        const char *charset;
        enum kho_font font;
    } fonts[] = {{"tcvn3", KHO_FONT_TCVN3},
                 {"vni", KHO_FONT_VNI},
                 {"viscii", KHO_FONT_VISCII},
                 {"vps", KHO_FONT_VPS},
                 {"symbol", KHO_FONT_SYMBOL}};

    for (size_t i = 0; i < sizeof fonts / sizeof fonts[0]; i++)
        if (strcmp(r->charset, fonts[i].charset) == 0)
            return fonts[i].font == KHO_FONT_TCVN3 && r->caps != 0 ? KHO_FONT_TCVN3_CAPS
                                                                   : fonts[i].font;
    return KHO_FONT_ANY;
}

enum kho_font
kho_font_of(kho_sv name)
{
    const char *comma = name.n == 0 ? NULL : memchr(name.p, ',', name.n);

    if (comma != NULL)
        name.n = (size_t)(comma - name.p);
    while (name.n > 0 && (name.p[0] == ' ' || name.p[0] == '"' || name.p[0] == '\'')) {
        name.p++;
        name.n--;
    }
    while (name.n > 0 && (name.p[name.n - 1] == ' ' || name.p[name.n - 1] == '"' ||
                          name.p[name.n - 1] == '\'' || name.p[name.n - 1] == '\0'))
        name.n--;
    for (size_t i = 0; i < kho_legacy_fonts_n; i++)
        if (fits(&kho_legacy_fonts[i], name))
            return font_of(&kho_legacy_fonts[i]);
    return KHO_FONT_ANY;
}

kho_sv
kho_font_mark(enum kho_font font)
{
    static const char marks[KHO_FONTS][KHO_FONT_MARK_BYTES + 1] = {
        "\xef\xb7\x90", "\xef\xb7\x91", "\xef\xb7\x92", "\xef\xb7\x93",
        "\xef\xb7\x94", "\xef\xb7\x95", "\xef\xb7\x96"};

    return (kho_sv){marks[font], KHO_FONT_MARK_BYTES};
}
