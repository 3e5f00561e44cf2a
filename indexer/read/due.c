/* due.c - deadlines and periods: "trước ngày 20/4/2024", "chậm nhất ngày 15 hằng tháng", "định kỳ
 * hàng quý".
 *
 * In running text a date is a deadline only with a cue word before it (schemas/due_cues.tsv);
 * behind "Thời gian thực hiện:" and in a column of that title every date or period is one.
 * due_when.h gives the grammar of rules.
 */
#include "due_scan.h"
#include "read.h"

static const char *const cue_names[] = {"before",  "latest", "until",  "from",   "within", "every",
                                        "regular", "report", "demand", "always", "limit",  "past",
                                        "title",   "noun",   "feast",  "rate"};

enum {
    VALUE_WORDS = 30, /* of a value without date */
    WHOLE_WORDS = 16  /* a value so short is the text of its only date */
};

/* One step at word i: end of what was read, at least i + 1. */
static size_t
step(struct kho_due *r, size_t i)
{
    const struct kho_toks *k = r->k;
    struct kho_when w;
    size_t len = 1, n = 0;
    const enum kho_due_cue_kind c = kho_due_cue(r, i, &len);

    if ((c == KHO_DUE_NONE || c == KHO_DUE_REGULAR) && (n = kho_due_again(r, i, len)) > 0)
        return n;
    if (c == KHO_DUE_EVERY || c == KHO_DUE_REGULAR || c == KHO_DUE_REPORT)
        return kho_due_repeating(r, i, c, len);
    if (c == KHO_DUE_PAST) /* what is behind it is no deadline */
        return r->relaxed && kho_tok_is(k, i, "giai") ? i + 2
                                                      : i + len + kho_when_at(k, i + len, true, &w);
    if (c == KHO_DUE_FROM) {
        if (r->relaxed || !kho_due_title(r, i))
            n = kho_due_interval(r, i);
        if (n == 0 && r->relaxed)
            n = kho_due_dated(r, i, c, len);
    } else if (c == KHO_DUE_LIMIT) {
        n = kho_due_limit(r, i, len);
        if (n == 0 && kho_tok_is(k, i, "trong"))
            n = kho_due_dated(r, i, KHO_DUE_WITHIN, 1);
    } else if (c == KHO_DUE_BEFORE || c == KHO_DUE_LATEST || c == KHO_DUE_UNTIL ||
               c == KHO_DUE_WITHIN) {
        n = kho_due_dated(r, i, c, len);
        if (n == 0 && c == KHO_DUE_LATEST)
            n = kho_due_limit(r, i, len);
    } else if (c == KHO_DUE_NONE) {
        if ((k->t[i].gap & KHO_GAP_OPEN) != 0) {
            n = kho_due_feast(r, i);
            if (n == 0 && !r->relaxed)
                n = kho_due_aside(r, i);
        }
        if (n == 0 && r->relaxed)
            n = kho_due_plain(r, i);
    }
    return n > i ? n : i + 1;
}

static void
scan(struct kho_due *r, size_t i, size_t end)
{
    while (i < end)
        i = step(r, i);
}

/* A value: what stands behind "Thời gian thực hiện:" or in a column of that title. */
static void
value(struct kho_due *r, size_t from, size_t end)
{
    struct kho_deadline d = {0};
    const size_t first = r->out->n;
    size_t to = end, len;

    if (from >= to)
        return;
    for (size_t i = from + 1; i < to; i++)
        if ((r->k->t[i].gap & KHO_GAP_STOP) != 0)
            to = i; /* more sentences: the first is the value */
    r->relaxed = true;
    scan(r, from, to);
    r->relaxed = false;
    if (r->out->n == first + 1 && to - from <= WHOLE_WORDS) {
        /* One date: the whole value is its text, with "Giai đoạn" before and a remark behind. */
        d = r->out->d[first];
        r->out->n = first;
        kho_due_emit(r, from, to, d);
    } else if (r->out->n == first && to - from <= VALUE_WORDS) {
        for (size_t i = from; i < to && d.rule.p == NULL; i++) {
            const enum kho_due_cue_kind c = kho_due_cue(r, i, &len);

            if (c == KHO_DUE_ALWAYS)
                d.rule = KHO_SV("continuous");
            else if (c == KHO_DUE_DEMAND)
                d.rule = KHO_SV("on-demand");
        }
        if (kho_toks_text(r->k, from, to).n >= 4)
            kho_due_emit(r, from, to, d);
    }
    scan(r, to, end);
}

/* A date, month or quarter that is all of the paragraph or stands before a colon: the day of what
 * follows.  Word behind it, 0 none. */
static size_t
opening_date(const struct kho_due *r)
{
    const struct kho_toks *k = r->k;
    struct kho_when w, last;
    const size_t from = kho_tok_is(k, 0, "từ") ? 1 : 0;
    size_t i = from + kho_when_at(k, from, false, &w), n;

    if (i == from || w.whole || (w.d.month == 0 && w.d.quarter == 0))
        return 0;
    if ((kho_tok_is(k, i, "đến") || (i < k->n && (k->t[i].gap & KHO_GAP_DASH) != 0)) &&
        (n = kho_when_at(k, i + (kho_tok_is(k, i, "đến") ? 1 : 0), false, &last)) > 0)
        i += n + (kho_tok_is(k, i, "đến") ? 1 : 0);
    return i >= k->n || (k->t[i].gap & KHO_GAP_COLON) != 0 ? i : 0;
}

/* A cheap look at the bytes: without a digit or one of these nothing in time can stand there.  Half
 * of all paragraphs need not be cut into words. */
static bool
may_tell_time(kho_sv s)
{
    static const char *const signs[] = {"ằng ",     "àng ",    "ịnh k",  "rong ",    "áo cáo",
                                        "hời gian", "hời hạn", "iến độ", "oàn thành"};

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (memmem(s.p, s.n, signs[i], strlen(signs[i])) != NULL)
            return true;
    return false;
}

/* "Chủ trì: Sở Y tế; Thời gian: Quý I/2025; Sản phẩm: ...": false when the line says no time so. */
static bool
attributes(struct kho_due *r, const struct kho_parts *p)
{
    size_t done = 0, at = 0, from = 0;
    enum kho_attr attr = kho_attr_at(p, &from);
    bool told = false;

    if (attr == KHO_ATTR_NONE)
        attr = kho_attr_next(p, 0, &at, &from);
    while (attr != KHO_ATTR_NONE) {
        size_t end, behind = 0;
        const enum kho_attr next = kho_attr_next(p, from, &end, &behind);

        if (attr == KHO_ATTR_DUE) {
            scan(r, done, at);
            value(r, from, end);
            done = end;
            told = true;
        }
        attr = next;
        at = end;
        from = behind;
    }
    if (told)
        scan(r, done, p->k.n);
    return told;
}

static void
read_para(struct kho_due *r, struct kho_parts *p, size_t i)
{
    const struct kho_para *q = &p->ps->p[i];
    const enum kho_col col = (enum kho_col)p->column[i];
    const bool body = q->zone == KHO_ZONE_BODY || q->zone == KHO_ZONE_ANNEX;
    size_t from;

    if (!body || q->text.n == 0 || col == KHO_COL_TITLE || (q->flags & KHO_PARA_CLOSING) != 0)
        return;
    if (q->zone == KHO_ZONE_ANNEX && col == KHO_COL_NONE)
        return; /* forms and lists: their dates are to be filled in */
    if (col == KHO_COL_NONE && !may_tell_time(q->text) &&
        !(q->parent >= 0 && p->section[q->parent] == KHO_PART_TIME))
        return;
    kho_toks_read(&p->k, q->text);
    r->q = q;
    r->plain = KHO_TO_WITHIN;
    if (col == KHO_COL_DUE || col == KHO_COL_END || col == KHO_COL_START) {
        r->plain = col == KHO_COL_END     ? KHO_TO_LATEST
                   : col == KHO_COL_START ? KHO_TO_FROM
                                          : KHO_TO_WITHIN;
        value(r, 0, p->k.n);
        return;
    }
    if (attributes(r, p))
        return;
    r->relaxed = q->parent >= 0 && p->section[q->parent] == KHO_PART_TIME && col == KHO_COL_NONE;
    if (!r->relaxed && (from = opening_date(r)) > 0) { /* "Tháng 9/2024: Thành lập ..." */
        r->relaxed = true;
        scan(r, 0, from);
        r->relaxed = false;
        scan(r, from, p->k.n);
        return;
    }
    scan(r, 0, p->k.n);
    r->relaxed = false;
}

static const struct kho_lex *
due_cues(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_due_cues_n; i < n; i++)
        kho_lex_add(
            &x, kho_due_cues[i].phrase,
            kho_kind_of(cue_names, sizeof cue_names / sizeof *cue_names, kho_due_cues[i].kind));
    return &x;
}

void
kho_read_deadlines(struct kho_arena *arena, struct kho_parts *parts, struct kho_plan *plan)
{
    const struct kho_paras *ps = parts->ps;
    struct kho_due_found out = {0};
    struct kho_due r = {.arena = arena, .ps = ps, .cues = due_cues(), .out = &out};

    r.k = &parts->k;
    if (plan->date.n == 10)
        (void)kho_date_parse(plan->date, &r.year.made);
    r.year.year = plan->year > 0 ? plan->year : r.year.made.year;
    for (size_t i = 0; i < ps->n; i++)
        read_para(&r, parts, i);
    plan->deadlines = out.d;
    plan->n_deadlines = out.n;
}
