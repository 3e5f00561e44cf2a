#include "cites.h"
#include "vchar.h"

enum {
    DIGITS_MAX = 5,  /* of a number without a symbol */
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

static bool
is_law_series(struct cite_ctx *x, const struct kho_symbol *s)
{
    return s->year > 0 && s->type.n == 0 && s->n_codes == 1 &&
           kho_sv_eq(kho_issuer_letters(x->arena, s->codes[0]).code, KHO_SV("QH"));
}

/* R9: letters win over the word but where they are shared or damaged. */
static kho_sv
type_of(struct cite_ctx *x, const struct cite_front *f, const struct kho_symbol *s)
{
    kho_sv word = f->row == NULL ? KHO_SV("") : kho_sv_from(f->row->code);
    kho_sv letters = kho_key_type(s->type);

    if (kho_sv_eq(word, KHO_SV("LUẬT")) || kho_sv_eq(word, KHO_SV("BLUẬT")) ||
        kho_sv_eq(word, KHO_SV("VBHN")))
        return word;
    if (s->type.n == 0) {
        if (word.n > 0)
            return word;
        return is_law_series(x, s) ? KHO_SV("LUẬT") : KHO_SV("CV");
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
    if (is_law_series(x, s))
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
                    : type_of(x, f, &c->symbol);
    c->c.number = s->number;
    c->c.symbol = s->text;
    c->c.subject = cite_subject(x, c->end);
    return c;
}

/* "217, 218-QĐ/TW", "18, 19 Hội nghị Trung ương 6": the symbol that ends a row of bare numbers. */
static bool
carried_symbol(struct cite_ctx *x, size_t i, struct kho_symbol *s)
{
    const struct cite_text *t = &x->text;

    for (size_t k = i + 1, left = CITE_CARRY_MAX; k < t->n && left > 0; k++) {
        size_t gap = cite_tok_end(t, k - 1);

        if (cite_is(t, k, "va") || cite_is(t, k, "so"))
            continue;
        if ((t->t[k].flags & TOK_DIGIT) == 0 || t->t[k].at - gap > 4)
            return false;
        left--;
        if (kho_symbol_scan(x->arena, t->text, t->t[k].at, s) > 0)
            return s->n_codes > 0;
    }
    return false;
}

/* Is the number alone followed by something that makes it a quantity or a part of something else?
 */
static bool
bare_end(const struct cite_text *t, size_t i)
{
    size_t n, m;
    uint32_t c = kho_vchar(t->text, cite_tok_end(t, i), &n), d;

    d = kho_vchar(t->text, cite_tok_end(t, i) + n, &m);
    if (c == '%' || kho_vchar_is_slash(c))
        return false;
    if ((c == '.' || c == ',' || kho_vchar_is_dash(c)) &&
        (kho_vchar_is_digit(d) || kho_vchar_is_letter(d)))
        return false;
    return true;
}

/* "Nghị định số 30/2020", "Luật 59/2020": number and year without letters.  Bytes behind the
 * number, 0 for none. */
static size_t
year_behind(const struct cite_text *t, size_t i, const struct cite_front *f, int *year)
{
    size_t at = cite_tok_end(t, i), n;
    bool month;

    *year = 0;
    if (f->row == NULL || !f->capital || at + 5 > t->text.n || t->text.p[at] != '/')
        return 0;
    for (size_t k = 1; k <= 4; k++) {
        if (!kho_vchar_is_digit((unsigned char)t->text.p[at + k]))
            return 0;
        *year = *year * 10 + (t->text.p[at + k] - '0');
    }
    /* "Báo cáo 6/2024" is of a month */
    month = t->t[i].n < 2 || (t->t[i].n == 2 && memcmp(t->text.p + t->t[i].at, "12", 2) <= 0);
    if (*year < 1945 || *year > 2099 || (month && !f->said_so && f->row->bare == 0))
        return 0;
    at += 5;
    if (kho_vchar_is_slash(kho_vchar(t->text, at, &n)) ||
        kho_vchar_is_dash(kho_vchar(t->text, at, &n)) ||
        kho_vchar_is_letter(kho_vchar(t->text, at, &n)) ||
        kho_vchar_is_digit(kho_vchar(t->text, at, &n)))
        return 0;
    return 5;
}

/* "1719 QĐ/TTg", "45/KH_UBND", "l719/QĐ-TTg": a blank for the first separator, a low line for a
 * dash, a letter for the first digit.  Only behind "số" or a type word; the bytes it takes, 0 for
 * none. */
static size_t
slipped_symbol(struct cite_ctx *x, size_t i, const struct cite_front *f, struct kho_symbol *s)
{
    const struct cite_text *t = &x->text;
    const size_t at = t->t[i].at, digits = t->t[i].n;
    char buf[SYMBOL_BYTES];
    size_t n = 0, taken;
    bool slipped = false;

    if ((f->row == NULL && !f->said_so) || f->form || digits > DIGITS_MAX)
        return 0;
    if ((t->t[i].flags & TOK_DIGIT) == 0) {
        buf[n++] = strchr("Oo", t->text.p[at]) != NULL ? '0' : '1';
        slipped = true;
    }
    while (n < sizeof buf && at + n < t->text.n) {
        const char c = t->text.p[at + n];

        if (n == digits && c == ' ') {
            buf[n++] = '/';
            slipped = true;
            continue;
        }
        if (c == ' ' || c == ',' || c == ';')
            break;
        buf[n++] = c == '_' ? '-' : c;
        slipped = slipped || c == '_';
    }
    if (!slipped || kho_arena_room(x->arena) < 8192)
        return 0;
    taken = kho_symbol_scan(x->arena, kho_arena_dup(x->arena, (kho_sv){buf, n}), 0, s);
    /* "số 45 KH" may be a count: type and body make it a symbol */
    return taken > 0 && s->type.n > 0 && s->n_codes > 0 && is_known(x, s) ? taken : 0;
}

/* "Kế hoạch số 17 của Ban Thường vụ Đảng ủy" */
static size_t
number_only(struct cite_ctx *x, size_t i, const struct cite_front *f, const struct cite *last)
{
    const struct cite_text *t = &x->text;
    struct kho_date date;
    struct kho_symbol carry;
    struct cite_tail tail;
    struct cite *c;
    size_t to = cite_tok_end(t, i), digits = t->t[i].n, end, in_number;
    bool carried, sure;
    int year;

    if (digits > DIGITS_MAX || f->form || (f->row == NULL && last == NULL))
        return i;
    in_number = year_behind(t, i, f, &year);
    if (in_number == 0 && !bare_end(t, i))
        return i;
    for (size_t k = 0; k < digits; k++)
        if (!kho_vchar_is_digit((unsigned char)t->text.p[t->t[i].at + k]))
            return i;
    to += in_number;
    carried = in_number == 0 && carried_symbol(x, i, &carry);
    end = cite_date_part(t, to, &date);
    if (date.year > 0)
        to = end;
    else if (in_number > 0)
        date.year = (int16_t)year;
    cite_tail(x, to, false, &tail);
    sure =
        carried || in_number > 0 || kho_date_full(date) || (tail.n_codes > 0 && tail.issuer.n > 0);
    if (!sure && f->row != NULL && f->capital)
        sure = f->row->bare != 0 && digits >= 2 && (f->said_so || digits < 4);
    /* a quantity: "Nghị quyết 05 nội dung" has small words behind it and no "số" */
    if (!sure || (f->row != NULL && !f->capital && !f->said_so) ||
        (f->row == NULL && !carried && tail.n_codes == 0))
        return i;
    if (kho_vchar_is_digit((unsigned char)t->text.p[t->t[i].at]) && !carried && !f->said_so &&
        tail.n_codes == 0 && i + 1 < t->n && !cite_breaks(t, i) &&
        (t->t[i + 1].flags & (TOK_CAP | TOK_DIGIT)) == 0 && cite_cue(t, i + 1, "stop") == 0)
        return i;
    c = cite_add(x, f->row != NULL ? f->from : t->t[i].at, to);
    if (c == NULL)
        return i;
    c->date = date;
    c->tail = tail;
    c->end = tail.end > to ? tail.end : to;
    c->listed = f->row == NULL;
    c->c.kind = KHO_CITE_NUMBER_ONLY;
    c->c.number = cite_slice(t, t->t[i].at, cite_tok_end(t, i));
    c->c.type = f->row != NULL ? kho_sv_from(f->row->code) : last->c.type;
    if (carried) { /* what the row ends with holds for each of its numbers */
        c->symbol = carry;
        c->symbol.number = c->c.number;
        c->has_symbol = true;
        c->c.type = type_of(x, f, &carry);
    }
    c->c.subject = cite_subject(x, c->end);
    return cite_tok_at(t, to);
}

bool
cite_is_ocr_number(const struct cite_text *t, size_t i)
{
    const kho_sv w = cite_slice(t, t->t[i].at, cite_tok_end(t, i));

    return w.n > 1 && w.n <= DIGITS_MAX && strchr("lIOo", w.p[0]) != NULL && i > 0 &&
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
        return number_only(x, i, &f, last);
    if ((last == NULL || !goes_on(last, &s)) && !believable(x, &f, &s)) {
        return i;
    }
    if (numbered(x, at, taken, &f, &s, last) == NULL)
        return cite_tok_at(t, at + taken);
    return cite_tok_at(t, x->v[x->n - 1].to);
}
