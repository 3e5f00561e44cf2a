/* verdict.h - does a word read as Vietnamese? */
#ifndef KHO_TEXT_VERDICT_H
#define KHO_TEXT_VERDICT_H

#include "sv.h"

enum kho_verdict {
    KHO_VERDICT_OPEN, /* an abbreviation, a number, nothing with a mark */
    KHO_VERDICT_GOOD, /* syllables */
    KHO_VERDICT_RARE, /* too, but not in the form that their letters usually have */
    KHO_VERDICT_BAD,  /* letters, but no syllable */
    KHO_VERDICT_ODD   /* what no language writes: a sign between letters, no UTF-8 */
};

/* A piece of text (UTF-8) without blanks.  Tables: syllable_*.tsv, usual_forms.tsv. */
enum kho_verdict kho_verdict_of(kho_sv text);
#endif
