/* paras.c - see paras.h. */
#include "paras.h"

#include "fold.h"
#include "label.h"
#include "outline.h"
#include "phrase.h"
#include "signs.h"
#include "strips.h"
#include "vchar.h"
#include "zones.h"

enum { SHORT_CHARS = 60, AHEAD = 12 };

/* A paragraph while it grows: strips [first, last], and the run that goes on with it behind a page
 * break. */
struct run {
    size_t first, last;
    size_t next; /* index of a run; SIZE_MAX none */
    bool taken;  /* it is the rest of another run */
};

static kho_sv
run_text(const struct kho_strips *t, const struct run *r)
{
    const struct kho_strip *a = &t->s[r->first], *b = &t->s[r->last];

    return (kho_sv){a->text.p, (size_t)(b->text.p + b->text.n - a->text.p)};
}

static uint32_t
last_char(kho_sv s)
{
    size_t n;

    return kho_vchar_before(s, s.n, &n);
}

/* DOMAIN: a paragraph is open when it does not end in . ; : ! ? … " ) or "./." */
static bool
is_open(kho_sv s)
{
    const uint32_t c = last_char(s);

    return c != '.' && c != ';' && c != ':' && c != '!' && c != '?' && c != 0x2026 && c != 0x201d &&
           c != '"' && c != ')';
}

static bool
starts_lower(kho_sv s)
{
    size_t n;
    const uint32_t c = kho_vchar(s, 0, &n);

    if (!kho_vchar_is_lower(c))
        return false;
    return !(n < s.n && s.p[n] == ')'); /* "a) ..." */
}

static bool
starts_quote(kho_sv s)
{
    size_t n;
    const uint32_t c = kho_vchar(s, 0, &n);

    return c == 0x201c || c == '"';
}

/* Words after which a number or a capital is no new beginning. */
static bool
wants_more(kho_sv s)
{
    static const char *const words[] = {"điều", "khoản", "điểm", "mục",  "số", "ngày", "tháng",
                                        "năm",  "quý",   "thứ",  "khóa", "và", "của",  "tại"};
    size_t at = s.n;

    while (at > 0 && s.p[at - 1] != ' ')
        at--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kho_phrase_at(s, at, words[i]) == s.n)
            return true;
    return false;
}

static bool
same_cell(const struct kho_strip *a, const struct kho_strip *b)
{
    return a->table == b->table && a->row == b->row && a->col == b->col;
}

/* Lines that end early end a paragraph, unless lines end early everywhere. */
static bool
is_full(const struct kho_strips *t, const struct kho_strip *a, const struct kho_strip *b)
{
    if (t->uneven)
        return a->chars * 10 >= t->width * 9;
    return a->chars + 1 + kho_first_word_chars(b->text) > t->width;
}

/* Does the text end in a number of four digits: the first half of "2026 - 2030"? */
static bool
ends_in_year(kho_sv s)
{
    size_t digits = 0;

    while (digits < s.n && s.p[s.n - 1 - digits] >= '0' && s.p[s.n - 1 - digits] <= '9')
        digits++;
    return digits == 4;
}

/* "... các tổ chức chính trị / - xã hội ...", "giai đoạn 2026 / - 2030": a dash inside a sentence
 * came to stand at the beginning of a line.  Items begin with a capital or follow a line that ends
 * early or with a mark. */
static bool
is_inner_dash(const struct kho_strips *t, const struct kho_strip *a, const struct kho_strip *b,
              size_t label)
{
    const size_t at = kho_vchar_skip_blanks(b->text, label, 4);
    const uint32_t end = last_char(a->text);
    size_t n;
    const uint32_t c = kho_vchar(b->text, at, &n);

    if ((a->flags & KHO_STRIP_CAPS) != 0 || (!kho_vchar_is_letter(end) && !kho_vchar_is_digit(end)))
        return false;
    if (kho_vchar_is_digit(c) && ends_in_year(a->text))
        return true;
    return (kho_vchar_is_lower(c) || kho_vchar_is_digit(c)) &&
           (is_full(t, a, b) || a->chars * 10 >= t->width * 9);
}

/* Does strip b go on with the paragraph that a ends?  Only lines without an empty line between come
 * here. */
static bool
goes_on(const struct kho_strips *t, const struct kho_strip *first, const struct kho_strip *a,
        const struct kho_strip *b)
{
    const struct kho_label la = kho_label_read(a->text, false), lb = kho_label_read(b->text, false);
    const uint32_t end = last_char(a->text);

    if (la.kind != KHO_LABEL_NONE && la.end >= a->text.n)
        return true; /* a label alone on its line */
    if (lb.kind != KHO_LABEL_NONE)
        return kho_label_is_bullet(lb.kind) ? is_inner_dash(t, a, b, lb.end) : wants_more(a->text);
    if ((b->flags & (KHO_STRIP_NOTE | KHO_STRIP_HEADING)) != 0 ||
        kho_phrase_at(b->text, 0, "trên đây là") != 0)
        return false;
    if (starts_lower(b->text))
        return true;
    if (end == ',' || end == '-' || end == '(' || end == '/' || end == 0x201c ||
        wants_more(a->text))
        return true;
    if (end == ';' || end == ':' || kho_phrase_at(b->text, 0, "căn cứ") != 0)
        return false;
    if (end == '.' || end == '!' || end == '?')
        return is_full(t, a, b) &&
               !(a->text.n >= 3 && memcmp(a->text.p + a->text.n - 3, "./.", 3) == 0);
    if (((a->flags ^ b->flags) & KHO_STRIP_CAPS) != 0) {
        const struct kho_strip *caps = (a->flags & KHO_STRIP_CAPS) != 0 ? a : b;

        if (kho_phrase_words(caps->text) >= 3 ||
            (caps == a && (first->flags & KHO_STRIP_CAPS) != 0))
            return false;
    }
    if (((a->flags ^ b->flags) & KHO_STRIP_BOLD) != 0 && (a->flags & KHO_STRIP_BOLD) != 0)
        return false;
    return t->uneven || a->chars * 4 >= t->width * 3;
}

/* "I. ĐÁNH GIÁ KẾT QUẢ / THỰC HIỆN NĂM 2023", "Phần thứ nhất / TÌNH HÌNH": a heading goes on on the
 * next line, also where paragraphs are not broken over lines. */
static bool
goes_on_heading(const struct kho_strips *t, size_t first, size_t i)
{
    const struct kho_strip *a = &t->s[i - 1], *b = &t->s[i];
    const struct kho_label label = kho_label_read(t->s[first].text, false);
    const uint32_t end = last_char(a->text);

    if (b->zone != KHO_ZONE_BODY || b->cell || b->table != a->table ||
        label.kind == KHO_LABEL_NONE || label.kind > KHO_LABEL_DECIMAL ||
        (b->flags & (KHO_STRIP_RULE | KHO_STRIP_NOTE)) != 0 ||
        kho_label_read(b->text, false).kind != KHO_LABEL_NONE)
        return false;
    if (label.end >= a->text.n && first + 1 == i && label.kind <= KHO_LABEL_SECTION)
        return (b->flags & (KHO_STRIP_CAPS | KHO_STRIP_BOLD | KHO_STRIP_CENTRED)) != 0;
    return (a->flags & b->flags & KHO_STRIP_CAPS) != 0 && end != '.' && end != ':' && end != ';' &&
           ((a->flags | b->flags) & KHO_STRIP_WHOLE) == 0 && (b->flags & KHO_STRIP_BREAK) == 0;
}

/* Strip i goes on with the paragraph of the strips from first on. */
static bool
joins(const struct kho_strips *t, const struct kho_layout *lay, size_t first, size_t i)
{
    const struct kho_strip *a = &t->s[i - 1], *b = &t->s[i];

    if (a->zone != b->zone || b->zone == KHO_ZONE_HEAD || b->zone == KHO_ZONE_RECIPIENTS ||
        b->zone == KHO_ZONE_SIGNATURE)
        return false;
    if (b->zone == KHO_ZONE_TITLE)
        return lay->n_type == 0 || i < lay->type + lay->n_type || first >= lay->type + lay->n_type;
    if (same_cell(a, b) && kho_phrase_cuts_symbol(a->text, b->text))
        return true;
    if (goes_on_heading(t, first, i))
        return true;
    if (!t->wrapped || !same_cell(a, b) || (b->flags & (KHO_STRIP_BREAK | KHO_STRIP_RULE)) != 0 ||
        ((a->flags | b->flags) & KHO_STRIP_WHOLE) != 0)
        return false;
    return goes_on(t, &t->s[first], a, b);
}

static bool
is_page_number(kho_sv s)
{
    size_t i = 0;

    while (i < s.n && i < 4 && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i > 0 && i == s.n;
}

/* Is there another paragraph in lower case before the next heading?  Looks at AHEAD runs. */
static bool
lower_follows(const struct kho_strips *t, const struct run *r, size_t n, size_t i)
{
    for (size_t k = i + 1; k < n && k <= i + AHEAD; k++) {
        if (t->s[r[k].first].zone != KHO_ZONE_BODY)
            continue;
        return starts_lower(run_text(t, &r[k]));
    }
    return false;
}

/* Join what page breaks and footnotes cut: DOMAIN 5.2.  Only body and footnotes; headings end both.
 */
static void
bridge_pages(const struct kho_strips *t, struct run *r, size_t n)
{
    size_t body = SIZE_MAX, note = SIZE_MAX; /* open runs */

    for (size_t i = 0; i < n; i++) {
        const struct kho_strip *s = &t->s[r[i].first];
        const kho_sv text = run_text(t, &r[i]);

        if (s->zone == KHO_ZONE_FOOTNOTE) {
            note = is_open(text) ? i : SIZE_MAX;
            continue;
        }
        if (s->zone != KHO_ZONE_BODY || s->cell) {
            body = note = SIZE_MAX;
            continue;
        }
        if (body != SIZE_MAX && is_page_number(text) && i + 1 < n &&
            starts_lower(run_text(t, &r[i + 1]))) {
            r[i].taken = true; /* of no paragraph: a page number between the halves */
            continue;
        }
        if (starts_lower(text) && note != SIZE_MAX &&
            (body == SIZE_MAX || lower_follows(t, r, n, i))) {
            r[note].next = i;
            r[i].taken = true;
            note = is_open(text) ? i : SIZE_MAX;
            continue;
        }
        if (body != SIZE_MAX &&
            (starts_lower(text) ||
             (starts_quote(text) && run_text(t, &r[body]).n > (size_t)3 * SHORT_CHARS))) {
            r[body].next = i;
            r[i].taken = true;
            body = is_open(text) ? i : SIZE_MAX;
            continue;
        }
        body = is_open(text) && (s->flags & KHO_STRIP_CAPS) == 0 ? i : SIZE_MAX;
    }
}

/* Text and pieces of a chain of runs into p. */
static void
fill(struct kho_arena *arena, const struct kho_strips *t, const struct run *r, size_t i,
     struct kho_piece **free_piece, struct kho_para *p)
{
    size_t bytes = 0, at = 0;
    char *text = NULL;

    p->pieces = *free_piece;
    if (r[i].next != SIZE_MAX) {
        for (size_t k = i; k != SIZE_MAX; k = r[k].next)
            bytes += run_text(t, &r[k]).n + 1;
        text = kho_arena_alloc(arena, bytes, 1);
    }
    for (size_t k = i; k != SIZE_MAX; k = r[k].next) {
        const kho_sv s = run_text(t, &r[k]);
        const struct kho_strip *a = &t->s[r[k].first], *b = &t->s[r[k].last];
        const size_t base = (size_t)(s.p - t->text);

        if (text == NULL) {
            p->text = s;
        } else {
            if (at > 0)
                text[at++] = ' ';
            memcpy(text + at, s.p, s.n);
        }
        for (size_t x = a->first_piece; x < b->first_piece + b->n_pieces; x++) {
            struct kho_piece *q = (*free_piece)++;

            *q = t->pieces[x];
            q->at = (uint32_t)(q->at - base + at);
            p->n_pieces++;
        }
        at += s.n;
    }
    if (text != NULL)
        p->text = (kho_sv){text, at};
}

static void
set_flags(const struct kho_strips *t, const struct run *r, struct kho_para *p)
{
    unsigned all = KHO_STRIP_BOLD | KHO_STRIP_CENTRED;
    const struct kho_strip *s = &t->s[r->first];

    for (size_t i = r->first; i <= r->last; i++)
        all &= t->s[i].flags;
    if ((all & KHO_STRIP_BOLD) != 0)
        p->flags |= KHO_PARA_BOLD;
    if ((all & KHO_STRIP_CENTRED) != 0)
        p->flags |= KHO_PARA_CENTRED;
    if (kho_text_is_caps(p->text))
        p->flags |= KHO_PARA_CAPS;
    if (s->cell)
        p->flags |= KHO_PARA_CELL;
    p->zone = (enum kho_zone)s->zone;
    p->note = s->note;
    p->table = s->table;
    p->row = s->row;
    p->col = s->col;
    p->rowspan = s->rowspan;
    p->colspan = s->colspan;
}

static size_t
make_runs(const struct kho_strips *t, const struct kho_layout *lay, struct run *r)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (n > 0 && joins(t, lay, r[n - 1].first, i))
            r[n - 1].last = i;
        else
            r[n++] = (struct run){i, i, SIZE_MAX, false};
    }
    return n;
}

void
kho_paras_make(struct kho_arena *arena, const struct kho_lines *lines, struct kho_paras *out)
{
    struct kho_strips t;
    struct kho_layout lay;
    struct run *r;
    struct kho_piece *pieces;
    size_t n, n_pieces = 0, bytes = 0;
    uint32_t annex = 0;

    *out = (struct kho_paras){.lines = lines};
    kho_strips_make(arena, lines, &t);
    while (t.n > 0) { /* what follows must fit too */
        const struct kho_strip *last = &t.s[t.n - 1];

        n_pieces = last->first_piece + last->n_pieces;
        bytes = (size_t)(last->text.p + last->text.n - t.text);
        if (t.n * (sizeof *r + sizeof *out->p + 64) + n_pieces * sizeof *pieces + bytes * 2 <
            kho_arena_room(arena) / 2)
            break;
        t.n /= 2;
    }
    if (t.n == 0)
        return;
    kho_zones_assign(&t, &lay);
    r = KHO_NEW_N(arena, t.n, struct run);
    n = make_runs(&t, &lay, r);
    bridge_pages(&t, r, n);
    out->p = KHO_NEW_N(arena, n, struct kho_para);
    pieces = KHO_NEW_N(arena, n_pieces + 1, struct kho_piece);
    for (size_t i = 0; i < n; i++) {
        struct kho_para *p = &out->p[out->n];

        if (r[i].taken)
            continue;
        fill(arena, &t, r, i, &pieces, p);
        set_flags(&t, &r[i], p);
        if (p->zone == KHO_ZONE_ANNEX && (annex == 0 || kho_sign_is_annex_title(p->text)))
            annex++;
        p->annex = p->zone == KHO_ZONE_ANNEX ? annex : 0;
        out->n++;
    }
    kho_outline_make(arena, out);
}
