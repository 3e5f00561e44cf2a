/* head.c - letterhead and title: type, number, place and date, issuer. */
#include "head.h"

#include "agency.h"
#include "fold.h"
#include "letterhead.h"
#include "phrase.h"
#include "read.h"
#include "signs.h"
#include "symbol.h"
#include "units.h"
#include "vchar.h"

enum { CLAUSE_BYTES = 160, LETTER_PARAS = 60 };

struct head {
    struct kho_arena *arena;
    const struct kho_paras *ps;
    struct kho_plan *plan;
    struct kho_letterhead letter;
};

/* "UBND TỈNH LÀO CAI" -> "tỉnh Lào Cai". */
static kho_sv
unit_of(struct kho_arena *arena, kho_sv name)
{
    struct kho_unit u, last = {.level = KHO_UNIT_NONE};

    for (size_t at = 0; kho_unit_next(name, &at, &u);)
        last = u;
    if (last.level == KHO_UNIT_NONE)
        return (kho_sv){0};
    return kho_unit_print(arena, &last);
}

/* Is a board of it named through its name?  Boards of other offices are named with their place. */
static bool
lends_name(kho_sv parent)
{
    static const char *const councils[] = {"hội đồng nhân dân", "hđnd"};
    kho_sv side, level;

    for (size_t i = 0; i < sizeof councils / sizeof *councils; i++)
        if (kho_phrase_at(parent, 0, councils[i]) != 0)
            return true;
    kho_head_rank(parent, &side, &level);
    return side.n > 0 && !kho_sv_eq(side, KHO_SV("state"));
}

/* The name of an agency that is not whole without the one above it. */
static kho_sv
through_parent(struct head *h, kho_sv own, kho_sv parent)
{
    size_t end;
    const int row = kho_agency_head(own, 0, &end);
    const char *const use = row < 0 ? "" : kho_org_words[row].use;
    const kho_sv unit = unit_of(h->arena, parent);

    if (*use == '\0' || unit_of(h->arena, own).n > 0)
        return own;
    if (*use == 'o' || (*use == 'b' && lends_name(parent)))
        return kho_head_join(h->arena, own, parent);
    return *use == 'u' || *use == 'b' ? kho_head_join(h->arena, own, unit) : own;
}

static void
set_issuer(struct head *h)
{
    kho_sv own, parent = {0}, side, level;

    if (h->letter.n_agencies == 0)
        return;
    own = kho_agency_case(h->arena, h->ps, h->letter.agency[h->letter.n_agencies - 1]);
    if (h->letter.n_agencies > 1) {
        parent = kho_agency_case(h->arena, h->ps, h->letter.agency[h->letter.n_agencies - 2]);
        own = through_parent(h, own, parent);
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
    if (s.n - from == CLAUSE_BYTES) /* cut anywhere: on with the next word */
        while (from < s.n && s.p[from] != ' ')
            from++;
    s = kho_head_trim((kho_sv){s.p + from, s.n - from}, " ");
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
                text = kho_head_trim((kho_sv){text.p + end, text.n - end}, " :");
            }
        }
        title = kho_head_join(h->arena, title, text);
    }
    title = kho_head_trim(title, " ");
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
        gui = gui || kho_phrase_bare_at(h->ps->p[i].text, 0, "kinh gui") != 0;
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

    if (s.n == 0 && h->letter.letters.n > 0)
        s = kho_head_concat(h->arena, KHO_SV("1/"), h->letter.letters);
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
        kho_sv before = kho_head_trim((kho_sv){t.p, from}, " ");
        static const char *const no[] = {"đến", "tới", "vào", "từ", "ngày", "tháng"};
        size_t word = before.n;
        bool other;

        while (word > 0 && before.p[word - 1] != ' ')
            word--;
        other = word < before.n && before.p[word] >= '0' && before.p[word] <= '9'; /* a date */
        for (size_t i = 0; i < sizeof no / sizeof *no; i++)
            other = other || (before.n > 0 && kho_phrase_at(before, word, no[i]) == before.n);
        n = kho_date_scan(t, from, &d);
        if (n > 0 && !other && d.year != 0 && d.month == 0) {
            h->plan->year = d.year;
            return;
        }
    }
}

/* "ngày    tháng 4 năm 2026": some day of that month. */
static void
infer_interval(struct head *h, struct kho_date d)
{
    struct kho_date first = {.year = d.year, .month = 1, .day = 1},
                    last = {.year = d.year, .month = 12, .day = 31};
    char iso[11];
    kho_sv evidence;

    if (d.month != 0) {
        first.month = last.month = d.month;
        last.day = (int8_t)kho_date_last_day(d.year, d.month);
    }
    kho_date_iso(first, iso);
    evidence = kho_arena_dup(h->arena, (kho_sv){iso, d.month != 0 ? 7 : 4});
    kho_plan_infer(h->arena, h->plan, "date", "not_before",
                   kho_arena_dup(h->arena, kho_sv_from(iso)), evidence);
    kho_date_iso(last, iso);
    kho_plan_infer(h->arena, h->plan, "date", "not_after",
                   kho_arena_dup(h->arena, kho_sv_from(iso)), evidence);
}

static void
set_number_and_date(struct head *h)
{
    const struct kho_letterhead *l = &h->letter;
    char iso[11];

    h->plan->number = l->number;
    h->plan->symbol = l->symbol;
    h->plan->place = l->place;
    h->plan->year = l->date.year;
    if (l->has_number && l->number.n == 0)
        kho_plan_note(h->plan, KHO_NOTES_NUMBER_BLANK);
    if (kho_date_full(l->date)) {
        kho_date_iso(l->date, iso);
        h->plan->date = kho_arena_dup(h->arena, kho_sv_from(iso));
    } else if (l->has_date) {
        kho_plan_note(h->plan, KHO_NOTES_DATE_BLANK);
        if (l->date.year != 0)
            infer_interval(h, l->date);
    }
}

void
kho_read_head(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    struct head h = {.arena = arena, .ps = ps, .plan = plan};

    kho_letterhead_read(arena, ps, &h.letter);
    read_title(&h);
    if (plan->type.n > 0)
        kho_head_from_title(arena, plan, &h.letter);
    set_number_and_date(&h);
    type_from_symbol(&h);
    set_issuer(&h);
    if (plan->issuer.n == 0)
        issuer_from_preamble(&h);
    if (plan->issuer_side.n == 0 && h.letter.party)
        plan->issuer_side = KHO_SV("party");
    set_code(&h);
    set_year(&h);
    if (plan->type.n > 0 && !h.letter.has_number && !h.letter.has_date && h.letter.n_agencies == 0)
        kho_plan_note(plan, KHO_NOTES_HEAD_LOST);
    if (plan->number.n == 0 && h.letter.letters.n > 0) {
        const bool dash =
            h.letter.party && memchr(h.letter.letters.p, '/', h.letter.letters.n) != NULL;
        const kho_sv symbol =
            kho_head_concat(arena, dash ? KHO_SV("?-") : KHO_SV("?/"), h.letter.letters);

        kho_plan_infer(arena, plan, "symbol", "value", symbol, h.letter.letters);
    }
}
