/* due_date.c - dates that are deadlines: with a cue word, as interval, or bare in a value. */
#include "due_scan.h"

#include <stdio.h>

enum {
    DATES_MAX = 6, /* of one list: "trước ngày 15/6 và 15/12 hằng năm" */
    FEAST_NEAR = 24
};

struct dates {
    struct kho_when w[DATES_MAX];
    size_t from[DATES_MAX], to[DATES_MAX];
    size_t n;
};

/* Does the clause go on so that the year of "trong năm" is not named: "trong năm, ...", "trong
 * năm." */
static bool
year_ends(const struct kho_due *r, size_t i)
{
    return i >= r->k->n || (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) != 0;
}

/* May a date with this cue stand there in running text? */
static bool
admitted(const struct kho_due *r, enum kho_due_cue_kind c, size_t i, size_t end,
         const struct kho_when *w)
{
    const bool vague =
        w->form == KHO_WHEN_DATE && w->d.day == 0 && w->d.month == 0 && w->d.quarter == 0;

    if (kho_due_early(r, w))
        return false;
    if (w->whole)
        return (c == KHO_DUE_WITHIN || r->relaxed) && year_ends(r, end);
    if (w->form == KHO_WHEN_DATE && w->d.day > 0 && w->d.month == 0 && c != KHO_DUE_BEFORE &&
        c != KHO_DUE_LATEST)
        return false;
    if ((c == KHO_DUE_UNTIL || c == KHO_DUE_WITHIN) && vague && kho_tok_is(r->k, i, "trong"))
        return true;
    if (vague && (r->q->flags & KHO_PARA_HEADING) != 0)
        return false; /* "2.1. Đến năm 2030": when the targets under it are due */
    if (c == KHO_DUE_UNTIL && vague)
        return r->relaxed || !kho_due_title(r, i);
    if (vague && kho_tok_is(r->k, i, "dự"))
        return r->relaxed; /* "dự kiến năm 2025 đạt ..." */
    if (c == KHO_DUE_WITHIN && vague)
        return !kho_due_title(r, i);
    return true;
}

/* Dates joined by "và" or commas behind the first, which ends at word i; each may repeat the cue.
 */
static size_t
more_dates(const struct kho_due *r, size_t i, struct dates *list)
{
    while (list->n < DATES_MAX && i < r->k->n) {
        size_t j = i, len, n;
        enum kho_due_cue_kind c;

        if (kho_tok_is(r->k, j, "và") || kho_tok_is(r->k, j, "hoặc"))
            j++;
        else if ((r->k->t[j].gap & KHO_GAP_COMMA) == 0)
            break;
        c = kho_due_cue(r, j, &len);
        if (c == KHO_DUE_BEFORE || c == KHO_DUE_LATEST)
            j += len;
        else if (c != KHO_DUE_NONE)
            break;
        n = kho_when_at(r->k, j, false, &list->w[list->n]);
        if (n == 0 || list->w[list->n].form != KHO_WHEN_DATE || list->w[list->n].d.day == 0)
            break;
        list->from[list->n] = c == KHO_DUE_NONE ? j : j - len;
        list->to[list->n] = j + n;
        list->n++;
        i = j + n;
    }
    return i;
}

size_t
kho_due_interval(struct kho_due *r, size_t i)
{
    struct kho_when from, to;
    struct kho_deadline d = {0};
    size_t len, n, j = i;
    enum kho_due_cue_kind c = kho_due_cue(r, j, &len);

    if (c == KHO_DUE_FROM)
        j += len;
    n = kho_when_at(r->k, j, true, &from);
    if (n == 0 || from.whole)
        return 0;
    j += n;
    if (j >= r->k->n)
        return 0;
    c = kho_due_cue(r, j, &len);
    if (c == KHO_DUE_UNTIL)
        j += len;
    else if (!r->relaxed || (r->k->t[j].gap & KHO_GAP_DASH) == 0)
        return 0;
    n = kho_when_at(r->k, j, true, &to);
    if (n == 0 || to.whole || kho_due_early(r, &to))
        return 0;
    kho_rule_interval(r->arena, &r->year, &from, &to, &d);
    if (d.rule.p == NULL)
        return 0;
    kho_due_emit(r, i, j + n, d);
    return j + n;
}

size_t
kho_due_dated(struct kho_due *r, size_t i, enum kho_due_cue_kind c, size_t len)
{
    struct dates list = {.n = 0};
    unsigned mask = 0;
    size_t j = i + len, n, end;

    n = kho_when_at(r->k, j, c == KHO_DUE_UNTIL || c == KHO_DUE_BEFORE, &list.w[0]);
    if (n == 0 ||
        !(kho_due_near(r, j) || (r->k->t[j].gap & ~(KHO_GAP_BLANK | KHO_GAP_COLON)) == 0) ||
        !admitted(r, c, i, j + n, &list.w[0]))
        return 0;
    list.from[0] = i;
    list.to[0] = end = j + n;
    list.n = 1;
    if (list.w[0].form == KHO_WHEN_DATE && list.w[0].d.day > 0 && c != KHO_DUE_FROM)
        end = more_dates(r, end, &list);
    n = kho_due_behind(r, end, &mask);
    if (n > 0 && mask != 0 && list.w[0].d.year == 0) {
        end += n;
        list.to[list.n - 1] = end;
    } else if (list.w[0].d.year == 0 && list.w[0].d.month > 0 && kho_due_repeats(r, i)) {
        mask = KHO_PERIOD_YEAR;
    } else if (list.w[0].d.day > 0 && list.w[0].d.month == 0 && i >= 3 &&
               kho_tok_is(r->k, i - 1, "tháng") && kho_tok_is(r->k, i - 2, "cáo")) {
        mask = KHO_PERIOD_MONTH; /* "báo cáo tháng trước ngày 20" */
    } else {
        mask = 0;
    }
    for (size_t l = list.n; l-- > 1;) /* "trước ngày 15/6 và 15/12/2025" */
        if (list.w[l - 1].d.year == 0 && list.w[l].d.year != 0)
            list.w[l - 1].d.year = list.w[l].d.year;
    for (size_t l = 0; l < list.n; l++) {
        struct kho_deadline d = {0};

        kho_rule_date(r->arena, &r->year, kho_due_relation(c), &list.w[l], mask, &d);
        if (d.rule.p != NULL || r->relaxed)
            kho_due_emit(r, list.from[l], list.to[l], d);
    }
    return end;
}

size_t
kho_due_limit(struct kho_due *r, size_t i, size_t len)
{
    static const struct {
        const char *word;
        char form[4]; /* around the number, ISO 8601 */
    } units[] = {
        {"ngày", "P D"}, {"tuần", "P W"}, {"tháng", "P M"}, {"giờ", "PTH"}, {"năm", "P Y"}};
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {0};
    char buf[48];
    size_t j = i + len, end;

    if (j + 1 >= k->n || (k->t[j].flags & KHO_TOK_NUM) == 0 || k->t[j].w.n > 3 ||
        !kho_due_near(r, j))
        return 0;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        const bool clock = units[u].form[1] == 'T';

        if (!kho_tok_is(k, j + 1, units[u].word) || !kho_due_near(r, j + 1))
            continue;
        end = j + 2;
        if (kho_tok_is(k, end, "làm") && kho_tok_is(k, end + 1, "việc"))
            end += 2;
        else if (kho_tok_is(k, end, "đầu") || kho_tok_is(k, end, "cuối"))
            return 0; /* "trong vòng 6 tháng đầu năm" */
        (void)snprintf(buf, sizeof buf, "relative:<=P%s%d%c", clock ? "T" : "",
                       kho_when_number(k, j), units[u].form[2]);
        d.rule = kho_arena_dup(r->arena, kho_sv_from(buf));
        kho_due_emit(r, i, end, d);
        return end;
    }
    return 0;
}

size_t
kho_due_feast(struct kho_due *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {0};
    struct kho_when w, last;
    size_t n, from = i, j, len;
    bool told = false;

    n = kho_when_at(k, i, false, &w);
    if (n == 0 || !kho_date_full(w.d))
        return 0;
    for (j = i > FEAST_NEAR ? i - FEAST_NEAR : 0; j < i && !told; j++)
        told = kho_due_cue(r, j, &len) == KHO_DUE_FEAST;
    if (!told)
        return 0;
    j = i + n;
    if (j < k->n && (k->t[j].gap & KHO_GAP_DASH) != 0 &&
        (n = kho_when_at(k, j, false, &last)) > 0 && kho_date_full(last.d)) {
        w = last;
        from = j;
        j += n;
    }
    if (j < k->n + 1 && (k->t[j].gap & KHO_GAP_CLOSE) == 0)
        return 0;
    if (!kho_due_early(r, &w)) {
        kho_rule_date(r->arena, &r->year, KHO_TO_EVENT, &w, 0, &d);
        kho_due_emit(r, from, j, d);
    }
    return j;
}

/* "Tháng 6, 12", "Tháng 3, 6, 9 và 12 năm 2024" in a value: each month by itself; word behind. */
static size_t
months(struct kho_due *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct kho_when w[12];
    size_t at[12], n = 0, j = i + 1;
    int16_t year = 0;

    if (!kho_tok_is(k, i, "tháng"))
        return 0;
    while (n < 12 && kho_when_number(k, j) >= 1 && kho_when_number(k, j) <= 12) {
        w[n] = (struct kho_when){.form = KHO_WHEN_DATE};
        w[n].d.month = (int8_t)kho_when_number(k, j);
        at[n++] = j++;
        if (kho_tok_is(k, j, "và"))
            j++;
        else if (j >= k->n || (k->t[j].gap & (KHO_GAP_COMMA | KHO_GAP_SEMI)) == 0)
            break;
    }
    if (n < 2 || at[n - 1] + 1 != j)
        return 0;
    if ((kho_tok_is(k, j, "năm") || (j < k->n && (k->t[j].gap & KHO_GAP_SLASH) != 0)) &&
        kho_when_number(k, j + kho_tok_is(k, j, "năm")) > 1990) {
        j += kho_tok_is(k, j, "năm");
        year = (int16_t)kho_when_number(k, j++);
    }
    if ((j < k->n && (k->t[j].gap & KHO_GAP_CLAUSE) == 0) || /* "tháng 3, 5 hộ ..." */
        (year > 0 && w[n - 1].d.month - w[0].d.month == (int)n - 1))
        return 0; /* "tháng 3, 4, 5/2025": from the first to the last */
    for (size_t m = 0; m < n; m++) {
        struct kho_deadline d = {0};

        w[m].d.year = year;
        kho_rule_date(r->arena, &r->year, r->plain, &w[m], 0, &d);
        kho_due_emit(r, m == 0 ? i : at[m], m + 1 == n ? j : at[m] + 1, d);
    }
    return j;
}

size_t
kho_due_plain(struct kho_due *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {0};
    struct kho_when w;
    size_t n = kho_due_interval(r, i);
    unsigned mask;

    if (n > 0 || (n = months(r, i)) > 0)
        return n;
    if (i > 0 && kho_tok_is(k, i - 1, "tuần"))
        return 0; /* "tuần 3 tháng 10" is not the third of October */
    n = kho_when_at(k, i, true, &w);
    if (n == 0 || w.whole || kho_due_early(r, &w) ||
        (w.form == KHO_WHEN_DATE && w.d.day > 0 && w.d.month == 0))
        return 0;
    if (kho_due_behind(r, i + n, &mask) > 0 && w.d.year == 0) {
        const size_t m = kho_due_behind(r, i + n, &mask);

        kho_rule_date(r->arena, &r->year, r->plain, &w, mask, &d);
        kho_due_emit(r, i, i + n + m, d);
        return i + n + m;
    }
    if (kho_tok_is(k, i + n, "và") &&
        (kho_tok_is(k, i + n + 1, "các") || kho_tok_is(k, i + n + 1, "những")) &&
        kho_tok_is(k, i + n + 2, "năm")) { /* "Năm 2025 và các năm tiếp theo" */
        kho_rule_date(r->arena, &r->year, KHO_TO_FROM, &w, 0, &d);
        n += 3;
        while (i + n < k->n && kho_due_near(r, i + n) &&
               (kho_tok_is(k, i + n, "tiếp") || kho_tok_is(k, i + n, "theo")))
            n++;
    } else {
        kho_rule_date(r->arena, &r->year, r->plain, &w, 0, &d);
    }
    kho_due_emit(r, i, i + n, d);
    return i + n;
}

size_t
kho_due_aside(struct kho_due *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct dates list = {.n = 0};
    size_t j = i, n;

    /* Full dates in parentheses are those of documents; months and quarters are when it is done. */
    while (list.n < DATES_MAX && (n = kho_when_at(k, j, false, &list.w[list.n])) > 0 &&
           list.w[list.n].form == KHO_WHEN_DATE && list.w[list.n].d.day == 0 &&
           (list.w[list.n].d.month > 0 || list.w[list.n].d.quarter > 0) &&
           !kho_due_early(r, &list.w[list.n])) {
        list.from[list.n] = j;
        list.to[list.n] = j += n;
        list.n++;
        if (j >= k->n || (k->t[j].gap & KHO_GAP_CLOSE) != 0)
            break;
        if (kho_tok_is(k, j, "và") && kho_due_near(r, j))
            j++;
        else if ((k->t[j].gap & (KHO_GAP_COMMA | KHO_GAP_SEMI)) == 0)
            return 0;
    }
    if (list.n == 0 || j != list.to[list.n - 1] || (k->t[j].gap & KHO_GAP_CLOSE) == 0 ||
        kho_due_title(r, i))
        return 0;
    for (size_t l = 0; l < list.n; l++) {
        struct kho_deadline d = {0};

        kho_rule_date(r->arena, &r->year, KHO_TO_WITHIN, &list.w[l], 0, &d);
        if (d.rule.p != NULL)
            kho_due_emit(r, list.from[l], list.to[l], d);
    }
    return j;
}
