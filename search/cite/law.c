#include "law.h"

/* Do folded words begin with the words of a slug?  Blank and hyphen are the same here. */
static bool
begins(kho_sv bare, kho_sv slug)
{
    if (bare.n < slug.n || (bare.n > slug.n && bare.p[slug.n] != ' ' && bare.p[slug.n] != '|'))
        return false;
    for (size_t i = 0; i < slug.n; i++)
        if (bare.p[i] != (slug.p[i] == '-' ? ' ' : slug.p[i]))
            return false;
    return true;
}

size_t
kho_law_title(kho_sv bare)
{
    size_t best = 0;

    for (size_t i = 0; i < kho_law_aliases_n && bare.n > 0; i++) {
        kho_sv slug;

        if (kho_law_aliases[i].slug[0] != bare.p[0])
            continue;
        slug = kho_sv_from(kho_law_aliases[i].slug);
        if (slug.n > best && begins(bare, slug))
            best = slug.n;
    }
    return best;
}

static struct kho_date
parse(const char *iso)
{
    struct kho_date d;

    (void)kho_date_parse(kho_sv_from(iso), &d);
    return d;
}

static bool
not_after(struct kho_date a, struct kho_date b)
{
    if (a.year != b.year)
        return a.year < b.year;
    if (a.month != b.month)
        return a.month < b.month;
    return a.day <= b.day;
}

static bool
passed_at(const struct kho_law_aliases_row *r, struct kho_date stated)
{
    struct kho_date d = parse(r->date);

    return d.year == stated.year && (stated.month == 0 || d.month == stated.month) &&
           (stated.day == 0 || d.day == stated.day);
}

/* Rows of one title stand together, oldest first: the last one in force then. */
static const struct kho_law_aliases_row *
in_force(kho_sv slug, struct kho_date when)
{
    const struct kho_law_aliases_row *got = NULL;

    for (size_t i = 0; i < kho_law_aliases_n; i++)
        if (kho_sv_eq(kho_sv_from(kho_law_aliases[i].slug), slug) &&
            not_after(parse(kho_law_aliases[i].force), when))
            got = &kho_law_aliases[i];
    return got;
}

const struct kho_law_aliases_row *
kho_law_version(kho_sv slug, struct kho_date stated, struct kho_date now)
{
    const struct kho_law_aliases_row *only = NULL, *first, *last;
    size_t versions = 0;

    for (size_t i = 0; i < kho_law_aliases_n; i++) {
        const struct kho_law_aliases_row *r = &kho_law_aliases[i];

        if (!kho_sv_eq(kho_sv_from(r->slug), slug))
            continue;
        if (stated.year > 0 && passed_at(r, stated))
            return r;
        only = r;
        versions++;
    }
    if (stated.year > 0)
        return NULL; /* a version the table does not have */
    if (versions < 2)
        return only;
    if (now.year == 0)
        return NULL;
    /* of a date not known in full the whole span must give the same answer */
    first = in_force(slug, (struct kho_date){.year = now.year,
                                             .month = (int8_t)(now.month > 0 ? now.month : 1),
                                             .day = (int8_t)(now.day > 0 ? now.day : 1)});
    last = in_force(slug, (struct kho_date){.year = now.year,
                                            .month = (int8_t)(now.month > 0 ? now.month : 12),
                                            .day = (int8_t)(now.day > 0 ? now.day : 31)});
    return first == last ? first : NULL;
}

bool
kho_law_is(kho_sv slug, kho_sv number, kho_sv year)
{
    for (size_t i = 0; i < kho_law_aliases_n; i++) {
        kho_sv have = kho_sv_from(kho_law_aliases[i].number);

        if (!kho_sv_eq(kho_sv_from(kho_law_aliases[i].slug), slug))
            continue;
        while (have.n > 0 && have.p[0] == '0') {
            have.p++;
            have.n--;
        }
        if (have.n > number.n && memcmp(have.p, number.p, number.n) == 0 &&
            have.p[number.n] == '/' &&
            (year.n != 4 ||
             (have.n >= number.n + 5 && memcmp(have.p + number.n + 1, year.p, 4) == 0)))
            return true;
    }
    return false;
}
