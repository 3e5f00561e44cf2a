/* due.c - deadlines and periods: "trước ngày 20/4/2024", "chậm nhất ngày 15 hằng tháng", "định kỳ
 * hàng quý".
 *
 * In running text a date is a deadline only with a cue word before it (schemas/due_cues.tsv);
 * behind "Thời gian thực hiện:" and in a column of that title every date or period is one.
 * due_when.h gives the grammar of rules.
 */
#include "due_when.h"
#include "read.h"
#include "tasks_parts.h"

#include <stdio.h>

enum cue {
    CUE_NONE,
    CUE_BEFORE,
    CUE_LATEST,
    CUE_UNTIL,
    CUE_FROM,
    CUE_WITHIN,
    CUE_EVERY,
    CUE_REGULAR,
    CUE_REPORT,
    CUE_DEMAND,
    CUE_ALWAYS,
    CUE_LIMIT,
    CUE_PAST,
    CUE_TITLE,
    CUE_NOUN,
    CUE_FEAST
};

static const char *const cue_names[] = {"before", "latest",  "until",  "from",   "within",
                                        "every",  "regular", "report", "demand", "always",
                                        "limit",  "past",    "title",  "noun",   "feast"};

enum {
    DATES_MAX = 6,   /* of one list: "trước ngày 15/6 và 15/12 hằng năm" */
    REPORT_NEAR = 6, /* words between "định kỳ" and the report it speaks of */
    REGULATION_NEAR = 16,
    FEAST_NEAR = 24,
    VALUE_WORDS = 30,
    NOUN_NEAR = 5,
    CLAUSE_WORDS = 80,
    EARLIEST = 1990
};

struct found {
    struct kho_deadline *d;
    size_t n, cap;
};

struct reader {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    const struct kho_para *q;
    const struct kho_toks *k;
    const struct kho_lex *cues;
    struct kho_due_year year;
    struct found *out;
    bool relaxed;               /* dates count without a cue */
    enum kho_relation_to plain; /* relation of a date without a cue */
    size_t first;               /* deadlines found before this paragraph */
};

static enum cue
cue_at(const struct reader *r, size_t i, size_t *len)
{
    return (enum cue)kho_lex_match(r->cues, r->k, i, len);
}

/* Room for one more; false when the arena is nearly full: the rest of the document then has no
 * deadlines. */
static bool
grow(struct kho_arena *arena, struct found *f)
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

/* A deadline made of words [from, to). */
static void
emit(struct reader *r, size_t from, size_t to, struct kho_deadline d)
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

/* Years a deadline of this plan cannot have: those well before it. */
static bool
too_early(const struct reader *r, const struct kho_when *w)
{
    const int first = r->year.made.year > 0 ? r->year.made.year : r->year.year;

    return w->d.year != 0 && (w->d.year < EARLIEST || (first > 0 && w->d.year < first - 1));
}

static bool
is_blank(const struct reader *r, size_t i)
{
    return i < r->k->n && (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

/* Start of the clause word i is in. */
static size_t
clause_start(const struct reader *r, size_t i)
{
    const size_t floor = i > CLAUSE_WORDS ? i - CLAUSE_WORDS : 0;

    while (i > floor && (r->k->t[i].gap & KHO_GAP_CLAUSE) == 0)
        i--;
    return i;
}

/* Stands word i in a title: behind a type word with a capital in the same clause, or inside quotes?
 */
static bool
in_title(const struct reader *r, size_t i)
{
    unsigned quotes = 0;

    for (size_t j = clause_start(r, i), len; j < i; j++) {
        if (j > 0 && (r->k->t[j].gap & KHO_GAP_QUOTE) != 0)
            quotes++;
        if (((r->k->t[j].flags & KHO_TOK_UPPER) != 0 || kho_tok_is(r->k, j, "quy") ||
             kho_tok_is(r->k, j, "chiến")) &&
            cue_at(r, j, &len) == CUE_TITLE && !kho_tok_is(r->k, j + len, "này"))
            return true;
    }
    return quotes % 2 == 1;
}

/* "định kỳ", "hằng năm" in the same clause before word i: a date without a year comes every year.
 */
static bool
clause_repeats(const struct reader *r, size_t i)
{
    for (size_t j = clause_start(r, i), len; j < i; j++) {
        const enum cue c = cue_at(r, j, &len);

        if (c == CUE_REGULAR || (c == CUE_EVERY && kho_tok_is(r->k, j + 1, "năm")))
            return true;
    }
    return false;
}

/* A period at word i: "hằng tháng, quý", "định kỳ 6 tháng"; words taken. */
static size_t
period_at(const struct reader *r, size_t i, unsigned *mask)
{
    size_t len, n, j = i;
    enum cue c = cue_at(r, j, &len);
    bool cued = false;

    if (c == CUE_REGULAR) {
        j += len;
        cued = true;
        c = cue_at(r, j, &len);
    }
    if (c == CUE_EVERY && is_blank(r, j + len)) {
        j += len;
        cued = true;
    } else if (c == CUE_REPORT && kho_tok_is(r->k, i, "báo") && is_blank(r, j + len)) {
        /* "báo cáo quý, 6 tháng, năm": a list says that they come again */
        n = kho_period_units(r->k, j + len, mask);
        return n > 0 && (*mask & (*mask - 1)) != 0 && j == i ? len + n : 0;
    }
    if (!cued || (j > i && !is_blank(r, j)))
        return 0;
    n = kho_period_units(r->k, j, mask);
    if (n > 0)
        return j + n - i;
    /* "mỗi quý một lần", "6 tháng một lần" are read without a cue in values only */
    return 0;
}

/* A period right behind word i, perhaps in parentheses. */
static size_t
period_behind(const struct reader *r, size_t i, unsigned *mask)
{
    *mask = 0;
    if (i >= r->k->n || (r->k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_OPEN | KHO_GAP_COMMA)) != 0)
        return 0;
    return period_at(r, i, mask);
}

static enum kho_relation_to
relation_of(enum cue c)
{
    if (c == CUE_BEFORE)
        return KHO_TO_BEFORE;
    if (c == CUE_LATEST || c == CUE_UNTIL)
        return KHO_TO_LATEST;
    return c == CUE_FROM ? KHO_TO_FROM : KHO_TO_WITHIN;
}

/* Does the clause go on so that the year of "trong năm" is not named: "trong năm, ...", "trong
 * năm." */
static bool
year_ends(const struct reader *r, size_t i)
{
    return i >= r->k->n || (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) != 0;
}

/* May a date with this cue stand there in running text? */
static bool
admitted(const struct reader *r, enum cue c, size_t i, size_t end, const struct kho_when *w)
{
    const bool vague =
        w->form == KHO_WHEN_DATE && w->d.day == 0 && w->d.month == 0 && w->d.quarter == 0;

    if (too_early(r, w))
        return false;
    if (w->whole)
        return (c == CUE_WITHIN || r->relaxed) && year_ends(r, end);
    if (w->form == KHO_WHEN_DATE && w->d.day > 0 && w->d.month == 0 && c != CUE_BEFORE &&
        c != CUE_LATEST)
        return false;
    if ((c == CUE_UNTIL || c == CUE_WITHIN) && vague && kho_tok_is(r->k, i, "trong"))
        return true;
    if (vague && (r->q->flags & KHO_PARA_HEADING) != 0)
        return false; /* "2.1. Đến năm 2030": when the targets under it are due */
    if (c == CUE_UNTIL && vague)
        return r->relaxed || !in_title(r, i);
    if (c == CUE_WITHIN && vague)
        return !in_title(r, i);
    return true;
}

struct dates {
    struct kho_when w[DATES_MAX];
    size_t from[DATES_MAX], to[DATES_MAX];
    size_t n;
};

/* Dates joined by "và" or commas behind the first, which ends at word i; each may repeat the cue.
 */
static size_t
more_dates(const struct reader *r, size_t i, struct dates *list)
{
    while (list->n < DATES_MAX && i < r->k->n) {
        size_t j = i, len, n;
        enum cue c;

        if (kho_tok_is(r->k, j, "và") || kho_tok_is(r->k, j, "hoặc"))
            j++;
        else if ((r->k->t[j].gap & KHO_GAP_COMMA) == 0)
            break;
        c = cue_at(r, j, &len);
        if (c == CUE_BEFORE || c == CUE_LATEST)
            j += len;
        else if (c != CUE_NONE)
            break;
        n = kho_when_at(r->k, j, false, &list->w[list->n]);
        if (n == 0 || list->w[list->n].form != KHO_WHEN_DATE || list->w[list->n].d.day == 0)
            break;
        list->from[list->n] = c == CUE_NONE ? j : j - len;
        list->to[list->n] = j + n;
        list->n++;
        i = j + n;
    }
    return i;
}

/* "từ A đến B"; end of words taken, 0 when it is none.  i stands on "từ". */
static size_t
interval(struct reader *r, size_t i)
{
    struct kho_when from, to;
    struct kho_deadline d = {0};
    size_t len, n, j = i;
    enum cue c = cue_at(r, j, &len);

    if (c == CUE_FROM)
        j += len;
    n = kho_when_at(r->k, j, true, &from);
    if (n == 0 || from.whole)
        return 0;
    j += n;
    if (j >= r->k->n)
        return 0;
    c = cue_at(r, j, &len);
    if (c == CUE_UNTIL)
        j += len;
    else if (!r->relaxed || (r->k->t[j].gap & KHO_GAP_DASH) == 0)
        return 0;
    n = kho_when_at(r->k, j, true, &to);
    if (n == 0 || to.whole || too_early(r, &to))
        return 0;
    kho_rule_interval(r->arena, &r->year, &from, &to, &d);
    if (d.rule.p == NULL)
        return 0;
    emit(r, i, j + n, d);
    return j + n;
}

/* A cue and its date at word i; end of words taken, 0 none. */
static size_t
dated(struct reader *r, size_t i, enum cue c, size_t len)
{
    struct dates list = {.n = 0};
    unsigned mask = 0;
    size_t j = i + len, n, end;

    n = kho_when_at(r->k, j, c == CUE_UNTIL || c == CUE_BEFORE, &list.w[0]);
    if (n == 0 || !(is_blank(r, j) || (r->k->t[j].gap & ~(KHO_GAP_BLANK | KHO_GAP_COLON)) == 0) ||
        !admitted(r, c, i, j + n, &list.w[0]))
        return 0;
    list.from[0] = i;
    list.to[0] = end = j + n;
    list.n = 1;
    if (list.w[0].form == KHO_WHEN_DATE && list.w[0].d.day > 0 && c != CUE_FROM)
        end = more_dates(r, end, &list);
    n = period_behind(r, end, &mask);
    if (n > 0 && mask != 0 && list.w[0].d.year == 0) {
        end += n;
        list.to[list.n - 1] = end;
    } else if (list.w[0].d.year == 0 && list.w[0].d.month > 0 && clause_repeats(r, i)) {
        mask = KHO_PERIOD_YEAR;
    } else {
        mask = 0;
    }
    for (size_t l = list.n; l-- > 1;) /* "trước ngày 15/6 và 15/12/2025" */
        if (list.w[l - 1].d.year == 0 && list.w[l].d.year != 0)
            list.w[l - 1].d.year = list.w[l].d.year;
    for (size_t l = 0; l < list.n; l++) {
        struct kho_deadline d = {0};

        kho_rule_date(r->arena, &r->year, relation_of(c), &list.w[l], mask, &d);
        if (d.rule.p != NULL || r->relaxed)
            emit(r, list.from[l], list.to[l], d);
    }
    return end;
}

/* Is a date or a period named later in the clause of word i? */
static bool
dated_later(const struct reader *r, size_t i)
{
    const size_t ceiling = i + CLAUSE_WORDS;
    struct kho_when w;
    unsigned mask;
    size_t len;

    for (; i < r->k->n && i < ceiling && (r->k->t[i].gap & KHO_GAP_CLAUSE) == 0; i++) {
        const enum cue c = cue_at(r, i, &len);

        if ((c == CUE_BEFORE || c == CUE_LATEST) && kho_when_at(r->k, i + len, false, &w) > 0)
            return true;
        if (c == CUE_EVERY && kho_period_units(r->k, i + len, &mask) > 0)
            return true;
    }
    return false;
}

/* "định kỳ" without a unit: only with a report or "đột xuất" beside it is it a duty in time. */
static size_t
regular(struct reader *r, size_t i, size_t len)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {.rule = KHO_SV("periodic:unspecified")};
    size_t from = i, to = i + len, n;

    if (i >= 2 && kho_tok_is(k, i - 2, "báo") && kho_tok_is(k, i - 1, "cáo") && is_blank(r, i)) {
        from = i - 2;
    } else if (to < k->n && ((k->t[to].gap & (KHO_GAP_OPEN | KHO_GAP_COMMA)) != 0 ||
                             kho_tok_is(k, to, "hoặc") || kho_tok_is(k, to, "và"))) {
        const size_t skip = kho_tok_is(k, to, "hoặc") || kho_tok_is(k, to, "và") ? 1 : 0;

        if (cue_at(r, to + skip, &n) != CUE_DEMAND)
            return 0;
        to += skip + n;
        if (cue_at(r, to, &n) == CUE_DEMAND && is_blank(r, to)) /* "đột xuất khi cần thiết" */
            to += n;
    } else {
        size_t j = to;

        while (j < k->n && j < to + REPORT_NEAR &&
               (k->t[j].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA)) == 0 &&
               cue_at(r, j, &n) != CUE_REPORT)
            j++;
        if (j >= k->n || j >= to + REPORT_NEAR || cue_at(r, j, &n) != CUE_REPORT)
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
    if (!dated_later(r, to))
        emit(r, from, to, d);
    return to;
}

/* A period; with a date behind it the date counts: "định kỳ 6 tháng (trước ngày 30/5/2024)". */
static size_t
periodic(struct reader *r, size_t i, size_t n, unsigned mask)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {0};
    const size_t end = i + n;
    size_t len;

    if (end < k->n && (k->t[end].gap & ~(KHO_GAP_BLANK | KHO_GAP_OPEN | KHO_GAP_COMMA)) == 0) {
        const enum cue c = cue_at(r, end, &len);
        struct kho_when w;

        if ((c == CUE_BEFORE || c == CUE_LATEST || c == CUE_WITHIN) &&
            (n = kho_when_at(k, end + len, false, &w)) > 0 && !w.whole) {
            if (w.d.year != 0)
                return end; /* the date is read next, on its own */
            kho_rule_date(r->arena, &r->year, relation_of(c), &w, mask, &d);
            if (d.rule.p != NULL) {
                emit(r, i, end + len + n, d);
                return end + len + n;
            }
        }
    }
    kho_rule_period(r->arena, mask, &d);
    emit(r, i, end, d);
    return end;
}

/* "trong thời hạn 10 ngày làm việc kể từ ngày ..." */
static size_t
limit(struct reader *r, size_t i, size_t len)
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

    if (j + 1 >= k->n || (k->t[j].flags & KHO_TOK_NUM) == 0 || k->t[j].w.n > 3 || !is_blank(r, j))
        return 0;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        const bool clock = units[u].form[1] == 'T';

        if (!kho_tok_is(k, j + 1, units[u].word) || !is_blank(r, j + 1))
            continue;
        end = j + 2;
        if (kho_tok_is(k, end, "làm") && kho_tok_is(k, end + 1, "việc"))
            end += 2;
        else if (kho_tok_is(k, end, "đầu") || kho_tok_is(k, end, "cuối"))
            return 0; /* "trong vòng 6 tháng đầu năm" */
        (void)snprintf(buf, sizeof buf, "relative:<=P%s%.*s%c", clock ? "T" : "",
                       KHO_SV_FMT(k->t[j].w), units[u].form[2]);
        d.rule = kho_arena_dup(r->arena, kho_sv_from(buf));
        emit(r, i, end, d);
        return end;
    }
    return 0;
}

/* "(15/10/1930 - 15/10/2024)" behind "kỷ niệm": a day to remember, given as an event. */
static size_t
feast(struct reader *r, size_t i)
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
        told = cue_at(r, j, &len) == CUE_FEAST;
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
    if (!too_early(r, &w)) {
        kho_rule_date(r->arena, &r->year, KHO_TO_EVENT, &w, 0, &d);
        emit(r, from, j, d);
    }
    return j;
}

/* Something in time without a cue, in a value: "Tháng 12/2025", "2026", "Quý IV/2025 - Quý
 * II/2026". */
static size_t
plain(struct reader *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct kho_deadline d = {0};
    struct kho_when w;
    size_t n = interval(r, i);
    unsigned mask;

    if (n > 0)
        return n;
    n = kho_when_at(k, i, true, &w);
    if (n == 0 || w.whole || too_early(r, &w) ||
        (w.form == KHO_WHEN_DATE && w.d.day > 0 && w.d.month == 0))
        return 0;
    if (period_behind(r, i + n, &mask) > 0 && w.d.year == 0) {
        const size_t m = period_behind(r, i + n, &mask);

        kho_rule_date(r->arena, &r->year, r->plain, &w, mask, &d);
        emit(r, i, i + n + m, d);
        return i + n + m;
    }
    if (kho_tok_is(k, i + n, "và") &&
        (kho_tok_is(k, i + n + 1, "các") || kho_tok_is(k, i + n + 1, "những")) &&
        kho_tok_is(k, i + n + 2, "năm")) { /* "Năm 2025 và các năm tiếp theo" */
        kho_rule_date(r->arena, &r->year, KHO_TO_FROM, &w, 0, &d);
        n += 3;
        while (i + n < k->n && is_blank(r, i + n) &&
               (kho_tok_is(k, i + n, "tiếp") || kho_tok_is(k, i + n, "theo")))
            n++;
    } else {
        kho_rule_date(r->arena, &r->year, r->plain, &w, 0, &d);
    }
    emit(r, i, i + n, d);
    return i + n;
}

/* "hằng tháng", "định kỳ ...", "báo cáo quý, năm" at word i; end of words taken. */
static size_t
repeating(struct reader *r, size_t i, enum cue c, size_t len)
{
    unsigned mask;
    size_t n = period_at(r, i, &mask);

    if (n == 0) {
        n = c == CUE_REGULAR ? regular(r, i, len) : 0;
        return n > 0 ? n : i + len;
    }
    if (!r->relaxed && mask == KHO_PERIOD_DAY && c != CUE_REGULAR)
        return i + n; /* "đời sống hằng ngày" */
    for (size_t j = i > NOUN_NEAR ? i - NOUN_NEAR : 0, l; j < i && !r->relaxed && c == CUE_EVERY;
         j++)
        if (cue_at(r, j, &l) == CUE_NOUN && j + l == i)
            return i + n; /* "ngân sách nhà nước hằng năm" */
    return periodic(r, i, n, mask);
}

/* One step at word i: end of what was read, at least i + 1. */
static size_t
step(struct reader *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct kho_when w;
    size_t len = 1, n = 0;
    const enum cue c = cue_at(r, i, &len);

    if (c == CUE_EVERY || c == CUE_REGULAR || c == CUE_REPORT)
        return repeating(r, i, c, len);
    if (c == CUE_PAST) /* what is behind it is no deadline */
        return r->relaxed && kho_tok_is(k, i, "giai") ? i + 2
                                                      : i + len + kho_when_at(k, i + len, true, &w);
    if (c == CUE_FROM) {
        if (r->relaxed || !in_title(r, i))
            n = interval(r, i);
        if (n == 0 && r->relaxed)
            n = dated(r, i, c, len);
    } else if (c == CUE_LIMIT) {
        n = limit(r, i, len);
        if (n == 0 && kho_tok_is(k, i, "trong"))
            n = dated(r, i, CUE_WITHIN, 1);
    } else if (c == CUE_BEFORE || c == CUE_LATEST || c == CUE_UNTIL || c == CUE_WITHIN) {
        n = dated(r, i, c, len);
        if (n == 0 && c == CUE_LATEST)
            n = limit(r, i, len);
    } else if (c == CUE_NONE) {
        if ((k->t[i].gap & KHO_GAP_OPEN) != 0)
            n = feast(r, i);
        if (n == 0 && r->relaxed)
            n = plain(r, i);
    }
    return n > i ? n : i + 1;
}

static void
scan(struct reader *r, size_t i, size_t end)
{
    r->first = r->out->n;
    while (i < end)
        i = step(r, i);
}

/* A value: what stands behind "Thời gian thực hiện:" or in a column of that title. */
static void
value(struct reader *r, size_t from)
{
    struct kho_deadline d = {0};
    size_t to = r->k->n, len;

    if (from >= to)
        return;
    r->relaxed = true;
    scan(r, from, to);
    r->relaxed = false;
    if (to - from > VALUE_WORDS)
        return;
    if (r->out->n == r->first + 1) {
        /* One date: the whole value is its text, with "Giai đoạn" before and a remark behind. */
        d = r->out->d[r->first];
        r->out->n = r->first;
        emit(r, from, to, d);
    } else if (r->out->n == r->first) {
        for (size_t i = from; i < to && d.rule.p == NULL; i++) {
            const enum cue c = cue_at(r, i, &len);

            if (c == CUE_ALWAYS)
                d.rule = KHO_SV("continuous");
            else if (c == CUE_DEMAND)
                d.rule = KHO_SV("on-demand");
        }
        if (kho_toks_text(r->k, from, to).n >= 4)
            emit(r, from, to, d);
    }
}

static void
read_para(struct reader *r, struct kho_parts *p, size_t i)
{
    const struct kho_para *q = &p->ps->p[i];
    const enum kho_col col = (enum kho_col)p->column[i];
    const bool body = q->zone == KHO_ZONE_BODY || q->zone == KHO_ZONE_ANNEX;
    size_t from;

    if (!body || q->text.n == 0 || col == KHO_COL_TITLE || (q->flags & KHO_PARA_CLOSING) != 0)
        return;
    if (q->zone == KHO_ZONE_ANNEX && col == KHO_COL_NONE)
        return; /* forms and lists: their dates are to be filled in */
    kho_toks_read(&p->k, q->text);
    r->q = q;
    r->plain = KHO_TO_WITHIN;
    if (col == KHO_COL_DUE || col == KHO_COL_END || col == KHO_COL_START) {
        r->plain = col == KHO_COL_END     ? KHO_TO_LATEST
                   : col == KHO_COL_START ? KHO_TO_FROM
                                          : KHO_TO_WITHIN;
        value(r, 0);
        return;
    }
    if (kho_attr_at(p, &from) == KHO_ATTR_DUE) {
        value(r, from);
        return;
    }
    r->relaxed = q->parent >= 0 && p->section[q->parent] == KHO_PART_TIME && col == KHO_COL_NONE;
    scan(r, 0, p->k.n);
    r->relaxed = false;
}

void
kho_read_deadlines(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct kho_parts parts;
    struct found out = {0};
    struct kho_lex *cues = kho_lex_new(arena, kho_due_cues_n);
    struct reader r = {.arena = arena, .ps = ps, .cues = cues, .out = &out};

    kho_parts_make(arena, ps, &parts);
    for (size_t i = 0; i < kho_due_cues_n; i++)
        kho_lex_add(
            cues, kho_due_cues[i].phrase,
            kho_kind_of(cue_names, sizeof cue_names / sizeof *cue_names, kho_due_cues[i].kind));
    r.k = &parts.k;
    if (plan->date.n == 10)
        (void)kho_date_parse(plan->date, &r.year.made);
    r.year.year = plan->year > 0 ? plan->year : r.year.made.year;
    for (size_t i = 0; i < ps->n; i++)
        read_para(&r, &parts, i);
    plan->deadlines = out.d;
    plan->n_deadlines = out.n;
}
