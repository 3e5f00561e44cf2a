/* due_scan.h - reading deadlines word by word: the reader's state and its parts.  Private to
 * due*.c.
 *
 * due.c        which paragraphs, step by step; values behind "Thời gian thực hiện:"
 * due_scan.c   giving out a deadline; the clause around a word
 * due_date.c   dates with a cue, intervals, days counted from an event, days to remember
 * due_period.c periods: "hằng tháng, quý", "định kỳ 6 tháng (trước ngày 30/5/2024)"
 * due_when.c   time expressions;  due_rule.c rules made of them
 */
#ifndef KHO_READ_DUE_SCAN_H
#define KHO_READ_DUE_SCAN_H

#include "due_when.h"
#include "tasks_parts.h"

enum kho_due_cue_kind { /* kinds of schemas/due_cues.tsv */
                        KHO_DUE_NONE,
                        KHO_DUE_BEFORE,
                        KHO_DUE_LATEST,
                        KHO_DUE_UNTIL,
                        KHO_DUE_FROM,
                        KHO_DUE_WITHIN,
                        KHO_DUE_EVERY,
                        KHO_DUE_REGULAR,
                        KHO_DUE_REPORT,
                        KHO_DUE_DEMAND,
                        KHO_DUE_ALWAYS,
                        KHO_DUE_LIMIT,
                        KHO_DUE_PAST,
                        KHO_DUE_TITLE,
                        KHO_DUE_NOUN,
                        KHO_DUE_FEAST,
                        KHO_DUE_RATE
};

struct kho_due_found {
    struct kho_deadline *d;
    size_t n, cap;
};

struct kho_due {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    const struct kho_para *q;
    const struct kho_toks *k;
    const struct kho_lex *cues;
    struct kho_due_year year;
    struct kho_due_found *out;
    bool relaxed;               /* dates count without a cue */
    enum kho_relation_to plain; /* relation of a date without a cue */
};

static inline enum kho_due_cue_kind
kho_due_cue(const struct kho_due *r, size_t i, size_t *len)
{
    return (enum kho_due_cue_kind)kho_lex_match(r->cues, r->k, i, len);
}

/* Only blanks stand before word i. */
static inline bool
kho_due_near(const struct kho_due *r, size_t i)
{
    return i < r->k->n && (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

/* A deadline made of words [from, to). */
void kho_due_emit(struct kho_due *r, size_t from, size_t to, struct kho_deadline d);
/* Years a deadline of this plan cannot have: those well before it. */
bool kho_due_early(const struct kho_due *r, const struct kho_when *w);
/* Stands word i in a title: behind a type word with a capital in the same clause, or inside quotes?
 */
bool kho_due_title(const struct kho_due *r, size_t i);
/* "định kỳ", "hằng năm" in the same clause before word i: a date without a year comes every year.
 */
bool kho_due_repeats(const struct kho_due *r, size_t i);
/* Is a date or a period named later in the clause of word i? */
bool kho_due_later(const struct kho_due *r, size_t i);
enum kho_relation_to kho_due_relation(enum kho_due_cue_kind c);

/* Each reads something at word i and gives out what it found: word behind it, 0 when it is not
 * there. */
size_t kho_due_interval(struct kho_due *r, size_t i); /* "từ A đến B" */
size_t kho_due_dated(struct kho_due *r, size_t i, enum kho_due_cue_kind c, size_t len);
size_t kho_due_limit(struct kho_due *r, size_t i, size_t len); /* "trong thời hạn 10 ngày" */
size_t kho_due_feast(struct kho_due *r, size_t i);             /* "(15/10/1930 - 15/10/2024)" */
size_t kho_due_aside(struct kho_due *r, size_t i); /* "(tháng 12/2023 và tháng 5/2024)" */
size_t kho_due_plain(struct kho_due *r, size_t i); /* without a cue, in a value */
/* "ngày 25 hằng tháng", "định kỳ thứ Sáu hằng tuần": needs no cue; len: of "định kỳ". */
size_t kho_due_again(struct kho_due *r, size_t i, size_t len);
/* Always moves on. */
size_t kho_due_repeating(struct kho_due *r, size_t i, enum kho_due_cue_kind c, size_t len);
/* A period right at word i, perhaps in parentheses; only its length. */
size_t kho_due_behind(const struct kho_due *r, size_t i, unsigned *mask);
#endif
