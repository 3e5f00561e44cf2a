/* head_cases.h - document -> head fields, signature, recipients: "field: value", "-" when null; the
 * cases are documents as in doc_cases.h. */
#ifndef KHO_SPEC_HEAD_CASES_H
#define KHO_SPEC_HEAD_CASES_H

#include "doc_cases.h"
#include "read.h"

static inline void
head_field(struct kho_buf *out, const char *name, kho_sv v)
{
    if (v.p == NULL)
        kho_buf_fmt(out, "%s: -\n", name);
    else
        kho_buf_fmt(out, "%s: %.*s\n", name, KHO_SV_FMT(v));
}

static inline void
head_check(struct kho_arena *arena, const struct kho_lines *lines, struct kho_buf *out)
{
    struct kho_paras ps;
    struct kho_plan plan = {.type = {0}};

    kho_paras_make(arena, lines, &ps);
    kho_read_head(arena, &ps, &plan);
    kho_read_signature(arena, &ps, &plan);
    kho_read_infer_locality(arena, &ps, &plan);
    kho_read_infer(arena, &ps, &plan);
    head_field(out, "type", plan.type);
    head_field(out, "type name", plan.type_name);
    head_field(out, "number", plan.number);
    head_field(out, "symbol", plan.symbol);
    head_field(out, "issuer", plan.issuer);
    head_field(out, "code", plan.issuer_code);
    head_field(out, "level", plan.issuer_level);
    head_field(out, "side", plan.issuer_side);
    head_field(out, "loc", plan.loc);
    head_field(out, "place", plan.place);
    head_field(out, "date", plan.date);
    head_field(out, "title", plan.title);
    head_field(out, "key", plan.key);
    head_field(out, "authority", plan.signer.authority);
    head_field(out, "position", plan.signer.position);
    head_field(out, "name", plan.signer.name);
    kho_buf_fmt(out, "year: %d\n", plan.year);
    for (size_t i = 0; i < plan.n_locality; i++)
        head_field(out, "locality", plan.locality[i]);
    kho_buf_fmt(out, "recipients: %zu\n", plan.n_recipients);
    for (size_t i = 0; i < plan.n_recipients; i++)
        head_field(out, "to", plan.recipients[i]);
    for (size_t i = 0; i < plan.n_inferred; i++)
        kho_buf_fmt(out, "inferred %s %s: %.*s\n", plan.inferred[i].field, plan.inferred[i].how,
                    KHO_SV_FMT(plan.inferred[i].value));
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        if ((plan.notes >> i & 1) != 0)
            kho_buf_fmt(out, "note: %s\n", kho_notes[i].name);
}
#endif
