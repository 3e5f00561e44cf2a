/* head.c - letterhead and title: type, number, place and date, issuer. */
#include "head.h"

#include "agency.h"
#include "date.h"
#include "fold.h"
#include "phrase.h"
#include "read.h"
#include "signs.h"
#include "symbol.h"
#include "units.h"
#include "vchar.h"

enum { PARTS = 64, AGENCIES = 6, PLACE_BYTES = 60, CLAUSE_BYTES = 160 };

/* A line of the letterhead while it is being taken apart. */
struct part {
    kho_sv text;
    bool done;
    bool block; /* an empty line or another cell before it */
};

struct head {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    struct kho_plan *plan;
    struct part part[PARTS];
    size_t n;
    bool party;  /* ĐẢNG CỘNG SẢN VIỆT NAM */
    bool number; /* there is a "Số" */
    bool dated;  /* there is a "ngày" */
    kho_sv agency[AGENCIES];
    size_t n_agencies;
    kho_sv codes; /* letters of a blank number: "KH-SCT" */
};

kho_sv
kho_head_join(struct kho_arena *arena, kho_sv a, kho_sv b)
{
    char *p;

    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    p = kho_arena_alloc(arena, a.n + b.n + 2, 1);
    memcpy(p, a.p, a.n);
    p[a.n] = ' ';
    memcpy(p + a.n + 1, b.p, b.n);
    return (kho_sv){p, a.n + 1 + b.n};
}

static kho_sv
trim(kho_sv s, const char *set)
{
    while (s.n > 0 && strchr(set, s.p[0]) != NULL)
        s = (kho_sv){s.p + 1, s.n - 1};
    while (s.n > 0 && strchr(set, s.p[s.n - 1]) != NULL)
        s.n--;
    return s;
}

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

static void
collect(struct head *h)
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

/* Take a phrase out that may be broken over lines; what stands before it on its first line stays.
 */
static bool
take_phrase(struct head *h, const char *phrase)
{
    for (size_t i = 0; i < h->n; i++) {
        kho_sv joined = h->part[i].text;
        size_t from, to;

        for (size_t k = i; k < h->n && k < i + 4; k++) {
            if (k > i)
                joined = kho_head_join(h->arena, joined, h->part[k].text);
            if (h->part[k].done)
                break;
            if (!kho_phrase_find(joined, 0, phrase, &from, &to))
                continue;
            if (from >= h->part[i].text.n)
                break; /* it starts on a later line */
            h->part[i].text = trim((kho_sv){joined.p, from}, " ");
            h->part[i].done = from == 0;
            for (size_t x = i + 1; x <= k; x++)
                h->part[x].done = true;
            if (to < joined.n && k == i) { /* something of another column behind it */
                h->part[i].text = trim((kho_sv){joined.p + to, joined.n - to}, " .,");
                h->part[i].done = h->part[i].text.n == 0;
            }
            return true;
        }
    }
    return false;
}

/* Scans damage the two lines every letterhead has; a few of their words are enough. */
static void
take_mottos(struct head *h)
{
    static const char *const party[] = {"đảng cộng sản việt nam"};
    static const char *const state[] = {"cộng hòa xã hội chủ nghĩa việt nam",
                                        "độc lập tự do hạnh phúc"};
    static const char *const pieces[] = {"xã hội chủ nghĩa", "chủ nghĩa việt nam",
                                         "tự do hạnh phúc", "cộng sản việt nam"};

    for (size_t i = 0; i < sizeof state / sizeof *state; i++)
        (void)take_phrase(h, state[i]);
    h->party = take_phrase(h, party[0]);
    for (size_t i = 0; i < h->n; i++)
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces && !h->part[i].done; k++) {
            size_t from, to;

            h->part[i].done = kho_phrase_find(h->part[i].text, 0, pieces[k], &from, &to);
        }
}

/* Position behind "Số" and its colon at the start of a line ("Luật số: " too); 0 for none. */
static size_t
number_word(kho_sv s)
{
    size_t from, to, n;

    if (!kho_phrase_find(s, 0, "số", &from, &to) || from > 24)
        return 0;
    while (to < s.n &&
           (s.p[to] == ':' || s.p[to] == '.' || kho_vchar_is_blank(kho_vchar(s, to, &n))))
        to++;
    return to;
}

static bool
is_filler(uint32_t c)
{
    return kho_vchar_is_blank(c) || c == '.' || c == '_' || c == 0x2026 || c == '?' || c == 'x' ||
           c == 'X';
}

/* "     /KH-UBND", ".../KH-SCT", "-KH/ĐU": the letters behind a number that was left out. */
static kho_sv
blank_letters(kho_sv s)
{
    size_t i = 0, n, end;
    uint32_t c = 0;

    while (i < s.n && is_filler(c = kho_vchar(s, i, &n)))
        i += n;
    if (i >= s.n || (!kho_vchar_is_slash(c) && !kho_vchar_is_dash(c)))
        return (kho_sv){0};
    i += n;
    for (end = i; end < s.n && s.p[end] != ' ' && s.p[end] != ','; end++)
        continue;
    return (kho_sv){s.p + i, end - i};
}

static void
set_symbol(struct head *h, const struct kho_symbol *sym)
{
    h->plan->number = kho_arena_dup(h->arena, sym->number);
    h->plan->symbol = kho_arena_dup(h->arena, sym->text);
}

/* The number stands behind "Số"; what it starts may go on on the next lines. */
static bool
take_number_at(struct head *h, size_t i, size_t at)
{
    struct kho_symbol sym;
    kho_sv rest = {h->part[i].text.p + at, h->part[i].text.n - at};
    const size_t own = rest.n;
    size_t took, k = i;

    while (k + 1 < h->n && k < i + 2 &&
           (rest.n == 0 || rest.p[rest.n - 1] == '-' || rest.p[rest.n - 1] == '/') &&
           !h->part[k + 1].done) {
        const size_t next = number_word(h->part[k + 1].text);

        if (next != 0)
            break;
        rest = kho_head_join(h->arena, rest, h->part[++k].text);
    }
    h->number = true;
    took = rest.n > 0 && kho_vchar_is_digit((unsigned char)rest.p[0])
               ? kho_symbol_scan(h->arena, rest, 0, &sym)
               : 0;
    if (took == 0) {
        h->codes = blank_letters(rest);
        if (h->codes.n == 0 && rest.n > 0 && kho_vchar_is_digit((unsigned char)rest.p[0])) {
            /* a number without letters: "Số: 12" */
            for (took = 0; took < rest.n && kho_vchar_is_digit((unsigned char)rest.p[took]);)
                took++;
            if (took == rest.n)
                h->plan->number = kho_arena_dup(h->arena, rest);
        } else {
            took = h->codes.n > 0 ? (size_t)(h->codes.p + h->codes.n - rest.p) : 0;
        }
        if (h->plan->number.n == 0)
            kho_plan_note(h->plan, KHO_NOTES_NUMBER_BLANK);
    } else {
        set_symbol(h, &sym);
    }
    h->part[i].done = true;
    for (size_t x = i + 1; x <= k && own < took; x++)
        h->part[x].done = true;
    if (took < own) { /* place and date of the column beside */
        h->part[i].text = trim((kho_sv){rest.p + took, own - took}, " .,;");
        h->part[i].done = h->part[i].text.n == 0;
    }
    return true;
}

static void
take_number(struct head *h)
{
    struct kho_symbol sym;

    for (size_t i = 0; i < h->n; i++) {
        const size_t at = h->part[i].done ? 0 : number_word(h->part[i].text);

        if (at != 0 && take_number_at(h, i, at))
            return;
    }
    for (size_t i = 0; i < h->n; i++) /* without the word */
        if (!h->part[i].done && kho_vchar_is_digit((unsigned char)h->part[i].text.p[0]) &&
            kho_symbol_scan(h->arena, h->part[i].text, 0, &sym) == h->part[i].text.n) {
            set_symbol(h, &sym);
            h->number = h->part[i].done = true;
            return;
        }
}

static void
set_date(struct head *h, struct kho_date d)
{
    char iso[11];

    if (kho_date_full(d)) {
        kho_date_iso(d, iso);
        h->plan->date = kho_arena_dup(h->arena, kho_sv_from(iso));
        h->plan->year = d.year;
    } else {
        h->plan->year = d.year;
        kho_plan_note(h->plan, KHO_NOTES_DATE_BLANK);
    }
}

/* "Thành phố Hồ / Chí Minh, ngày 18 / tháng 11 năm 2025": place and date are one block of lines. */
static void
take_date(struct head *h)
{
    for (size_t i = 0; i < h->n; i++) {
        size_t from, to, first = i, last = i;
        struct kho_date d = {0};
        kho_sv joined, place;

        if (h->part[i].done || !kho_phrase_find(h->part[i].text, 0, "ngày", &from, &to))
            continue;
        while (first > 0 && !h->part[first].block && !h->part[first - 1].done &&
               !kho_sign_is_caps(h->part[first - 1].text))
            first--;
        joined = h->part[first].text;
        for (size_t k = first + 1; k <= i; k++)
            joined = kho_head_join(h->arena, joined, h->part[k].text);
        while (last + 1 < h->n && last < i + 2 && !h->part[last + 1].block &&
               !h->part[last + 1].done && !kho_sign_is_caps(h->part[last + 1].text))
            joined = kho_head_join(h->arena, joined, h->part[++last].text);
        (void)kho_phrase_find(joined, 0, "ngày", &from, &to);
        (void)kho_date_scan(joined, from, &d);
        h->dated = true;
        set_date(h, d);
        place = trim((kho_sv){joined.p, from}, " ,.;");
        if (place.n > 0 && place.n <= PLACE_BYTES)
            h->plan->place = kho_arena_dup(h->arena, place);
        for (size_t k = first; k <= last; k++)
            h->part[k].done = true;
        return;
    }
}

/* Stamps and notes that stand among the agencies. */
static bool
is_stamp(kho_sv s)
{
    static const char *const stamps[] = {"dự thảo", "mật",      "tối mật",        "tuyệt mật",
                                         "hỏa tốc", "khẩn",     "thượng khẩn",    "bản sao",
                                         "sao y",   "công báo", "lưu hành nội bộ"};
    const kho_sv t = trim(s, " ()*.");

    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
        if (kho_phrase_at(t, 0, stamps[i]) == t.n)
            return true;
    return false;
}

static void
take_agencies(struct head *h)
{
    kho_sv now = {0};

    for (size_t i = 0; i < h->n; i++) {
        const kho_sv s = trim(h->part[i].text, " *-_.,");
        kho_sv joined;
        size_t end;

        if (h->part[i].done || s.n == 0 || is_stamp(s) ||
            (!kho_sign_is_caps(s) && kho_agency_head(s, 0, &end) < 0 &&
             (now.n == 0 || kho_unit_word(s, 0, NULL) < 0)))
            continue;
        joined = kho_head_join(h->arena, now, s);
        if (now.n > 0 && !kho_agency_goes_on(now, joined)) {
            if (h->n_agencies < AGENCIES)
                h->agency[h->n_agencies++] = now;
            now = s;
        } else {
            now = joined;
        }
    }
    if (now.n > 0 && h->n_agencies < AGENCIES)
        h->agency[h->n_agencies++] = now;
}

/* "UBND TỈNH LÀO CAI" -> "tỉnh Lào Cai". */
static kho_sv
unit_of(struct kho_arena *arena, kho_sv name)
{
    struct kho_unit u, last = {.level = KHO_UNIT_NONE};

    for (size_t at = 0; kho_unit_next(name, &at, &u);)
        last = u;
    if (last.level == KHO_UNIT_NONE)
        return (kho_sv){0};
    return kho_head_join(arena, kho_sv_from(kho_unit_words[last.word].name), last.name);
}

void
kho_head_rank(kho_sv name, kho_sv *side, kho_sv *level)
{
    static const char *const levels[] = {"", "tỉnh", "huyện", "xã"};
    size_t end, at = 0;
    int row = kho_agency_head(name, 0, &end);
    struct kho_unit u;
    struct kho_word w;

    *side = *level = (kho_sv){0};
    if (row >= 0) {
        *side = kho_sv_from(kho_org_words[row].side);
        *level = kho_sv_from(kho_org_words[row].level);
    }
    if (row >= 0 && kho_org_words[row].use[0] == 'o') /* named through what follows */
        for (at = end; kho_word_next(name, &at, &w);) {
            const int other = kho_agency_head(name, w.offset, &end);

            if (other < 0)
                continue;
            if (side->n == 0)
                *side = kho_sv_from(kho_org_words[other].side);
            if (level->n == 0)
                *level = kho_sv_from(kho_org_words[other].level);
            break;
        }
    at = 0;
    if (level->n == 0 && kho_unit_next(name, &at, &u))
        *level = kho_sv_from(levels[u.level]);
    for (at = 0; level->n == 0 && kho_word_next(name, &at, &w);) {
        const int unit = kho_unit_word(name, w.offset, NULL); /* "UBND xã" without a name */

        if (unit >= 0 && kho_unit_words[unit].level > 0)
            *level = kho_sv_from(levels[kho_unit_words[unit].level]);
    }
}

static void
set_issuer(struct head *h)
{
    kho_sv own, parent = {0}, unit, side, level;
    size_t end;
    int row;

    if (h->n_agencies == 0)
        return;
    own = kho_agency_case(h->arena, h->ps, h->agency[h->n_agencies - 1]);
    row = kho_agency_head(own, 0, &end);
    if (h->n_agencies > 1) {
        parent = kho_agency_case(h->arena, h->ps, h->agency[h->n_agencies - 2]);
        if (row >= 0 && kho_org_words[row].use[0] == 'o') {
            own = kho_head_join(h->arena, own, parent);
        } else if (row >= 0 && kho_org_words[row].use[0] == 'u' && unit_of(h->arena, own).n == 0 &&
                   (unit = unit_of(h->arena, parent)).n > 0) {
            own = kho_head_join(h->arena, own, unit);
        }
    }
    h->plan->issuer = kho_arena_dup(h->arena, own);
    kho_head_rank(own, &side, &level);
    h->plan->issuer_side = side;
    h->plan->issuer_level = level;
    if (parent.n > 0) {
        kho_sv parent_side, parent_level;

        kho_head_rank(parent, &parent_side, &parent_level);
        if (side.n == 0)
            h->plan->issuer_side = parent_side;
        /* departments of a ministry are central; those of a province or commune belong there */
        if (level.n == 0)
            h->plan->issuer_level = parent_level;
    }
}

/* "..., Ủy ban nhân dân xã xây dựng kế hoạch ... như sau:": the letterhead is lost, the preamble
 * names who issues.  s is the text before the verb. */
static kho_sv
subject_before(kho_sv s)
{
    const char *const stops = ",;.:";
    size_t from = s.n, end;

    while (from > 0 && strchr(stops, s.p[from - 1]) == NULL && s.n - from < CLAUSE_BYTES)
        from--;
    s = trim((kho_sv){s.p + from, s.n - from}, " ");
    return kho_agency_head(s, 0, &end) >= 0 ? s : (kho_sv){0};
}

static void
issuer_from_preamble(struct head *h)
{
    static const char *const verbs[] = {"ban hành", "xây dựng", "lập kế hoạch", "đề ra",
                                        "triển khai"};

    for (size_t i = h->ps->n; i > 0; i--) {
        const struct kho_para *p = &h->ps->p[i - 1];

        if (p->zone != KHO_ZONE_PREAMBLE)
            continue;
        for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
            size_t from, to;
            kho_sv who = {0};

            for (size_t at = 0; kho_phrase_find(p->text, at, verbs[v], &from, &to); at = to) {
                const kho_sv found = subject_before((kho_sv){p->text.p, from});

                if (found.n > 0)
                    who = found;
            }
            if (who.n == 0)
                continue;
            h->plan->issuer = kho_arena_dup(h->arena, who);
            kho_head_rank(who, &h->plan->issuer_side, &h->plan->issuer_level);
            return;
        }
    }
}

static void
set_type(struct head *h, int row)
{
    const char *name = kho_doc_types[row].vietnamese_name, *stop = strstr(name, " (");

    h->plan->type = kho_sv_from(kho_doc_types[row].abbr);
    h->plan->type_name = (kho_sv){name, stop == NULL ? strlen(name) : (size_t)(stop - name)};
}

/* Type and title from the paragraphs of the title; letters have neither type nor capitals. */
static void
read_title(struct head *h)
{
    kho_sv title = {0};
    bool typed = false;

    for (size_t i = 0; i < h->ps->n; i++) {
        const struct kho_para *p = &h->ps->p[i];
        kho_sv text = p->text;
        size_t end;
        int row;

        if (p->zone != KHO_ZONE_TITLE)
            continue;
        if (!typed && title.n == 0) {
            row = kho_sign_doc_type(text, &end);
            if (row < 0 && kho_phrase_at(text, 0, "kế hoạch") == text.n) {
                for (row = 0; strcmp(kho_doc_types[row].abbr, "KH") != 0;)
                    row++;
                end = text.n;
            }
            if (row >= 0) {
                typed = true;
                set_type(h, row);
                text = trim((kho_sv){text.p + end, text.n - end}, " :");
            }
        }
        title = kho_head_join(h->arena, title, text);
    }
    title = trim(title, " ");
    if (title.n > 0)
        h->plan->title = kho_arena_dup(h->arena, title);
}

/* What the letters of the symbol say about the type: they decide between names that contain each
 * other
 * ("THÔNG BÁO KẾT LUẬN", TB), and for letters, which print none. */
static void
type_from_symbol(struct head *h)
{
    struct kho_symbol sym;
    bool gui = false;

    if (h->plan->symbol.n == 0 || !kho_symbol_parse(h->arena, h->plan->symbol, &sym))
        return;
    if (h->plan->type.n > 0) {
        for (size_t i = 0; i < kho_doc_types_n; i++) {
            const char *name = kho_doc_types[i].vietnamese_name;
            const size_t n = strlen(name);

            if (sym.type.n > 0 && kho_sv_eq(sym.type, kho_sv_from(kho_doc_types[i].abbr)) &&
                n < h->plan->type_name.n && memcmp(name, h->plan->type_name.p, n) == 0) {
                set_type(h, (int)i);
                return;
            }
        }
        return;
    }
    for (size_t i = 0; i < h->ps->n && i < 60; i++)
        gui = gui || kho_phrase_at(h->ps->p[i].text, 0, "kính gửi") != 0;
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (kho_sv_eq(gui ? KHO_SV("CV") : sym.type, kho_sv_from(kho_doc_types[i].abbr))) {
            set_type(h, (int)i);
            return;
        }
}

/* Letters of the issuer: from the symbol, also from one without number, else by its name. */
static void
set_code(struct head *h)
{
    struct kho_symbol sym;
    kho_sv s = h->plan->symbol;
    bool letter;

    if (s.n == 0 && h->codes.n > 0)
        s = kho_head_join(h->arena, KHO_SV("1/"), h->codes);
    if (s.n > 0 && kho_symbol_parse(h->arena, s, &sym) && sym.n_codes > 0) {
        letter = sym.type.n == 0 || kho_sv_eq(h->plan->type, KHO_SV("CV"));
        h->plan->issuer_code = sym.codes[0];
        if (letter && sym.type.n > 0 && h->plan->type.n > 0) /* "5615/CT-CS": CT is the agency */
            h->plan->issuer_code = sym.type;
        else if (!letter && sym.n_codes > 1 && sym.codes[0].n + sym.codes[1].n < 20 &&
                 kho_sv_eq(sym.codes[0], KHO_SV("MTTQ")) && kho_sv_eq(sym.codes[1], KHO_SV("BTT")))
            h->plan->issuer_code = KHO_SV("MTTQ-BTT");
        h->plan->issuer_code = kho_arena_dup(h->arena, h->plan->issuer_code);
        return;
    }
    if (h->plan->issuer.n > 0)
        h->plan->issuer_code = kho_agency_code(h->plan->issuer);
}

/* "năm 2024" of the title is the year of the plan; "đến năm 2030" is not. */
static void
set_year(struct head *h)
{
    const kho_sv t = h->plan->title;
    size_t from, to, n;

    for (size_t at = 0; kho_phrase_find(t, at, "năm", &from, &to); at = to) {
        struct kho_date d;
        kho_sv before = trim((kho_sv){t.p, from}, " ");
        static const char *const no[] = {"đến", "tới", "vào", "từ", "ngày", "tháng"};
        size_t word = before.n;
        bool other = false;

        while (word > 0 && before.p[word - 1] != ' ')
            word--;
        for (size_t i = 0; i < sizeof no / sizeof *no; i++)
            other = other || (before.n > 0 && kho_phrase_at(before, word, no[i]) == before.n);
        n = kho_date_scan(t, from, &d);
        if (n > 0 && !other && d.year != 0 && d.month == 0) {
            h->plan->year = d.year;
            return;
        }
    }
}

void
kho_read_head(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct head h = {.arena = arena, .ps = ps, .plan = plan};

    collect(&h);
    take_mottos(&h);
    take_number(&h);
    take_date(&h);
    take_agencies(&h);
    read_title(&h);
    type_from_symbol(&h);
    set_issuer(&h);
    if (plan->issuer.n == 0)
        issuer_from_preamble(&h);
    if (plan->issuer_side.n == 0 && h.party)
        plan->issuer_side = KHO_SV("party");
    set_code(&h);
    set_year(&h);
    if (!h.number && !h.dated && h.n_agencies == 0)
        kho_plan_note(plan, KHO_NOTES_HEAD_LOST);
    if (plan->number.n == 0 && h.codes.n > 0) {
        char *p = kho_arena_alloc(arena, h.codes.n + 3, 1);

        p[0] = '?';
        p[1] = h.party && memchr(h.codes.p, '/', h.codes.n) != NULL ? '-' : '/';
        memcpy(p + 2, h.codes.p, h.codes.n);
        kho_plan_infer(arena, plan, "symbol", "value", (kho_sv){p, h.codes.n + 2}, h.codes);
    }
}
