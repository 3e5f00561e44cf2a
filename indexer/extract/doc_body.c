/* doc_body.c - the text of a Word document out of its pieces: paragraphs, tables, fields, notes. */
#include "doc.h"
#include "doc_lists.h"

enum { CELL_MAX = 128 };

/* Notes of one kind. */
struct doc_notes {
    kho_sv ref, text; /* PLCs */
    size_t n, next;
    uint32_t from, length; /* cp of their part of the text */
    uint32_t done;         /* of it, up to here */
};

struct reading {
    struct kho_doc *d;
    struct doc_notes note[2];
    struct kho_doc_lists *lists;
    unsigned fields, results; /* depth of fields, and whether their result is reached */
    uint32_t no_row_end;      /* up to this cp there is none */
    bool table, row;
    unsigned cell;
    struct kho_doc_props row_props;
};

static void range(struct reading *r, uint32_t from, uint32_t to, int depth);

static void
note(struct reading *r, struct doc_notes *n)
{
    uint32_t from = kho_doc_u32(n->text, n->next * 4), to = kho_doc_u32(n->text, n->next * 4 + 4);
    unsigned fields = r->fields, results = r->results;

    n->next++;
    kho_writer_note(r->d->w);
    r->fields = r->results = 0;
    if (n->done <= from && from < to && to <= n->length) { /* one behind the other */
        range(r, n->from + from, n->from + to, 1);
        n->done = to;
    }
    r->fields = fields;
    r->results = results;
    kho_writer_close(r->d->w);
}

/* Is this character, a 02, where a note is referred to? */
static bool
take_note(struct reading *r, uint32_t cp)
{
    for (int k = 0; k < 2; k++) {
        struct doc_notes *n = &r->note[k];

        while (n->next < n->n && kho_doc_u32(n->ref, n->next * 4) < cp)
            n->next++;
        if (n->next < n->n && kho_doc_u32(n->ref, n->next * 4) == cp) {
            note(r, n);
            return true;
        }
    }
    return false;
}

static void
put(struct reading *r, int32_t c, uint32_t cp, const struct kho_doc_props *p, int depth)
{
    struct kho_look look = {.bold = p->bold > 0,
                            .italic = p->italic > 0,
                            .caps = p->caps > 0,
                            .super = p->super > 0,
                            .hidden = p->hidden > 0 || p->deleted > 0};

    if (p->font >= 0 && (size_t)p->font < r->d->n_font)
        look.font = r->d->font[p->font];
    switch (c) {
    case 0x02:
        if (depth == 0 && !r->d->w->in_margin)
            (void)take_note(r, cp);
        return;
    case 0x0b:
    case 0x0e:
        kho_writer_break(r->d->w);
        return;
    case 0x1e:
        c = '-';
        break;
    case 0x28:
        if (p->symbol != 0)
            c = 0x2022;
        break;
    default:
        break;
    }
    if (c >= ' ' || c == '\t')
        kho_writer_char(r->d->w, (uint32_t)c, &look);
}

/* Instructions of fields are no text, their results are. */
static bool
is_in_field(struct reading *r, int32_t c)
{
    if (c == 0x13) {
        r->fields++;
        return true;
    }
    if (c == 0x14) {
        r->results = r->results < r->fields ? r->results + 1 : r->results;
        return true;
    }
    if (c == 0x15) {
        r->results -= r->results > 0 && r->results == r->fields;
        r->fields -= r->fields > 0;
        return true;
    }
    return r->results < r->fields;
}

static void
text(struct reading *r, uint32_t from, uint32_t to, const struct kho_doc_props *para, int depth)
{
    struct kho_doc_props p = kho_doc_unset;
    uint32_t fc = 0, run_from = 1, run_to = 0;

    for (uint32_t cp = from; cp < to && !kho_writer_done(r->d->w); cp++) {
        int32_t c = kho_doc_char_at(r->d, cp, &fc);

        if (c < 0) {
            r->d->damaged = true;
            return;
        }
        if (is_in_field(r, c))
            continue;
        if (fc < run_from || fc >= run_to) {
            p = kho_doc_char_props(r->d, para, fc);
            run_from = r->d->chars.from;
            run_to = r->d->chars.to;
        }
        put(r, c, cp, &p, depth);
    }
}

/* The automatic number of a paragraph. */
static bool
label(struct reading *r, const struct kho_doc_props *p)
{
    struct kho_buf out = {.p = NULL};
    int32_t font = -1;
    bool any =
        p->list > 0 && kho_doc_lists_next(r->lists, (unsigned)p->list,
                                          p->level < 0 ? 0 : (unsigned)p->level, &out, &font);

    if (font < 0)
        font = p->font;
    if (any)
        kho_writer_label(r->d->w, kho_buf_view(&out),
                         font >= 0 && (size_t)font < r->d->n_font ? r->d->font[font]
                                                                  : KHO_FONT_ANY);
    kho_buf_free(&out);
    return any;
}

static struct kho_line
line_of(const struct kho_doc_props *p, bool list)
{
    struct kho_line l = {.heading =
                             (uint8_t)(p->outline >= 0 && p->outline < 9 ? p->outline + 1 : 0),
                         .flags = p->centred > 0 ? (uint32_t)KHO_LINE_CENTRED : 0};

    if (list) {
        l.flags |= KHO_LINE_LIST;
        l.indent = (uint8_t)(p->level < 0 ? 1 : p->level + 1);
    }
    return l;
}

/* Properties of the end of the row that the paragraph at cp is in. */
static void
find_row_end(struct reading *r, uint32_t cp, uint32_t to)
{
    r->row_props = kho_doc_unset;
    if (cp < r->no_row_end)
        return;
    while (cp < to) {
        uint32_t mark = kho_doc_para_end(r->d, cp, to);
        struct kho_doc_props p = kho_doc_props_at(r->d, mark);

        if (p.in_table <= 0)
            break;
        if (p.row_end > 0) {
            r->row_props = p;
            return;
        }
        cp = mark + 1;
    }
    r->no_row_end = cp;
}

/* Flags of a cell in the definition of the row. */
static unsigned
cell_flags(const struct reading *r, unsigned cell)
{
    kho_sv def = r->row_props.row;
    unsigned cells = def.n == 0 ? 0 : (unsigned char)def.p[0];

    return cell >= cells ? 0 : kho_doc_u16(def, 1 + ((size_t)cells + 1) * 2 + (size_t)cell * 20);
}

static void
end_table(struct reading *r)
{
    if (r->table)
        kho_writer_table_end(r->d->w);
    r->table = r->row = false;
}

/* One paragraph of a table; the mark at its end tells what it ends. */
static void
in_table(struct reading *r, uint32_t from, uint32_t mark, uint32_t to,
         const struct kho_doc_props *p, int32_t c)
{
    enum { MERGED = 2, DOWN = 0x20, DOWN_FIRST = 0x40 };
    struct kho_writer *w = r->d->w;
    struct kho_line line;
    unsigned flags;

    if (!r->table)
        kho_writer_table(w);
    r->table = true;
    if (p->row_end > 0) {
        r->row = false;
        return;
    }
    if (!r->row) {
        find_row_end(r, from, to);
        kho_writer_row(w, r->row_props.head);
        r->cell = 0;
        r->row = true;
    }
    flags = cell_flags(r, r->cell / 2);
    if (r->cell % 2 == 0 && (flags & MERGED) == 0) { /* the cell begins */
        uint32_t wide = 1;

        while (wide < CELL_MAX && (cell_flags(r, r->cell / 2 + wide) & MERGED) != 0)
            wide++;
        kho_writer_cell(w, wide, 0);
    }
    r->cell |= 1;
    line = line_of(p, label(r, p));
    line.heading = 0;
    text(r, from, mark, p, 0);
    if (c != 0x07 || kho_writer_begun(w))
        kho_writer_para(w, &line);
    if (c != 0x07)
        return;
    if ((flags & (DOWN | DOWN_FIRST)) == DOWN)
        kho_grid_continue(&w->grids);
    else if ((flags & MERGED) == 0)
        kho_writer_cell_end(w);
    r->cell++;
}

/* Paragraphs of a part of the text; depth: 0 the document, 1 a note, 2 what is flat. */
static void
range(struct reading *r, uint32_t from, uint32_t to, int depth)
{
    while (from < to && !kho_writer_done(r->d->w)) {
        uint32_t mark = kho_doc_para_end(r->d, from, to), fc;
        struct kho_doc_props p = kho_doc_props_at(r->d, mark < to ? mark : to - 1);
        int32_t c = kho_doc_char_at(r->d, mark, &fc);
        struct kho_line line;

        if (depth == 0 && p.in_table > 0) {
            in_table(r, from, mark, to, &p, c);
        } else {
            if (depth == 0)
                end_table(r);
            line = line_of(&p, depth != 1 && label(r, &p));
            text(r, from, mark, &p, depth);
            if (c != 0x0c || kho_writer_begun(r->d->w))
                kho_writer_para(r->d->w, &line);
        }
        if (c < 0 && mark < to) {
            r->d->damaged = true;
            break;
        }
        from = mark + 1;
    }
    if (depth == 0)
        end_table(r);
}

static void
set_notes(struct reading *r, int k, kho_sv ref, kho_sv txt, uint32_t from, uint32_t length)
{
    struct doc_notes *n = &r->note[k];
    size_t texts;

    n->ref = ref;
    n->text = txt;
    n->n = n->ref.n < 10 ? 0 : (n->ref.n - 4) / 6;
    texts = n->text.n / 4;
    if (n->n + 1 > texts)
        n->n = texts == 0 ? 0 : texts - 1;
    n->from = from;
    n->length = length;
}

/* Lengths of the parts of the text: document, footnotes, headers, macros, comments, endnotes,
 * boxes. */
enum { BODY, FOOT, HEAD, MACRO, COMMENT, ENDNOTE, BOXES, PARTS };

void
kho_doc_body(struct kho_doc *d, struct kho_doc_lists *lists, size_t lengths,
             const kho_sv notes[KHO_DOC_NOTES])
{
    struct reading *r = &(struct reading){.d = d, .lists = lists};
    uint32_t from[PARTS], length[PARTS];
    uint64_t at = 0;

    for (int i = 0; i < PARTS; i++) {
        uint32_t n = kho_doc_u32(r->d->doc, lengths + (size_t)i * 4);

        if (n > r->d->end - at) {
            n = (uint32_t)(r->d->end - at);
            r->d->damaged = r->d->damaged || i == BODY;
        }
        from[i] = (uint32_t)at;
        length[i] = n;
        at += n;
    }
    set_notes(r, 0, notes[0], notes[1], from[FOOT], length[FOOT]);
    set_notes(r, 1, notes[2], notes[3], from[ENDNOTE], length[ENDNOTE]);
    range(r, 0, length[BODY], 0);
    r->fields = r->results = 0;
    range(r, from[BOXES], from[BOXES] + length[BOXES], 2);
    r->d->w->in_margin = true;
    r->fields = r->results = 0;
    range(r, from[HEAD], from[HEAD] + length[HEAD], 2);
    r->d->w->in_margin = false;
}
