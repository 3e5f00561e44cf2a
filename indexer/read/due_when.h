/* due_when.h - time expressions inside a deadline, and the rules made of them.
 *
 * Private to due*.c.  Rule grammar (plan.h gives examples; gold conventions are extended, not
 * changed):
 *
 *   rule     = ("<" | "<=") day | "within:" point [ ".." point ] | "from:" point | "event:" day
 *            | "periodic:" period { "|" period } | "continuous" | "on-demand" | "relative:<="
 * duration | "daily" | "weekly:<=" weekday | "monthly:" rel "day" N | "quarterly:" rel "day" N
 * "-of-" which "-month" | "annual:" rel MM "-" DD | "annual:" rel MM point    = YYYY | YYYY-MM |
 * YYYY-MM-DD | YYYY-Q1 .. YYYY-Q4 | YYYY-H1 | YYYY-H2 day      = YYYY-MM-DD            rel = "<" |
 * "<="            which = "first" | "second" | "last" period   = daily | weekly | monthly |
 * quarterly | semiannual | annual | unspecified | per-regulation duration = ISO 8601: P10D, P2W,
 * P1M, PT24H
 */
#ifndef KHO_READ_DUE_WHEN_H
#define KHO_READ_DUE_WHEN_H

#include "date.h"
#include "tasks_words.h"

enum kho_when_form {
    KHO_WHEN_NONE,
    KHO_WHEN_DATE,        /* d, as far as stated; the year may be missing */
    KHO_WHEN_HALF,        /* half of d.year */
    KHO_WHEN_YEARS,       /* d.year to year2: "năm học 2025-2026" */
    KHO_WHEN_MONTH_DAY,   /* d.day of each month */
    KHO_WHEN_QUARTER_DAY, /* d.day of month `which` of each quarter */
    KHO_WHEN_WEEKDAY      /* which: 1 Monday .. 7 Sunday */
};

struct kho_when {
    struct kho_date d;
    enum kho_when_form form;
    int16_t year2;
    int8_t half, which;
    int8_t to;  /* last month or quarter of a list: "quý II, III năm 2025"; 0 one only */
    bool next;  /* "tháng sau", "quý sau": of the period that follows */
    bool whole; /* "trong năm": the year of the plan is meant */
};

enum kho_period {
    KHO_PERIOD_DAY = 1,
    KHO_PERIOD_WEEK = 2,
    KHO_PERIOD_MONTH = 4,
    KHO_PERIOD_QUARTER = 8,
    KHO_PERIOD_HALF = 16,
    KHO_PERIOD_YEAR = 32
};

enum kho_relation_to { KHO_TO_BEFORE, KHO_TO_LATEST, KHO_TO_WITHIN, KHO_TO_FROM, KHO_TO_EVENT };

/* A number of at most four digits at word i; -1 none. */
static inline int
kho_when_number(const struct kho_toks *k, size_t i)
{
    int v = 0;

    if (i >= k->n || (k->t[i].flags & KHO_TOK_NUM) == 0 || k->t[i].w.n > 4)
        return -1;
    for (size_t j = 0; j < k->t[i].w.n; j++)
        v = v * 10 + (k->t[i].w.p[j] - '0');
    return v;
}

/* Only blanks stand before word i. */
static inline bool
kho_when_near(const struct kho_toks *k, size_t i)
{
    return i < k->n && (k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

static inline bool
kho_when_each(const struct kho_toks *k, size_t i)
{
    return kho_tok_is(k, i, "hằng") || kho_tok_is(k, i, "hàng") || kho_tok_is(k, i, "mỗi") ||
           kho_tok_is(k, i, "từng");
}

/* Time expression at word i; words taken, 0 none.  bare: a lone year ("2026") counts too. */
size_t kho_when_at(const struct kho_toks *k, size_t i, bool bare, struct kho_when *w);
/* "17 giờ 00 phút", "17h00", "lúc 8 giờ" at word i: words taken. */
size_t kho_when_clock(const struct kho_toks *k, size_t i);
/* "thứ Năm", "Chủ nhật" at word i, with "hằng tuần" behind it or not; words taken. */
size_t kho_when_weekday(const struct kho_toks *k, size_t i, bool weekly, struct kho_when *w);
/* "tháng, quý, 6 tháng, năm": units of a period from word i on, as kho_period bits; words taken
 * (due_period.c). */
size_t kho_period_units(const struct kho_toks *k, size_t i, unsigned *mask);

/* Years the plan is about: what "trước ngày 15/12" without a year means; 0 unknown. */
struct kho_due_year {
    int year;             /* of the plan */
    struct kho_date made; /* its date */
};

/* Fill rule, date and rrule of *d.  mask: period beside the date ("hằng năm"), 0 none. */
void kho_rule_date(struct kho_arena *a, const struct kho_due_year *y, enum kho_relation_to rel,
                   const struct kho_when *w, unsigned mask, struct kho_deadline *d);
void kho_rule_interval(struct kho_arena *a, const struct kho_due_year *y,
                       const struct kho_when *from, const struct kho_when *to,
                       struct kho_deadline *d);
void kho_rule_period(struct kho_arena *a, unsigned mask, struct kho_deadline *d);
#endif
