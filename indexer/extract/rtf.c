/* rtf.c - Rich Text Format (version 1.9.1).
 *
 * One pass over the bytes.  A group keeps its state on a stack of bounded depth; deeper groups
 * share the state of the deepest.  What a control word that is not known does is nothing.
 */
#include "codepage.h"
#include "utf8.h"
#include "writer.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 256, FONTS = 1024, CELLS = 256, NAME_BYTES = 64 };

enum dest { TEXT, SKIP, FONT_TABLE };

struct state {
    struct kho_look look;
    enum dest dest;
    uint16_t codepage;
    uint8_t uc;     /* bytes that stand for a \u */
    uint8_t closes; /* what the end of the group ends: a footnote or a box; a margin */
    bool in_table;
    bool centred;
    uint8_t outline; /* 1-9, 0 none */
};

enum { CLOSES_NOTE = 1, CLOSES_MARGIN = 2 };

struct rtf_font {
    int32_t id;
    uint16_t codepage;
    enum kho_font kind;
};

/* What \clvmrg and \clmrg say about the cells of the next row. */
struct rtf_cell {
    bool down, across; /* goes on with the one above, on the left */
};

struct rtf {
    const struct kho_reader_in *in;
    struct kho_writer *w;
    struct state stack[DEPTH];
    size_t depth;
    uint16_t codepage; /* of the document */
    struct rtf_font font[FONTS];
    size_t n_font;
    int32_t default_font;
    char name[NAME_BYTES]; /* of the font that is being described */
    size_t n_name;
    uint32_t skip; /* bytes still to be left out behind a \u */
    uint32_t high; /* first half of a pair */
    bool starred;  /* \* came */
    bool damaged;
    /* the table */
    struct rtf_cell cell[CELLS];
    size_t n_cell; /* that \cellx ended */
    struct rtf_cell next;
    size_t at; /* cell of the row */
    bool table_open, row_open, cell_open, head;
    struct kho_buf bytes; /* text of the code page, not written yet */
};

static struct state *
top(struct rtf *r)
{
    return &r->stack[r->depth < DEPTH ? r->depth : DEPTH - 1];
}

/* Bytes in the code page of the font -> text. */
static void
flush(struct rtf *r)
{
    struct state *s = top(r);
    /* An old font's bytes go on as windows-1252 shows them. */
    unsigned codepage = s->look.font != KHO_FONT_ANY ? 1252 : s->codepage;
    char text[512];
    size_t n = 0;

    if (r->bytes.n == 0)
        return;
    for (size_t i = 0; i < r->bytes.n; i++) {
        uint32_t c = kho_codepage_char(codepage, (unsigned char)r->bytes.p[i]);

        if (c != 0)
            n += kho_utf8_put(text + n, c);
        if (n + 4 > sizeof text || i + 1 == r->bytes.n) {
            kho_writer_text(r->w, (kho_sv){text, n}, &s->look);
            n = 0;
        }
    }
    kho_buf_reset(&r->bytes);
}

static void
leave_cell(struct rtf *r)
{
    if (r->cell_open)
        kho_writer_cell_end(r->w);
    r->cell_open = false;
}

static void
leave_table(struct rtf *r)
{
    leave_cell(r);
    if (r->table_open)
        kho_writer_table_end(r->w);
    r->table_open = r->row_open = false;
}

/* Before text and ends of paragraphs: are we in the table that the paragraph says we are in? */
static void
place(struct rtf *r)
{
    struct state *s = top(r);
    uint32_t wide = 1;

    if (r->w->n > 0 || r->w->in_margin)
        return;
    if (!s->in_table) {
        if (r->table_open)
            leave_table(r);
        return;
    }
    if (!r->table_open) {
        kho_writer_table(r->w);
        r->table_open = true;
    }
    if (!r->row_open) {
        kho_writer_row(r->w, r->head);
        r->row_open = true;
        r->at = 0;
    }
    if (r->cell_open)
        return;
    while (r->at + wide < r->n_cell && r->cell[r->at + wide].across)
        wide++;
    if (r->at < r->n_cell && r->cell[r->at].across) /* the rest of the cell on the left */
        return;
    kho_writer_cell(r->w, wide, 0);
    r->cell_open = true;
}

static void
end_para(struct rtf *r)
{
    struct state *s = top(r);

    flush(r);
    if (s->dest != TEXT)
        return;
    place(r);
    kho_writer_para(r->w, &(struct kho_line){.heading = s->outline,
                                             .flags = s->centred ? (uint32_t)KHO_LINE_CENTRED : 0});
}

static void
end_cell(struct rtf *r)
{
    flush(r);
    if (top(r)->dest != TEXT || r->w->n > 0 || r->w->in_margin)
        return;
    top(r)->in_table = true;
    place(r);
    if (kho_writer_begun(r->w))
        end_para(r);
    if (r->at < r->n_cell && r->cell[r->at].down)
        kho_grid_continue(&r->w->grids);
    else
        leave_cell(r);
    r->cell_open = false;
    r->at++;
}

static void
end_row(struct rtf *r)
{
    flush(r);
    if (top(r)->dest != TEXT)
        return;
    leave_cell(r);
    r->row_open = false;
}

static void
put_byte(struct rtf *r, char c)
{
    struct state *s = top(r);

    if (r->skip > 0) {
        r->skip--;
        return;
    }
    if (s->dest == FONT_TABLE) {
        if (c == ';')
            return;
        if (r->n_name < sizeof r->name)
            r->name[r->n_name++] = c;
        if (r->n_font > 0)
            r->font[r->n_font - 1].kind = kho_font_of((kho_sv){r->name, r->n_name});
        return;
    }
    if (s->dest != TEXT)
        return;
    if (r->bytes.n == 0)
        place(r);
    kho_buf_char(&r->bytes, c);
    if (r->bytes.n > 4096)
        flush(r);
}

static void
put_char(struct rtf *r, uint32_t c)
{
    struct state *s = top(r);

    if (s->dest != TEXT)
        return;
    flush(r);
    if (c >= 0xd800 && c < 0xdc00) {
        r->high = c;
        return;
    }
    if (c >= 0xdc00 && c < 0xe000) {
        c = r->high == 0 ? 0xfffd : 0x10000 + ((r->high - 0xd800) << 10) + (c - 0xdc00);
    }
    r->high = 0;
    place(r);
    kho_writer_char(r->w, c, &s->look);
}

static void
set_font(struct rtf *r, int32_t id)
{
    struct state *s = top(r);

    flush(r);
    for (size_t i = r->n_font; i-- > 0;)
        if (r->font[i].id == id) {
            s->look.font = r->font[i].kind;
            s->codepage = r->font[i].codepage != 0 ? r->font[i].codepage : r->codepage;
            return;
        }
    s->look.font = KHO_FONT_ANY;
    s->codepage = r->codepage;
}

static void
push(struct rtf *r)
{
    struct state s = *top(r);

    flush(r);
    s.closes = 0;
    r->depth++;
    *top(r) = s; /* too deep: the groups share one state */
    r->starred = false;
    r->skip = 0;
}

static void
pop(struct rtf *r)
{
    bool in_table, deep = r->depth >= DEPTH;
    uint8_t closes;

    flush(r);
    r->skip = 0;
    if (r->depth == 0) {
        r->damaged = true;
        return;
    }
    closes = deep ? 0 : top(r)->closes;
    if (closes == CLOSES_NOTE)
        kho_writer_close(r->w);
    if (closes == CLOSES_MARGIN) {
        if (kho_writer_begun(r->w))
            kho_writer_para(r->w, &(struct kho_line){.flags = 0});
        r->w->in_margin = false;
    }
    in_table = top(r)->in_table;
    r->depth--;
    /* Properties of a paragraph outlive a group that ends inside it. */
    if (closes == 0 && !deep)
        top(r)->in_table = in_table;
}

static void
begin_margin(struct rtf *r)
{
    struct state *s = top(r);

    if (s->dest != TEXT || r->w->in_margin || r->w->n > 0 || kho_writer_begun(r->w)) {
        s->dest = SKIP;
        return;
    }
    r->w->in_margin = true;
    s->closes = CLOSES_MARGIN;
}

static void
begin_note(struct rtf *r, bool box)
{
    struct state *s = top(r);

    flush(r);
    if (s->dest != TEXT || r->depth >= DEPTH || s->closes != 0) {
        s->dest = SKIP;
        return;
    }
    if (box)
        kho_writer_box(r->w);
    else
        kho_writer_note(r->w);
    s->closes = CLOSES_NOTE;
    s->in_table = false;
    s->centred = false;
    s->outline = 0;
}

/* Words of groups that hold no text of the document. */
static bool
is_skipped(const char *w)
{
    static const char *const words[] = {"stylesheet",
                                        "colortbl",
                                        "info",
                                        "pict",
                                        "object",
                                        "xe",
                                        "tc",
                                        "private",
                                        "fldinst",
                                        "bkmkstart",
                                        "bkmkend",
                                        "annotation",
                                        "atnid",
                                        "atnauthor",
                                        "generator",
                                        "listtable",
                                        "listoverridetable",
                                        "rsidtbl",
                                        "themedata",
                                        "colorschememapping",
                                        "latentstyles",
                                        "datastore",
                                        "datafield",
                                        "filetbl",
                                        "revtbl",
                                        "nonshppict",
                                        "template",
                                        "pn",
                                        "pnseclvl",
                                        "footnotesep",
                                        "ftnsep",
                                        "ftnsepc",
                                        "aftnsep",
                                        "aftnsepc",
                                        "deleted",
                                        "sp",
                                        "objdata",
                                        "falt",
                                        "panose",
                                        "fname",
                                        "nonesttables",
                                        "xmlnstbl",
                                        "mmathPr",
                                        "wgrffmtfilter",
                                        "picprop",
                                        "ftncn",
                                        "aftncn"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(w, words[i]) == 0)
            return true;
    return false;
}

/* Groups begun by \* that are read all the same. */
static bool
is_known_star(const char *w)
{
    static const char *const words[] = {"shpinst", "shptxt", "footnote", "pntext"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(w, words[i]) == 0)
            return true;
    return false;
}

static bool
is_margin(const char *w)
{
    static const char *const words[] = {"header", "headerl", "headerr", "headerf",
                                        "footer", "footerl", "footerr", "footerf"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(w, words[i]) == 0)
            return true;
    return false;
}

static bool
destination(struct rtf *r, const char *w)
{
    struct state *s = top(r);

    if (is_skipped(w) || (r->starred && !is_known_star(w))) {
        s->dest = SKIP;
    } else if (strcmp(w, "fonttbl") == 0) {
        s->dest = s->dest == TEXT ? FONT_TABLE : s->dest;
    } else if (strcmp(w, "footnote") == 0) {
        begin_note(r, false);
    } else if (strcmp(w, "shptxt") == 0) {
        begin_note(r, true);
    } else if (is_margin(w)) {
        begin_margin(r);
    } else {
        return false;
    }
    r->starred = false;
    return true;
}

static void
font_word(struct rtf *r, const char *w, int32_t v)
{
    if (strcmp(w, "f") == 0 && r->n_font < FONTS) {
        r->font[r->n_font++] = (struct rtf_font){.id = v};
        r->n_name = 0;
    } else if (r->n_font > 0 && strcmp(w, "fcharset") == 0) {
        r->font[r->n_font - 1].codepage = kho_codepage_of_charset(v);
    } else if (r->n_font > 0 && strcmp(w, "cpg") == 0) {
        r->font[r->n_font - 1].codepage = (uint16_t)(v & 0xffff);
    }
}

static void
look_word(struct rtf *r, const char *w, bool on, int32_t v)
{
    struct kho_look *l = &top(r)->look;

    if (strcmp(w, "f") == 0)
        set_font(r, v);
    else if (strcmp(w, "b") == 0)
        flush(r), l->bold = on;
    else if (strcmp(w, "i") == 0)
        flush(r), l->italic = on;
    else if (strcmp(w, "caps") == 0)
        flush(r), l->caps = on;
    else if (strcmp(w, "super") == 0)
        flush(r), l->super = on;
    else if (strcmp(w, "nosupersub") == 0)
        flush(r), l->super = false;
    else if (strcmp(w, "v") == 0)
        flush(r), l->hidden = on;
    else if (strcmp(w, "plain") == 0) {
        flush(r);
        *l = (struct kho_look){.bold = false};
        set_font(r, r->default_font);
    }
}

static bool
table_word(struct rtf *r, const char *w)
{
    if (strcmp(w, "cell") == 0)
        end_cell(r);
    else if (strcmp(w, "nestcell") == 0) /* tables in cells are flattened */
        end_para(r);
    else if (strcmp(w, "row") == 0)
        end_row(r);
    else if (strcmp(w, "trowd") == 0)
        r->n_cell = 0, r->head = false, r->next = (struct rtf_cell){.down = false};
    else if (strcmp(w, "trhdr") == 0)
        r->head = true;
    else if (strcmp(w, "clvmrg") == 0)
        r->next.down = true;
    else if (strcmp(w, "clmrg") == 0)
        r->next.across = true;
    else if (strcmp(w, "cellx") == 0) {
        if (r->n_cell < CELLS)
            r->cell[r->n_cell++] = r->next;
        r->next = (struct rtf_cell){.down = false};
    } else
        return false;
    return true;
}

static bool
char_word(struct rtf *r, const char *w)
{
    static const struct {
        const char *w;
        uint16_t c;
    } chars[] = {{"tab", '\t'},         {"emdash", 0x2014},    {"endash", 0x2013},
                 {"lquote", 0x2018},    {"rquote", 0x2019},    {"bullet", 0x2022},
                 {"ldblquote", 0x201c}, {"rdblquote", 0x201d}, {"emspace", ' '},
                 {"enspace", ' '},      {"qmspace", ' '}};

    for (size_t i = 0; i < sizeof chars / sizeof chars[0]; i++)
        if (strcmp(w, chars[i].w) == 0) {
            put_char(r, chars[i].c);
            return true;
        }
    return false;
}

static void
word(struct rtf *r, const char *w, bool has, int32_t v)
{
    struct state *s = top(r);

    if (destination(r, w))
        return;
    r->starred = false;
    if (s->dest == FONT_TABLE) {
        font_word(r, w, v);
        return;
    }
    if (strcmp(w, "u") == 0) {
        put_char(r, (uint32_t)(v < 0 ? v + 65536 : v) & 0x1fffff);
        r->skip = s->uc;
    } else if (strcmp(w, "uc") == 0) {
        s->uc = (uint8_t)(v < 0 ? 0 : v > 16 ? 16 : v);
    } else if (strcmp(w, "ansicpg") == 0) {
        r->codepage = s->codepage = (uint16_t)(v & 0xffff);
    } else if (strcmp(w, "deff") == 0) {
        r->default_font = v;
    } else if (strcmp(w, "par") == 0 || strcmp(w, "sect") == 0 || strcmp(w, "page") == 0) {
        if (w[1] != 'a' || w[2] != 'g' || kho_writer_begun(r->w))
            end_para(r);
    } else if (strcmp(w, "line") == 0) {
        flush(r);
        if (s->dest == TEXT)
            kho_writer_break(r->w);
    } else if (strcmp(w, "pard") == 0) {
        flush(r);
        s->in_table = s->centred = false;
        s->outline = 0;
    } else if (strcmp(w, "intbl") == 0) {
        s->in_table = true;
    } else if (strcmp(w, "qc") == 0) {
        s->centred = true;
    } else if (strcmp(w, "ql") == 0 || strcmp(w, "qr") == 0 || strcmp(w, "qj") == 0) {
        s->centred = false;
    } else if (strcmp(w, "outlinelevel") == 0) {
        s->outline = (uint8_t)(v >= 0 && v < 9 ? v + 1 : 0);
    } else if (!table_word(r, w) && !char_word(r, w)) {
        look_word(r, w, !has || v != 0, v);
    }
}

static int
hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* A control word or symbol behind a backslash at i; returns where reading goes on. */
static size_t
control(struct rtf *r, size_t i)
{
    kho_sv s = r->in->bytes;
    char w[32];
    size_t n = 0;
    int64_t v = 0;
    bool minus = false, has = false;

    if (i >= s.n)
        return i;
    if (s.p[i] == '\'') {
        int a = i + 2 < s.n ? hex(s.p[i + 1]) : -1, b = i + 2 < s.n ? hex(s.p[i + 2]) : -1;

        if (a < 0 || b < 0)
            return i + 1;
        put_byte(r, (char)(a * 16 + b));
        return i + 3;
    }
    if (!((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z')) {
        switch (s.p[i]) {
        case '*':
            r->starred = true;
            break;
        case '~':
            put_char(r, ' ');
            break;
        case '_':
            put_char(r, '-');
            break;
        case '\\':
        case '{':
        case '}':
            put_byte(r, s.p[i]);
            break;
        case '\n':
        case '\r':
            end_para(r);
            break;
        default:
            break;
        }
        return i + 1;
    }
    for (; i < s.n && (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z'; i++)
        if (n + 1 < sizeof w)
            w[n++] = s.p[i];
    w[n] = '\0';
    if (i < s.n && s.p[i] == '-')
        minus = true, i++;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
        v = v < 1000000000 ? v * 10 + (s.p[i] - '0') : v;
        has = true;
    }
    if (v > INT32_MAX)
        v = INT32_MAX;
    if (strcmp(w, "bin") == 0 && has && !minus) /* raw bytes */
        return (size_t)v < s.n - i ? i + (s.n > i) + (size_t)v : s.n;
    word(r, w, has, (int32_t)(minus ? -v : v));
    return i < s.n && s.p[i] == ' ' ? i + 1 : i;
}

static void
read_all(struct rtf *r)
{
    kho_sv s = r->in->bytes;

    for (size_t i = 0; i < s.n && !kho_writer_done(r->w);) {
        char c = s.p[i++];

        if (c == '{')
            push(r);
        else if (c == '}')
            pop(r);
        else if (c == '\\')
            i = control(r, i);
        else if (c == '\t')
            put_char(r, '\t');
        else if (c != '\n' && c != '\r' && c != '\0')
            put_byte(r, c);
        if (r->depth == 0 && c == '}') /* what stands behind the end is no text */
            return;
    }
    r->damaged = r->damaged || r->depth > 0;
}

enum kho_status
kho_read_rtf(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct rtf *r = calloc(1, sizeof *r);
    enum kho_status st;

    if (r == NULL || (r->w = kho_writer_new(in)) == NULL) {
        free(r);
        return kho_fail(err, KHO_NOMEM, "no memory to read an RTF file");
    }
    r->in = in;
    r->codepage = r->stack[0].codepage = 1252;
    r->stack[0].uc = 1;
    r->default_font = -1;
    read_all(r);
    flush(r);
    if (kho_writer_begun(r->w))
        kho_writer_para(r->w, &(struct kho_line){.flags = 0});
    leave_table(r);
    if (r->damaged && !kho_writer_done(r->w))
        out->notes |= KHO_NOTE(DAMAGED);
    st = kho_writer_finish(r->w, out, err);
    kho_buf_free(&r->bytes);
    free(r);
    return st;
}
