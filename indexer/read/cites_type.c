/* Which type a mention is of, and the list of mentions. */
#include "cites.h"

bool
cite_is_law_series(struct cite_ctx *x, const struct kho_symbol *s)
{
    return s->year > 0 && s->type.n == 0 && s->n_codes == 1 &&
           kho_sv_eq(kho_issuer_letters(x->arena, s->codes[0]).code, KHO_SV("QH"));
}

/* R9: letters win over the word but where they are shared or damaged. */
kho_sv
cite_type_of(struct cite_ctx *x, const struct cite_front *f, const struct kho_symbol *s)
{
    kho_sv word = f->row == NULL ? KHO_SV("") : kho_sv_from(f->row->code);
    kho_sv letters = kho_key_type(s->type);

    if (kho_sv_eq(word, KHO_SV("LUẬT")) || kho_sv_eq(word, KHO_SV("BLUẬT")) ||
        kho_sv_eq(word, KHO_SV("VBHN")))
        return word;
    if (s->type.n == 0) {
        if (word.n > 0)
            return word;
        return cite_is_law_series(x, s) ? KHO_SV("LUẬT") : KHO_SV("CV");
    }
    if (word.n > 0 && f->row->abbr == 0) {
        /* "Công văn số 5330/CT-CS": CT is Cục Thuế */
        if (kho_sv_eq(word, KHO_SV("CV")) &&
            cite_is(&x->text, cite_tok_at(&x->text, f->from), "cong van") && !s->party_order)
            return word;
        if ((kho_sv_eq(word, KHO_SV("ĐA")) && kho_sv_eq(letters, KHO_SV("DA"))) ||
            (kho_sv_eq(word, KHO_SV("HD")) && kho_sv_eq(letters, KHO_SV("HĐ"))) ||
            (kho_sv_eq(word, KHO_SV("NĐ")) && kho_sv_eq(s->type, KHO_SV("ND"))))
            return word;
    }
    return letters;
}

struct cite *
cite_add(struct cite_ctx *x, size_t from, size_t to)
{
    struct cite *c;

    /* each one still needs its parts, its key and its place in the plan */
    if (kho_arena_room(x->arena) < CITE_RESERVE + x->n * sizeof *c)
        return NULL;
    if (x->n == x->cap) {
        size_t cap = x->cap == 0 ? 64 : x->cap * 2;
        struct cite *v;

        if (kho_arena_room(x->arena) / sizeof *v < cap + 64)
            return NULL;
        v = KHO_NEW_N(x->arena, cap, struct cite);
        if (x->n > 0)
            memcpy(v, x->v, x->n * sizeof *v);
        x->v = v;
        x->cap = cap;
    }
    c = &x->v[x->n++];
    memset(c, 0, sizeof *c);
    c->para = x->para;
    c->from = from;
    c->to = c->end = to;
    c->c.mention = cite_slice(&x->text, from, to);
    return c;
}
