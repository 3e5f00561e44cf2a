#include "cites.h"
#include "vchar.h"

enum { HOUR_BYTES = 40 /* of "hồi 10 giờ 00" */ };

static size_t
blanks(const struct cite_text *t, size_t at)
{
    return kho_vchar_skip_blanks(t->text, at, 64);
}

static bool
byte_is(const struct cite_text *t, size_t at, char c)
{
    return at < t->text.n && t->text.p[at] == c;
}

size_t
cite_date_part(const struct cite_text *t, size_t at, struct kho_date *date)
{
    size_t p = blanks(t, at), n;
    bool comma = byte_is(t, p, ','), paren;
    struct kho_date d;

    *date = (struct kho_date){0};
    if (comma)
        p = blanks(t, p + 1);
    paren = !comma && byte_is(t, p, '(');
    if (paren)
        p = blanks(t, p + 1);
    if (kho_vchar_word(t->text, p, "cùng") >
        0) /* "số 12/QĐ-UBND, 13/QĐ-UBND cùng ngày 05/5/2022" */
        p = blanks(t, p + kho_vchar_word(t->text, p, "cùng"));
    if (kho_vchar_word(t->text, p, "hồi") >
        0) /* telegrams state the hour: "hồi 10 giờ 00 ngày 02/3/2022" */
        for (size_t q = p; q < t->text.n && q - p < HOUR_BYTES; q++)
            if (t->text.p[q] == ' ' && kho_vchar_word(t->text, q + 1, "ngày") > 0) {
                p = q + 1;
                break;
            }
    n = kho_date_scan(t->text, p, &d);
    if (n == 0 || d.quarter > 0)
        return at;
    if (!kho_date_full(d)) {
        bool word =
            kho_vchar_word(t->text, p, "ngày") > 0 || kho_vchar_word(t->text, p, "tháng") > 0;
        bool year = kho_vchar_word(t->text, p, "năm") > 0;

        /* "năm 2016" stands right behind the number; anything looser is the subject's */
        if (comma || paren || (!word && !year))
            return at;
    } else if (comma && kho_vchar_word(t->text, p, "ngày") == 0) {
        return at;
    }
    p += n;
    if (paren) {
        size_t q = blanks(t, p);

        if (!byte_is(t, q, ')'))
            return at;
        p = q + 1;
    }
    *date = d;
    return p;
}

size_t
cite_term(const struct cite_text *t, size_t at, uint8_t *term)
{
    size_t p = blanks(t, at), n, i;
    bool paren = byte_is(t, p, '(');
    int v;

    if (paren || byte_is(t, p, ','))
        p = blanks(t, p + 1);
    n = kho_vchar_word(t->text, p, "khóa");
    if (n == 0)
        n = kho_vchar_word(t->text, p, "khoá");
    if (n == 0)
        return at;
    i = cite_tok_at(t, p + n);
    if (i >= t->n || t->t[i].at != blanks(t, p + n))
        return at;
    v = kho_ordinal(cite_slice(t, t->t[i].at, cite_tok_end(t, i)));
    if (v < 1 || v > 99)
        return at;
    p = cite_tok_end(t, i);
    if (paren) {
        p = blanks(t, p);
        if (!byte_is(t, p, ')'))
            return at;
        p++;
    }
    *term = (uint8_t)v;
    return p;
}

size_t
cite_session(const struct cite_text *t, size_t i)
{
    if (!cite_is(t, i, "lan thu") || i + 2 >= t->n ||
        kho_ordinal(cite_slice(t, t->t[i + 2].at, cite_tok_end(t, i + 2))) == 0)
        return 0;
    return 3;
}

size_t
cite_signed(const struct cite_text *t, size_t at, struct kho_date *date)
{
    size_t p = blanks(t, at), i, end;
    const bool paren = byte_is(t, p, '(');

    *date = (struct kho_date){0};
    i = cite_tok_at(t, paren ? p + 1 : p);
    if (i > 0 && !paren && cite_breaks(t, i - 1))
        return at;
    i += cite_is(t, i, "duoc") ? 1 : 0;
    i += cite_is(t, i, "ky ban hanh")                 ? 3
         : cite_is(t, i, "ban hanh")                  ? 2
         : cite_is(t, i, "ky") || cite_is(t, i, "de") ? 1
                                                      : 0;
    if (i == 0 || !cite_is(t, i, "ngay") || t->t[i].at == p)
        return at;
    end = cite_date_part(t, cite_tok_end(t, i - 1), date);
    if (!kho_date_full(*date)) {
        *date = (struct kho_date){0};
        return at;
    }
    if (paren && byte_is(t, blanks(t, end), ')'))
        end = blanks(t, end) + 1;
    return end;
}

size_t
cite_bare_year(const struct cite_text *t, size_t at, struct kho_date *date)
{
    const size_t i = cite_tok_at(t, at);
    int year = 0;

    if (i == 0 || i >= t->n || t->t[i].n != 4 || (t->t[i].flags & TOK_DIGIT) == 0 ||
        cite_breaks(t, i - 1) || t->t[i].at - at > 2)
        return at;
    for (size_t k = 0; k < 4; k++) {
        if (!kho_vchar_is_digit((unsigned char)t->text.p[t->t[i].at + k]))
            return at;
        year = year * 10 + (t->text.p[t->t[i].at + k] - '0');
    }
    if (year < 1945 || year > 2099)
        return at;
    *date = (struct kho_date){.year = (int16_t)year};
    return cite_tok_end(t, i);
}
