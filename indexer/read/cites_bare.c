/* Numbers without letters: "Kế hoạch số 17 của ...", "Nghị định 30/2020", "các số 12, 13 và
 * 14/QĐ-UBND". */
#include "cites.h"
#include "vchar.h"

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

/* "Kế hoạch số 17 của Ban Thường vụ Đảng ủy" */
size_t
cite_number_only(struct cite_ctx *x, size_t i, const struct cite_front *f, const struct cite *last)
{
    const struct cite_text *t = &x->text;
    struct kho_date date;
    struct kho_symbol carry;
    struct cite_tail tail;
    struct cite *c;
    size_t to = cite_tok_end(t, i), digits = t->t[i].n, end, in_number;
    bool carried, sure;
    int year;

    if (digits > CITE_DIGITS_MAX || f->form || (f->row == NULL && last == NULL))
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
        c->c.type = cite_type_of(x, f, &carry);
    }
    c->c.subject = cite_subject(x, c->end);
    return cite_tok_at(t, to);
}
