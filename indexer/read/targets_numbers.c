/* targets_numbers.c - numbers of figures: decimals, ranges, shares, and what is no quantity. */
#include "targets.h"

/* "95,5", "1.250", "01": words taken. */
size_t
kho_number_at(const struct kho_targets *r, size_t i, double *value)
{
    const size_t from = i;
    double v = 0, place = 1;

    if (!kho_target_num(r, i) || r->k->t[i].w.n > 9)
        return 0;
    for (size_t j = 0; j < r->k->t[i].w.n; j++)
        v = v * 10 + (r->k->t[i].w.p[j] - '0');
    for (i++;
         kho_target_num(r, i) && r->k->t[i].gap == KHO_GAP_DOT && r->k->t[i].w.n == 3 && v < 1e12;
         i++)
        for (size_t j = 0; j < 3; j++)
            v = v * 10 + (r->k->t[i].w.p[j] - '0');
    if (kho_target_num(r, i) && r->k->t[i].gap == KHO_GAP_COMMA && r->k->t[i].w.n <= 4) {
        for (size_t j = 0; j < r->k->t[i].w.n; j++)
            v += (r->k->t[i].w.p[j] - '0') * (place /= 10);
        i++;
    }
    *value = v;
    return i - from;
}

/* "một", "hai" ... behind a cue: "ít nhất một cơ sở". */
size_t
kho_number_word(const struct kho_targets *r, size_t i, double *value)
{
    static const char *const names[] = {"một", "hai", "ba",  "bốn",  "năm",
                                        "sáu", "bảy", "tám", "chín", "mười"};

    for (size_t v = 0; v < sizeof names / sizeof *names; v++)
        if (kho_tok_is(r->k, i, names[v])) {
            *value = (double)v + 1;
            return 1;
        }
    return 0;
}

/* "năm 2025", "Điều 12": the word before says that the number counts nothing. */
static bool
is_dated(const struct kho_targets *r, size_t i)
{
    static const char *const before[] = {
        "năm", "tháng", "ngày", "số",   "khóa", "điều", "khoản", "thứ", "quý",  "đoạn", "kỳ",
        "mục", "phần",  "phụ",  "nhóm", "lần",  "mẫu",  "biểu",  "top", "hạng", "cấp",  "trước"};

    for (size_t j = 0; i > 0 && j < sizeof before / sizeof *before; j++)
        if (kho_tok_is(r->k, i - 1, before[j]) && kho_target_near(r, i))
            return true;
    return false;
}

/* Part of a date, a symbol, a fraction or a year: no quantity. */
bool
kho_number_other(const struct kho_targets *r, size_t i, size_t len, double value, bool percent)
{
    const struct kho_toks *k = r->k;

    if (percent)
        return false;
    if ((k->t[i].gap & KHO_GAP_SLASH) != 0 || kho_target_slash(r, i + len))
        return true;
    if (len == 1 && k->t[i].w.n == 4 && value >= 1900 && value <= 2099)
        return true;
    return is_dated(r, i);
}

/* "triệu", "nghìn", "tỷ"; 1 none. */
double
kho_number_scale(const struct kho_toks *k, size_t i)
{
    if (kho_tok_is(k, i, "triệu"))
        return 1e6;
    if (kho_tok_is(k, i, "nghìn") || kho_tok_is(k, i, "ngàn"))
        return 1e3;
    return kho_tok_is(k, i, "tỷ") || kho_tok_is(k, i, "tỉ") ? 1e9 : 1;
}

/* "%/năm", "triệu đồng/người/năm": the words behind a unit that say per what; word behind them. */
size_t
kho_number_per(const struct kho_toks *k, size_t i)
{
    static const char *const words[] = {"năm", "tháng", "quý", "tuần", "ngày", "người",
                                        "hộ",  "ha",    "xã",  "thôn", "lần",  "năm học"};
    size_t from = i;

    while (i < k->n && i < from + 3 && (k->t[i].gap & KHO_GAP_SLASH) != 0) {
        bool told = false;

        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            told |= kho_tok_is(k, i, words[w]);
        if (!told)
            break;
        i++;
    }
    return i;
}

/* "01 - 02", "từ 80% đến 90%", "2 đến 3 mô hình": the upper end of a range whose lower end is the
 * number at word num and ends before word i; words taken. */
size_t
kho_number_upper(const struct kho_targets *r, size_t num, size_t i, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    const bool word = kho_tok_is(k, i, "đến") || kho_tok_is(k, i, "tới");
    const size_t next = word ? i + 1 : i;
    double upper, dropped;
    size_t n;

    if (word ? (k->t[i].gap & ~(unsigned)(KHO_GAP_BLANK | KHO_GAP_PERCENT)) != 0 ||
                   !kho_target_near(r, next)
             : (k->t[i].gap & KHO_GAP_DASH) == 0)
        return 0;
    n = kho_number_at(r, next, &upper);
    if (n == 0 || upper <= f->value || kho_number_other(r, num, 1, f->value, false) ||
        kho_number_other(r, next, n, upper, false) ||
        (!word && kho_number_at(r, next + n, &dropped) > 0 &&
         (k->t[next + n].gap & KHO_GAP_DASH) != 0))
        return 0;
    f->upper = upper;
    return next + n - i;
}

/* A rate or a share whose first number is at word num: "4/100.000 trẻ", "9/9 xã đạt chuẩn"; word
 * behind it, 0 when it is a date or a symbol. */
size_t
kho_number_part(const struct kho_targets *r, size_t num, size_t i, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    double whole;
    const size_t n = kho_number_at(r, i, &whole);
    size_t len;

    if (n == 0 || is_dated(r, num) || (k->t[i + n].gap & KHO_GAP_SLASH) != 0)
        return 0;
    f->unit = (kho_sv){k->text.p + k->t[i].at - 1, k->t[i + n - 1].end - k->t[i].at + 1};
    if (whole >= 100 && !(n == 1 && k->t[i].w.n == 4 && whole >= 1900 && whole <= 2099))
        return i + n;
    if (f->value > whole || !kho_target_near(r, i + n) || i + n >= k->n ||
        kho_lex_match(r->units, k, i + n, &len) == 0 || kho_tok_is(k, i + n, "năm"))
        return 0;
    f->unit.n = (size_t)(k->text.p + k->t[i + n + len - 1].end - f->unit.p);
    return i + n + len;
}
