/* targets.c - figures a plan wants to reach: "100% thôn ...", "ít nhất 01 cuộc", "từ 01 - 02 điển
 * hình".
 *
 * Under a heading of targets every figure with a percent sign, a relation or a counted noun is one,
 * and an item without figure is one in words.  Elsewhere only percentages count that are wished for
 * ("phấn đấu") or open their clause: figures in titles of schemes and conditions of awards are no
 * targets.
 */
#include "read.h"
#include "tasks_parts.h"

enum cue {
    CUE_NONE,
    CUE_GE,
    CUE_GT,
    CUE_LT,
    CUE_LE,
    CUE_EQ,
    CUE_UP,
    CUE_DOWN,
    CUE_ORUP,
    CUE_ORLESS,
    CUE_SURPASS,
    CUE_ZERO,
    CUE_AIM,
    CUE_PART,
    CUE_BOUND
};

static const char *const cue_names[] = {"ge",   "gt",   "lt",   "le",     "eq",
                                        "up",   "down", "orup", "orless", "surpass",
                                        "zero", "aim",  "part", "bound"};

enum {
    FIGURES_MAX = 64 /* of one paragraph */,
    OPENING = 3,
    NEAR_WORDS = 4,
    LEAD_WORDS = 10,
    WORDS_MAX = 120,
    HEADING_WORDS = 10
};

struct figure {
    size_t from, to; /* words with its cues and unit */
    kho_sv op, unit;
    double value;
    bool has_value;
    bool percent;
    bool cued;
    bool starts; /* "từ 5%": where a change begins */
    bool words;  /* said without a figure: "đạt và vượt" */
};

struct reader {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    const struct kho_para *q;
    const struct kho_toks *k;
    struct kho_lex *cues, *units;
    struct kho_target *t;
    size_t n, cap;
    bool section; /* under a heading of targets */
};

static enum cue
cue_at(const struct reader *r, size_t i, size_t *len)
{
    return (enum cue)kho_lex_match(r->cues, r->k, i, len);
}

static bool
is_num(const struct reader *r, size_t i)
{
    return i < r->k->n && (r->k->t[i].flags & KHO_TOK_NUM) != 0;
}

static bool
only_blank(const struct reader *r, size_t i)
{
    return (r->k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

/* "95,5", "1.250", "01": words taken. */
static size_t
number_at(const struct reader *r, size_t i, double *value)
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
word_number_at(const struct reader *r, size_t i, double *value)
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
is_other_number(const struct reader *r, size_t i, size_t len, double value, bool percent)
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
op_of(enum cue c)
{
    switch (c) {
    case CUE_GE:
        return KHO_SV(">=");
    case CUE_GT:
        return KHO_SV(">");
    case CUE_LT:
        return KHO_SV("<");
    case CUE_LE:
        return KHO_SV("<=");
    case CUE_UP:
        return KHO_SV("increase");
    case CUE_DOWN:
        return KHO_SV("decrease");
    case CUE_NONE:
    case CUE_EQ:
    case CUE_ORUP:
    case CUE_ORLESS:
    case CUE_SURPASS:
    case CUE_ZERO:
    case CUE_AIM:
    case CUE_PART:
    case CUE_BOUND:
        break;
    }
    return KHO_SV("=");
}

static bool
is_relation(enum cue c)
{
    return c >= CUE_GE && c <= CUE_DOWN;
}

/* Unit, scale and "trở lên" behind a number that ends at word i; end of words. */
static size_t
behind(const struct reader *r, size_t i, struct figure *f)
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
        const enum cue c = cue_at(r, i, &len);

        if (c == CUE_ORUP || c == CUE_ORLESS) {
            f->op = c == CUE_ORUP ? KHO_SV(">=") : KHO_SV("<=");
            i += len;
        }
    }
    return i;
}

/* A figure with its cues at word i: end of its words, 0 none. */
static size_t
figure_at(const struct reader *r, size_t i, struct figure *f)
{
    const struct kho_toks *k = r->k;
    enum cue relation = CUE_NONE;
    size_t j = i, len, num;
    double upper;
    bool from = false;

    *f = (struct figure){.from = i, .op = KHO_SV("=")};
    for (enum cue c; is_relation(c = cue_at(r, j, &len)) && (j == i || only_blank(r, j));
         j += len) {
        from = kho_tok_is(k, j, "từ");
        if (relation != CUE_UP && relation != CUE_DOWN && !from &&
            (c != CUE_EQ || relation == CUE_NONE))
            relation = c;
        f->cued = true;
    }
    num = j;
    if (j > i && j < k->n && !only_blank(r, j))
        return 0;
    len = number_at(r, j, &f->value);
    if (len == 0 && relation == CUE_GE)
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

/* All figures of the paragraph, in order. */
static size_t
figures(const struct reader *r, struct figure *f)
{
    const struct kho_toks *k = r->k;
    size_t n = 0, len;

    for (size_t i = 0; i < k->n && n < FIGURES_MAX;) {
        const enum cue c = cue_at(r, i, &len);
        size_t end;

        if (c == CUE_BOUND) {
            i += len;
            continue;
        }
        if (r->section && (c == CUE_SURPASS || c == CUE_ZERO)) {
            f[n] = (struct figure){.from = i,
                                   .to = i + len,
                                   .words = true,
                                   .cued = true,
                                   .op = c == CUE_ZERO ? KHO_SV("zero") : KHO_SV(">=")};
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

static bool
grow(struct reader *r)
{
    const size_t cap = r->cap == 0 ? 16 : r->cap * 2;
    struct kho_target *t;

    if (r->n < r->cap)
        return true;
    if (kho_arena_room(r->arena) / 4 < cap * sizeof *t)
        return false;
    t = KHO_NEW_N(r->arena, cap, struct kho_target);
    if (r->n > 0)
        memcpy(t, r->t, r->n * sizeof *t);
    r->t = t;
    r->cap = cap;
    return true;
}

static void
emit(struct reader *r, size_t from, size_t to, const struct figure *f)
{
    const struct kho_toks *k = r->k;
    kho_sv text;

    while (from < to) {
        if ((kho_tok_is(k, from, "đồng") && kho_tok_is(k, from + 1, "thời")) ||
            (kho_tok_is(k, from, "trong") && kho_tok_is(k, from + 1, "đó")))
            from += 2;
        else if (kho_tok_is(k, from, "và"))
            from++;
        else
            break;
    }
    text = kho_toks_text(k, from, to);
    if (text.n == 0 || !grow(r))
        return;
    if ((k->t[to].gap & (KHO_GAP_QUOTE | KHO_GAP_PERCENT | KHO_GAP_CLOSE)) != 0) {
        /* The mark that closes belongs to the text. */
        const char *p = text.p + text.n, *end = k->text.p + k->text.n;

        while (p < end && *p != ' ' && *p != ',' && *p != ';' && *p != '.' &&
               p - (text.p + text.n) < 8)
            p++;
        text.n = (size_t)(p - text.p);
    }
    r->t[r->n] = (struct kho_target){.section = r->q->path, .text = text};
    r->t[r->n].span = kho_parts_span(r->ps, r->q, (size_t)(text.p - k->text.p), text.n);
    if (f != NULL) {
        r->t[r->n].op = f->op;
        r->t[r->n].unit = f->unit;
        r->t[r->n].value = f->value;
        r->t[r->n].has_value = f->has_value;
    }
    if (r->t[r->n].span.length > 0)
        r->n++;
}

/* Where the text of the next figure begins between the end of one and the start of the other. */
static size_t
border(const struct kho_toks *k, size_t end, size_t start)
{
    static const char *const subjects[] = {"tỷ",   "tỉ",  "số",    "tổng", "mức", "diện", "sản",
                                           "giá",  "thu", "trong", "đồng", "có",  "phấn", "hằng",
                                           "hàng", "mỗi", "độ",    "quy",  "đạt", "tăng", "giảm"};

    for (size_t i = start; i > end; i--) {
        const size_t next = kho_tok_is(k, i, "và") ? i + 1 : i;

        if ((k->t[i].gap & (KHO_GAP_COMMA | KHO_GAP_CLAUSE)) == 0 && next == i)
            continue;
        if (start - i <= NEAR_WORDS)
            return i;
        /* Farther off only where a new subject begins: "và tỷ lệ hoàn thành ... đạt 85%". */
        for (size_t s = 0; s < sizeof subjects / sizeof *subjects; s++)
            if (kho_tok_is(k, next, subjects[s]))
                return i;
    }
    return 0;
}

static bool
has_clause_end(const struct kho_toks *k, size_t from, size_t to)
{
    for (size_t i = from; i <= to && i < k->n; i++)
        if ((k->t[i].gap & KHO_GAP_CLAUSE) != 0)
            return true;
    return false;
}

/* Outside of headings of targets: is this percentage wished for? */
static bool
wished(const struct reader *r, const struct figure *f, size_t clause)
{
    size_t len;

    if (!f->percent)
        return false;
    if (f->from <= clause + OPENING)
        return true;
    for (size_t i = clause; i < f->from; i++)
        if (cue_at(r, i, &len) == CUE_AIM)
            return true;
    return false;
}

static size_t
clause_before(const struct kho_toks *k, size_t i)
{
    while (i > 0 && (k->t[i].gap & KHO_GAP_CLAUSE) == 0)
        i--;
    return i;
}

static size_t
clause_behind(const struct kho_toks *k, size_t i)
{
    while (i < k->n && (k->t[i].gap & KHO_GAP_CLAUSE) == 0)
        i++;
    return i;
}

/* Sentences that begin with a wish and name no figure. */
static void
wishes(struct reader *r, const struct figure *f, size_t n)
{
    const struct kho_toks *k = r->k;

    for (size_t i = 0, end, len, at = 0; i < k->n; i = end) {
        end = clause_behind(k, i + 1);
        while (at < n && f[at].from < i)
            at++;
        if ((at >= n || f[at].from >= end) && cue_at(r, i, &len) == CUE_AIM)
            emit(r, i, end, NULL);
    }
}

static void
read_figures(struct reader *r)
{
    const struct kho_toks *k = r->k;
    struct figure f[FIGURES_MAX + 1];
    const size_t n = figures(r, f);
    size_t done = 0, from = 0;

    for (size_t i = 0; i < n; i++) {
        const size_t clause = clause_before(k, f[i].from);
        const size_t last = i > 0 ? f[i - 1].to : 0;
        size_t to = clause_behind(k, f[i].to);

        if (i == 0 || clause >= last) {
            from = clause;
        } else {
            const size_t cut = border(k, last, f[i].from);

            /* "100% chi bộ xây dựng được 01 mô hình": one target, its second number belongs to it.
             */
            if (f[i].words || (cut == 0 && !f[i].percent))
                continue;
            from = cut == 0 ? f[i].from : cut;
        }
        if (i + 1 < n && f[i + 1].from < to && !has_clause_end(k, f[i].to, f[i + 1].from)) {
            const size_t cut = border(k, f[i].to, f[i + 1].from);

            if (f[i + 1].words)
                ;
            else if (cut != 0)
                to = cut;
            else if (f[i + 1].percent)
                to = f[i + 1].from;
        }
        if (!r->section && !wished(r, &f[i], clause))
            continue;
        emit(r, from < done ? done : from, to, &f[i]);
        done = to;
    }
    if (r->section)
        wishes(r, f, n);
}

static void
read_para(struct reader *r, struct kho_parts *p, size_t i)
{
    const struct kho_para *q = &p->ps->p[i];
    const enum kho_part_kind kind =
        q->parent >= 0 ? (enum kho_part_kind)p->section[q->parent] : KHO_PART_UNKNOWN;
    const size_t before = r->n;
    size_t value;
    enum kho_attr attr;

    if (q->zone != KHO_ZONE_BODY || (q->flags & (KHO_PARA_CELL | KHO_PARA_CLOSING)) != 0 ||
        q->text.n == 0)
        return;
    r->section = kind == KHO_PART_TARGET || kind == KHO_PART_AIM;
    if (!r->section && (kind == KHO_PART_NONE || kind == KHO_PART_BUDGET || kind == KHO_PART_TIME ||
                        memchr(q->text.p, '%', q->text.n) == NULL))
        return;
    /* A heading over figures: "2. Mục tiêu đến hết năm 2026". */
    if (p->has_under[i] && kho_parts_open(q->text))
        return;
    kho_toks_read(&p->k, q->text);
    r->q = q;
    read_figures(r);
    attr = kho_attr_at(p, &value);
    if (r->n > before || kind != KHO_PART_TARGET || p->says[q->parent] == 0 || p->has_under[i] ||
        (q->flags & KHO_PARA_HEADING) != 0 || kho_parts_ends(q->text, ':') || p->k.n > WORDS_MAX ||
        p->k.n < 4 || (kho_parts_open(q->text) && p->k.n <= HEADING_WORDS) || q->label.n == 0 ||
        attr != KHO_ATTR_NONE)
        return;
    emit(r, 0, clause_behind(&p->k, 1), NULL); /* said in words */
}

void
kho_read_targets(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct kho_parts parts;
    struct reader r = {.arena = arena, .ps = ps};

    kho_parts_make(arena, ps, &parts);
    r.k = &parts.k;
    r.cues = kho_lex_new(arena, kho_target_cues_n);
    for (size_t i = 0; i < kho_target_cues_n; i++)
        kho_lex_add(
            r.cues, kho_target_cues[i].phrase,
            kho_kind_of(cue_names, sizeof cue_names / sizeof *cue_names, kho_target_cues[i].kind));
    r.units = kho_lex_new(arena, kho_target_units_n);
    for (size_t i = 0; i < kho_target_units_n; i++)
        kho_lex_add(r.units, kho_target_units[i].phrase, 1);
    for (size_t i = 0; i < ps->n; i++)
        read_para(&r, &parts, i);
    plan->targets = r.t;
    plan->n_targets = r.n;
}
