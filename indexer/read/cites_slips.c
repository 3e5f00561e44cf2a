/* Rule R6: a document cited twice in one plan, once with a mistyped date.  Number, issuer, place
 * and subject agree and the dates are one slip apart: then it is one document, with the date that
 * more mentions state, or else the one that the rest of the plan allows. */
#include "cites.h"
#include "fold.h"

enum {
    DATES_MAX = 16,        /* different dates of one number that are compared */
    SUBJECT_SYLLABLES = 4, /* that must agree at least */
    ISO = 10
};

/* Mentions that agree in everything, the date too. */
struct dated {
    const struct cite *cite;
    kho_sv subject; /* slug */
    size_t times;
};

static size_t
syllables(kho_sv slug)
{
    size_t n = slug.n > 0 ? 1 : 0;

    for (size_t i = 0; i < slug.n; i++)
        n += slug.p[i] == '-' ? 1 : 0;
    return n;
}

/* Mentions cut a subject at different places: the shorter one must begin the longer one. */
static bool
same_subject(kho_sv a, kho_sv b)
{
    const size_t n = a.n < b.n ? a.n : b.n;
    const kho_sv shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;

    return syllables(shorter) >= SUBJECT_SYLLABLES && memcmp(a.p, b.p, n) == 0 &&
           (longer.n == n || longer.p[n] == '-');
}

/* The same document but for its date. */
static bool
same_but_date(const struct cite *a, const struct cite *b)
{
    struct kho_key x = a->key, y = b->key;

    x.year = y.year = KHO_SV("?");
    return kho_key_compatible(&x, &y);
}

static bool
is_later(struct kho_date a, struct kho_date b)
{
    if (a.year != b.year)
        return a.year > b.year;
    if (a.month != b.month)
        return a.month > b.month;
    return a.day > b.day;
}

/* Is the date of this mention the less likely one of the two? */
static bool
is_worse(const struct cite_ctx *x, const struct dated *a, const struct dated *b)
{
    const bool future_a = kho_date_full(x->now) && is_later(a->cite->date, x->now),
               future_b = kho_date_full(x->now) && is_later(b->cite->date, x->now);
    const int year_a = a->cite->has_symbol ? a->cite->symbol.year : 0,
              year_b = b->cite->has_symbol ? b->cite->symbol.year : 0;

    if (future_a != future_b)
        return future_a;
    if (year_a > 0 && year_a == year_b &&
        (a->cite->date.year == year_a) != (b->cite->date.year == year_b))
        return a->cite->date.year != year_a;
    return a->times < b->times;
}

static void
put_right(struct cite_ctx *x, struct cite *c, const struct cite *right)
{
    static const char arrow[] = " -> ";
    const size_t len = sizeof arrow - 1 + ISO + ISO;
    char *p;

    if (kho_arena_room(x->arena) < 4096)
        return;
    p = kho_arena_alloc(x->arena, len + 1, 1);
    memcpy(p, c->c.date.p, ISO);
    memcpy(p + ISO, arrow, sizeof arrow - 1);
    memcpy(p + ISO + sizeof arrow - 1, right->c.date.p, ISO);
    if (c->c.repaired.n == 0)
        c->c.repaired = (kho_sv){p, len};
    c->c.date = right->c.date;
    c->date = right->date;
    c->key.year = right->key.year;
    x->plan->notes |= UINT64_C(1) << KHO_NOTES_REPAIRED;
}

static size_t
gather(struct cite_ctx *x, struct cite *const *v, size_t n, struct dated *d)
{
    size_t n_dated = 0;

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        kho_sv subject = {NULL, 0};

        if (v[i]->c.date.n != ISO || v[i]->key.n_codes == 0)
            continue;
        if (v[i]->c.subject.n > 0 && kho_arena_room(x->arena) > 8192)
            subject = kho_slug(x->arena, v[i]->c.subject);
        while (k < n_dated &&
               (!kho_sv_eq(d[k].cite->c.date, v[i]->c.date) || !same_but_date(d[k].cite, v[i])))
            k++;
        if (k == DATES_MAX)
            continue;
        if (k == n_dated)
            d[n_dated++] = (struct dated){v[i], subject, 0};
        else if (d[k].subject.n < subject.n)
            d[k].subject = subject;
        d[k].times++;
    }
    return n_dated;
}

void
cite_mend_dates(struct cite_ctx *x, struct cite *const *v, size_t n)
{
    struct dated d[DATES_MAX];
    const size_t n_dated = gather(x, v, n, d);

    for (size_t a = 0; a < n_dated; a++)
        for (size_t b = 0; b < n_dated; b++) {
            const kho_sv wrong = d[a].cite->c.date;

            if (a == b || !kho_date_is_slip(wrong, d[b].cite->c.date) ||
                !same_but_date(d[a].cite, d[b].cite) || !same_subject(d[a].subject, d[b].subject) ||
                !is_worse(x, &d[a], &d[b]))
                continue;
            for (size_t i = 0; i < n; i++)
                if (v[i] != d[b].cite && kho_sv_eq(v[i]->c.date, wrong) &&
                    same_but_date(v[i], d[b].cite))
                    put_right(x, v[i], d[b].cite);
            break;
        }
}
