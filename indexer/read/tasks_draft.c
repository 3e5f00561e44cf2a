/* tasks_draft.c - the list of tasks while it is made: see tasks.h. */
#include "tasks.h"

enum {
    DUE_MAX = 32,  /* deadlines of one task */
    RATE_WORDS = 6 /* of a noun before its period */
};

struct kho_draft *
kho_drafts_add(struct kho_drafts *x, size_t para, kho_sv section, kho_sv text, struct kho_span span)
{
    struct kho_draft *d;

    while (text.n > 0 && text.p[text.n - 1] == ' ')
        text.n--;
    if (text.n == 0 || span.length == 0)
        return NULL;
    if (x->n == x->cap) {
        const size_t cap = x->cap == 0 ? 32 : x->cap * 2;

        if (kho_arena_room(x->arena) / 6 < cap * sizeof *d)
            return NULL;
        d = KHO_NEW_N(x->arena, cap, struct kho_draft);
        if (x->n > 0)
            memcpy(d, x->d, x->n * sizeof *d);
        x->d = d;
        x->cap = cap;
    }
    d = &x->d[x->n++];
    *d = (struct kho_draft){.para = para};
    d->t.section = section;
    d->t.text = text;
    d->t.span = span;
    kho_draft_due(x, d, span);
    return d;
}

void
kho_names_join(struct kho_arena *arena, kho_sv **v, size_t *n, const kho_sv *more, size_t n_more)
{
    struct kho_names all = {.n = 0};
    kho_sv *copy;

    for (size_t i = 0; i < *n; i++)
        kho_names_add(&all, (*v)[i]);
    for (size_t i = 0; i < n_more; i++)
        kho_names_add(&all, more[i]);
    if (all.n == *n || kho_arena_room(arena) / 4 < all.n * sizeof *copy)
        return;
    copy = KHO_NEW_N(arena, all.n, kho_sv);
    memcpy(copy, all.v, all.n * sizeof *copy);
    *v = copy;
    *n = all.n;
}

void
kho_draft_lead(struct kho_drafts *x, struct kho_draft *d, const struct kho_names *names)
{
    if (names->n > 0)
        d->t.n_responsible = d->n_own; /* what is said of the task itself outdoes its heading */
    kho_names_join(x->arena, &d->t.responsible, &d->t.n_responsible, names->v, names->n);
    d->n_own = d->t.n_responsible;
    d->named |= names->n > 0;
}

void
kho_draft_coord(struct kho_drafts *x, struct kho_draft *d, const struct kho_names *names)
{
    kho_names_join(x->arena, &d->t.coordinating, &d->t.n_coordinating, names->v, names->n);
}

/* "xếp loại cán bộ hằng năm": a period of a noun in the words read last is no day to be met. */
static bool
of_noun(const struct kho_drafts *x, const struct kho_deadline *due)
{
    const struct kho_toks *k = &x->parts->k;
    size_t i, len;

    if (due->rrule.p == NULL || due->text.p < k->text.p || due->text.p >= k->text.p + k->text.n)
        return false;
    i = kho_toks_find(k, (size_t)(due->text.p - k->text.p), 0);
    for (size_t j = i > RATE_WORDS ? i - RATE_WORDS : 0; j < i; j++)
        if (kho_lex_match(x->rates, k, j, &len) != 0 && j + len == i &&
            (k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0)
            return true;
    return false;
}

static bool
has_due(const struct kho_draft *d, const struct kho_deadline *due)
{
    for (size_t i = 0; i < d->t.n_deadlines; i++)
        if (d->t.deadlines[i].text.p == due->text.p)
            return true;
    return false;
}

void
kho_draft_due(struct kho_drafts *x, struct kho_draft *d, struct kho_span span)
{
    const struct kho_plan *plan = x->plan;
    struct kho_deadline *all;
    size_t lo = 0, hi = plan->n_deadlines, n = 0;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;

        if (plan->deadlines[x->by_place[mid]].span.offset < span.offset)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo + n < plan->n_deadlines && d->t.n_deadlines + n < DUE_MAX &&
           plan->deadlines[x->by_place[lo + n]].span.offset < span.offset + span.length)
        n++;
    if (n == 0 || kho_arena_room(x->arena) / 4 < (d->t.n_deadlines + n) * sizeof *all)
        return;
    all = KHO_NEW_N(x->arena, d->t.n_deadlines + n, struct kho_deadline);
    if (d->t.n_deadlines > 0)
        memcpy(all, d->t.deadlines, d->t.n_deadlines * sizeof *all);
    d->t.deadlines = all;
    for (size_t i = 0; i < n; i++) {
        const struct kho_deadline *due = &plan->deadlines[x->by_place[lo + i]];

        if (due->rule.n > 6 && memcmp(due->rule.p, "event:", 6) == 0)
            continue; /* a day to remember is not the day it must be done */
        if (of_noun(x, due) || has_due(d, due))
            continue;
        all[d->t.n_deadlines++] = *due;
    }
}
