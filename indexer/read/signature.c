/* signature.c - who signed, and who gets the document. */
#include "agency.h"
#include "fold.h"
#include "head.h"
#include "phrase.h"
#include "read.h"
#include "signs.h"
#include "tables.h"
#include "vchar.h"

enum { UNITS = 8, MARK_BYTES = 6, NAME_WORDS_MAX = 5, RECIPIENTS_MAX = 512 };

struct signing {
    struct kho_arena *arena;
    kho_sv unit[UNITS]; /* authority and position, one each */
    size_t n;
    kho_sv name;
};

/* "TM." alone, or a comma at the end: the next line belongs to it. */
static bool
is_unfinished(kho_sv unit)
{
    return unit.n > 0 &&
           (unit.p[unit.n - 1] == ',' || (unit.n <= 4 && kho_sign_of(unit) == KHO_SIGN_MARK));
}

/* A line in capitals.  next is the line behind it, or empty.  Returns true when next was used too.
 */
static bool
add_line(struct signing *g, kho_sv line, kho_sv next)
{
    enum kho_sign sign = kho_sign_of(line);
    bool used = false;

    if (sign == KHO_SIGN_NONE && next.n > 0 && line.n < 16 && kho_sign_of(next) != KHO_SIGN_MARK) {
        /* "THỨ / TRƯỞNG" */
        const kho_sv joined = kho_head_join(g->arena, line, next);

        sign = kho_sign_of(joined);
        if (sign != KHO_SIGN_NONE) {
            line = joined;
            used = true;
        }
    }
    if (g->n > 0 && (is_unfinished(g->unit[g->n - 1]) || sign == KHO_SIGN_NONE))
        g->unit[g->n - 1] = kho_head_join(g->arena, g->unit[g->n - 1], line);
    else if (g->n < UNITS)
        g->unit[g->n++] = line;
    return used;
}

/* Without what stands before a name: rank, degree. */
static kho_sv
bare_name(kho_sv s)
{
    const size_t rank = kho_sign_rank(s);

    return kho_head_trim((kho_sv){s.p + rank, s.n - rank}, " .,");
}

static bool
is_next_line(const struct kho_paras *ps, const struct kho_para *a, const struct kho_para *b)
{
    const struct kho_piece *x, *y;
    size_t ends = 0;

    if (a->n_pieces == 0 || b->n_pieces == 0)
        return false;
    x = &a->pieces[a->n_pieces - 1];
    y = &b->pieces[0];
    for (size_t i = x->offset + x->length; i < y->offset && i < ps->lines->text.n; i++)
        ends += ps->lines->text.p[i] == '\n';
    return ends == 1;
}

/* Nothing of the signature behind paragraph i. */
static bool
is_last_of_signature(const struct kho_paras *ps, size_t i)
{
    while (++i < ps->n)
        if (ps->p[i].zone == KHO_ZONE_SIGNATURE)
            return kho_sign_is_noise(ps->p[i].text);
        else if (ps->p[i].zone != KHO_ZONE_RECIPIENTS)
            break;
    return true;
}

static void
read_signer(struct signing *g, const struct kho_paras *ps)
{
    const struct kho_para *last = NULL, *before = NULL;

    for (size_t i = 0; i < ps->n; i++) {
        const struct kho_para *p = &ps->p[i];
        kho_sv next = {0};
        const bool office = g->n > 0;
        size_t head;

        if (p->zone != KHO_ZONE_SIGNATURE || kho_sign_is_noise(p->text) || p->text.p[0] == '(')
            continue;
        if (g->name.n > 0) {
            const kho_sv more = kho_head_join(g->arena, g->name, p->text);

            /* a name broken over two lines; a second signer is not read */
            if (last != NULL && (is_next_line(ps, last, p) || kho_phrase_words(g->name) == 1) &&
                kho_sign_is_name_part(p->text) && kho_phrase_words(more) <= NAME_WORDS_MAX &&
                !kho_sign_is_caps(p->text))
                g->name = more;
            return;
        }
        if (!kho_sign_is_caps(p->text) && office && kho_sign_is_name_part(p->text) &&
            kho_sign_of(p->text) == KHO_SIGN_NONE) {
            g->name = bare_name(p->text);
            last = p;
            continue;
        }
        if (office && kho_sign_of(p->text) == KHO_SIGN_NONE && !is_unfinished(g->unit[g->n - 1]) &&
            kho_sign_is_surname(p->text) && kho_sign_is_name(p->text) &&
            kho_agency_head(p->text, 0, &head) < 0) {
            g->name = bare_name(p->text);
            last = p;
            continue;
        }
        if (office && before != NULL && !is_next_line(ps, before, p) &&
            kho_sign_of(g->unit[g->n - 1]) == KHO_SIGN_POSITION && is_last_of_signature(ps, i) &&
            kho_sign_is_caps_name(p->text)) {
            g->name = bare_name(p->text);
            return;
        }
        before = p;
        if (!kho_sign_is_caps(p->text) && kho_sign_of(p->text) == KHO_SIGN_NONE)
            continue;
        if (i + 1 < ps->n && ps->p[i + 1].zone == KHO_ZONE_SIGNATURE &&
            kho_sign_is_caps(ps->p[i + 1].text))
            next = ps->p[i + 1].text;
        if (add_line(g, p->text, next))
            i++;
    }
}

/* "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ" on one line: authority and position fall apart. */
static void
split_units(struct signing *g)
{
    for (size_t i = 0; i < g->n && g->n < UNITS; i++) {
        const kho_sv s = g->unit[i];
        struct kho_word w;
        size_t at = 0, cut = 0, end;

        if (kho_sign_of(s) != KHO_SIGN_MARK)
            continue;
        while (cut == 0 && kho_word_next(s, &at, &w)) {
            const kho_sv rest = {s.p + w.offset, s.n - w.offset};

            end = kho_sign_position(s, w.offset);
            if (w.offset >= MARK_BYTES && (end > 0 || kho_sign_of(rest) == KHO_SIGN_MARK))
                cut = w.offset;
            else if (end > 0)
                at = end; /* "KT. CHỦ TỊCH" is one */
        }
        if (cut == 0)
            continue;
        for (size_t k = g->n; k > i + 1; k--)
            g->unit[k] = g->unit[k - 1];
        g->unit[i] = kho_head_trim((kho_sv){s.p, cut}, " ");
        g->unit[i + 1] = (kho_sv){s.p + cut, s.n - cut};
        g->n++;
    }
}

/* The last unit is the position unless it only says for whom is signed; "Q. GIÁM ĐỐC" is a
 * position. */
static void
set_signer(struct signing *g, struct kho_plan *plan)
{
    size_t authority = g->n, bytes = 0, at = 0, first = 0;
    char *p;

    if (g->n > 0 && (kho_sign_of(g->unit[g->n - 1]) == KHO_SIGN_POSITION ||
                     (g->unit[g->n - 1].n > 2 && g->unit[g->n - 1].p[0] == 'Q' &&
                      g->unit[g->n - 1].p[1] == '.'))) {
        plan->signer.position = kho_arena_dup(g->arena, kho_head_trim(g->unit[g->n - 1], " ,"));
        authority--;
    }
    /* a consolidated text is authenticated, not signed anew */
    if (authority > 0 && kho_phrase_bare_at(g->unit[0], 0, "xac thuc van ban") != 0)
        first = 1;
    if (authority > first) {
        for (size_t i = first; i < authority; i++)
            bytes += g->unit[i].n + 2;
        p = kho_arena_alloc(g->arena, bytes, 1);
        for (size_t i = first; i < authority; i++) {
            if (at > 0) {
                memcpy(p + at, "; ", 2);
                at += 2;
            }
            memcpy(p + at, g->unit[i].p, g->unit[i].n);
            at += g->unit[i].n;
        }
        plan->signer.authority = (kho_sv){p, at};
    }
    if (g->name.n > 0)
        plan->signer.name = kho_arena_dup(g->arena, g->name);
}

struct receiving {
    struct kho_arena *arena;
    struct kho_plan *plan;
    bool bullets; /* items have bullets: a line without one goes on with the item before */
};

static void
add_recipient(struct receiving *r, kho_sv s, bool on)
{
    struct kho_plan *plan = r->plan;

    s = kho_head_trim(s, " ");
    if (s.n == 0)
        return;
    if (on && plan->n_recipients > 0) {
        kho_sv *last = &plan->recipients[plan->n_recipients - 1];

        *last = kho_head_join(r->arena, *last, s);
    } else if (plan->n_recipients < RECIPIENTS_MAX) {
        plan->recipients[plan->n_recipients++] = s;
    }
}

/* "- Bộ Nội vụ; - Sở Tài chính; - Lưu: VT." on one line */
static void
add_items(struct receiving *r, kho_sv s, bool on)
{
    size_t from = 0;

    for (size_t i = 0; i + 2 < s.n; i++) {
        if (s.p[i] != ';' || s.p[i + 1] != ' ' || s.p[i + 2] != '-')
            continue;
        add_recipient(r, (kho_sv){s.p + from, i - from}, on);
        on = false;
        from = i + 3;
    }
    add_recipient(r, (kho_sv){s.p + from, s.n - from}, on);
}

/* "Gửi bản giấy:" groups what follows; "(Báo cáo)" was the label of a brace. */
static bool
is_group(const struct receiving *r, const struct kho_para *p)
{
    if (p->label.n > 0)
        return false;
    return (r->bullets && p->text.p[p->text.n - 1] == ':') ||
           (p->text.p[0] == '(' && p->text.p[p->text.n - 1] == ')' && p->text.n < 24);
}

static void
read_recipients(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct receiving r = {.arena = arena, .plan = plan};
    size_t n = 0, lines = 0;
    kho_sv rest;

    for (size_t i = 0; i < ps->n; i++)
        if (ps->p[i].zone == KHO_ZONE_RECIPIENTS) {
            r.bullets = r.bullets || ps->p[i].label.n > 0;
            n++;
            for (size_t k = 0; k + 2 < ps->p[i].text.n; k++)
                lines += ps->p[i].text.p[k] == ';';
        }
    if (n == 0)
        return;
    plan->recipients =
        KHO_NEW_N(arena, n + lines < RECIPIENTS_MAX ? n + lines : RECIPIENTS_MAX, kho_sv);
    for (size_t i = 0; i < ps->n; i++) {
        const struct kho_para *p = &ps->p[i];
        size_t head;

        if (p->zone != KHO_ZONE_RECIPIENTS || p->text.n == 0)
            continue;
        head = kho_phrase_bare_at(p->text, 0, "noi nhan");
        if (head == 0 && i > 0 && kho_phrase_bare_at(p->text, 0, "nhan") != 0 &&
            plan->n_recipients == 0)
            head = kho_phrase_bare_at(p->text, 0, "nhan"); /* "Nơi / nhận:" */
        if (head == 0 && plan->n_recipients == 0 &&
            kho_phrase_bare_at(p->text, 0, "noi") == p->text.n)
            continue;
        if (head > 0) {
            rest = kho_head_trim((kho_sv){p->text.p + head, p->text.n - head}, " :-");
            if (r.bullets)
                add_items(&r, rest, false);
            else /* "Nơi nhận: Phòng GDĐT (b/c); các tổ; lưu VT." */
                for (kho_sv item; kho_sv_next(&rest, ';', &item);)
                    add_recipient(&r, item, false);
            continue;
        }
        if (is_group(&r, p))
            continue;
        add_items(&r, p->text, r.bullets && p->label.n == 0);
    }
    for (size_t i = 0; i < plan->n_recipients; i++)
        plan->recipients[i] = kho_arena_dup(arena, kho_head_trim(plan->recipients[i], " .,;"));
}

void
kho_read_signature(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct signing g = {.arena = arena};

    read_signer(&g, ps);
    split_units(&g);
    set_signer(&g, plan);
    read_recipients(arena, ps, plan);
}
