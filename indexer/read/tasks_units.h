/* tasks_units.h - performers: lists of units in running text.
 *
 * Private to tasks*.c.  A unit is made of a head ("Sở", "UBND", "các cơ quan"), the capitals of its
 * name and small words (schemas/doer_words.tsv); it ends before a verb (schemas/task_verbs.tsv).
 */
#ifndef KHO_READ_TASKS_UNITS_H
#define KHO_READ_TASKS_UNITS_H

#include "tasks_words.h"

enum kho_doer_word { /* kinds of schemas/doer_words.tsv */
                     KHO_DOER_NONE,
                     KHO_DOER_HEAD,
                     KHO_DOER_CAP,
                     KHO_DOER_PERSON,
                     KHO_DOER_BOARD,
                     KHO_DOER_NOT,
                     KHO_DOER_PLURAL,
                     KHO_DOER_OFMANY,
                     KHO_DOER_MOD,
                     KHO_DOER_MANY,
                     KHO_DOER_COORD,
                     KHO_DOER_ASSIGN,
                     KHO_DOER_FORE,
                     KHO_DOER_LEAD,
                     KHO_DOER_DUTY
};

enum { KHO_NAMES_MAX = 24 };

struct kho_names {
    kho_sv v[KHO_NAMES_MAX];
    size_t n;
};

struct kho_units {
    struct kho_lex heads, plurals, mods, cues, verbs;
};

/* The words of the tables, the same for all documents. */
const struct kho_units *kho_units(void);

/* List of units from word i on: word behind it, i when there is none.  names (may be NULL) gets the
 * units: "các sở, ban, ngành" is one.  listing: a list is sure to stand here, heads of lower case
 * count. */
size_t kho_units_list(const struct kho_units *u, const struct kho_toks *k, size_t i, bool listing,
                      struct kho_names *names);
/* A value that is nothing but performers: split into units, all of its text given out. */
void kho_units_value(const struct kho_units *u, const struct kho_toks *k, size_t i, size_t end,
                     struct kho_names *names);
bool kho_units_verb(const struct kho_units *u, const struct kho_toks *k, size_t i);

/* Who does the work of a paragraph, as it says itself. */
struct kho_doers {
    struct kho_names lead, coord;
    bool told; /* named with certainty: not from "Chỉ đạo <đơn vị> ..." */
    bool only; /* "<đơn vị>: ...", "Giao <đơn vị> ...": nobody else, whatever the heading says */
};
void kho_units_doers(const struct kho_units *u, const struct kho_toks *k, size_t from,
                     struct kho_doers *out);
/* A heading: "8. Bộ Chỉ huy Quân sự tỉnh, Công an tỉnh", "Đề nghị ...", "Các cấp ủy đảng tăng cường
 * ...". loose: any noun phrase is taken for the performer.  *weak: only "công tác ... của <đơn
 * vị>". */
void kho_units_heading(const struct kho_units *u, const struct kho_toks *k, bool loose,
                       struct kho_names *out, bool *weak);
void kho_names_add(struct kho_names *names, kho_sv s);
void kho_names_all(struct kho_names *names, const struct kho_names *more);
#endif
