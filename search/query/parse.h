/* parse.h - a typed query as a tree of what it asks for.  Inside search/query only.
 *
 *   lex.c    text -> tokens        parse.c  tokens -> tree        print.c  tree -> canonical text
 *   tree.c   tree -> store query
 *
 * Total: every text gives a tree.  What cannot be meant as an operator or a field is a word.
 */
#ifndef KHO_QUERY_PARSE_H
#define KHO_QUERY_PARSE_H

#include "arena.h"
#include "buf.h"
#include "query.h"
#include "tables.h"
#include "terms.h"

enum {
    KHO_Q_BYTES = 4096, /* of a query; the rest is cut off */
    KHO_Q_WORDS = 96,   /* words, phrases' and fields' included */
    KHO_Q_ITEMS = 128,  /* of everything else */
    KHO_Q_DEPTH = 16,   /* parentheses */
    KHO_Q_REMARKS = 8,
    KHO_Q_EXPAND = 64,      /* words that word* stands for */
    KHO_Q_EXPAND_ALL = 256, /* of all word* of a query together, but each for ... */
    KHO_Q_EXPAND_MIN = 4    /* ... so many */
};

enum kho_q_kind {
    KHO_Q_ALL,    /* the empty query */
    KHO_Q_WORD,   /* only inside BAG, PHRASE and FIELD */
    KHO_Q_BAG,    /* words in a row */
    KHO_Q_PHRASE, /* "..." */
    KHO_Q_FIELD,  /* field:words, of a field of kind words; quoted: in this order */
    KHO_Q_FLAG,   /* text: slug */
    KHO_Q_SYMBOL, /* number of a document; field NUMBER, CITES, or WORD when it stands alone */
    KHO_Q_KEY,    /* text: key of a cited document */
    KHO_Q_LAW,    /* text: slug of a law's title */
    KHO_Q_ID,     /* text: beginning of an id, lower case */
    KHO_Q_DATES,  /* field DATE or YEAR; from, to: "YYYYMMDD" or "YYYY", empty: open */
    KHO_Q_SEQ,    /* side by side: all of them */
    KHO_Q_AND,
    KHO_Q_OR,
    KHO_Q_NOT
};

struct kho_q {
    enum kho_q_kind kind;
    enum kho_fields_id field;
    kho_sv text;        /* WORD: exact form; SYMBOL: its term, or a number alone */
    kho_sv bare;        /* WORD */
    kho_sv typed;       /* SYMBOL, KEY, LAW: as typed */
    kho_sv from, to;    /* DATES */
    bool prefix;        /* WORD: word* */
    bool mended;        /* WORD: guessed in place of one that no document has (spelling.c) */
    bool quoted;        /* FIELD */
    struct kho_q *kids; /* first child */
    struct kho_q *next; /* next sibling */
};

static inline bool
kho_q_has_marks(const struct kho_q *word)
{
    return !kho_sv_eq(word->text, word->bare);
}

struct kho_query {
    struct kho_q *root; /* never NULL */
    bool cut;           /* a limit left something out */
    struct kho_remark remarks[KHO_Q_REMARKS];
    size_t n_remarks;
};

void kho_query_parse(struct kho_arena *arena, kho_sv text, struct kho_query *out);

/* Canonical text of a tree; parsing it gives the same tree. */
void kho_query_put(const struct kho_q *q, struct kho_buf *out);

/* -- lex.c --------------------------------------------------------------------- */

enum kho_token_kind {
    KHO_TOKEN_WORDS, /* text: one or more words without a blank between */
    KHO_TOKEN_QUOTED,
    KHO_TOKEN_FIELD, /* field, text, quoted */
    KHO_TOKEN_SYMBOL,
    KHO_TOKEN_OPEN,
    KHO_TOKEN_CLOSE,
    KHO_TOKEN_AND,
    KHO_TOKEN_OR,
    KHO_TOKEN_NOT,
    KHO_TOKEN_END
};

struct kho_token {
    enum kho_token_kind kind;
    enum kho_fields_id field;
    kho_sv text;
    bool quoted;
    bool vietnamese; /* operator written in Vietnamese */
    kho_sv name;     /* of the field, as typed; WORDS: what looks like the name of one; SYMBOL: as
                        typed */
};

/* Tokens of text, ended by KHO_TOKEN_END: parentheses match and are not empty, and what is an
 * operator has its operands.  *cut: too many, too deep. */
struct kho_token *kho_query_lex(struct kho_arena *arena, kho_sv text, bool *cut);

/* Field that a name before ':' means; false for none. */
bool kho_query_field(struct kho_arena *arena, kho_sv name, enum kho_fields_id *out);

/* -- values.c ------------------------------------------------------------------ */

/* The value in the index that is meant by what is typed for a field of kind flag: "đảng" ->
 * "party".  *known: false where the values of the field are a list and this is none of them. */
kho_sv kho_query_flag(struct kho_arena *arena, enum kho_fields_id field, kho_sv typed, bool *known);

/* -- dates.c ------------------------------------------------------------------- */

/* First and last day "YYYYMMDD" of "2023", "2023-01", "10/01/2023" or a range "2022..2024",
 * "2023..". Open ends are empty.  False: no date. */
bool kho_query_days(struct kho_arena *arena, kho_sv typed, kho_sv *from, kho_sv *to);
/* The same for "from" and "to" that are typed apart; an empty or bad one is an open end. */
void kho_query_between(struct kho_arena *arena, kho_sv typed_from, kho_sv typed_to, kho_sv *from,
                       kho_sv *to);
#endif
