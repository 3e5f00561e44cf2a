/* targets_figures.c - figures with their relation and unit: "trên 60%", "từ 01 - 02 điển hình". */
#include "targets.h"

enum {
    LEAD_WORDS = 10, /* "từ 5% ... xuống 3%" */
    CHANGE_WORDS = 8,
    NOUN_WORDS = 4,  /* between a figure and its "trở lên" */
    QUOTE_WORDS = 60 /* of a name in quotation marks */
};

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

/* Does "trở lên" stand a few words behind the figure: "từ 98% số phiếu trở lên"? */
static bool
or_more(const struct kho_targets *r, size_t i)
{
    const struct kho_toks *k = r->k;
    const size_t ceiling = i + NOUN_WORDS;
    size_t len;

    for (; i < k->n && i < ceiling &&
           (k->t[i].gap & ~(unsigned)(KHO_GAP_BLANK | KHO_GAP_PERCENT)) == 0;
         i++)
        if (kho_target_cue_at(r, i, &len) == KHO_TARGET_ORUP)
            return true;
    return false;
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
        for (size_t at = i > 0 ? k->t[i - 1].end : 0; at < k->t[i].at; at++)
            if (k->text.p[at] == '%')
                f->unit = (kho_sv){k->text.p + at, 1};
    } else if (i < k->n && kho_target_near(r, i)) {
        const bool money = kho_tok_is(k, i + 1, "đồng");

        const double scale = money ? 1 : kho_number_scale(k, i);

        if (scale > 1) { /* "từ 1 - 2 triệu lượt": of both ends */
            f->value *= scale;
            f->upper *= scale;
            i++;
        }
        if (i < k->n && kho_target_near(r, i) && kho_lex_match(r->units, k, i, &len) != 0) {
            f->unit = kho_toks_text(k, i, i + len);
            i += len;
        }
    }
    if (f->unit.p != NULL && kho_number_per(k, i) > i) {
        i = kho_number_per(k, i);
        f->unit.n = (size_t)(k->text.p + k->t[i - 1].end - f->unit.p);
    }
    /* "100% cuộc": the noun is read on, "trở lên" may stand behind the unit. */
    if (i < k->n && (k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_PERCENT)) == 0) {
        const enum kho_target_cue c = kho_target_cue_at(r, i, &len);

        if (c == KHO_TARGET_ORUP || c == KHO_TARGET_ORLESS) {
            if (!f->change)
                f->op = c == KHO_TARGET_ORUP ? KHO_SV(">=") : KHO_SV("<=");
            i += len;
        } else if (f->starts && !f->change && f->upper <= 0 && or_more(r, i)) {
            f->op = KHO_SV(">=");
        }
    }
    return i;
}

/* "từ 5% ... xuống 3%": does another figure end the change? */
static bool
leads_on(const struct kho_toks *k, size_t i)
{
    const size_t ceiling = i + LEAD_WORDS;

    for (; i < k->n && i < ceiling && (k->t[i].gap & (KHO_GAP_CLAUSE | KHO_GAP_COMMA)) == 0; i++)
        if (kho_tok_is(k, i, "xuống") || kho_tok_is(k, i, "còn") ||
            (kho_tok_is(k, i, "lên") && !kho_tok_is(k, i - 1, "trở")))
            return true;
    return false;
}

/* "Giảm số vụ tai nạn giao thông 5%": the change stands some words before a bare percentage. */
static void
changes(const struct kho_targets *r, size_t i, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    size_t len, j = i;

    for (size_t n = 0; n < CHANGE_WORDS && j > 0 && kho_target_near(r, j); n++) {
        const enum kho_target_cue c = kho_target_cue_at(r, --j, &len);

        if (kho_target_num(r, j) || (c != KHO_TARGET_UP && c != KHO_TARGET_DOWN && is_relation(c)))
            return;
        if ((c == KHO_TARGET_UP || c == KHO_TARGET_DOWN) &&
            (j == 0 || (k->t[j].gap & (KHO_GAP_CLAUSE | KHO_GAP_COMMA)) != 0)) {
            for (size_t x = i; x < k->n && x < i + 2; x++)
                f->change |= (k->t[x + 1].gap & KHO_GAP_PERCENT) != 0;
            if (f->change)
                f->op = op_of(c);
            return;
        }
    }
}

/* A figure with its cues at word i: end of its words, 0 none. */
static size_t
figure_at(const struct kho_targets *r, size_t i, struct kho_figure *f)
{
    const struct kho_toks *k = r->k;
    enum kho_target_cue relation = KHO_TARGET_NONE;
    size_t j = i, len, num;
    bool from = false;

    *f = (struct kho_figure){.from = i, .op = KHO_SV("=")};
    for (enum kho_target_cue c;
         is_relation(c = kho_target_cue_at(r, j, &len)) && (j == i || kho_target_near(r, j));
         j += len) {
        from = kho_tok_is(k, j, "từ");
        if (relation != KHO_TARGET_UP && relation != KHO_TARGET_DOWN && !from &&
            (c != KHO_TARGET_EQ || relation == KHO_TARGET_NONE))
            relation = c;
        f->cued = true;
    }
    num = j;
    if (j > i && j < k->n && !kho_target_near(r, j))
        return 0;
    len = kho_number_at(r, j, &f->value);
    if (len == 0 && relation == KHO_TARGET_GE)
        len = kho_number_word(r, j, &f->value);
    if (len == 0)
        return 0;
    f->op = op_of(relation);
    f->has_value = true;
    f->starts = from;
    f->change = relation == KHO_TARGET_UP || relation == KHO_TARGET_DOWN;
    j += len;
    len = kho_number_upper(r, num, j, f);
    if (len > 0) {
        if (!f->change)
            f->op = KHO_SV("range");
        j += len;
    }
    if (!f->cued)
        changes(r, i, f);
    len = j - num;
    if (kho_target_slash(r, j))
        return f->to = kho_number_part(r, num, j, f);
    f->to = behind(r, j, f);
    if (kho_number_other(r, num, len, f->value, f->percent))
        return 0;
    if (from && kho_sv_eq(f->op, KHO_SV("="))) {
        /* "từ 5% xuống 3%": where it begins, not where it leads; "từ 02 mô hình": at least */
        if (f->percent || f->change || leads_on(k, f->to))
            return 0;
        f->op = KHO_SV(">=");
        f->starts = false;
    }
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
            for (i++; kho_target_num(r, i) && kho_target_num(r, i - 1) &&
                      (k->t[i].gap & (KHO_GAP_SLASH | KHO_GAP_DOT)) != 0 && !kho_target_near(r, i);
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
