/* targets.c - figures a plan wants to reach: "100% thôn ...", "ít nhất 01 cuộc", "từ 01 - 02 điển
 * hình".
 *
 * Under a heading of targets every figure with a percent sign, a relation or a counted noun is one,
 * and an item without figure is one in words.  Elsewhere only percentages count that are wished for
 * ("phấn đấu") or open their clause: figures in titles of schemes and conditions of awards are no
 * targets.
 */
#include "targets.h"

#include "read.h"

static const char *const cue_names[] = {"ge",   "gt",   "lt",   "le",     "eq",
                                        "up",   "down", "orup", "orless", "surpass",
                                        "zero", "aim",  "part", "bound"};

enum {
    OPENING = 3,
    NEAR_WORDS = 4,
    WORDS_MAX = 120,
    HEADING_WORDS = 10,
    MARK_BYTES = 8 /* of marks that close a text */
};

static bool
grow(struct kho_targets *r)
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
emit(struct kho_targets *r, size_t from, size_t to, const struct kho_figure *f)
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
               p - (text.p + text.n) < MARK_BYTES)
            p++;
        while (p < end && ((unsigned char)*p & 0xc0) == 0x80) /* whole characters */
            p--;
        text.n = (size_t)(p - text.p);
    }
    r->t[r->n] = (struct kho_target){.section = r->q->path, .text = text};
    r->t[r->n].span = kho_parts_span(r->ps, r->q, (size_t)(text.p - k->text.p), text.n);
    if (f != NULL) {
        r->t[r->n].op = f->op;
        r->t[r->n].unit = f->unit;
        r->t[r->n].value = f->value;
        r->t[r->n].upper = f->upper;
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

    for (size_t i = start + 1; i-- > end;) {
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
wished(const struct kho_targets *r, const struct kho_figure *f, size_t clause)
{
    size_t len;

    if (!f->percent)
        return false;
    if (f->from <= clause + OPENING)
        return true;
    for (size_t i = clause; i < f->from; i++)
        if (kho_target_cue_at(r, i, &len) == KHO_TARGET_AIM)
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
wishes(struct kho_targets *r, const struct kho_figure *f, size_t n)
{
    const struct kho_toks *k = r->k;

    for (size_t i = 0, end, len, at = 0; i < k->n; i = end) {
        end = clause_behind(k, i + 1);
        while (at < n && f[at].from < i)
            at++;
        if ((at >= n || f[at].from >= end) && kho_target_cue_at(r, i, &len) == KHO_TARGET_AIM)
            emit(r, i, end, NULL);
    }
}

static void
read_figures(struct kho_targets *r)
{
    const struct kho_toks *k = r->k;
    struct kho_figure f[KHO_FIGURES_MAX + 1];
    const size_t n = kho_figures(r, f);
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
read_para(struct kho_targets *r, struct kho_parts *p, size_t i)
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

static const struct kho_lex *
target_cues(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_target_cues_n; i < n; i++)
        kho_lex_add(
            &x, kho_target_cues[i].phrase,
            kho_kind_of(cue_names, sizeof cue_names / sizeof *cue_names, kho_target_cues[i].kind));
    return &x;
}

static const struct kho_lex *
target_units(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_target_units_n; i < n; i++)
        kho_lex_add(&x, kho_target_units[i].phrase, 1);
    return &x;
}

void
kho_read_targets(struct kho_arena *arena, struct kho_parts *parts, struct kho_plan *plan)
{
    const struct kho_paras *ps = parts->ps;
    struct kho_targets r = {
        .arena = arena, .ps = ps, .cues = target_cues(), .units = target_units()};

    r.k = &parts->k;
    for (size_t i = 0; i < ps->n; i++)
        read_para(&r, parts, i);
    plan->targets = r.t;
    plan->n_targets = r.n;
}
