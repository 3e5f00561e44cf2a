/* ref.h - what a person types to name a cited document: "33-CT/TTg", "Chỉ thị 33", "nghị quyết số
 * 43-NQ/TW ngày 24/11/2023", "Luật Ngân sách nhà nước", "Luật 10/2022/QH15", "nghị quyết đại hội
 * XIII", "nghị quyết trung ương 4 khóa XII", "nghị định 168/2024", "luật đất đai 2024", or a key.
 *
 * Type words are read with and without marks, in any case.
 */
#ifndef KHO_CITE_REF_H
#define KHO_CITE_REF_H

#include "date.h"
#include "key.h"

struct kho_refspec {
    kho_sv term;          /* exact term of the symbol (kho_symbol_term); p NULL none */
    kho_sv type;          /* canonical code: "CT"; p NULL not said */
    kho_sv number;        /* without leading zeros; p NULL none */
    kho_sv title;         /* slug of a law's title: "ngan-sach-nha-nuoc"; p NULL none */
    struct kho_date date; /* as far as said */
    uint8_t term_no;      /* "khóa XI", or the ordinal of a congress */
    struct kho_key key;   /* what was typed as a key, may hold "?" */
    bool has_key;
    bool loose; /* a number and perhaps a type, no symbol: many documents can fit */
};

/* False when the text names no document; then it is to be searched as words. Memory in arena. */
bool kho_ref_parse(struct kho_arena *arena, kho_sv text, struct kho_refspec *out);

/*
 * Is this citation a mention of what was asked for?  Everything that was said must fit; what the
 * mention itself leaves open (no date) is taken from its key.  arena: for scratch.
 */
bool kho_ref_matches(struct kho_arena *arena, const struct kho_refspec *ref,
                     const struct kho_citation *c);
#endif
