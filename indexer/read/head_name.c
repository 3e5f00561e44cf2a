/* head_name.c - names of agencies: put together from pieces, and the side and level they state. */
#include "head.h"

#include "agency.h"
#include "fold.h"
#include "phrase.h"
#include "units.h"

kho_sv
kho_head_join(struct kho_arena *arena, kho_sv a, kho_sv b)
{
    char *p;

    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    p = kho_arena_alloc(arena, a.n + b.n + 2, 1);
    memcpy(p, a.p, a.n);
    p[a.n] = ' ';
    memcpy(p + a.n + 1, b.p, b.n);
    return (kho_sv){p, a.n + 1 + b.n};
}

kho_sv
kho_head_concat(struct kho_arena *arena, kho_sv a, kho_sv b)
{
    char *p = kho_arena_alloc(arena, a.n + b.n + 1, 1);

    memcpy(p, a.p, a.n);
    memcpy(p + a.n, b.p, b.n);
    return (kho_sv){p, a.n + b.n};
}

kho_sv
kho_head_trim(kho_sv s, const char *set)
{
    while (s.n > 0 && strchr(set, s.p[0]) != NULL)
        s = (kho_sv){s.p + 1, s.n - 1};
    while (s.n > 0 && strchr(set, s.p[s.n - 1]) != NULL)
        s.n--;
    return s;
}

/* An empty cell of a table says nothing. */
static kho_sv
stated(const char *cell)
{
    return cell[0] == '\0' ? (kho_sv){NULL, 0} : kho_sv_from(cell);
}

void
kho_head_rank(kho_sv name, kho_sv *side, kho_sv *level)
{
    static const char *const levels[] = {"", "tỉnh", "huyện", "xã"};
    size_t end, at = 0, before = 0;
    int row = kho_agency_head(name, 0, &end);
    struct kho_unit u;
    struct kho_word w;

    *side = *level = (kho_sv){0};
    if (row >= 0) {
        *side = stated(kho_org_words[row].side);
        *level = stated(kho_org_words[row].level);
    }
    if (row >= 0 && (kho_org_words[row].use[0] == 'o' ||
                     kho_org_words[row].use[0] == 'b')) /* named through what follows */
        for (at = end; kho_word_next(name, &at, &w); before = w.offset) {
            const int other = kho_agency_head(name, w.offset, &end);

            if (other < 0 || kho_phrase_at(name, before, "xã hội") == end)
                continue;
            if (kho_org_words[other].side[0] != '\0')
                *side = kho_sv_from(kho_org_words[other].side);
            if (level->n == 0)
                *level = stated(kho_org_words[other].level);
            break;
        }
    at = 0;
    if (level->n == 0 && kho_unit_next(name, &at, &u))
        *level = kho_sv_from(levels[u.level]);
    for (at = 0; level->n == 0 && kho_word_next(name, &at, &w);) {
        const int unit = kho_unit_word(name, w.offset, NULL); /* "UBND xã" without a name */

        if (unit >= 0 && kho_unit_words[unit].level > 0)
            *level = kho_sv_from(levels[kho_unit_words[unit].level]);
    }
}
