/* tasks_values.c - values that are nothing but performers: "Sở Nội vụ; UBND các xã", names of
 * persons.
 */
#include "tasks_units.h"

enum {
    PERSON_WORDS = 6,
    CUT_WORDS = 6 /* so many words behind a verb are no part of a name */
};

static bool
upper(const struct kho_toks *k, size_t i)
{
    return (k->t[i].flags & KHO_TOK_UPPER) != 0;
}

/* "Trần Thị Mẫu, Lê Văn Thử": names of persons, each between commas; false when it is something
 * else. */
static bool
persons(const struct kho_toks *k, size_t from, size_t end, struct kho_names *names)
{
    size_t words = 0, parts = 1;

    for (size_t i = from; i < end; i++) {
        if (i > from && (k->t[i].gap & KHO_GAP_COMMA) != 0) {
            if (words < 2)
                return false;
            words = 0;
            parts++;
        }
        if (!upper(k, i) || ++words > PERSON_WORDS)
            return false;
    }
    if (parts < 2 || words < 2)
        return false;
    for (size_t i = from, j; i < end; i = j) {
        for (j = i + 1; j < end && (k->t[j].gap & KHO_GAP_COMMA) == 0; j++)
            ;
        kho_names_add(names, kho_toks_text(k, i, j));
    }
    return true;
}

void
kho_units_value(const struct kho_units *u, const struct kho_toks *k, size_t i, size_t end,
                struct kho_names *names)
{
    size_t from = i;

    while (i < end) {
        size_t last = kho_units_list(u, k, i, true, NULL), j;

        if (last > i && last <= end && (last == end || (k->t[last].gap & KHO_GAP_CLAUSE) != 0)) {
            (void)kho_units_list(u, k, i, true, names);
            from = i = last;
            continue;
        }
        /* Not made of known units: names of people, firms.  Cut at semicolons, else leave whole. */
        for (j = last > i ? last : i + 1; j < end && (k->t[j].gap & KHO_GAP_SEMI) == 0; j++)
            ;
        if (last > i && last <= end) {
            struct kho_names some = {.n = 0};

            (void)kho_units_list(u, k, i, true, &some);
            for (size_t n = 0; n + 1 < some.n; n++)
                kho_names_add(names, some.v[n]);
            if (kho_units_verb(u, k, last) &&
                j - last >= CUT_WORDS) { /* "Sở Xây dựng đăng tải ..." */
                kho_names_add(names, some.v[some.n - 1]);
                from = i = j;
                continue;
            }
            from = kho_toks_find(k, (size_t)(some.v[some.n - 1].p - k->text.p), i);
        }
        if (!persons(k, from, j, names))
            kho_names_add(names, kho_toks_text(k, from, j));
        from = i = j;
    }
}
