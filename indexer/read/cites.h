/* cites.h - inside of the citation reader: what its files share.
 *
 *   cites.c          the walk over paragraphs and the steps in order
 *   cites_text.c     a paragraph as words
 *   cites_front.c    what stands in front of a number: type word, "số"
 *   cites_number.c   mentions with a number     "Chỉ thị số 33/CT-TTg ngày 26/11/2021"
 *   cites_bare.c     numbers without letters   "Kế hoạch số 17 của Ban Thường vụ Đảng ủy"
 *   cites_type.c     the type of a mention;  the list of mentions
 *   cites_name.c     laws by title, issuer and subject alone
 *   cites_congress.c resolutions by the order of a congress or of a meeting of the Central
 * Committee cites_tail.c     what follows a mention: issuer, with the date and the term behind it
 *   cites_body.c     bodies named in words, and their units
 *   cites_when.c     dates and terms behind a mention
 *   cites_around.c   what stands around it: relation, nesting, lists, sentence
 *   cites_subject.c  what the document is about
 *   cites_place.c    units -> locality of a key
 *   cites_key.c      mention -> key;  cites_unify.c  mentions of one document tell each other
 *   cites_slips.c    a date mistyped once
 */
#ifndef KHO_READ_CITES_H
#define KHO_READ_CITES_H

#include "date.h"
#include "identity.h"
#include "read.h"
#include "symbol.h"

enum {
    CITE_CARRY_MAX = 20,      /* bare numbers of a compressed list, documents of a range */
    CITE_DIGITS_MAX = 5,      /* of a number without letters */
    CITE_RESERVE = 128 * 1024 /* bytes of the arena that reading leaves free */
};

enum tok_flag {
    TOK_CAP = 1,   /* begins with a capital */
    TOK_UPPER = 2, /* has no small letter */
    TOK_DIGIT = 4, /* begins with a digit */
    TOK_EXACT_LOW = 8
};

struct tok {
    uint32_t at, n;   /* bytes of the paragraph's text */
    uint32_t bare_at; /* in cite_text.bare */
    uint8_t flags;
};

/* A paragraph as words.  bare holds all words folded, joined by one blank, or by "|" where
 * punctuation stands between them that ends a phrase (. ; : ! ? quotes and parentheses). */
struct cite_text {
    kho_sv text;
    struct tok *t;
    size_t n, cap;
    char *bare;
    size_t bare_n, bare_cap;
};

/* A unit in words: "huyện Yên Châu". */
struct cite_unit {
    enum kho_level level;
    kho_sv name; /* slug */
};

/* What follows a number. */
struct cite_tail {
    kho_sv issuer;                          /* as printed; p NULL none */
    struct kho_issuer codes[KHO_KEY_CODES]; /* told by the words */
    size_t n_codes;
    kho_sv topic;              /* slug of a steering committee's subject */
    enum kho_level level;      /* told by "tỉnh", "xã" */
    kho_sv name;               /* slug of the unit named behind the level word: "binh-dinh" */
    struct cite_unit above[2]; /* units this one lies in: "..., huyện Yên Châu, tỉnh Sơn La" */
    size_t n_above;
    struct kho_date date; /* stated behind the issuer */
    uint8_t term;
    size_t end; /* byte behind issuer, term and date */
};

struct cite {
    struct kho_citation c;
    size_t para, from, to; /* of the mention */
    size_t end;            /* with its tail */
    struct kho_symbol symbol;
    bool has_symbol, listed; /* listed: no type word of its own */
    bool named_before;       /* the issuer stands in front of a row of numbers */
    struct kho_date date;
    struct cite_tail tail;
    kho_sv law; /* slug of a law's title */
    struct kho_key key;
    bool nested;  /* inside the title of another document */
    bool guessed; /* nothing says of which unit: its place is that of the citing document */
};

struct cite_ctx {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    struct kho_plan *plan;
    struct cite_text text; /* of the current paragraph */
    size_t para;
    size_t amending_end; /* byte behind the title of an amending law, which names others */
    struct cite *v;
    size_t n, cap;
    kho_sv base;         /* locality keys are seen from */
    struct kho_date now; /* of the plan, as far as known */
};

/* What stands in front of a number. */
struct cite_front {
    const struct kho_cite_types_row *row; /* NULL: no type word */
    size_t from;                          /* byte where the mention begins */
    bool said_so;                         /* "số" */
    bool form;                            /* "Mẫu số", "Điều": no document */
    bool capital;
    size_t issuer; /* byte where an issuer before the number begins ("Nghị định của Chính phủ: số");
                      0 none */
    size_t issuer_end; /* byte where it must end ("của Chính phủ tại Thông báo số"); 0 any */
};

/* cites_text.c */
void cite_text_make(struct kho_arena *arena, kho_sv text, struct cite_text *out);
/* Folded words from word i on; empty behind the last. */
kho_sv cite_bare(const struct cite_text *t, size_t i);
bool cite_is(const struct cite_text *t, size_t i, const char *phrase); /* folded words */
/* Is there a mark that ends phrases between word i and word i + 1? */
bool cite_breaks(const struct cite_text *t, size_t i);
/* First word that starts at or behind this byte. */
size_t cite_tok_at(const struct cite_text *t, size_t at);
size_t cite_words_in(kho_sv bare, size_t bytes); /* words in the first bytes of folded text */
size_t cite_tok_end(const struct cite_text *t, size_t i);
/* Longest row of cite_cues.tsv of this kind at word i: its number of words, 0 none. */
size_t cite_cue(const struct cite_text *t, size_t i, const char *kind);

/* cites_when.c */
size_t cite_date_part(const struct cite_text *t, size_t at, struct kho_date *date); /* end, or at */
/* "khóa XI", "(khóa XI)" at this byte: end, or at. */
size_t cite_term(const struct cite_text *t, size_t at, uint8_t *term);
/* "(ban hành ngày 26/11/2021)" at this byte: end, or at. */
size_t cite_signed(const struct cite_text *t, size_t at, struct kho_date *date);
/* "Luật Đất đai 2024": a year right behind this byte: end, or at with *date untouched. */
size_t cite_bare_year(const struct cite_text *t, size_t at, struct kho_date *date);
/* "lần thứ 44", "lần thứ sáu" from word i on: its words, 0 none. */
size_t cite_session(const struct cite_text *t, size_t i);

/* cites_body.c: one body from word i on; the words it takes, 0 for none */
size_t cite_body(struct cite_ctx *x, size_t i, struct cite_tail *out);
/* The same of a body no table has: capitalised words and what joins them. */
size_t cite_body_free(struct cite_ctx *x, size_t i, struct cite_tail *out);
/* "của tỉnh", "của huyện": only the level is said. */
size_t cite_body_level(struct cite_ctx *x, size_t i, struct cite_tail *out);

/* cites_tail.c */
void cite_tail(struct cite_ctx *x, size_t at, bool joint, struct cite_tail *out);

/* cites_front.c */
/* The type phrase that starts at word i: its words, 0 none. */
size_t cite_type_at(const struct cite_text *t, size_t i, const struct kho_cite_types_row **row);
/* What stands in front of the number at word i; nothing before byte consumed belongs to it.
 * said_so: "số" is written together with the number. */
void cite_front(const struct cite_text *t, size_t i, size_t consumed, bool said_so,
                struct cite_front *f);

/* cites_number.c, cites_name.c, cites_congress.c: try at word i; the word to go on with, or i for
 * nothing */
size_t cite_number(struct cite_ctx *x, size_t i, size_t consumed);
/* A number alone: i when nothing says that it is a document's.  last: the mention that a row goes
 * on from, or NULL. */
size_t cite_number_only(struct cite_ctx *x, size_t i, const struct cite_front *f,
                        const struct cite *last);
/* "số l719/QĐ-TTg": a scan's letter for the first digit, behind "số". */
bool cite_is_ocr_number(const struct cite_text *t, size_t i);
size_t cite_law(struct cite_ctx *x, size_t i);
size_t cite_congress(struct cite_ctx *x, size_t i);
size_t cite_plenum(struct cite_ctx *x, size_t i);
size_t cite_subject_only(struct cite_ctx *x, size_t i);

/* cites_type.c */
struct cite *cite_add(struct cite_ctx *x, size_t from, size_t to); /* NULL: no room */
kho_sv cite_type_of(struct cite_ctx *x, const struct cite_front *f, const struct kho_symbol *s);
bool cite_is_law_series(struct cite_ctx *x, const struct kho_symbol *s); /* "10/2022/QH15" */

/* cites_subject.c */
kho_sv cite_subject(struct cite_ctx *x, size_t at); /* "về ..." behind this byte */
/* cites_around.c */
void cite_around(struct cite_ctx *x,
                 size_t first); /* cites first.. stand in the current paragraph */
/* cites_place.c */
/* Slug of the province of this name, in any spelling; p NULL for none. */
kho_sv cite_province(kho_sv slug);
/* Locality of the key: from the units in the words, else seen from the citing document. */
void cite_place(struct cite_ctx *x, struct cite *c, const struct kho_issuer *who, size_t n);
/* cites_key.c */
void cite_identify(struct cite_ctx *x, struct cite *c);
/* cites_slips.c: mentions of one type and number */
void cite_mend_dates(struct cite_ctx *x, struct cite *const *v, size_t n);
/* cites_unify.c */
void cite_unify(struct cite_ctx *x);

static inline kho_sv
cite_slice(const struct cite_text *t, size_t from, size_t to)
{
    return (kho_sv){t->text.p + from, to - from};
}
#endif
