/* outline.c - see outline.h. */
#include "outline.h"

#include "label.h"
#include "phrase.h"
#include "signs.h"
#include "vchar.h"

enum {
    LEVELS = 12,
    PREAMBLE_PARAS =
        80, /* a preamble without "như sau" ends at the first label; letters have none */
    HEADING_BYTES = 700,
    COLON_HEADING_BYTES = 110
};

struct level {
    enum kho_label_kind kind;
    uint8_t depth; /* of a decimal */
    uint32_t number;
    kho_sv path;
    int32_t para;
};

struct walk {
    struct kho_arena *arena;
    struct level stack[LEVELS];
    size_t n;
    int32_t dash, plus; /* last bullet of each kind under the top of the stack; -1 none */
};

static bool
ends_with(kho_sv s, const char *set)
{
    return s.n > 0 && strchr(set, s.p[s.n - 1]) != NULL;
}

/* Cut n bytes off the front of a paragraph; pieces follow. */
static void
cut_front(struct kho_para *p, size_t n)
{
    p->text.p += n;
    p->text.n -= n;
    while (p->n_pieces > 0 && p->pieces->at + p->pieces->length <= n) {
        p->pieces++;
        p->n_pieces--;
    }
    for (size_t i = 0; i < p->n_pieces; i++) {
        struct kho_piece *x = &p->pieces[i];
        const uint32_t by = x->at < n ? (uint32_t)n - x->at : 0;

        x->offset += by;
        x->length -= by;
        x->at = x->at < n ? 0 : x->at - (uint32_t)n;
    }
}

static const struct level *
find(const struct walk *w, enum kho_label_kind kind)
{
    for (size_t i = w->n; i > 0; i--)
        if (w->stack[i - 1].kind == kind)
            return &w->stack[i - 1];
    return NULL;
}

/* "C." and "I." are letters where letters are being counted and it is their turn. */
static struct kho_label
read_label(const struct walk *w, kho_sv s)
{
    struct kho_label l = kho_label_read(s, false), other;
    const struct level *capital = find(w, KHO_LABEL_CAPITAL), *roman = find(w, KHO_LABEL_ROMAN);

    if (l.kind != KHO_LABEL_ROMAN || l.text.n != 1 || capital == NULL)
        return l;
    if (roman != NULL && roman->number + 1 == l.number)
        return l;
    other = kho_label_read(s, true);
    return other.kind == KHO_LABEL_CAPITAL && other.number == capital->number + 1 ? other : l;
}

/* Levels that a new label closes. */
static void
pop_for(struct walk *w, const struct kho_label *l)
{
    size_t i = w->n;

    while (i > 0 && !(w->stack[i - 1].kind == l->kind && w->stack[i - 1].depth >= l->depth))
        i--;
    if (i > 0) {
        /* of decimals all that are as deep or deeper go, with what hangs on them */
        i--;
        while (i > 0 && w->stack[i - 1].kind == l->kind && w->stack[i - 1].depth >= l->depth)
            i--;
        w->n = i;
        return;
    }
    if (l->kind == KHO_LABEL_DECIMAL && l->depth > 1) {
        /* "1.1" under "1." closes the letters that stand between */
        for (i = w->n; i > 0; i--)
            if (w->stack[i - 1].kind == KHO_LABEL_DECIMAL) {
                w->n = i;
                return;
            }
        return;
    }
    /* Outer kinds close inner ones that are still open. */
    if (l->kind <= KHO_LABEL_ARTICLE)
        while (w->n > 0 && w->stack[w->n - 1].kind > l->kind)
            w->n--;
}

static kho_sv
join_path(struct kho_arena *arena, kho_sv base, kho_sv label)
{
    char *p = kho_arena_alloc(arena, base.n + label.n + 2, 1);

    if (base.n != 0) {
        memcpy(p, base.p, base.n);
        p[base.n] = '.';
        base.n++;
    }
    memcpy(p + base.n, label.p, label.n);
    return (kho_sv){p, base.n + label.n};
}

/* "lI" -> "II": paths are compared. */
static kho_sv
roman_text(struct kho_arena *arena, const struct kho_label *l)
{
    static const char *const tens[] = {"", "X", "XX", "XXX", "XL"};
    static const char *const ones[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    char text[16];
    size_t n = 0;

    for (const char *c = tens[l->number / 10 % 5]; *c != '\0'; c++)
        text[n++] = *c;
    for (const char *c = ones[l->number % 10]; *c != '\0'; c++)
        text[n++] = *c;
    return kho_arena_dup(arena, (kho_sv){text, n});
}

static void
enter(struct walk *w, struct kho_para *p, int32_t index, const struct kho_label *l)
{
    kho_sv base = {0};
    kho_sv text = l->kind == KHO_LABEL_ROMAN ? roman_text(w->arena, l) : l->text;

    pop_for(w, l);
    p->parent = w->n > 0 ? w->stack[w->n - 1].para : -1;
    /* "2.1" holds the "2" of its parent already. */
    for (size_t i = w->n; i > 0 && base.p == NULL; i--)
        if (l->kind != KHO_LABEL_DECIMAL || l->depth == 1 ||
            w->stack[i - 1].kind != KHO_LABEL_DECIMAL)
            base = w->stack[i - 1].path;
    p->path = join_path(w->arena, base, text);
    if (w->n == LEVELS)
        w->n--;
    w->stack[w->n++] = (struct level){l->kind, l->depth, l->number, p->path, index};
    p->level = (uint8_t)w->n;
    w->dash = w->plus = -1;
}

static void
hang_bullet(struct walk *w, struct kho_para *p, int32_t index, enum kho_label_kind kind)
{
    p->parent = w->n > 0 ? w->stack[w->n - 1].para : -1;
    p->path = w->n > 0 ? w->stack[w->n - 1].path : (kho_sv){0};
    p->level = (uint8_t)(w->n + 1);
    if (kind == KHO_LABEL_DASH) {
        w->dash = index;
        w->plus = -1;
    } else {
        if (w->dash >= 0) {
            p->parent = w->dash;
            p->level++;
        }
        w->plus = index;
    }
}

static bool
is_heading(const struct kho_para *p, enum kho_label_kind kind)
{
    if (p->text.n == 0 || p->text.n > HEADING_BYTES)
        return p->text.n == 0 && kind <= KHO_LABEL_ARTICLE;
    if ((p->flags & KHO_PARA_CAPS) != 0)
        return !ends_with(p->text, ";");
    if (ends_with(p->text, ":"))
        return p->text.n <= COLON_HEADING_BYTES;
    return !ends_with(p->text, ".;,!?");
}

static bool
is_labelled_zone(enum kho_zone z)
{
    return z == KHO_ZONE_BODY || z == KHO_ZONE_PREAMBLE || z == KHO_ZONE_ANNEX ||
           z == KHO_ZONE_RECIPIENTS;
}

static bool
opens_body(const struct kho_para *p, const struct kho_label *l)
{
    return (l->kind != KHO_LABEL_NONE && !kho_label_is_bullet(l->kind)) ||
           (p->flags & KHO_PARA_CELL) != 0 ||
           ((p->flags & KHO_PARA_CAPS) != 0 && kho_phrase_at(p->text, 0, "quyết định") != 0);
}

/* "... cụ thể như sau:" ends the preamble. */
static bool
ends_preamble(kho_sv s)
{
    size_t from = 0, to = 0;
    kho_sv tail = s.n > 90 ? (kho_sv){s.p + s.n - 90, 90} : s;

    return ends_with(s, ":.;") && kho_phrase_find(tail, 0, "sau", &from, &to) && tail.n - to <= 24;
}

static bool
is_closing(kho_sv s)
{
    return kho_phrase_at(s, 0, "trên đây là") != 0;
}

static void
mark_preamble(struct kho_paras *ps)
{
    size_t last = 0, seen = 0;
    bool bounded = false, any = false;

    for (size_t i = 0; i < ps->n && seen < PREAMBLE_PARAS; i++) {
        const struct kho_para *p = &ps->p[i];
        struct kho_label l;

        if (p->zone == KHO_ZONE_RECIPIENTS || p->zone == KHO_ZONE_SIGNATURE ||
            p->zone == KHO_ZONE_ANNEX)
            break;
        if (p->zone != KHO_ZONE_BODY)
            continue;
        l = kho_label_read(p->text, false);
        if (opens_body(p, &l)) {
            bounded = true;
            break;
        }
        if (is_closing(p->text))
            break;
        seen++;
        last = i + 1;
        any = true;
        if (ends_preamble(p->text)) {
            bounded = true;
            break;
        }
    }
    if (!any)
        return;
    for (size_t i = 0; i < last; i++)
        if (ps->p[i].zone == KHO_ZONE_BODY && (bounded || kho_sign_is_basis(ps->p[i].text)))
            ps->p[i].zone = KHO_ZONE_PREAMBLE;
}

void
kho_outline_make(struct kho_arena *arena, struct kho_paras *ps)
{
    struct walk w = {.arena = arena, .dash = -1, .plus = -1};
    uint32_t annex = 0;

    mark_preamble(ps);
    for (size_t i = 0; i < ps->n; i++) {
        struct kho_para *p = &ps->p[i];
        struct kho_label l;

        p->parent = -1;
        if (p->annex != annex) {
            annex = p->annex;
            w.n = 0;
            w.dash = w.plus = -1;
        }
        if (!is_labelled_zone(p->zone))
            continue;
        l = read_label(&w, p->text);
        if (l.kind != KHO_LABEL_NONE && !kho_label_is_bullet(l.kind) && p->zone != KHO_ZONE_BODY &&
            p->zone != KHO_ZONE_ANNEX)
            l.kind = KHO_LABEL_NONE;
        if ((p->flags & KHO_PARA_CELL) != 0 && (l.kind == KHO_LABEL_NONE || l.end >= p->text.n)) {
            /* "1" and "II" in the first column count rows; a table stands where the text stands */
            p->path = w.n > 0 ? w.stack[w.n - 1].path : (kho_sv){0};
            continue;
        }
        if (l.kind == KHO_LABEL_NONE) {
            if (is_closing(p->text)) {
                p->flags |= KHO_PARA_CLOSING;
                w.n = 0;
                continue;
            }
            if (p->zone == KHO_ZONE_BODY || p->zone == KHO_ZONE_ANNEX) {
                p->parent = w.n > 0 ? w.stack[w.n - 1].para : -1;
                p->path = w.n > 0 ? w.stack[w.n - 1].path : (kho_sv){0};
            }
            continue;
        }
        p->label = l.text;
        p->flags |= KHO_PARA_ITEM;
        cut_front(p, l.end);
        if (p->zone == KHO_ZONE_RECIPIENTS || p->zone == KHO_ZONE_PREAMBLE)
            continue;
        if (kho_label_is_bullet(l.kind)) {
            hang_bullet(&w, p, (int32_t)i, l.kind);
            continue;
        }
        if ((p->flags & KHO_PARA_CELL) == 0) {
            enter(&w, p, (int32_t)i, &l);
            if (is_heading(p, l.kind))
                p->flags |= KHO_PARA_HEADING;
        }
    }
}
