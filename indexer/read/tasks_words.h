/* tasks_words.h - a paragraph as words with what stands between them, and phrase tables over them.
 *
 * Private to the readers of tasks, targets and deadlines.  The forms compared are the exact forms
 * of fold.h, so tone placement and case do not matter while "quý" and "quy" stay different.
 */
#ifndef KHO_READ_TASKS_WORDS_H
#define KHO_READ_TASKS_WORDS_H

#include "paras.h"

enum kho_gap {
    KHO_GAP_BLANK = 1 << 0,
    KHO_GAP_COMMA = 1 << 1,
    KHO_GAP_SEMI = 1 << 2,
    KHO_GAP_COLON = 1 << 3,
    KHO_GAP_STOP = 1 << 4, /* end of a sentence; not the dot of "TP. Lai Châu" or "1.250" */
    KHO_GAP_OPEN = 1 << 5,
    KHO_GAP_CLOSE = 1 << 6,
    KHO_GAP_DASH = 1 << 7,
    KHO_GAP_SLASH = 1 << 8,
    KHO_GAP_QUOTE = 1 << 9,
    KHO_GAP_PERCENT = 1 << 10,
    KHO_GAP_DOT = 1 << 11,
    KHO_GAP_OTHER = 1 << 12
};

enum {
    /* Ends a clause. */
    KHO_GAP_CLAUSE = KHO_GAP_SEMI | KHO_GAP_STOP,
    /* A phrase of a table may have these between its words. */
    KHO_GAP_LOOSE = KHO_GAP_BLANK | KHO_GAP_DASH,
    /* Of a longer paragraph only so many bytes are read as words: a bound for memory. */
    KHO_TOKS_BYTES = 1 << 16
};

enum kho_tok_flag {
    KHO_TOK_UPPER = 1 << 0,   /* begins with a capital */
    KHO_TOK_ACRONYM = 1 << 1, /* two capitals at its beginning: "UBND" */
    KHO_TOK_NUM = 1 << 2      /* digits only */
};

struct kho_tok {
    kho_sv w;         /* exact form */
    uint32_t at, end; /* bytes in the paragraph's text */
    uint32_t hash;
    uint16_t gap; /* what stands before it */
    uint8_t flags;
};

struct kho_toks {
    kho_sv text;
    struct kho_tok
        *t; /* n of them, then one more with an empty word whose gap is what follows the last */
    size_t n;
    size_t max; /* private from here: size of the buffers */
    char *chars;
};

/* Buffers for the longest paragraph of ps, in arena. */
void kho_toks_init(struct kho_arena *arena, const struct kho_paras *ps, struct kho_toks *k);
/* Replaces what k holds.  Linear. */
void kho_toks_read(struct kho_toks *k, kho_sv text);

static inline bool
kho_tok_is(const struct kho_toks *k, size_t i, const char *word)
{
    const size_t n = strlen(word);

    return i < k->n && k->t[i].w.n == n && memcmp(k->t[i].w.p, word, n) == 0;
}

/* The text of words [from, to). */
static inline kho_sv
kho_toks_text(const struct kho_toks *k, size_t from, size_t to)
{
    if (from >= to || to > k->n)
        return (kho_sv){"", 0};
    return (kho_sv){k->text.p + k->t[from].at, k->t[to - 1].end - k->t[from].at};
}

/* First word at or behind byte at. */
size_t kho_toks_find(const struct kho_toks *k, size_t at, size_t from);

/* Phrases in exact form, each with a value that is not 0.  Those of a table are static, all zero at
 * first, and are filled at first use, once a process. */
enum { KHO_LEX_MAX = 1024, KHO_LEX_BUCKETS = 512 };
struct kho_lex {
    struct kho_lex_entry {
        const char *phrase;
        uint32_t first; /* hash of its first word */
        uint16_t next;
        uint8_t value;
    } e[KHO_LEX_MAX];
    size_t n;
    uint16_t head[KHO_LEX_BUCKETS]; /* number of an entry + 1 */
};
/* phrase must live as long as the lexicon.  The first of two equal phrases wins. */
void kho_lex_add(struct kho_lex *x, const char *phrase, unsigned value);
/* Value of the longest phrase that starts at word i, 0 none; *len words. */
unsigned kho_lex_match(const struct kho_lex *x, const struct kho_toks *k, size_t i, size_t *len);

/* Number of the row of names that equals name, counted from 1; 0 none.  For the kind columns of
 * tables. */
unsigned kho_kind_of(const char *const *names, size_t n, const char *name);
#endif
