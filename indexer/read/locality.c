/* locality.c - where the issuer sits: from letterhead, title and, failing these, the text. */
#include "fold.h"
#include "head.h"
#include "key.h"
#include "phrase.h"
#include "read.h"
#include "units.h"

enum {
    SEEN = 96,            /* different units counted */
    TEXT_BYTES = 1 << 19, /* of body text looked at */
    COMMUNE_TIMES = 3     /* a commune that is only named in the text must be named often */
};

struct seen {
    struct kho_unit unit;
    kho_sv slug;
    size_t times;
};

struct found {
    struct kho_arena *arena;
    struct kho_unit unit[4]; /* by level */
    bool inferred[4];        /* from the text only */
    struct seen seen[SEEN];
    size_t n;
};

static void
take(struct found *f, const struct kho_unit *u, bool inferred)
{
    if (f->unit[u->level].level != KHO_UNIT_NONE)
        return;
    f->unit[u->level] = *u;
    f->inferred[u->level] = inferred;
}

static void
scan_head(struct found *f, kho_sv s)
{
    struct kho_unit u;

    for (size_t at = 0; kho_unit_next(s, &at, &u);)
        take(f, &u, false);
}

static void
count(struct found *f, const struct kho_unit *u)
{
    const kho_sv slug = kho_slug(f->arena, u->name);

    for (size_t i = 0; i < f->n; i++)
        if (f->seen[i].unit.level == u->level && kho_sv_eq(f->seen[i].slug, slug)) {
            f->seen[i].times++;
            return;
        }
    if (f->n < SEEN)
        f->seen[f->n++] = (struct seen){*u, slug, 1};
}

/* The most frequent of a level; of equal ones the first. */
static void
take_most(struct found *f, enum kho_unit_level level, size_t least)
{
    const struct seen *best = NULL;

    for (size_t i = 0; i < f->n; i++)
        if (f->seen[i].unit.level == level && f->seen[i].times >= least &&
            (best == NULL || f->seen[i].times > best->times))
            best = &f->seen[i];
    if (best != NULL)
        take(f, &best->unit, true);
}

/* Row of unit_words.tsv for a word. */
static int
word_row(const char *word)
{
    for (size_t i = 0; i < kho_unit_words_n; i++)
        if (strcmp(kho_unit_words[i].word, word) == 0)
            return (int)i;
    return 0;
}

/* "Nhơn Hậu, ngày ..." names the unit of the issuer, whose kind its words tell. */
static void
take_place(struct found *f, const struct kho_plan *plan, enum kho_unit_level level)
{
    struct kho_unit u = {.level = level, .name = plan->place};
    struct kho_word w;

    scan_head(f, plan->place);
    if (f->unit[level].level != KHO_UNIT_NONE || plan->place.n == 0)
        return;
    if (level == KHO_UNIT_PROVINCE && kho_unit_province(plan->place) < 0)
        return;
    u.word = word_row(level == KHO_UNIT_PROVINCE
                          ? (kho_unit_is_central(plan->place) ? "thành phố" : "tỉnh")
                      : level == KHO_UNIT_DISTRICT ? "huyện"
                                                   : "xã");
    for (size_t at = 0; kho_word_next(plan->issuer, &at, &w);) {
        const int row = kho_unit_word(plan->issuer, w.offset, NULL);

        if (row >= 0 && (kho_unit_words[row].level == level || kho_unit_words[row].level == 0))
            u.word = row;
    }
    take(f, &u, false);
}

static bool
is_level(const struct kho_plan *plan, const char *level)
{
    return kho_sv_eq(plan->issuer_level, kho_sv_from(level));
}

static void
scan_text(struct found *f, const struct kho_paras *ps)
{
    size_t bytes = 0;

    for (size_t i = 0; i < ps->n && bytes < TEXT_BYTES; i++) {
        const struct kho_para *p = &ps->p[i];
        struct kho_unit u;

        if (p->zone == KHO_ZONE_HEAD || (p->flags & KHO_PARA_CAPS) != 0)
            continue;
        bytes += p->text.n;
        for (size_t at = 0; kho_unit_next(p->text, &at, &u);)
            count(f, &u);
    }
}

/* "binh-dinh.?.nhon-hau": as deep as the issuer sits. */
static kho_sv
print_loc(const struct found *f, size_t depth)
{
    kho_sv parts[3];
    size_t bytes = 0, at = 0;
    char *p;

    for (size_t i = 0; i < depth; i++) {
        parts[i] = f->unit[i + 1].level != KHO_UNIT_NONE ? kho_slug(f->arena, f->unit[i + 1].name)
                                                         : KHO_SV("?");
        bytes += parts[i].n + 1;
    }
    p = kho_arena_alloc(f->arena, bytes + 1, 1);
    for (size_t i = 0; i < depth; i++) {
        if (i > 0)
            p[at++] = '.';
        memcpy(p + at, parts[i].p, parts[i].n);
        at += parts[i].n;
    }
    return (kho_sv){p, at};
}

void
kho_read_infer_locality(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct found f = {.arena = arena};
    const bool old =
        plan->date.n == 0 || strncmp(plan->date.p, "2025-07", 7) < 0; /* before 01/7/2025 */
    size_t depth = is_level(plan, "tỉnh")    ? 1
                   : is_level(plan, "huyện") ? 2
                   : is_level(plan, "xã")    ? 3
                                             : 0;

    if (is_level(plan, "trung ương")) {
        plan->key = kho_key_of_plan(arena, plan);
        return;
    }
    scan_head(&f, plan->issuer);
    for (size_t i = 0; i < ps->n && ps->p[i].zone <= KHO_ZONE_HEAD; i++)
        if (ps->p[i].zone == KHO_ZONE_HEAD)
            scan_head(&f, ps->p[i].text);
    if (depth > 0)
        take_place(&f, plan, (enum kho_unit_level)depth);
    scan_head(&f, plan->title);
    scan_text(&f, ps);
    take_most(&f, KHO_UNIT_PROVINCE, 1);
    if (depth >= 2 && old)
        take_most(&f, KHO_UNIT_DISTRICT, 1);
    if (depth == 3)
        take_most(&f, KHO_UNIT_COMMUNE, COMMUNE_TIMES);
    if (depth == 0) /* schools, companies: the province is all that can be said */
        depth = f.unit[1].level != KHO_UNIT_NONE ? 1 : 0;
    plan->locality = KHO_NEW_N(arena, 3, kho_sv);
    for (size_t i = 1; i <= depth; i++)
        if (f.unit[i].level != KHO_UNIT_NONE)
            plan->locality[plan->n_locality++] = kho_unit_print(arena, &f.unit[i]);
    if (plan->n_locality == 0)
        return;
    plan->loc = print_loc(&f, depth);
    for (size_t i = 1; i <= depth; i++)
        if (f.unit[i].level != KHO_UNIT_NONE && f.inferred[i]) {
            kho_plan_infer(arena, plan, "locality", "value", plan->loc,
                           kho_unit_print(arena, &f.unit[i]));
            break;
        }
    plan->key = kho_key_of_plan(arena, plan);
}
