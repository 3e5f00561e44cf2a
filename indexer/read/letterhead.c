/* letterhead.c - see letterhead.h. */
#include "letterhead.h"

#include "agency.h"
#include "date.h"
#include "fold.h"
#include "head.h"
#include "letterhead_scan.h"
#include "phrase.h"
#include "signs.h"
#include "symbol.h"
#include "units.h"
#include "vchar.h"

enum { PARTS = 64, PLACE_BYTES = 60 };

#define PLACE_EDGES " ,.;*_-|"

/* A line of the letterhead while it is being taken apart. */
struct part {
    kho_sv text;
    bool done;
    bool block; /* an empty line or another cell before it */
};

/* Does an empty line, or the border of a cell, stand between two paragraphs? */
static bool
is_apart(const struct kho_paras *ps, const struct kho_para *a, const struct kho_para *b)
{
    const kho_sv text = ps->lines->text;
    const struct kho_piece *last;
    size_t ends = 0;

    if (a->table != b->table || a->row != b->row || a->col != b->col)
        return true;
    if (a->n_pieces == 0 || b->n_pieces == 0)
        return false;
    last = &a->pieces[a->n_pieces - 1];
    for (size_t i = last->offset + last->length; i < b->pieces[0].offset && i < text.n; i++)
        ends += text.p[i] == '\n';
    return ends > 1;
}

struct letter {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    struct kho_letterhead *out;
    struct part part[PARTS];
    size_t n;
};

static void
collect(struct letter *h)
{
    const struct kho_para *before = NULL;

    for (size_t i = 0; i < h->ps->n && h->n < PARTS; i++) {
        const struct kho_para *p = &h->ps->p[i];

        if (p->zone != KHO_ZONE_HEAD)
            continue;
        h->part[h->n++] =
            (struct part){.text = p->text, .block = before == NULL || is_apart(h->ps, before, p)};
        before = p;
    }
}

/* What stands behind a phrase on its line: the rest of part i, or one more part. */
static void
add_behind(struct letter *h, size_t i, kho_sv rest)
{
    if (!h->part[i].done && h->n < PARTS && rest.n > 0) {
        memmove(&h->part[i + 2], &h->part[i + 1], (h->n - i - 1) * sizeof *h->part);
        h->part[i + 1] = (struct part){.text = rest, .block = true};
        h->n++;
    } else if (rest.n > 0) {
        h->part[i].text = rest;
        h->part[i].done = false;
    }
}

/* Take a phrase out that may be broken over lines; what stands before it on its first line stays.
 */
static bool
take_phrase(struct letter *h, const char *phrase)
{
    for (size_t i = 0; i < h->n; i++) {
        kho_sv joined = h->part[i].text;
        size_t from, to;

        for (size_t k = i; k < h->n && k < i + 4; k++) {
            if (k > i)
                joined = kho_head_join(h->arena, joined, h->part[k].text);
            if (h->part[k].done)
                break;
            if (!kho_phrase_bare_find(joined, 0, phrase, &from, &to))
                continue;
            if (from >= h->part[i].text.n)
                break; /* it starts on a later line */
            h->part[i].text = kho_head_trim((kho_sv){joined.p, from}, " ");
            h->part[i].done = from == 0;
            for (size_t x = i + 1; x <= k; x++)
                h->part[x].done = true;
            if (to < joined.n && k == i) /* something of another column behind it */
                add_behind(h, i, kho_head_trim((kho_sv){joined.p + to, joined.n - to}, " .,"));
            return true;
        }
    }
    return false;
}

/* Papers of the Youth Union have its name where others have that of the Republic. */
static void
take_union(struct letter *h)
{
    static const char *const names[] = {"đoàn tncs hồ chí minh",
                                        "đoàn thanh niên cộng sản hồ chí minh"};
    size_t end, others = 0, found = PARTS;

    for (size_t i = 0; i < h->n; i++) {
        const kho_sv s = h->part[i].text;

        if (h->part[i].done || s.n == 0)
            continue;
        if (kho_phrase_at(s, 0, names[0]) == s.n || kho_phrase_at(s, 0, names[1]) == s.n)
            found = i;
        else
            others += kho_agency_head(s, 0, &end) >= 0;
    }
    if (found < PARTS && others > 0)
        h->part[found].done = true;
}

/* Scans damage the two lines every letterhead has; a few of their words are enough. */
static void
take_mottos(struct letter *h)
{
    static const char *const party[] = {"đảng cộng sản việt nam"};
    static const char *const state[] = {"cộng hòa xã hội chủ nghĩa việt nam",
                                        "độc lập tự do hạnh phúc"};
    static const char *const pieces[] = {"xã hội chủ nghĩa", "chủ nghĩa việt nam",
                                         "tự do hạnh phúc", "cộng sản việt nam"};

    for (size_t i = 0; i < sizeof state / sizeof *state; i++)
        (void)take_phrase(h, state[i]);
    h->out->party = take_phrase(h, party[0]);
    take_union(h);
    for (size_t i = 0; i < h->n; i++)
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces && !h->part[i].done; k++) {
            size_t from, to;

            h->part[i].done = kho_phrase_bare_find(h->part[i].text, 0, pieces[k], &from, &to);
        }
}

static void
set_symbol(struct letter *h, const struct kho_symbol *sym)
{
    h->out->number = kho_arena_dup(h->arena, sym->number);
    h->out->symbol = kho_arena_dup(h->arena, sym->text);
}

/* The number stands behind "Số"; what it starts may go on on the next lines. */
static bool
take_number_at(struct letter *h, size_t i, size_t at)
{
    struct kho_symbol sym;
    kho_sv rest = {h->part[i].text.p + at, h->part[i].text.n - at};
    const size_t own = rest.n;
    size_t took, k = i, len;

    while (k + 1 < h->n && k < i + 2 &&
           (rest.n == 0 || kho_vchar_is_dash(kho_vchar_before(rest, rest.n, &len)) ||
            kho_vchar_is_slash(kho_vchar_before(rest, rest.n, &len))) &&
           !h->part[k + 1].done) {
        const size_t next = kho_scan_number_word(h->part[k + 1].text);

        if (next != 0)
            break;
        rest = kho_head_join(h->arena, rest, h->part[++k].text);
    }
    h->out->has_number = true;
    took = rest.n > 0 && kho_vchar_is_digit((unsigned char)rest.p[0])
               ? kho_symbol_scan(h->arena, rest, 0, &sym)
               : 0;
    if (took == 0) {
        h->out->letters = kho_scan_blank_letters(rest);
        if (h->out->letters.n == 0 && rest.n > 0 && kho_vchar_is_digit((unsigned char)rest.p[0])) {
            /* a number without letters: "Số: 12" */
            for (took = 0; took < rest.n && kho_vchar_is_digit((unsigned char)rest.p[took]);)
                took++;
            if (took == rest.n)
                h->out->number = kho_arena_dup(h->arena, rest);
        } else {
            took = h->out->letters.n > 0 ? (size_t)(h->out->letters.p + h->out->letters.n - rest.p)
                                         : 0;
        }
    } else {
        const size_t end = kho_scan_whole_symbol(rest, took);

        set_symbol(h, &sym);
        if (end > took)
            h->out->symbol =
                kho_head_concat(h->arena, sym.text, (kho_sv){rest.p + took, end - took});
        took = end;
    }
    h->part[i].done = true;
    for (size_t x = i + 1; x <= k && own < took; x++)
        h->part[x].done = true;
    if (took < own) { /* place and date of the column beside */
        h->part[i].text = kho_head_trim((kho_sv){rest.p + took, own - took}, " .,;");
        h->part[i].done = h->part[i].text.n == 0;
    }
    return true;
}

static void
take_number(struct letter *h)
{
    struct kho_symbol sym;

    for (size_t i = 0; i < h->n; i++) {
        const size_t at = h->part[i].done ? 0 : kho_scan_number_word(h->part[i].text);

        if (at != 0 && take_number_at(h, i, at))
            return;
    }
    for (size_t i = 0; i < h->n; i++) /* without the word */
        if (!h->part[i].done && kho_vchar_is_digit((unsigned char)h->part[i].text.p[0]) &&
            kho_symbol_scan(h->arena, h->part[i].text, 0, &sym) == h->part[i].text.n) {
            set_symbol(h, &sym);
            h->out->has_number = h->part[i].done = true;
            return;
        }
}

static bool
is_open_part(const struct letter *h, size_t i)
{
    return !h->part[i].done && !kho_sign_is_caps(h->part[i].text);
}

/* "THÁNG 11 NĂM 2025", "18 THÁNG 11": the rest of a date, also in capitals. */
static bool
is_date_rest(const struct letter *h, size_t i)
{
    const kho_sv s = h->part[i].text;
    size_t n, from, to;
    const bool digit = kho_vchar_is_digit(kho_vchar(s, 0, &n));

    if (h->part[i].done || s.n > PLACE_BYTES)
        return false;
    return kho_phrase_at(s, 0, "tháng") != 0 ||
           (digit && kho_phrase_find(s, 0, "tháng", &from, &to)) ||
           ((n = kho_phrase_at(s, 0, "năm")) != 0 && n + 1 < s.n &&
            kho_vchar_is_digit((unsigned char)s.p[n + 1]));
}

/* "Thành phố Hồ": a place whose name is not whole. */
static bool
is_open_place(kho_sv s)
{
    return kho_unit_word(s, 0, NULL) >= 0 && s.n < PLACE_BYTES && memchr(s.p, ',', s.n) == NULL &&
           s.p[s.n - 1] != '.';
}

/* "Thành phố Hồ / Chí Minh, ngày 18 / tháng 11 năm 2025": place and date are one block of lines; an
 * empty line in between parts them only where nothing is missing.  Returns the lines from *first to
 * *last joined. */
static kho_sv
date_block(struct letter *h, size_t i, size_t *first, size_t *last)
{
    size_t n;
    kho_sv s;

    for (*first = *last = i; *first > 0 && is_open_part(h, *first - 1); --*first)
        if (h->part[*first].block && !kho_vchar_is_lower(kho_vchar(h->part[*first].text, 0, &n)) &&
            !is_open_place(h->part[*first - 1].text))
            break;
    s = h->part[*first].text;
    for (size_t k = *first + 1; k <= i; k++)
        s = kho_head_join(h->arena, s, h->part[k].text);
    for (size_t k = i + 1; k < h->n && k <= i + 2 && (is_open_part(h, k) || is_date_rest(h, k));
         k++) {
        const kho_sv next = h->part[k].text;

        if (h->part[k].block && kho_phrase_bare_at(next, 0, "thang") == 0 &&
            kho_phrase_bare_at(next, 0, "nam") == 0 && !kho_vchar_is_digit(kho_vchar(next, 0, &n)))
            break;
        s = kho_head_join(h->arena, s, next);
        *last = k;
    }
    return s;
}

static void
take_date(struct letter *h)
{
    for (size_t i = 0; i < h->n; i++) {
        struct kho_date d = {0};
        size_t from, to, first, last;
        kho_sv s, place;

        if (h->part[i].done || !kho_phrase_bare_find(h->part[i].text, 0, "ngay", &from, &to))
            continue;
        s = date_block(h, i, &first, &last);
        (void)kho_phrase_bare_find(s, 0, "ngay", &from, &to);
        place = kho_head_trim((kho_sv){s.p, from}, PLACE_EDGES);
        if (kho_scan_names_document(place)) /* "(Kèm theo Quyết định số 16/2003/QĐ-UB ngày ...)" */
            continue;
        if (kho_date_scan(s, from, &d) == 0 || d.year == 0)
            d = kho_scan_damaged_date(s, from);
        if (d.year == 0 && h->out->has_date)
            continue;
        h->out->has_date = true;
        h->out->date = d;
        if (place.n > 0 && place.n <= PLACE_BYTES)
            h->out->place = kho_arena_dup(h->arena, place);
        for (size_t k = first; k <= last; k++)
            h->part[k].done = true;
        if (d.year != 0)
            return;
    }
}

static void
take_agencies(struct letter *h)
{
    kho_sv now = {0};

    for (size_t i = 0; i < h->n; i++) {
        const kho_sv s = kho_head_trim(h->part[i].text, " *-_.,");
        kho_sv joined;
        size_t end;

        if (h->part[i].done || s.n == 0 || kho_scan_is_stamp(s) ||
            (!kho_sign_is_caps(s) && kho_agency_head(s, 0, &end) < 0 &&
             (now.n == 0 || kho_unit_word(s, 0, NULL) < 0)))
            continue;
        joined = kho_head_join(h->arena, now, s);
        if (now.n > 0 && !kho_agency_goes_on(now, joined)) {
            if (h->out->n_agencies < KHO_LETTERHEAD_AGENCIES)
                h->out->agency[h->out->n_agencies++] = now;
            now = s;
        } else {
            now = joined;
        }
    }
    if (now.n > 0 && h->out->n_agencies < KHO_LETTERHEAD_AGENCIES)
        h->out->agency[h->out->n_agencies++] = now;
}

/* "Ea Kar, 5/3/2024": the day stands in figures behind the place, without its word. */
static void
take_bare_date(struct letter *h)
{
    for (size_t i = 0; i < h->n && !h->out->has_date; i++) {
        const kho_sv s = h->part[i].text;
        const char *comma = s.n > 0 && !h->part[i].done ? memchr(s.p, ',', s.n) : NULL;
        struct kho_date d;
        size_t at, took;

        if (comma == NULL || comma == s.p)
            continue;
        at = kho_vchar_skip_blanks(s, (size_t)(comma - s.p) + 1, s.n);
        took =
            at < s.n && kho_vchar_is_digit((unsigned char)s.p[at]) ? kho_date_scan(s, at, &d) : 0;
        if (took == 0 || !kho_date_full(d) ||
            kho_head_trim((kho_sv){s.p + at + took, s.n - at - took}, PLACE_EDGES).n > 0 ||
            (size_t)(comma - s.p) > PLACE_BYTES)
            continue;
        h->out->has_date = h->part[i].done = true;
        h->out->date = d;
        h->out->place = kho_arena_dup(
            h->arena, kho_head_trim((kho_sv){s.p, (size_t)(comma - s.p)}, PLACE_EDGES));
    }
}

void
kho_letterhead_read(struct kho_arena *arena, const struct kho_paras *ps, struct kho_letterhead *out)
{
    struct letter h = {.arena = arena, .ps = ps, .out = out};

    *out = (struct kho_letterhead){0};
    collect(&h);
    take_mottos(&h);
    take_number(&h);
    take_date(&h);
    take_bare_date(&h);
    take_agencies(&h);
}
