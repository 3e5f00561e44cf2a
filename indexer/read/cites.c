#include "cites.h"

#include <stdlib.h>

enum { ROOM_MIN = 64 * 1024 }; /* of the arena: below it reading stops rather than the process */

static bool
is_read(enum kho_zone zone)
{
    return zone != KHO_ZONE_HEAD && zone != KHO_ZONE_RECIPIENTS && zone != KHO_ZONE_SIGNATURE;
}

/* "số142/2018/NĐ-CP": the blank got lost. */
static bool
stuck_number(const struct cite_text *t, size_t i)
{
    kho_sv w = cite_bare(t, i);

    return w.n > 2 && w.p[0] == 's' && w.p[1] == 'o' && w.p[2] >= '0' && w.p[2] <= '9' &&
           t->t[i].n > sizeof "số";
}

static void
paragraph(struct cite_ctx *x)
{
    const struct cite_text *t = &x->text;
    size_t first = x->n, consumed = 0;

    x->amending_end = 0;
    for (size_t i = 0, next; i < t->n && kho_arena_room(x->arena) > ROOM_MIN; i = next) {
        next = i;
        if ((t->t[i].flags & TOK_DIGIT) != 0 || stuck_number(t, i) || cite_is_ocr_number(t, i))
            next = cite_number(x, i, consumed);
        if (next == i && (cite_is(t, i, "nghi quyet") || (t->t[i].flags & TOK_CAP) != 0))
            next = cite_congress(x, i);
        if (next == i && (t->t[i].flags & TOK_CAP) != 0) {
            next = cite_plenum(x, i);
            if (next == i)
                next = cite_law(x, i);
            if (next == i)
                next = cite_subject_only(x, i);
        }
        if (next > i)
            consumed = cite_tok_end(t, next - 1);
        else
            next = i + 1;
    }
    cite_around(x, first);
}

static int
by_place(const void *a, const void *b)
{
    const struct cite *x = a, *y = b;
    uint32_t p = x->c.parts[0].offset, q = y->c.parts[0].offset;

    int c = p != q ? (p < q ? -1 : 1) : x->to < y->to ? -1 : x->to > y->to;

    /* the documents of a range share one mention */
    return c != 0 ? c : kho_ordinal(x->c.number) - kho_ordinal(y->c.number);
}

/* In the order of the text: a paragraph that goes on behind its footnote comes before the footnote.
 */
static void
give_out(struct cite_ctx *x)
{
    if (x->n > 0)
        qsort(x->v, x->n, sizeof x->v[0], by_place);
    x->plan->citations = KHO_NEW_N(x->arena, x->n > 0 ? x->n : 1, struct kho_citation);
    for (size_t i = 0; i < x->n; i++) {
        struct kho_key check;
        kho_sv key = {NULL, 0};

        if (x->v[i].key.n_codes > 0 && x->v[i].key.num.n > 0)
            key = kho_key_print(x->arena, &x->v[i].key);
        if (key.n > 0 && kho_key_parse(key, &check))
            x->v[i].c.key = key;
        x->plan->citations[i] = x->v[i].c;
    }
    x->plan->n_citations = x->n;
}

/* A plan without a date is no older than what it cites: enough to tell versions of a law apart. */
static void
guess_now(struct cite_ctx *x)
{
    struct kho_date latest = {.year = 0};

    for (size_t i = 0; i < x->n; i++) {
        struct kho_date d = x->v[i].date;

        if (!kho_date_full(d))
            continue;
        if (d.year > latest.year || (d.year == latest.year && d.month > latest.month) ||
            (d.year == latest.year && d.month == latest.month && d.day > latest.day))
            latest = d;
    }
    if (latest.year > 0)
        x->now = latest;
}

void
kho_read_citations(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct cite_ctx x = {.arena = arena, .ps = ps, .plan = plan, .base = plan->loc};

    if (plan->date.n == 10)
        (void)kho_date_parse(plan->date, &x.now);
    else if (plan->year > 0)
        x.now.year = (int16_t)plan->year;
    for (x.para = 0; x.para < ps->n; x.para++) {
        if (!is_read(ps->p[x.para].zone) ||
            kho_arena_room(arena) / 16 < ps->p[x.para].text.n + ROOM_MIN)
            continue;
        cite_text_make(arena, ps->p[x.para].text, &x.text);
        paragraph(&x);
    }
    if (plan->date.n != 10)
        guess_now(&x);
    for (size_t i = 0; i < x.n; i++)
        cite_identify(&x, &x.v[i]);
    cite_unify(&x);
    give_out(&x);
}
