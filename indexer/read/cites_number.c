#include "cites.h"
#include "vchar.h"

enum {
    UNTYPED_MAX = 6, /* of a number with letters, but no type word: longer ones are of projects */
    SYMBOL_BYTES = 64
};

/* Are papers of this type cited as documents?  Licences, certificates and contracts are not. */
static bool
is_citable(kho_sv type)
{
    for (size_t i = 0; i < kho_cite_types_n; i++)
        if (kho_sv_eq(kho_sv_from(kho_cite_types[i].code), type))
            return true;
    return false;
}

/* A code of the symbol that is in the tables, or a law's QHnn. */
static bool
is_known(struct cite_ctx *x, const struct kho_symbol *s)
{
    for (size_t k = 0; k < s->n_codes; k++)
        if (kho_issuer_letters(x->arena, s->codes[k]).known)
            return true;
    return false;
}

/* The head's own symbol, repeated in an annex or in a running text, is no citation; the same number
 * of another body is (rule R7). */
static bool
is_own(struct cite_ctx *x, const struct cite *c)
{
    const struct kho_plan *plan = x->plan;
    struct kho_symbol own;
    char iso[11];

    if (plan->symbol.n == 0 || !kho_symbol_parse(x->arena, plan->symbol, &own) ||
        !kho_sv_eq(kho_symbol_term(x->arena, &own), kho_symbol_term(x->arena, &c->symbol)))
        return false;
    if (kho_date_full(c->date) && plan->date.n == 10) {
        kho_date_iso(c->date, iso);
        return kho_sv_eq(plan->date, (kho_sv){iso, 10});
    }
    return c->tail.issuer.n == 0 || c->tail.name.n == 0;
}

static bool
believable(struct cite_ctx *x, const struct cite_front *f, const struct kho_symbol *s)
{
    if (f->form)
        return false;
    if (s->n_codes == 0) /* "13/SL", "57/CP": old forms, never without the word */
        return f->row != NULL &&
               (f->said_so || kho_sv_eq(kho_key_type(s->type), kho_sv_from(f->row->code)));
    if (f->row != NULL)
        return true;
    if (s->number.n > UNTYPED_MAX || (s->type.n > 0 && !is_citable(kho_key_type(s->type))))
        return false;
    if (cite_is_law_series(x, s))
        return true;
    if (s->type.n > 0)
        return is_known(x, s) || f->said_so;
    return f->said_so && kho_issuer_letters(x->arena, s->codes[0]).known;
}

/* Is the number part of a longer one ("1.234/KH", "05/2026/VLN/CV-LV")? */
static bool
glued_before(const struct cite_text *t, size_t at)
{
    size_t n, m;
    uint32_t c = kho_vchar_before(t->text, at, &n), b;

    if (kho_vchar_is_letter(c) || kho_vchar_is_slash(c) || c == '%')
        return true;
    if (c != '.' && c != ',' && !kho_vchar_is_dash(c))
        return false;
    b = kho_vchar_before(t->text, at - n, &m);
    return kho_vchar_is_digit(b) || (kho_vchar_is_dash(c) && kho_vchar_is_letter(b));
}

/* The issuer that stands before the number, into tail; false leaves tail as it is. */
static bool
issuer_in_front(struct cite_ctx *x, const struct cite_front *f, struct cite_tail *tail)
{
    struct cite_tail said;

    cite_tail(x, f->issuer, false, &said);
    if (said.issuer.n == 0 ||
        (f->issuer_end > 0 &&
         (size_t)(said.issuer.p - x->text.text.p) + said.issuer.n != f->issuer_end))
        return false;
    said.end = tail->end;
    said.date = tail->date;
    if (tail->term > 0)
        said.term = tail->term;
    *tail = said;
    return true;
}

/* "Công văn số 5615/CT-CS của Cục Thuế": letters of a type, but an official letter has none; they
 * are its agency's, unless the agency follows ("45/KH-UBND"). */
static void
settle_agency(struct cite_ctx *x, const struct cite_front *f, const struct cite_tail *tail,
              struct kho_symbol *s)
{
    const bool letter = f->row != NULL && strcmp(f->row->code, "CV") == 0;
    bool said = false;

    if (!letter || s->party_order)
        return;
    for (size_t i = 0; i < tail->n_codes; i++)
        said = said || kho_sv_eq(tail->codes[i].code, s->type);
    if (said || cite_is(&x->text, cite_tok_at(&x->text, f->from), "cong van"))
        kho_symbol_of_letter(s);
}

static struct cite *
numbered(struct cite_ctx *x, size_t at, size_t taken, const struct cite_front *f,
         const struct kho_symbol *s, const struct cite *last)
{
    const struct cite_text *t = &x->text;
    struct kho_date date;
    size_t to = at + taken;
    struct cite *c, probe;

    to = cite_date_part(t, to, &date);
    memset(&probe, 0, sizeof probe);
    probe.symbol = *s;
    probe.date = date;
    cite_tail(x, to, kho_key_type_is_joint(kho_key_type(s->type)) || s->n_codes > 1, &probe.tail);
    if (is_own(x, &probe))
        return NULL;
    if (probe.tail.issuer.n == 0 && f->issuer > 0) {
        probe.named_before = issuer_in_front(x, f, &probe.tail);
    } else if (f->row == NULL && last != NULL && last->named_before && probe.tail.issuer.n == 0) {
        const struct cite_tail own = probe.tail;

        probe.tail = last->tail;
        probe.tail.end = own.end;
        probe.tail.date = own.date;
        probe.named_before = true;
    }
    c = cite_add(x, f->from, to);
    if (c == NULL)
        return NULL;
    c->symbol = *s;
    settle_agency(x, f, &probe.tail, &c->symbol);
    c->has_symbol = true;
    c->date = date;
    c->tail = probe.tail;
    c->end = probe.tail.end > to ? probe.tail.end : to;
    c->listed = f->row == NULL;
    c->named_before = probe.named_before;
    c->c.kind = KHO_CITE_NUMBERED;
    c->c.type = f->row == NULL && s->type.n == 0 && last != NULL && last->symbol.type.n == 0
                    ? last->c.type
                    : cite_type_of(x, f, &c->symbol);
    c->c.number = s->number;
    c->c.symbol = s->text;
    c->c.subject = cite_subject(x, c->end);
    return c;
}

/* "1719 QĐ/TTg", "46QĐ-UBND", "45/KH_UBND", "l719/QĐ-TTg": a blank or nothing for the first
 * separator, a low line for a dash, a letter for the first digit.  Only behind "số" or a type word;
 * the bytes it takes, 0 for none. */
static size_t
slipped_symbol(struct cite_ctx *x, size_t i, const struct cite_front *f, struct kho_symbol *s)
{
    const struct cite_text *t = &x->text;
    const size_t at = t->t[i].at;
    char buf[SYMBOL_BYTES];
    size_t n = 0, from = at, taken, put_in = 0;
    bool slipped = false;

    if ((f->row == NULL && !f->said_so) || f->form)
        return 0;
    if ((t->t[i].flags & TOK_DIGIT) == 0) {
        buf[n++] = strchr("Oo", t->text.p[from++]) != NULL ? '0' : '1';
        slipped = true;
    }
    while (from < t->text.n && kho_vchar_is_digit((unsigned char)t->text.p[from]) &&
           n <= CITE_DIGITS_MAX)
        buf[n++] = t->text.p[from++];
    if (n > CITE_DIGITS_MAX || from >= t->text.n)
        return 0;
    if (t->text.p[from] == ' ') {
        buf[n++] = '/';
        from++;
        slipped = true;
    } else if (t->text.p[from] != '/' && t->text.p[from] != '-' && t->text.p[from] != '_') {
        buf[n++] = '/';
        put_in = 1;
        slipped = true;
    }
    for (; n < sizeof buf && from < t->text.n; from++) {
        const char c = t->text.p[from];

        if (c == ' ' || c == ',' || c == ';')
            break;
        buf[n] = c;
        if (c == '_') {
            buf[n] = '-';
            slipped = true;
        }
        n++;
    }
    if (!slipped || kho_arena_room(x->arena) < 8192)
        return 0;
    taken = kho_symbol_scan(x->arena, kho_arena_dup(x->arena, (kho_sv){buf, n}), 0, s);
    /* "số 45 KH" may be a count: type and body make it a symbol */
    return taken > put_in && s->type.n > 0 && s->n_codes > 0 && is_known(x, s) ? taken - put_in : 0;
}

bool
cite_is_ocr_number(const struct cite_text *t, size_t i)
{
    const kho_sv w = cite_slice(t, t->t[i].at, cite_tok_end(t, i));

    return w.n > 1 && w.n <= CITE_DIGITS_MAX &&
           (w.p[0] == 'l' || w.p[0] == 'I' || w.p[0] == 'O' || w.p[0] == 'o') && i > 0 &&
           cite_is(t, i - 1, "so") && kho_vchar_is_digit((unsigned char)w.p[1]);
}

/* The cite right before word i in a list: only a comma, "và" or "đến" between them. */
static const struct cite *
list_before(const struct cite_ctx *x, size_t i)
{
    const struct cite_text *t = &x->text;
    const struct cite *last;
    size_t k;

    if (x->n == 0 || x->v[x->n - 1].para != x->para)
        return NULL;
    last = &x->v[x->n - 1];
    k = cite_tok_at(t, last->to);
    while (k < i && (cite_is(t, k, "va") || cite_is(t, k, "so") || cite_is(t, k, "den")))
        k++;
    for (size_t b = last->to; b < t->t[i].at && !last->named_before; b++)
        if (t->text.p[b] == ';' || t->text.p[b] == '.')
            return NULL;
    return k == i && t->t[i].at - last->to < 16 ? last : NULL;
}

/* "các Nghị quyết số 18-NQ/TW, 19-NQ/TW", "695/TCHQ-GSQL ngày 05/02/2021, 4032/TCHQ-GSQL" */
static bool
goes_on(const struct cite *last, const struct kho_symbol *s)
{
    return last->listed || s->type.n > 0 ||
           (last->has_symbol && last->symbol.n_codes > 0 && s->n_codes > 0 &&
            kho_sv_eq(last->symbol.codes[0], s->codes[0]));
}

size_t
cite_number(struct cite_ctx *x, size_t i, size_t consumed)
{
    const struct cite_text *t = &x->text;
    size_t at = t->t[i].at, taken;
    const struct cite *last;
    struct kho_symbol s;
    struct cite_front f;
    const bool letter = cite_is_ocr_number(t, i);
    bool stuck = !letter && (t->t[i].flags & TOK_DIGIT) == 0; /* "số142/2018/NĐ-CP" */

    if (stuck)
        while (!kho_vchar_is_digit((unsigned char)t->text.p[at]))
            at++;
    else if (glued_before(t, at))
        return i;
    if (at < x->amending_end) /* taken with the title */
        return i;
    taken = kho_symbol_scan(x->arena, t->text, at, &s);
    if (stuck && taken == 0)
        return i;
    cite_front(t, i, consumed, stuck, &f);
    if (!stuck && (taken == 0 || s.n_codes == 0)) {
        struct kho_symbol slipped;
        const size_t n = slipped_symbol(x, i, &f, &slipped);

        if (n > 0) {
            taken = n;
            s = slipped;
        }
    }
    last = f.row == NULL && !f.form ? list_before(x, i) : NULL;
    if (letter && taken == 0)
        return i;
    if (taken == 0)
        return cite_number_only(x, i, &f, last);
    if ((last == NULL || !goes_on(last, &s)) && !believable(x, &f, &s)) {
        return i;
    }
    if (numbered(x, at, taken, &f, &s, last) == NULL)
        return cite_tok_at(t, at + taken);
    return cite_tok_at(t, x->v[x->n - 1].to);
}
