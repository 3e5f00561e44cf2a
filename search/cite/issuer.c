#include "issuer.h"

#include "begins.h"
#include "codes.h"
#include "tables.h"
#include "vchar.h"

static enum kho_level
level_of(const char *name)
{
    static const struct {
        const char *name;
        enum kho_level level;
    } names[] = {{"central", KHO_LEVEL_CENTRAL},   {"provincial", KHO_LEVEL_PROVINCE},
                 {"district", KHO_LEVEL_DISTRICT}, {"commune", KHO_LEVEL_COMMUNE},
                 {"city", KHO_LEVEL_CITY},         {"any", KHO_LEVEL_ANY}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].level;
    return KHO_LEVEL_ANY;
}

static struct kho_issuer
find(kho_sv code, bool any_case)
{
    const int row = kho_code_issuer(code, any_case);

    if (row < 0)
        return (struct kho_issuer){code, KHO_LEVEL_ANY, false, false};
    return (struct kho_issuer){kho_sv_from(kho_issuers[row].abbr), level_of(kho_issuers[row].level),
                               true, strcmp(kho_issuers[row].scope, "global") == 0};
}

static const char *
form_letters(size_t row)
{
    return kho_issuer_forms[row].letters;
}

struct kho_issuer
kho_issuer_of_code(kho_sv code)
{
    const char *topic = code.n == 0 ? NULL : memchr(code.p, '#', code.n);

    if (topic != NULL)
        code.n = (size_t)(topic - code.p);
    return find(code, false);
}

struct kho_issuer
kho_issuer_letters(struct kho_arena *arena, kho_sv letters)
{
    static struct kho_codes forms = {.code = form_letters};
    kho_sv plain = letters, stem;
    struct kho_issuer got;
    int form;
    char *p;

    if (memchr(letters.p, '&', letters.n) != NULL || memchr(letters.p, ' ', letters.n) != NULL) {
        p = kho_arena_alloc(arena, letters.n + 1, 1);
        plain = (kho_sv){p, 0};
        for (size_t i = 0; i < letters.n; i++)
            if (letters.p[i] != '&' && letters.p[i] != ' ')
                p[plain.n++] = letters.p[i];
    }
    /* QH15, UBTVQH11: the term is no part of who they are */
    stem = plain;
    while (stem.n > 0 && kho_vchar_is_digit((unsigned char)stem.p[stem.n - 1]))
        stem.n--;
    if (stem.n < plain.n &&
        (kho_code_same(stem, KHO_SV("QH")) || kho_code_same(stem, KHO_SV("UBTVQH"))))
        plain = stem;
    forms.n = kho_issuer_forms_n;
    form = kho_codes_find(&forms, plain, true);
    if (form >= 0)
        return find(kho_sv_from(kho_issuer_forms[form].code), false);
    got = find(plain, false);
    if (!got.known)
        got = find(plain, true);
    if (!got.known && stem.n > 0 && stem.n < plain.n) { /* "HĐND16": a term stuck to it */
        struct kho_issuer short_form = find(stem, false);

        if (short_form.known)
            return short_form;
    }
    return got;
}

static const char *
body_words(size_t row)
{
    return kho_cite_bodies[row].words;
}

struct kho_issuer
kho_issuer_words(kho_sv bare, size_t *bytes)
{
    static struct kho_begins bodies = {.words = body_words};
    const struct kho_cite_bodies_row *best = NULL;
    struct kho_issuer got = {{NULL, 0}, KHO_LEVEL_ANY, false, false};
    size_t n;

    *bytes = 0;
    bodies.n = kho_cite_bodies_n;
    for (int i = -1; (i = kho_begins_next(&bodies, bare, i, &n)) >= 0;)
        if (n > *bytes) {
            best = &kho_cite_bodies[i];
            *bytes = n;
        }
    if (best == NULL)
        return got;
    got = find(kho_sv_from(best->code), false);
    got.code = kho_sv_from(best->code);
    got.level = level_of(best->level);
    got.known = true;
    /* letters may be those of another body too: "Tổ công tác" and "Tổng cục Thuế" both sign TCT */
    got.global = got.level == KHO_LEVEL_CENTRAL;
    return got;
}

enum kho_level
kho_level_words(kho_sv text, size_t at, size_t *words)
{
    static const struct {
        const char *word;
        enum kho_level level;
        size_t words;
    } units[] = {{"tỉnh", KHO_LEVEL_PROVINCE, 1},     {"thành phố", KHO_LEVEL_CITY, 2},
                 {"tp", KHO_LEVEL_CITY, 1},           {"huyện", KHO_LEVEL_DISTRICT, 1},
                 {"quận", KHO_LEVEL_DISTRICT, 1},     {"thị xã", KHO_LEVEL_DISTRICT, 2},
                 {"xã", KHO_LEVEL_COMMUNE, 1},        {"phường", KHO_LEVEL_COMMUNE, 1},
                 {"thị trấn", KHO_LEVEL_COMMUNE, 2},  {"đặc khu", KHO_LEVEL_COMMUNE, 2},
                 {"cấp tỉnh", KHO_LEVEL_PROVINCE, 2}, {"cấp huyện", KHO_LEVEL_DISTRICT, 2},
                 {"cấp xã", KHO_LEVEL_COMMUNE, 2}};

    *words = 0;
    if (kho_vchar_word(text, at, "xã hội") > 0)
        return KHO_LEVEL_ANY;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (kho_vchar_word(text, at, units[i].word) > 0) {
            *words = units[i].words;
            return units[i].level;
        }
    return KHO_LEVEL_ANY;
}

bool
kho_is_central_city(kho_sv slug)
{
    static const char *const cities[] = {"ha-noi",  "hue",         "hai-phong",     "da-nang",
                                         "can-tho", "ho-chi-minh", "tp-ho-chi-minh"};

    for (size_t i = 0; i < sizeof cities / sizeof cities[0]; i++)
        if (kho_sv_eq(slug, kho_sv_from(cities[i])))
            return true;
    return false;
}

bool
kho_issuer_is_partner(kho_sv code)
{
    /* known codes that stand for a unit when they come second */
    static const char *const units[] = {"VP",  "TTr", "HĐ",  "CB",  "BTC",
                                        "PKT", "BCH", "BTT", "ĐCT", "TCT"};

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (kho_sv_eq(code, kho_sv_from(units[i])))
            return false;
    return kho_issuer_of_code(code).known;
}
