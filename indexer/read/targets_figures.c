/* targets_figures.c - figures with their relation and unit: "trên 60%", "từ 01 - 02 điển hình". */
#include "targets.h"

enum {
    LEAD_WORDS = 10, /* "từ 5% ... xuống 3%" */
    QUOTE_WORDS = 60 /* of a name in quotation marks */
};

static bool
is_num(const struct kho_targets *r, size_t i)
{
    return i < r->k->n && (r->k->t[i].flags & KHO_TOK_NUM) != 0;
}

static bool
only_blank(const struct kho_targets *r, size_t i)
{
    return (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

/* "95,5", "1.250", "01": words taken. */
static size_t
number_at(const struct kho_targets *r, size_t i, double *value)
{
    const size_t from = i;
    double v = 0, place = 1;

    if (!is_num(r, i) || r->k->t[i].w.n > 9)
        return 0;
    for (size_t j = 0; j < r->k->t[i].w.n; j++)
        v = v * 10 + (r->k->t[i].w.p[j] - '0');
    for (i++; is_num(r, i) && r->k->t[i].gap == KHO_GAP_DOT && r->k->t[i].w.n == 3 && v < 1e12; i++)
        for (size_t j = 0; j < 3; j++)
            v = v * 10 + (r->k->t[i].w.p[j] - '0');
    if (is_num(r, i) && r->k->t[i].gap == KHO_GAP_COMMA && r->k->t[i].w.n <= 4) {
        for (size_t j = 0; j < r->k->t[i].w.n; j++)
            v += (r->k->t[i].w.p[j] - '0') * (place /= 10);
        i++;
    }
    *value = v;
    return i - from;
}

/* "một", "hai" ... behind a cue: "ít nhất một cơ sở". */
static size_t
word_number_at(const struct kho_targets *r, size_t i, double *value)
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

/* Part of a date, a symbol, a fraction or a year: no quantity. */
static bool
is_other_number(const struct kho_targets *r, size_t i, size_t len, double value, bool percent)
{
    static const char *const before[] = {"năm",  "tháng", "ngày", "số",   "khóa", "điều", "khoản",
                                         "thứ",  "quý",   "đoạn", "kỳ",   "mục",  "phần", "phụ",
                                         "nhóm", "lần",   "mẫu",  "biểu", "top",  "hạng", "cấp"};
    const struct kho_toks *k = r->k;

    if (percent)
        return false;
    if ((k->t[i].gap & KHO_GAP_SLASH) != 0 || (k->t[i + len].gap & KHO_GAP_SLASH) != 0)
        return true;
    if (len == 1 && k->t[i].w.n == 4 && value >= 1900 && value <= 2099)
        return true;
    for (size_t j = 0; i > 0 && j < sizeof before / sizeof *before; j++)
        if (kho_tok_is(k, i - 1, before[j]) && only_blank(r, i))
            return true;
    return false;
}

static kho_sv
op_of(enum kho_target_cue c)
{
    switch (c) {
    case KHO_TARGET_GE:
        return KHO_SV(">=");
    case KHO_TARGET_GT:
        return KHO_SV(">");
    case KHO_TARGET_LT:
        return KHO_SV("<");
    case KHO_TARGET_LE:
        return KHO_SV("<=");
    case KHO_TARGET_UP:
        return KHO_SV("increase");
    case KHO_TARGET_DOWN:
        return KHO_SV("decrease");
    case KHO_TARGET_NONE:
    case KHO_TARGET_EQ:
    case KHO_TARGET_ORUP:
    case KHO_TARGET_ORLESS:
    case KHO_TARGET_SURPASS:
    case KHO_TARGET_ZERO:
    case KHO_TARGET_AIM:
    case KHO_TARGET_PART:
    case KHO_TARGET_BOUND:
        break;
    }
    return KHO_SV("=");
}

static bool
is_relation(enum kho_target_cue c)
{
    return c >= KHO_TARGET_GE && c <= KHO_TARGET_DOWN;
}

/* Unit, scale and "trở lên" behind a number that ends at word i; end of words. */
static size_t
behind(const struct kho_targets *r, size_t i, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    size_t len;

    f->percent = (k->t[i].gap & KHO_GAP_PERCENT) != 0;
    if (f->percent) {
        f->unit = KHO_SV("%");
    } else if (i < k->n && only_blank(r, i)) {
        const bool money = kho_tok_is(k, i + 1, "đồng");

        if (kho_tok_is(k, i, "triệu") && !money) {
            f->value *= 1e6;
            i++;
        } else if ((kho_tok_is(k, i, "nghìn") || kho_tok_is(k, i, "ngàn")) && !money) {
            f->value *= 1e3;
            i++;
        } else if (kho_tok_is(k, i, "tỷ") && !money) {
            f->value *= 1e9;
            i++;
        }
        if (i < k->n && only_blank(r, i) && kho_lex_match(r->units, k, i, &len) != 0) {
            f->unit = kho_toks_text(k, i, i + len);
            i += len;
        }
    }
    /* "100% cuộc": the noun is read on, "trở lên" may stand behind the unit. */
    if (i < k->n && (k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_PERCENT)) == 0) {
        const enum kho_target_cue c = kho_target_cue_at(r, i, &len);

        if (c == KHO_TARGET_ORUP || c == KHO_TARGET_ORLESS) {
            f->op = c == KHO_TARGET_ORUP ? KHO_SV(">=") : KHO_SV("<=");
            i += len;
        }
    }
    return i;
}

/* A figure with its cues at word i: end of its words, 0 none. */
static size_t
figure_at(const struct kho_targets *r, size_t i, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    enum kho_target_cue relation = KHO_TARGET_NONE;
    size_t j = i, len, num;
    double upper;
    bool from = false;

    *f = (struct kho_figure){.from = i, .op = KHO_SV("=")};
    for (enum kho_target_cue c;
         is_relation(c = kho_target_cue_at(r, j, &len)) && (j == i || only_blank(r, j)); j += len) {
        from = kho_tok_is(k, j, "từ");
        if (relation != KHO_TARGET_UP && relation != KHO_TARGET_DOWN && !from &&
            (c != KHO_TARGET_EQ || relation == KHO_TARGET_NONE))
            relation = c;
        f->cued = true;
    }
    num = j;
    if (j > i && j < k->n && !only_blank(r, j))
        return 0;
    len = number_at(r, j, &f->value);
    if (len == 0 && relation == KHO_TARGET_GE)
        len = word_number_at(r, j, &f->value);
    if (len == 0)
        return 0;
    f->op = op_of(relation);
    f->has_value = true;
    f->starts = from;
    j += len;
    /* "01 - 02", "từ 80% đến 90%" */
    if ((k->t[j].gap & KHO_GAP_DASH) != 0 || (from && kho_tok_is(k, j, "đến"))) {
        const size_t next = kho_tok_is(k, j, "đến") ? j + 1 : j, n = number_at(r, next, &upper);

        if (n > 0 && upper > f->value && !is_other_number(r, num, 1, f->value, false) &&
            !is_other_number(r, next, n, upper, false)) {
            f->op = KHO_SV("range");
            j = next + n;
        }
    }
    if ((k->t[j].gap & KHO_GAP_SLASH) != 0 && number_at(r, j, &upper) > 0 && upper >= 100) {
        /* a rate: "4/100.000 trẻ" */
        const size_t n = number_at(r, j, &upper);

        f->unit = (kho_sv){k->text.p + k->t[j].at - 1, k->t[j + n - 1].end - k->t[j].at + 1};
        f->to = j + n;
        return f->to;
    }
    f->to = behind(r, j, f);
    /* "từ 3 năm", "từ 5% xuống 3%": where it begins, not where it leads */
    if (is_other_number(r, num, len, f->value, f->percent) ||
        (from && kho_sv_eq(f->op, KHO_SV("="))))
        return 0;
    if (f->percent)
        return f->to;
    if (f->unit.p == NULL)
        return 0;
    return f->to;
}

/* Bare counts that measure time are no targets: "01 năm". */
static bool
counts_time(kho_sv unit)
{
    return kho_sv_eq(unit, KHO_SV("năm")) || kho_sv_eq(unit, KHO_SV("tháng")) ||
           kho_sv_eq(unit, KHO_SV("ngày")) || kho_sv_eq(unit, KHO_SV("giờ")) ||
           kho_sv_eq(unit, KHO_SV("lần"));
}

/* "từ 5% ... xuống 3%": does another figure end the change? */
static bool
leads_on(const struct kho_toks *k, size_t i)
{
    const size_t ceiling = i + LEAD_WORDS;

    for (; i < k->n && i < ceiling && (k->t[i].gap & (KHO_GAP_CLAUSE | KHO_GAP_COMMA)) == 0; i++)
        if (kho_tok_is(k, i, "xuống") || kho_tok_is(k, i, "lên") || kho_tok_is(k, i, "còn"))
            return true;
    return false;
}

/* Does this mark stand in front of word i? */
static bool
mark_before(const struct kho_toks *k, size_t i, const char *mark)
{
    const size_t from = i > 0 ? k->t[i - 1].end : 0, to = i < k->n ? k->t[i].at : k->text.n;
    const size_t n = strlen(mark);

    if ((k->t[i].gap & KHO_GAP_QUOTE) == 0)
        return false;
    for (size_t at = from; at + n <= to; at++)
        if (memcmp(k->text.p + at, mark, n) == 0)
            return true;
    return false;
}

/* What stands in quotation marks inside a sentence is a name: the figures of “Đầu tư xây dựng ít
 * nhất 1 triệu căn hộ” are those of another document.  Word behind it, or i. */
static size_t
behind_quote(const struct kho_toks *k, size_t i)
{
    const bool round = i > 0 && mark_before(k, i, "“");

    if (!round && (i == 0 || !mark_before(k, i, "\"")))
        return i;
    for (size_t j = i + 1; j <= k->n && j - i <= QUOTE_WORDS; j++)
        if (mark_before(k, j, round ? "”" : "\""))
            return j;
    return i;
}

size_t
kho_figures(const struct kho_targets *r, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    size_t n = 0, len, quote = 0;

    for (size_t i = 0; i < k->n && n < KHO_FIGURES_MAX;) {
        const enum kho_target_cue c = kho_target_cue_at(r, i, &len);
        size_t end;

        if (i >= quote && (end = behind_quote(k, i)) > i) {
            quote = end + 1; /* a straight mark that closes does not open again */
            i = end;
            continue;
        }
        if (c == KHO_TARGET_BOUND) {
            i += len;
            continue;
        }
        if (r->section && (c == KHO_TARGET_SURPASS || c == KHO_TARGET_ZERO)) {
            f[n] = (struct kho_figure){.from = i,
                                       .to = i + len,
                                       .words = true,
                                       .cued = true,
                                       .op = c == KHO_TARGET_ZERO ? KHO_SV("zero") : KHO_SV(">=")};
            n++;
            i += len;
            continue;
        }
        end = figure_at(r, i, &f[n]);
        if (end == 0) {
            /* The rest of a fraction or of a date is no figure either. */
            for (i++; is_num(r, i) && is_num(r, i - 1) &&
                      (k->t[i].gap & (KHO_GAP_SLASH | KHO_GAP_DOT)) != 0 && !only_blank(r, i);
                 i++)
                ;
            continue;
        }
        if (f[n].starts && leads_on(k, end)) {
            i = end;
            continue;
        }
        if (f[n].cued || f[n].percent || (r->section && !counts_time(f[n].unit)))
            n++;
        i = end;
    }
    return n;
}
