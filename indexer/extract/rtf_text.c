/* rtf_text.c - text, paragraphs and tables of RTF files. */
#include "rtf.h"

#include "codepage.h"
#include "utf8.h"

/* Bytes in the code page of the font -> text. */
void
kho_rtf_flush(struct kho_rtf *r)
{
    struct kho_rtf_state *s = kho_rtf_top(r);
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
leave_cell(struct kho_rtf *r)
{
    if (r->cell_open)
        kho_writer_cell_end(r->w);
    r->cell_open = false;
}

void
kho_rtf_leave_table(struct kho_rtf *r)
{
    leave_cell(r);
    if (r->table_open)
        kho_writer_table_end(r->w);
    r->table_open = r->row_open = false;
}

/* Before text and ends of paragraphs: are we in the table that the paragraph says we are in? */
static void
place(struct kho_rtf *r)
{
    struct kho_rtf_state *s = kho_rtf_top(r);
    uint32_t wide = 1;

    if (r->w->n > 0 || r->w->in_margin)
        return;
    if (!s->in_table) {
        if (r->table_open)
            kho_rtf_leave_table(r);
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

void
kho_rtf_end_para(struct kho_rtf *r)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    kho_rtf_flush(r);
    if (s->dest != KHO_RTF_TEXT)
        return;
    place(r);
    kho_writer_para(r->w, &(struct kho_line){.heading = s->outline,
                                             .flags = s->centred ? (uint32_t)KHO_LINE_CENTRED : 0});
}

void
kho_rtf_end_cell(struct kho_rtf *r)
{
    kho_rtf_flush(r);
    if (kho_rtf_top(r)->dest != KHO_RTF_TEXT || r->w->n > 0 || r->w->in_margin)
        return;
    kho_rtf_top(r)->in_table = true;
    place(r);
    if (kho_writer_begun(r->w))
        kho_rtf_end_para(r);
    if (r->at < r->n_cell && r->cell[r->at].down)
        kho_grid_continue(&r->w->grids);
    else
        leave_cell(r);
    r->cell_open = false;
    r->at++;
}

void
kho_rtf_end_row(struct kho_rtf *r)
{
    kho_rtf_flush(r);
    if (kho_rtf_top(r)->dest != KHO_RTF_TEXT)
        return;
    leave_cell(r);
    r->row_open = false;
}

void
kho_rtf_put_byte(struct kho_rtf *r, char c)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    if (r->skip > 0) {
        r->skip--;
        return;
    }
    if (s->dest == KHO_RTF_FONT_TABLE) {
        if (c == ';')
            return;
        if (r->n_name < sizeof r->name)
            r->name[r->n_name++] = c;
        if (r->n_font > 0)
            r->font[r->n_font - 1].kind = kho_font_of((kho_sv){r->name, r->n_name});
        return;
    }
    if (s->dest != KHO_RTF_TEXT)
        return;
    if (r->bytes.n == 0)
        place(r);
    kho_buf_char(&r->bytes, c);
    if (r->bytes.n > 4096)
        kho_rtf_flush(r);
}

void
kho_rtf_put_char(struct kho_rtf *r, uint32_t c)
{
    struct kho_rtf_state *s = kho_rtf_top(r);

    if (s->dest != KHO_RTF_TEXT)
        return;
    kho_rtf_flush(r);
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
