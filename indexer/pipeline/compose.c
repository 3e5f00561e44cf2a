/* compose.c - see compose.h.
 *
 * The word stream is one: bare forms of all words with positions, so that phrases and adjacency
 * work with and without marks.  Exact forms go in without positions, once per document with their
 * count, and only where they differ: half of the cost of an index is positions
 * (docs/performance.md).
 */
#include "compose.h"

#include "citekey.h"
#include "compose_task.h"
#include "folder.h"
#include "hash.h"
#include "posting.h"

#include <stdio.h>

/* Words of one zone stand far from those of the next, so that no phrase spans both. */
enum { ZONE_GAP = 100, PART_GAP = 10 };
enum { SORT_KEY_MAX = 60 };
enum { OWN_DAY = 8 };       /* the day of issue weighs as if it were written so often */
enum { INPUT_DIGITS = 16 }; /* of the hash of a path: two inputs share them in no real archive */

static void
slot(struct kho_postings *c, enum kho_fields_id field, kho_sv bytes)
{
    if (bytes.n != 0)
        kho_postings_slot(c, kho_fields[field].slot, bytes);
}

static void
flag(struct kho_postings *c, enum kho_fields_id field, kho_sv value)
{
    if (value.n != 0)
        kho_postings_filter(c, kho_term_flag(c->arena, field, value));
}

/* -- the word stream ---------------------------------------------------------- */

/* Lines of the running text first; what stands between its lines on the page (footnotes, running
 * heads) would cut phrases and comes behind. */
static bool
beside(const struct kho_line *l)
{
    return (l->flags & (KHO_LINE_FOOTNOTE | KHO_LINE_MARGIN)) != 0;
}

static void
add_text(struct kho_postings *c, const struct kho_lines *t)
{
    uint32_t pos = 0;

    if (t->text.n == 0)
        return;
    if (t->n == 0)
        kho_postings_stream(c, t->text, &pos);
    for (size_t i = 0; i < t->n;) { /* runs of lines of one kind: words may not span lines anyway */
        const size_t first = i;
        size_t end;

        while (i < t->n && beside(&t->lines[i]) == beside(&t->lines[first]))
            i++;
        if (beside(&t->lines[first]))
            continue;
        end = t->lines[i - 1].offset + t->lines[i - 1].length;
        kho_postings_stream(
            c, (kho_sv){t->text.p + t->lines[first].offset, end - t->lines[first].offset}, &pos);
    }
    for (size_t i = 0; i < t->n; i++) {
        if (!beside(&t->lines[i]))
            continue;
        if (i == 0 || !beside(&t->lines[i - 1]))
            pos += ZONE_GAP;
        kho_postings_stream(c, kho_line_text(t, i), &pos);
    }
}

/* -- head fields ---------------------------------------------------------------- */

/* A fact the paper states, else what kho concludes. */
static kho_sv
stated(const struct kho_plan *p, kho_sv value, const char *field)
{
    for (size_t i = 0; value.n == 0 && i < p->n_inferred; i++)
        if (strcmp(p->inferred[i].field, field) == 0 && strcmp(p->inferred[i].how, "value") == 0)
            return p->inferred[i].value;
    return value;
}

/* The locality behind the issuer: "Thành ủy" of a head that names its city elsewhere is found as
 * "Thành ủy Lai Châu". */
static kho_sv
issuer_and_locality(struct kho_arena *arena, const struct kho_plan *p, kho_sv issuer)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    kho_buf_sv(&b, issuer);
    for (size_t i = p->n_locality; i-- > 0;) {
        kho_buf_str(&b, ", ");
        kho_buf_sv(&b, p->locality[i]);
    }
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

static void
add_issuer(struct kho_postings *c, const struct kho_plan *p)
{
    const kho_sv issuer = stated(p, p->issuer, "issuer");
    uint32_t pos = 0;

    kho_postings_name(c, KHO_FIELDS_ISSUER, issuer_and_locality(c->arena, p, issuer), &pos);
    pos += ZONE_GAP;
    kho_postings_words(c, KHO_FIELDS_ISSUER, p->issuer_code, &pos);
    slot(c, KHO_FIELDS_ISSUER, issuer);
    flag(c, KHO_FIELDS_LEVEL, p->issuer_level);
    slot(c, KHO_FIELDS_LEVEL, p->issuer_level);
    flag(c, KHO_FIELDS_SIDE, p->issuer_side);
    slot(c, KHO_FIELDS_SIDE, p->issuer_side);
}

static void
add_place(struct kho_postings *c, const struct kho_plan *p)
{
    kho_sv rest = p->loc, province = {NULL, 0};
    uint32_t pos = 0, now = 0;

    for (size_t i = p->n_locality; i-- > 0; pos += PART_GAP)
        kho_postings_name(c, KHO_FIELDS_PLACE, p->locality[i], &pos);
    if (!kho_sv_next(&rest, '.', &province))
        return;
    for (size_t i = 0; i < kho_provinces_n; i++) {
        const struct kho_provinces_row *row = &kho_provinces[i];

        if (!kho_sv_eq(province, kho_sv_from(row->old_slug)))
            continue;
        kho_postings_words(c, KHO_FIELDS_PLACE, kho_sv_from(row->old_name), &pos);
        slot(c, KHO_FIELDS_PLACE, kho_sv_from(row->old_name));
        slot(c, KHO_FIELDS_PLACENOW, kho_sv_from(row->new_name));
        kho_postings_words(c, KHO_FIELDS_PLACENOW, kho_sv_from(row->new_name), &now);
        return;
    }
}

static kho_sv
without_zeros(kho_sv number)
{
    while (number.n > 1 && number.p[0] == '0')
        number = (kho_sv){number.p + 1, number.n - 1};
    return number;
}

static void
add_number(struct kho_postings *c, const struct kho_plan *p)
{
    const kho_sv symbol = stated(p, p->symbol, "symbol");
    struct kho_symbol s;
    kho_sv number = p->number;
    char key[96];
    int n;

    if (symbol.n != 0 && kho_symbol_parse(c->arena, symbol, &s)) {
        kho_postings_filter(c, kho_term_symbol(c->arena, KHO_FIELDS_NUMBER, &s));
        number = s.number;
    }
    number = without_zeros(number);
    if (number.n == 0)
        return;
    kho_postings_filter(c, kho_term_raw(c->arena, KHO_FIELDS_NUMBER, number));
    /* Sorts as a number: padded to eight digits, then the letters. */
    n = snprintf(key, sizeof key, "%.*s%.*s %.*s", number.n < 8 ? (int)(8 - number.n) : 0,
                 "00000000", (int)(number.n < 16 ? number.n : 16), number.p,
                 (int)(symbol.n < SORT_KEY_MAX ? symbol.n : SORT_KEY_MAX),
                 symbol.n == 0 ? "" : symbol.p);
    slot(c, KHO_FIELDS_NUMBER, kho_arena_dup(c->arena, (kho_sv){key, (size_t)n}));
}

static void
add_dates(struct kho_postings *c, const struct kho_plan *p)
{
    char b[16];

    if (p->date.n == 10) {
        (void)snprintf(b, sizeof b, "%.4s%.2s%.2s", p->date.p, p->date.p + 5, p->date.p + 8);
        const kho_sv day = kho_arena_dup(c->arena, (kho_sv){b, 8});

        slot(c, KHO_FIELDS_DATE, day);
        kho_postings_day(c, day, OWN_DAY);
    }
    if (p->year > 0 && p->year < 10000) {
        (void)snprintf(b, sizeof b, "%04d", (int)p->year);
        kho_postings_filter(c, kho_term_raw(c->arena, KHO_FIELDS_YEAR, (kho_sv){b, 4}));
        slot(c, KHO_FIELDS_YEAR, kho_arena_dup(c->arena, (kho_sv){b, 4}));
    }
}

static void
add_title(struct kho_postings *c, const struct kho_plan *p)
{
    uint32_t pos = 0;

    kho_postings_title(c, p->title, &pos);
    slot(c, KHO_FIELDS_TITLE, kho_text_sort_key(c->arena, p->title, SORT_KEY_MAX));
}

static void
add_head(struct kho_postings *c, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;
    uint32_t pos = 0;

    add_title(c, p);
    add_issuer(c, p);
    add_place(c, p);
    add_number(c, p);
    add_dates(c, p);
    flag(c, KHO_FIELDS_TYPE, p->type_name);
    flag(c, KHO_FIELDS_TYPE, p->type);
    slot(c, KHO_FIELDS_TYPE, p->type_name);
    kho_postings_words(c, KHO_FIELDS_SIGNER, p->signer.name, &pos);
    pos += PART_GAP;
    kho_postings_words(c, KHO_FIELDS_SIGNER, p->signer.position, &pos);
    flag(c, KHO_FIELDS_FORMAT, doc->format);
    slot(c, KHO_FIELDS_FORMAT, doc->format);
}

/* -- what it cites, its tasks, where it was found --------------------------------- */

/* "Kế hoạch số 17 của Ban Thường vụ" has no symbol: number and type stand for it, "17/KH". */
static kho_sv
number_and_type(struct kho_arena *arena, kho_sv number, kho_sv type)
{
    char *p = KHO_NEW_N(arena, number.n + type.n + 2, char);

    memcpy(p, number.p, number.n);
    p[number.n] = '/';
    if (type.n != 0)
        memcpy(p + number.n + 1, type.p, type.n);
    return (kho_sv){p, number.n + 1 + type.n};
}

static void
add_citations(struct kho_postings *c, const struct kho_plan *p)
{
    for (size_t i = 0; i < p->n_citations; i++) {
        const struct kho_citation *cite = &p->citations[i];
        kho_sv number = without_zeros(cite->number);
        struct kho_symbol s;

        if (cite->key.n != 0)
            kho_postings_filter(c, kho_citekey_term(c->arena, cite->key));
        if (cite->symbol.n != 0 && kho_symbol_parse(c->arena, cite->symbol, &s)) {
            kho_postings_filter(c, kho_term_symbol(c->arena, KHO_FIELDS_CITES, &s));
            number = without_zeros(s.number);
        } else if (number.n != 0) {
            kho_postings_filter(c, kho_term_raw(c->arena, KHO_FIELDS_CITES,
                                                number_and_type(c->arena, number, cite->type)));
        }
        if (number.n != 0)
            kho_postings_filter(c, kho_term_raw(c->arena, KHO_FIELDS_CITES, number));
    }
}

/* "outer.zip//b/c.docx" -> "c.docx" */
static kho_sv
base_name(kho_sv path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return (kho_sv){path.p + at, path.n - at};
}

/* Every folder of a place but those that the place before it has too. */
static void
add_folders(struct kho_postings *c, const struct kho_place *at, const struct kho_place *before)
{
    const kho_sv path = kho_place_full(c->arena, at);
    kho_sv folder = {NULL, 0};

    for (unsigned depth = 0; depth < KHO_FOLDER_DEPTH && kho_folder_next(path, &folder); depth++)
        if (before == NULL || !kho_place_below(before, folder))
            kho_postings_filter(c, kho_term_raw(c->arena, KHO_FIELDS_FOLDER, folder));
}

static void
add_places(struct kho_postings *c, const struct kho_document *doc)
{
    for (size_t i = 0; i < doc->n_places; i++) {
        const struct kho_place *at = &doc->places[i];

        kho_postings_set(c, KHO_FIELDS_FILENAME, base_name(at->path));
        kho_postings_filter(c, kho_compose_input(c->arena, at->input));
        add_folders(c, at, i == 0 ? NULL : at - 1);
    }
    if (doc->n_places > 1)
        kho_postings_filter(c,
                            kho_term_raw(c->arena, KHO_FIELDS_SEVERAL, KHO_SV(KHO_SEVERAL_PLACES)));
}

static bool
is_hidden(uint64_t notes)
{
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((notes >> i & 1) != 0 && kho_notes[i].hidden != 0)
            return true;
    return false;
}

/* A document that kho could not read (all of) is found by the words of its name. */
static void
add_names(struct kho_postings *c, const struct kho_document *doc)
{
    uint32_t pos = c->last_pos;

    for (size_t i = 0; i < doc->n_places; i++) {
        pos += ZONE_GAP;
        kho_postings_stream(c, base_name(doc->places[i].path), &pos);
    }
    if (doc->n_places > 1)
        kho_postings_filter(c,
                            kho_term_raw(c->arena, KHO_FIELDS_SEVERAL, KHO_SV(KHO_SEVERAL_NAMES)));
}

static kho_sv
pack(struct kho_arena *arena, const struct kho_document *doc, enum kho_status *st,
     struct kho_err *err)
{
    struct kho_buf b = {.p = NULL, .limit = kho_arena_room(arena) / 2};
    kho_sv out = {NULL, 0};

    *st = kho_document_pack(doc, &b, err);
    if (*st == KHO_OK)
        out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

enum kho_status
kho_compose_plan(struct kho_arena *arena, const struct kho_document *doc, kho_sv packed,
                 struct kho_store_doc *out, struct kho_err *err)
{
    const struct kho_plan *p = &doc->plan;
    const uint64_t notes = doc->notes | p->notes;
    struct kho_postings c;
    enum kho_status st = KHO_OK;

    *out = (struct kho_store_doc){.n_postings = 0};
    if (packed.p == NULL) {
        packed = pack(arena, doc, &st, err);
        if (st != KHO_OK)
            return st;
    }
    if (!kho_postings_init(&c, arena, doc->lines.text.n))
        return kho_fail(err, KHO_LIMIT, "no room to index the document");
    add_head(&c, doc);
    add_citations(&c, p);
    add_places(&c, doc);
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((notes >> i & 1) != 0)
            flag(&c, KHO_FIELDS_NOTE, kho_sv_from(kho_notes[i].name));
    if (p->n_tasks > 0)
        c.text = doc->lines.text;
    add_text(&c, &doc->lines);
    c.text.p = NULL;
    if (is_hidden(notes) || c.last_pos == 0)
        add_names(&c, doc);
    st = kho_compose_tasks(&c, doc, err);
    if (st != KHO_OK)
        return st;
    if (c.cut)
        flag(&c, KHO_FIELDS_NOTE, kho_sv_from(kho_notes[KHO_NOTES_TRUNCATED].name));
    kho_postings_done(&c, kho_term_raw(arena, KHO_FIELDS_KEY, doc->id), packed, out);
    return KHO_OK;
}

kho_sv
kho_compose_input(struct kho_arena *arena, kho_sv input)
{
    char id[KHO_ID_SIZE];
    const kho_sv hash = kho_hash_bytes(input, id);

    return kho_term_raw(arena, KHO_FIELDS_INPUT, (kho_sv){hash.p, INPUT_DIGITS});
}
