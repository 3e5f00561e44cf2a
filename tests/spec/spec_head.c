/* document -> head fields, signature, recipients: "field: value", "-" when null; see doc_cases.h */
#include "doc_cases.h"
#include "read.h"

static void
field(struct kho_buf *out, const char *name, kho_sv v)
{
    if (v.p == NULL)
        kho_buf_fmt(out, "%s: -\n", name);
    else
        kho_buf_fmt(out, "%s: %.*s\n", name, KHO_SV_FMT(v));
}

static void
check(struct kho_arena *arena, const struct kho_lines *lines, struct kho_buf *out)
{
    struct kho_paras ps;
    struct kho_plan plan = {.type = {0}};

    kho_paras_make(arena, lines, &ps);
    kho_read_head(arena, &ps, &plan);
    kho_read_signature(arena, &ps, &plan);
    kho_read_infer_locality(arena, &ps, &plan);
    kho_read_infer(arena, &ps, &plan);
    field(out, "type", plan.type);
    field(out, "type name", plan.type_name);
    field(out, "number", plan.number);
    field(out, "symbol", plan.symbol);
    field(out, "issuer", plan.issuer);
    field(out, "code", plan.issuer_code);
    field(out, "level", plan.issuer_level);
    field(out, "side", plan.issuer_side);
    field(out, "loc", plan.loc);
    field(out, "place", plan.place);
    field(out, "date", plan.date);
    field(out, "title", plan.title);
    field(out, "key", plan.key);
    field(out, "authority", plan.signer.authority);
    field(out, "position", plan.signer.position);
    field(out, "name", plan.signer.name);
    kho_buf_fmt(out, "year: %d\n", plan.year);
    for (size_t i = 0; i < plan.n_locality; i++)
        field(out, "locality", plan.locality[i]);
    kho_buf_fmt(out, "recipients: %zu\n", plan.n_recipients);
    for (size_t i = 0; i < plan.n_recipients; i++)
        field(out, "to", plan.recipients[i]);
    for (size_t i = 0; i < plan.n_inferred; i++)
        kho_buf_fmt(out, "inferred %s %s: %.*s\n", plan.inferred[i].field, plan.inferred[i].how,
                    KHO_SV_FMT(plan.inferred[i].value));
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        if ((plan.notes >> i & 1) != 0)
            kho_buf_fmt(out, "note: %s\n", kho_notes[i].name);
}

int
main(int argc, char **argv)
{
    return docs_run(argc, argv, check);
}
