/* rtf_words.c - control words of RTF files.  What a word that is not known does is nothing. */
#include "rtf.h"

#include "codepage.h"

#include <string.h>

static void
begin_margin(struct kho_rtf *r)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    if (s->dest != KHO_RTF_TEXT || r->w->in_margin || r->w->n > 0 || kho_writer_begun(r->w)) {
        s->dest = KHO_RTF_SKIP;
        return;
    }
    r->w->in_margin = true;
    s->closes = KHO_RTF_CLOSES_MARGIN;
}

static void
begin_note(struct kho_rtf *r, bool box)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    kho_rtf_flush(r);
    if (s->dest != KHO_RTF_TEXT || r->depth >= KHO_RTF_DEPTH || s->closes != 0) {
        s->dest = KHO_RTF_SKIP;
        return;
    }
    if (box)
        kho_writer_box(r->w);
    else
        kho_writer_note(r->w);
    s->closes = KHO_RTF_CLOSES_NOTE;
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
destination(struct kho_rtf *r, const char *w)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    if (is_skipped(w) || (r->starred && !is_known_star(w))) {
        s->dest = KHO_RTF_SKIP;
    } else if (strcmp(w, "fonttbl") == 0) {
        s->dest = s->dest == KHO_RTF_TEXT ? KHO_RTF_FONT_TABLE : s->dest;
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
font_word(struct kho_rtf *r, const char *w, int32_t v)
{
    if (strcmp(w, "f") == 0 && r->n_font < KHO_RTF_FONTS) {
        r->font[r->n_font++] = (struct kho_rtf_font){.id = v};
        r->n_name = 0;
    } else if (r->n_font > 0 && strcmp(w, "fcharset") == 0) {
        r->font[r->n_font - 1].codepage = kho_codepage_of_charset(v);
    } else if (r->n_font > 0 && strcmp(w, "cpg") == 0) {
        r->font[r->n_font - 1].codepage = (uint16_t)(v & 0xffff);
    }
}

static void
set_font(struct kho_rtf *r, int32_t id)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    kho_rtf_flush(r);
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
look_word(struct kho_rtf *r, const char *w, bool on, int32_t v)
{
    struct kho_look *l = &kho_rtf_top(r)->look;

    if (strcmp(w, "f") == 0)
        set_font(r, v);
    else if (strcmp(w, "b") == 0)
        kho_rtf_flush(r), l->bold = on;
    else if (strcmp(w, "i") == 0)
        kho_rtf_flush(r), l->italic = on;
    else if (strcmp(w, "caps") == 0)
        kho_rtf_flush(r), l->caps = on;
    else if (strcmp(w, "super") == 0)
        kho_rtf_flush(r), l->super = on;
    else if (strcmp(w, "nosupersub") == 0)
        kho_rtf_flush(r), l->super = false;
    else if (strcmp(w, "v") == 0)
        kho_rtf_flush(r), l->hidden = on;
    else if (strcmp(w, "plain") == 0) {
        kho_rtf_flush(r);
        *l = (struct kho_look){.bold = false};
        set_font(r, r->default_font);
    }
}

static bool
table_word(struct kho_rtf *r, const char *w)
{
    if (strcmp(w, "cell") == 0)
        kho_rtf_end_cell(r);
    else if (strcmp(w, "nestcell") == 0) /* tables in cells are flattened */
        kho_rtf_end_para(r);
    else if (strcmp(w, "row") == 0)
        kho_rtf_end_row(r);
    else if (strcmp(w, "trowd") == 0)
        r->n_cell = 0, r->head = false, r->next = (struct kho_rtf_cell){.down = false};
    else if (strcmp(w, "trhdr") == 0)
        r->head = true;
    else if (strcmp(w, "clvmrg") == 0)
        r->next.down = true;
    else if (strcmp(w, "clmrg") == 0)
        r->next.across = true;
    else if (strcmp(w, "cellx") == 0) {
        if (r->n_cell < KHO_RTF_CELLS)
            r->cell[r->n_cell++] = r->next;
        r->next = (struct kho_rtf_cell){.down = false};
    } else
        return false;
    return true;
}

static bool
char_word(struct kho_rtf *r, const char *w)
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
            kho_rtf_put_char(r, chars[i].c);
            return true;
        }
    return false;
}

void
kho_rtf_word(struct kho_rtf *r, const char *w, bool has, int32_t v)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    if (destination(r, w))
        return;
    r->starred = false;
    if (s->dest == KHO_RTF_FONT_TABLE) {
        font_word(r, w, v);
        return;
    }
    if (strcmp(w, "u") == 0) {
        kho_rtf_put_char(r, (uint32_t)(v < 0 ? v + 65536 : v) & 0x1fffff);
        r->skip = s->uc;
    } else if (strcmp(w, "uc") == 0) {
        s->uc = (uint8_t)(v < 0 ? 0 : v > 16 ? 16 : v);
    } else if (strcmp(w, "ansicpg") == 0) {
        r->codepage = s->codepage = (uint16_t)(v & 0xffff);
    } else if (strcmp(w, "deff") == 0) {
        r->default_font = v;
    } else if (strcmp(w, "par") == 0 || strcmp(w, "sect") == 0 || strcmp(w, "page") == 0) {
        if (w[1] != 'a' || w[2] != 'g' || kho_writer_begun(r->w))
            kho_rtf_end_para(r);
    } else if (strcmp(w, "line") == 0) {
        kho_rtf_flush(r);
        if (s->dest == KHO_RTF_TEXT)
            kho_writer_break(r->w);
    } else if (strcmp(w, "pard") == 0) {
        kho_rtf_flush(r);
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
