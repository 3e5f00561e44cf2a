/* targets.h - figures of a paragraph.  Private to targets*.c. */
#ifndef KHO_READ_TARGETS_H
#define KHO_READ_TARGETS_H

#include "tasks_parts.h"

enum kho_target_cue { /* kinds of schemas/target_cues.tsv */
                      KHO_TARGET_NONE,
                      KHO_TARGET_GE,
                      KHO_TARGET_GT,
                      KHO_TARGET_LT,
                      KHO_TARGET_LE,
                      KHO_TARGET_EQ,
                      KHO_TARGET_UP,
                      KHO_TARGET_DOWN,
                      KHO_TARGET_ORUP,
                      KHO_TARGET_ORLESS,
                      KHO_TARGET_SURPASS,
                      KHO_TARGET_ZERO,
                      KHO_TARGET_AIM,
                      KHO_TARGET_PART,
                      KHO_TARGET_BOUND
};

enum { KHO_FIGURES_MAX = 64 /* of one paragraph */ };

struct kho_figure {
    size_t from, to; /* words with its cues and unit */
    kho_sv op, unit;
    double value;
    double upper; /* of a range, else 0 */
    bool has_value;
    bool percent;
    bool cued;
    bool starts; /* "từ 5%": where a change begins */
    bool change; /* "tăng", "giảm" */
    bool words;  /* said without a figure: "đạt và vượt" */
};

struct kho_targets {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    const struct kho_para *q;
    const struct kho_toks *k;
    const struct kho_lex *cues, *units;
    struct kho_target *t;
    size_t n, cap;
    bool section; /* under a heading of targets */
};

static inline enum kho_target_cue
kho_target_cue_at(const struct kho_targets *r, size_t i, size_t *len)
{
    return (enum kho_target_cue)kho_lex_match(r->cues, r->k, i, len);
}

static inline bool
kho_target_num(const struct kho_targets *r, size_t i)
{
    return i < r->k->n && (r->k->t[i].flags & KHO_TOK_NUM) != 0;
}

/* Only blanks stand before word i. */
static inline bool
kho_target_near(const struct kho_targets *r, size_t i)
{
    return (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

/* The slash of a date or a share stands before word i, not that of "%/năm". */
static inline bool
kho_target_slash(const struct kho_targets *r, size_t i)
{
    return (r->k->t[i].gap & KHO_GAP_SLASH) != 0 && (r->k->t[i].gap & KHO_GAP_PERCENT) == 0;
}

/* targets_numbers.c; each gives the words it takes or the word behind, 0 when it is not there. */

/* "95,5", "1.250", "01": words taken. */
size_t kho_number_at(const struct kho_targets *r, size_t i, double *value);
/* "một", "hai" ... behind a cue: "ít nhất một cơ sở". */
size_t kho_number_word(const struct kho_targets *r, size_t i, double *value);
/* Is the number of len words at word i part of a date, a symbol, a fraction or a year? */
bool kho_number_other(const struct kho_targets *r, size_t i, size_t len, double value,
                      bool percent);
/* Upper end of a range whose lower end is the number at word num and ends before word i; sets
 * f->upper, gives the words taken. */
size_t kho_number_upper(const struct kho_targets *r, size_t num, size_t i, struct kho_figure *f);
/* Behind the first number of a share or rate, which is at word num: sets f->unit, word behind it.
 */
size_t kho_number_part(const struct kho_targets *r, size_t num, size_t i, struct kho_figure *f);
/* "triệu", "nghìn", "tỷ" at word i; 1 none. */
double kho_number_scale(const struct kho_toks *k, size_t i);
/* Word behind "/người/năm", which says per what; i when nothing does. */
size_t kho_number_per(const struct kho_toks *k, size_t i);

/* All figures of the paragraph in r->k, in order: at most KHO_FIGURES_MAX; f has room for one more.
 */
size_t kho_figures(const struct kho_targets *r, struct kho_figure *f);
#endif
