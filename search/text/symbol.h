/* symbol.h - document numbers and symbols (số ký hiệu): "33/CT-TTg", "109-KH/ThU", "10/2022/QH15".
 *
 * Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and III; Hướng dẫn 36-HD/VPTW; Luật 80/2015/QH13.
 * Grammar: docs/design.md.  The first number is always the number; only the second token can be a
 * year. Đ is never folded to D; TTr, CTr, TTg, ThU keep their case.
 */
#ifndef KHO_TEXT_SYMBOL_H
#define KHO_TEXT_SYMBOL_H

#include "arena.h"
#include "status.h"
#include "sv.h"

#include <stdint.h>

enum { KHO_SYMBOL_CODES = 8 };

struct kho_symbol {
    kho_sv number; /* as printed: "05", "12a", "66.7"; what a scan made of digits is digits again */
    int32_t year;  /* in the symbol, 0 none */
    kho_sv type;   /* as printed, a code of schemas/doc_types.tsv or type_letters.tsv; empty: công
                      văn, law */
    kho_sv codes[KHO_SYMBOL_CODES]; /* issuer and unit parts in order: {"UBND","TH"} */
    size_t n_codes;
    bool party_order; /* NN-TYPE/ISSUER */
    kho_sv text;      /* cleaned: blanks at - and / dropped, dashes made '-': "48/KH-UBND" */
};

/*
 * Take a whole string for a symbol: "33/CT-TTg", "33 / CT – TTg", "Số: 48 /KH-UBND", "số
 * 33-CT/TTg". False when it is none (no number, no code, bad shape).
 */
bool kho_symbol_parse(struct kho_arena *arena, kho_sv s, struct kho_symbol *out);

/*
 * The longest symbol that starts exactly at text[at] (a digit); 0 when there is none, else the
 * bytes it takes.  Forgives what scans and typists do inside a symbol: blanks around - and /, any
 * dash, line breaks inside, "BCSĐ UBND".  Does not swallow following prose.
 */
size_t kho_symbol_scan(struct kho_arena *arena, kho_sv text, size_t at, struct kho_symbol *out);

/*
 * The exact term of a symbol, the same for all written forms:
 * "33/CT-TTg", "33-CT/TTg", "33 / CT - TTG", "033/CT-TTg" -> "33/CT-TTG"; "10/2022/QH15" ->
 * "10/2022/QH15"; upper case (Đ kept), no leading zeros, order number[/year]/type-codes.
 */
kho_sv kho_symbol_term(struct kho_arena *arena, const struct kho_symbol *s);
#endif
