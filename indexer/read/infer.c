/* infer.c - what is not stated but follows from what is. */
#include "head.h"
#include "phrase.h"
#include "read.h"
#include "units.h"

void
kho_plan_infer(struct kho_arena *arena, struct kho_plan *plan, const char *field, const char *how,
               kho_sv value, kho_sv evidence)
{
    struct kho_inferred *x = KHO_NEW_N(arena, plan->n_inferred + 1, struct kho_inferred);

    if (plan->n_inferred > 0)
        memcpy(x, plan->inferred, plan->n_inferred * sizeof *x);
    x[plan->n_inferred] = (struct kho_inferred){field, how, value, evidence};
    plan->inferred = x;
    plan->n_inferred++;
}

static bool
has(const struct kho_plan *plan, const char *field)
{
    for (size_t i = 0; i < plan->n_inferred; i++)
        if (strcmp(plan->inferred[i].field, field) == 0)
            return true;
    return false;
}

static bool
is_day(kho_sv iso)
{
    return iso.n == 10;
}

/* Issued after everything it cites, and before the first day by which it wants something done. */
static void
infer_date(struct kho_arena *arena, struct kho_plan *plan)
{
    const struct kho_citation *latest = NULL;
    const struct kho_deadline *first = NULL;

    if (plan->date.n > 0)
        return;
    for (size_t i = 0; i < plan->n_citations; i++) {
        const struct kho_citation *c = &plan->citations[i];

        if (is_day(c->date) && (latest == NULL || memcmp(c->date.p, latest->date.p, 10) > 0))
            latest = c;
    }
    for (size_t i = 0; i < plan->n_deadlines; i++) {
        const struct kho_deadline *d = &plan->deadlines[i];

        if (is_day(d->date) && (latest == NULL || memcmp(d->date.p, latest->date.p, 10) > 0) &&
            (first == NULL || memcmp(d->date.p, first->date.p, 10) < 0))
            first = d;
    }
    if (has(plan, "date")) { /* the month is stated: what is cited can only narrow it */
        for (size_t i = 0; i < plan->n_inferred && latest != NULL; i++) {
            struct kho_inferred *x = &plan->inferred[i];

            if (strcmp(x->how, "not_before") == 0 && memcmp(latest->date.p, x->value.p, 10) > 0 &&
                memcmp(latest->date.p, x->value.p, 7) == 0) {
                x->value = latest->date;
                x->evidence = latest->mention;
            }
        }
        return;
    }
    if (latest != NULL)
        kho_plan_infer(arena, plan, "date", "not_before", latest->date, latest->mention);
    if (first != NULL)
        kho_plan_infer(arena, plan, "date", "not_after", first->date, first->text);
    if (plan->year == 0 && latest != NULL)
        kho_plan_infer(arena, plan, "year", "value", (kho_sv){latest->date.p, 4}, latest->mention);
}

/* "Ủy ban nhân dân tỉnh" + tỉnh Tuyên Quang. */
static void
infer_issuer(struct kho_arena *arena, struct kho_plan *plan)
{
    kho_sv name = {0}, last;
    struct kho_unit u;
    size_t at = 0;

    if (plan->issuer.n > 0) {
        if (plan->n_locality == 0 || kho_unit_next(plan->issuer, &at, &u))
            return;
        last = plan->locality[plan->n_locality - 1];
        for (at = 0; at < plan->issuer.n && name.n == 0; at++) {
            /* the unit word at the end of the issuer is the start of the unit's name */
            const kho_sv tail = {plan->issuer.p + at, plan->issuer.n - at};

            if ((at == 0 || plan->issuer.p[at - 1] == ' ') && last.n > tail.n &&
                memcmp(last.p, tail.p, tail.n) == 0 && last.p[tail.n] == ' ')
                name = kho_head_join(arena, (kho_sv){plan->issuer.p, at > 0 ? at - 1 : 0}, last);
        }
        if (name.n > 0)
            kho_plan_infer(arena, plan, "issuer", "value", name, plan->issuer);
        return;
    }
    if (plan->signer.authority.n > 0) {
        kho_sv first = plan->signer.authority, rest = first;

        (void)kho_sv_next(&rest, ';', &first);
        kho_plan_infer(arena, plan, "issuer", "value", first, plan->signer.authority);
    }
}

/* The letters a number would have had: "?/KH-UBND", "?-KH/ĐU". */
static void
infer_symbol(struct kho_arena *arena, struct kho_plan *plan)
{
    const bool party = kho_sv_eq(plan->issuer_side, KHO_SV("party"));
    kho_sv a = plan->type, b = plan->issuer_code;
    char *p;

    if (plan->symbol.n > 0 || a.n == 0 || b.n == 0 || has(plan, "symbol"))
        return;
    p = kho_arena_alloc(arena, a.n + b.n + 4, 1);
    p[0] = '?';
    p[1] = party ? '-' : '/';
    memcpy(p + 2, a.p, a.n);
    p[2 + a.n] = party ? '/' : '-';
    memcpy(p + 3 + a.n, b.p, b.n);
    kho_plan_infer(arena, plan, "symbol", "value", (kho_sv){p, a.n + b.n + 3}, plan->issuer);
}

void
kho_read_infer(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    (void)ps;
    infer_issuer(arena, plan);
    infer_symbol(arena, plan);
    infer_date(arena, plan);
}
