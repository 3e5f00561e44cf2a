/* head_title.c - a head that stands in the title, as gazettes and collections print documents. */
#include "head.h"

#include "agency.h"
#include "letterhead.h"
#include "phrase.h"
#include "symbol.h"

enum { NAME_BYTES = 160 };

static const char EDGES[] = " ,;:-";

static size_t
skip(kho_sv s, size_t at)
{
    while (at < s.n && strchr(EDGES, s.p[at]) != NULL)
        at++;
    return at;
}

/* Where the name of the agency that issued it begins; who heads one, signs for it.  t.n: none. */
static size_t
agency_at(kho_sv t, size_t at)
{
    static const char *const heads[] = {"bộ trưởng", "chủ tịch", "giám đốc", "cục trưởng",
                                        "tổng cục trưởng"};
    size_t end;

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const size_t behind = kho_phrase_at(t, at, heads[i]);
        const size_t agency = behind == 0 ? t.n : skip(t, behind);

        if (agency < t.n && kho_agency_head(t, agency, &end) >= 0)
            return agency;
    }
    return kho_agency_head(t, at, &end) >= 0 ? at : t.n;
}

void
kho_head_from_title(struct kho_arena *arena, struct kho_plan *plan, struct kho_letterhead *letter)
{
    const kho_sv t = plan->title;
    struct kho_symbol symbol;
    struct kho_date date = {.year = 0};
    size_t who = kho_phrase_at(t, 0, "của"), name_end, at, n;
    kho_sv rest;

    if (who == 0 || letter->has_number || letter->has_date || letter->n_agencies > 0)
        return;
    who = agency_at(t, skip(t, who));
    if (who == t.n || !kho_phrase_find(t, who, "số", &name_end, &at) || name_end - who > NAME_BYTES)
        return;
    at = skip(t, at);
    n = kho_symbol_scan(arena, t, at, &symbol);
    if (n == 0)
        return;
    at = skip(t, at + n);
    if (kho_phrase_at(t, at, "ngày") == 0 || (n = kho_date_scan(t, at, &date)) == 0)
        return;
    letter->agency[letter->n_agencies++] =
        kho_arena_dup(arena, kho_head_trim((kho_sv){t.p + who, name_end - who}, EDGES));
    letter->has_number = letter->has_date = true;
    letter->number = kho_arena_dup(arena, symbol.number);
    letter->symbol = kho_arena_dup(arena, symbol.text);
    letter->date = date;
    rest = kho_head_trim((kho_sv){t.p + at + n, t.n - at - n}, EDGES);
    if (rest.n > 0)
        plan->title = rest;
}
