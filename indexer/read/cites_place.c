#include "cites.h"

static bool
is_province(kho_sv slug)
{
    for (size_t i = 0; i < kho_provinces_n; i++)
        if (kho_sv_eq(kho_sv_from(kho_provinces[i].old_slug), slug) ||
            kho_sv_eq(kho_sv_from(kho_provinces[i].new_slug), slug))
            return true;
    return false;
}

/* Another spelling made the one of the table; words in capitals behind the name are cut off. */
kho_sv
cite_province(kho_sv slug)
{
    for (kho_sv s = slug; s.n > 0;) {
        for (size_t i = 0; i < kho_province_forms_n; i++)
            if (kho_sv_eq(kho_sv_from(kho_province_forms[i].form), s))
                return kho_sv_from(kho_province_forms[i].slug);
        if (is_province(s))
            return s;
        while (s.n > 0 && s.p[s.n - 1] != '-')
            s.n--;
        s.n -= s.n > 0 ? 1 : 0;
    }
    return (kho_sv){NULL, 0};
}

/* "xã Chiềng Hặc, huyện Yên Châu, tỉnh Sơn La": a commune that is said to lie in a province and in
 * no district may be one of after 01/7/2025, or of any district. */
static void
place_above(struct cite *c)
{
    bool province = false, district = false;

    for (size_t i = 0; i < c->tail.n_above; i++) {
        const struct cite_unit *u = &c->tail.above[i];
        const kho_sv slug = cite_province(u->name);

        if (slug.n > 0 && (u->level == KHO_LEVEL_PROVINCE ||
                           (u->level == KHO_LEVEL_CITY && kho_is_central_city(slug)))) {
            c->key.loc[0] = slug;
            province = true;
        } else if (u->level != KHO_LEVEL_PROVINCE && c->key.n_loc == KHO_KEY_LOCS) {
            c->key.loc[1] = u->name;
            district = true;
        }
    }
    if (province && !district && c->key.n_loc == KHO_KEY_LOCS)
        c->key.loc[1] = KHO_SV("?");
}

void
cite_place(struct cite_ctx *x, struct cite *c, const struct kho_issuer *who, size_t n)
{
    enum kho_level level = c->tail.level;
    kho_sv name = c->tail.name, province = cite_province(name);

    for (size_t i = 0; i < n && level == KHO_LEVEL_ANY; i++)
        if (who[i].level != KHO_LEVEL_CENTRAL)
            level = who[i].level;
    if (level == KHO_LEVEL_CENTRAL)
        level = KHO_LEVEL_ANY;
    c->guessed = level == KHO_LEVEL_ANY;
    if (level == KHO_LEVEL_CITY && kho_is_central_city(province))
        level = KHO_LEVEL_PROVINCE;
    else if (level == KHO_LEVEL_CITY && name.n > 0)
        level = KHO_LEVEL_DISTRICT;
    kho_key_place(&c->key, level, x->base);
    if (name.n == 0 || c->guessed)
        return;
    if (c->key.n_loc == 1) {
        if (province.n == 0)
            return; /* capitals behind "tỉnh" that name no province */
        name = province;
    }
    c->key.loc[c->key.n_loc - 1] = name;
    place_above(c);
}
