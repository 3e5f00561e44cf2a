/* due_scan.c - giving out a deadline, and what the clause around a word says. */
#include "due_scan.h"

enum { CLAUSE_WORDS = 80, EARLIEST = 1990 };

/* Room for one more; false when the arena is nearly full: the rest of the document then has no
 * deadlines. */
static bool
grow(struct kho_arena *arena, struct kho_due_found *f)
{
    const size_t cap = f->cap == 0 ? 16 : f->cap * 2;
    struct kho_deadline *d;

    if (f->n < f->cap)
        return true;
    if (kho_arena_room(arena) / 4 < cap * sizeof *d)
        return false;
    d = KHO_NEW_N(arena, cap, struct kho_deadline);
    if (f->n > 0)
        memcpy(d, f->d, f->n * sizeof *d);
    f->d = d;
    f->cap = cap;
    return true;
}

void
kho_due_emit(struct kho_due *r, size_t from, size_t to, struct kho_deadline d)
{
    kho_sv text = kho_toks_text(r->k, from, to);

    if (text.n == 0 || !grow(r->arena, r->out))
        return;
    /* "(trước ngày 30/5/2024)" opened inside: close it too. */
    if (memchr(text.p, '(', text.n) != NULL && memchr(text.p, ')', text.n) == NULL &&
        (r->k->t[to].gap & KHO_GAP_CLOSE) != 0) {
        const char *close =
            memchr(text.p + text.n, ')', r->k->text.p + r->k->text.n - text.p - text.n);

        if (close != NULL && close - (text.p + text.n) < 8)
            text.n = (size_t)(close + 1 - text.p);
    }
    d.text = text;
    d.span = kho_parts_span(r->ps, r->q, (size_t)(text.p - r->k->text.p), text.n);
    if (d.span.length > 0)
        r->out->d[r->out->n++] = d;
}

bool
kho_due_early(const struct kho_due *r, const struct kho_when *w)
{
    const int first = r->year.made.year > 0 ? r->year.made.year : r->year.year;

    return w->d.year != 0 && (w->d.year < EARLIEST || (first > 0 && w->d.year < first - 1));
}

/* Start of the clause word i is in. */
static size_t
clause_start(const struct kho_due *r, size_t i)
{
    const size_t floor = i > CLAUSE_WORDS ? i - CLAUSE_WORDS : 0;

    while (i > floor && (r->k->t[i].gap & KHO_GAP_CLAUSE) == 0)
        i--;
    return i;
}

bool
kho_due_title(const struct kho_due *r, size_t i)
{
    unsigned quotes = 0;

    for (size_t j = clause_start(r, i), len; j < i; j++) {
        if (j > 0 && (r->k->t[j].gap & KHO_GAP_QUOTE) != 0)
            quotes++;
        if (((r->k->t[j].flags & KHO_TOK_UPPER) != 0 || kho_tok_is(r->k, j, "quy") ||
             kho_tok_is(r->k, j, "chiến")) &&
            kho_due_cue(r, j, &len) == KHO_DUE_TITLE && !kho_tok_is(r->k, j + len, "này"))
            return true;
    }
    return quotes % 2 == 1;
}

bool
kho_due_repeats(const struct kho_due *r, size_t i)
{
    for (size_t j = clause_start(r, i), len; j < i; j++) {
        const enum kho_due_cue_kind c = kho_due_cue(r, j, &len);

        if (c == KHO_DUE_REGULAR || (c == KHO_DUE_EVERY && kho_tok_is(r->k, j + 1, "năm")))
            return true;
    }
    return false;
}

bool
kho_due_later(const struct kho_due *r, size_t i)
{
    const size_t ceiling = i + CLAUSE_WORDS;
    struct kho_when w;
    unsigned mask;
    size_t len;

    for (; i < r->k->n && i < ceiling && (r->k->t[i].gap & KHO_GAP_CLAUSE) == 0; i++) {
        const enum kho_due_cue_kind c = kho_due_cue(r, i, &len);

        if ((c == KHO_DUE_BEFORE || c == KHO_DUE_LATEST) &&
            kho_when_at(r->k, i + len, false, &w) > 0)
            return true;
        if (c == KHO_DUE_EVERY && kho_period_units(r->k, i + len, &mask) > 0)
            return true;
    }
    return false;
}

enum kho_relation_to
kho_due_relation(enum kho_due_cue_kind c)
{
    if (c == KHO_DUE_BEFORE)
        return KHO_TO_BEFORE;
    if (c == KHO_DUE_LATEST || c == KHO_DUE_UNTIL)
        return KHO_TO_LATEST;
    return c == KHO_DUE_FROM ? KHO_TO_FROM : KHO_TO_WITHIN;
}
