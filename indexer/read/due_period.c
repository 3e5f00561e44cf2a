/* due_period.c - what comes again: "hằng tháng, quý", "định kỳ hàng quý", "báo cáo định kỳ". */
#include "due_scan.h"

enum {
    REPORT_NEAR = 6, /* words between "định kỳ" and the report it speaks of */
    REGULATION_NEAR = 16,
    NOUN_NEAR = 5
};

/* One unit of a period; words taken. */
static size_t
unit_at(const struct kho_toks *k, size_t i, unsigned *bit)
{
    static const struct {
        const char *word;
        unsigned bit;
    } units[] = {{"ngày", KHO_PERIOD_DAY},
                 {"tuần", KHO_PERIOD_WEEK},
                 {"tháng", KHO_PERIOD_MONTH},
                 {"quý", KHO_PERIOD_QUARTER},
                 {"năm", KHO_PERIOD_YEAR}};
    const int n = kho_when_number(k, i);

    if (kho_tok_is(k, i + 1, "tháng") && kho_when_near(k, i + 1) &&
        (n == 6 || n == 9 || n == 3 || kho_tok_is(k, i, "sáu"))) {
        *bit = n == 3 ? KHO_PERIOD_QUARTER : n == 9 ? 0 : KHO_PERIOD_HALF;
        /* "6 tháng đầu năm" is a half, not a year. */
        return (kho_tok_is(k, i + 2, "đầu") || kho_tok_is(k, i + 2, "cuối")) &&
                       kho_tok_is(k, i + 3, "năm")
                   ? 4
                   : 2;
    }
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        if (n == 1 || kho_tok_is(k, i, "một")) { /* "6 tháng, một năm" */
            if (kho_tok_is(k, i + 1, units[u].word) && kho_when_near(k, i + 1)) {
                *bit = units[u].bit;
                return 2;
            }
        } else if (kho_tok_is(k, i, units[u].word)) {
            /* "năm 2024", "tháng 6", "quý II" name one of them. */
            if (kho_when_near(k, i + 1) &&
                (kho_when_number(k, i + 1) >= 0 ||
                 (units[u].bit == KHO_PERIOD_QUARTER && (k->t[i + 1].flags & KHO_TOK_UPPER) != 0)))
                return 0;
            *bit = units[u].bit;
            return 1;
        }
    return 0;
}

size_t
kho_period_units(const struct kho_toks *k, size_t i, unsigned *mask)
{
    const size_t from = i;
    size_t end = i;

    *mask = 0;
    for (;;) {
        unsigned bit;
        size_t n;

        if (i > from && kho_when_each(k, i))
            i++;
        n = unit_at(k, i, &bit);
        if (n == 0 ||
            (i > from && (k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA | KHO_GAP_SLASH)) != 0))
            break;
        *mask |= bit;
        end = i += n;
        if (i >= k->n)
            break;
        if ((k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0) {
            if (!kho_tok_is(k, i, "và") && !kho_tok_is(k, i, "hoặc"))
                break;
            i++;
        } else if ((k->t[i].gap & (KHO_GAP_COMMA | KHO_GAP_SLASH)) == 0) {
            break;
        } else if (kho_tok_is(k, i, "và") || kho_tok_is(k, i, "hoặc")) {
            i++;
        }
    }
    return end - from;
}

/* A period at word i: "hằng tháng, quý", "định kỳ 6 tháng"; words taken. */
static size_t
period_at(const struct kho_due *r, size_t i, unsigned *mask)
{
    size_t len, n, j = i;
    enum kho_due_cue_kind c = kho_due_cue(r, j, &len);
    bool cued = false;

    if (c == KHO_DUE_REGULAR) {
        j += len;
        cued = true;
        c = kho_due_cue(r, j, &len);
    }
    if (c == KHO_DUE_EVERY && kho_due_near(r, j + len)) {
        j += len;
        cued = true;
    } else if (c == KHO_DUE_REPORT && kho_tok_is(r->k, i, "báo") && kho_due_near(r, j + len)) {
        /* "báo cáo quý, 6 tháng, năm": a list says that they come again */
        n = kho_period_units(r->k, j + len, mask);
        return n > 0 && (*mask & (*mask - 1)) != 0 && j == i ? len + n : 0;
    }
    if (!cued || (j > i && !kho_due_near(r, j)))
        return 0;
    n = kho_period_units(r->k, j, mask);
    if (n > 0)
        return j + n - i;
    /* "mỗi quý một lần", "6 tháng một lần" are read without a cue in values only */
    return 0;
}

size_t
kho_due_behind(const struct kho_due *r, size_t i, unsigned *mask)
{
    *mask = 0;
    if (i >= r->k->n || (r->k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_OPEN | KHO_GAP_COMMA)) != 0)
        return 0;
    return period_at(r, i, mask);
}

/* "định kỳ" without a unit: only with a report or "đột xuất" beside it is it a duty in time. */
static size_t
regular(struct kho_due *r, size_t i, size_t len)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {.rule = KHO_SV("periodic:unspecified")};
    size_t from = i, to = i + len, n;

    if (i >= 2 && kho_tok_is(k, i - 2, "báo") && kho_tok_is(k, i - 1, "cáo") &&
        kho_due_near(r, i)) {
        from = i - 2;
    } else if (to < k->n && ((k->t[to].gap & (KHO_GAP_OPEN | KHO_GAP_COMMA)) != 0 ||
                             kho_tok_is(k, to, "hoặc") || kho_tok_is(k, to, "và"))) {
        const size_t skip = kho_tok_is(k, to, "hoặc") || kho_tok_is(k, to, "và") ? 1 : 0;

        if (kho_due_cue(r, to + skip, &n) != KHO_DUE_DEMAND)
            return 0;
        to += skip + n;
        if (kho_due_cue(r, to, &n) == KHO_DUE_DEMAND &&
            kho_due_near(r, to)) /* "đột xuất khi cần thiết" */
            to += n;
    } else {
        size_t j = to;

        while (j < k->n && j < to + REPORT_NEAR &&
               (k->t[j].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA)) == 0 &&
               kho_due_cue(r, j, &n) != KHO_DUE_REPORT)
            j++;
        if (j >= k->n || j >= to + REPORT_NEAR || kho_due_cue(r, j, &n) != KHO_DUE_REPORT)
            return 0;
        to = j + n;
    }
    for (size_t j = to;
         j + 2 < k->n + 1 && j < to + REGULATION_NEAR && (k->t[j].gap & KHO_GAP_CLAUSE) == 0; j++)
        if (kho_tok_is(k, j, "theo") && kho_tok_is(k, j + 1, "quy") &&
            kho_tok_is(k, j + 2, "định")) {
            d.rule = KHO_SV("periodic:per-regulation");
            to = j + 3;
            break;
        }
    if (!kho_due_later(r, to))
        kho_due_emit(r, from, to, d);
    return to;
}

/* A period; with a date behind it the date counts: "định kỳ 6 tháng (trước ngày 30/5/2024)". */
static size_t
periodic(struct kho_due *r, size_t i, size_t n, unsigned mask)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {0};
    const size_t end = i + n;
    size_t len;

    if (end < k->n && (k->t[end].gap & ~(KHO_GAP_BLANK | KHO_GAP_OPEN | KHO_GAP_COMMA)) == 0) {
        const enum kho_due_cue_kind c = kho_due_cue(r, end, &len);
        struct kho_when w = {.form = KHO_WHEN_NONE};
        const size_t day = end + len + kho_when_clock(k, end + len);

        if ((c == KHO_DUE_BEFORE || c == KHO_DUE_LATEST) && mask == KHO_PERIOD_WEEK &&
            (n = kho_when_weekday(k, day, true, &w)) > 0) { /* "hằng tuần (trước thứ Sáu)" */
            kho_rule_date(r->arena, &r->year, kho_due_relation(c), &w, mask, &d);
            kho_due_emit(r, i, day + n, d);
            return day + n;
        }
        if ((c == KHO_DUE_BEFORE || c == KHO_DUE_LATEST || c == KHO_DUE_WITHIN) &&
            (n = kho_when_at(k, end + len, false, &w)) > 0 && !w.whole) {
            if (w.d.year != 0)
                return end; /* the date is read next, on its own */
            kho_rule_date(r->arena, &r->year, kho_due_relation(c), &w, mask, &d);
            if (d.rule.p != NULL) {
                kho_due_emit(r, i, end + len + n, d);
                return end + len + n;
            }
        }
    }
    kho_rule_period(r->arena, mask, &d);
    kho_due_emit(r, i, end, d);
    return end;
}

size_t
kho_due_repeating(struct kho_due *r, size_t i, enum kho_due_cue_kind c, size_t len)
{
    unsigned mask;
    size_t n = period_at(r, i, &mask);

    if (n == 0) {
        n = c == KHO_DUE_REGULAR ? regular(r, i, len) : 0;
        return n > 0 ? n : i + len;
    }
    if (!r->relaxed && mask == KHO_PERIOD_DAY && c != KHO_DUE_REGULAR)
        return i + n; /* "đời sống hằng ngày" */
    for (size_t j = i > NOUN_NEAR ? i - NOUN_NEAR : 0, l;
         j < i && !r->relaxed && c == KHO_DUE_EVERY; j++)
        if (kho_due_cue(r, j, &l) == KHO_DUE_NOUN && j + l == i)
            return i + n; /* "ngân sách nhà nước hằng năm" */
    return periodic(r, i, n, mask);
}

size_t
kho_due_again(struct kho_due *r, size_t i, size_t len)
{
    struct kho_deadline d = {0};
    struct kho_when w;
    unsigned mask = 0;
    size_t j = i + len, n;

    if (len == 0 || kho_due_cue(r, i, &n) != KHO_DUE_REGULAR)
        j = i;
    if (kho_tok_is(r->k, j, "vào") && j > i)
        j++;
    if (!kho_tok_is(r->k, j, "ngày") && !kho_tok_is(r->k, j, "thứ") && !kho_tok_is(r->k, j, "chủ"))
        return 0;
    n = kho_when_at(r->k, j, false, &w);
    if (n == 0 || (j > i && !kho_due_near(r, j)))
        return 0;
    j += n;
    if (w.form == KHO_WHEN_DATE && w.d.day > 0 && w.d.month > 0 && w.d.year == 0) {
        n = kho_due_behind(r, j, &mask);
        if (n == 0 || mask != KHO_PERIOD_YEAR)
            return 0;
        j += n;
    } else if (w.form != KHO_WHEN_MONTH_DAY && w.form != KHO_WHEN_QUARTER_DAY &&
               w.form != KHO_WHEN_WEEKDAY) {
        return 0;
    }
    kho_rule_date(r->arena, &r->year, KHO_TO_LATEST, &w, mask, &d);
    if (d.rule.p == NULL)
        return 0;
    kho_due_emit(r, i, j, d);
    return j;
}
