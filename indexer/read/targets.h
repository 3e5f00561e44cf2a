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
    bool has_value;
    bool percent;
    bool cued;
    bool starts; /* "từ 5%": where a change begins */
    bool words;  /* said without a figure: "đạt và vượt" */
};

struct kho_targets {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    const struct kho_para *q;
    const struct kho_toks *k;
    struct kho_lex *cues, *units;
    struct kho_target *t;
    size_t n, cap;
    bool section; /* under a heading of targets */
};

static inline enum kho_target_cue
kho_target_cue_at(const struct kho_targets *r, size_t i, size_t *len)
{
    return (enum kho_target_cue)kho_lex_match(r->cues, r->k, i, len);
}

/* All figures of the paragraph in r->k, in order: at most KHO_FIGURES_MAX; f has room for one more.
 */
size_t kho_figures(const struct kho_targets *r, struct kho_figure *f);
#endif
