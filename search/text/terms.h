/* terms.h - the only maker of index terms, for documents and for queries alike.
 *
 * A term is prefix (schemas/fields.tsv) + folded text, at most KHO_TERMS_MAX bytes, no NUL.
 */
#ifndef KHO_TEXT_TERMS_H
#define KHO_TEXT_TERMS_H

#include "arena.h"
#include "fold.h"
#include "symbol.h"
#include "tables.h"

enum { KHO_TERMS_MAX = 240 };

/*
 * One word of a text as terms.
 *
 * In the word stream (KHO_FIELDS_WORD) most words are written in the form that their bare form
 * usually stands for (schemas/usual_forms.tsv).  These have no exact term; documents that have the
 * bare word but never so written get a term that says this.  So exact matches are known for every
 * word, with a third of the terms.
 */
struct kho_word_term {
    kho_sv bare;  /* prefix + bare form; goes in with position */
    kho_sv exact; /* prefix + exact form with one byte a letter (terms.c), so not UTF-8; goes in
                   * without position.  p NULL: the word has no marks, or is in its usual form */
    kho_sv usual; /* the usual exact form where this is another one (static); p NULL: there is none,
                   * or this is it.  A document without it has kho_term_unusual(bare) */
};

/* The terms of a word for a field of kind "words" (KHO_FIELDS_WORD has an empty prefix).
 * The strings live in buf, which must be reused only when they are done with. */
struct kho_term_buf {
    char bare[KHO_WORD_MAX + 16], exact[KHO_WORD_MAX + 16];
};
struct kho_word_term kho_term_word(enum kho_fields_id field, const struct kho_word *w,
                                   struct kho_term_buf *buf);

/* Term of documents that have a bare word of the stream, but never in its usual form. */
kho_sv kho_term_unusual(struct kho_arena *arena, kho_sv bare);

/* The documents with exactly this form of a word in their stream: they have term and, unless it is
 * empty, have not without. */
struct kho_exact_term {
    kho_sv term, without;
};
struct kho_exact_term kho_term_exact(struct kho_arena *arena, kho_sv bare, kho_sv exact);
/* Bare words whose usual form begins with these letters (exact form): their number in all; at most
 * max are written to out (static). */
size_t kho_term_usual_begin(kho_sv begin, kho_sv *out, size_t max);

/* "XT:ke-hoach", "XL:tinh": for fields of kind flag; value any spelling, folded to a slug. */
kho_sv kho_term_flag(struct kho_arena *arena, enum kho_fields_id field, kho_sv value);
/* "XN:33/CT-TTG" for fields of kind symbol. */
kho_sv kho_term_symbol(struct kho_arena *arena, enum kho_fields_id field,
                       const struct kho_symbol *s);
/* Prefix + text as it is (keys, hashes), of a word (KHO_FIELDS_WORD) as kho_term_word has it; text
 * that is too long for a term, or has a NUL, gets its tail replaced by a digest of all of it (XXH3,
 * 128 bits, 32 hex digits). */
kho_sv kho_term_raw(struct kho_arena *arena, enum kho_fields_id field, kho_sv text);

/*
 * Other spellings of an abbreviation or of what it stands for (schemas/abbreviations.tsv), for
 * search: bare words joined by one blank, static.  "ubnd" -> "uy ban nhan dan", "uy ban nhan dan"
 * -> "ubnd", "kt xh" -> "kinh te xa hoi"; several where an abbreviation has several meanings. bare:
 * as kho_fold_bare gives it.  Returns the number written to out (at most max); 0: none is known.
 */
size_t kho_term_expansions(kho_sv bare, kho_sv *out, size_t max);
#endif
