/* ppt_text.c - texts of PowerPoint 97-2003 presentations and the fonts of their pieces ([MS-PPT]
 * 2.9.41 and what follows). */
#include "ppt.h"

#include "codepage.h"

bool
kho_ppt_next(kho_sv s, size_t *at, struct kho_ppt_record *r)
{
    enum { HEADER = 8 };
    size_t n;

    if (*at + HEADER > s.n)
        return false;
    n = kho_ppt_u32(s, *at + 4);
    *r = (struct kho_ppt_record){.type = kho_ppt_u16(s, *at + 2),
                                 .instance = kho_ppt_u16(s, *at) >> 4,
                                 .container = (kho_ppt_u16(s, *at) & 15) == 15};
    *at += HEADER;
    n = n < s.n - *at ? n : s.n - *at;
    r->body = (kho_sv){s.p + *at, n};
    *at += n;
    return true;
}

bool
kho_ppt_text_next(kho_sv s, size_t *at, struct kho_ppt_text *t, int32_t *ref)
{
    struct kho_ppt_record r;
    bool found = false;

    *t = (struct kho_ppt_text){.chars = {"", 0}, .style = {"", 0}};
    *ref = -1;
    for (size_t next = *at; kho_ppt_next(s, &next, &r); *at = next) {
        if (r.type == KHO_PPT_TEXT_CHARS || r.type == KHO_PPT_TEXT_BYTES) {
            if (found) /* the next text */
                return true;
            t->chars = r.body;
            t->wide = r.type == KHO_PPT_TEXT_CHARS;
            found = true;
        } else if (r.type == KHO_PPT_TEXT_STYLE && found) {
            t->style = r.body;
        } else if (r.type == KHO_PPT_TEXT_REF || r.type == KHO_PPT_TEXT_HEADER ||
                   r.type == KHO_PPT_SLIDE_PERSIST) {
            if (found)
                return true;
            if (r.type == KHO_PPT_TEXT_REF) {
                *ref = (int32_t)(kho_ppt_u32(r.body, 0) & 0x7fff);
                *at = next;
                return true;
            }
        }
    }
    return found;
}

/* Runs of looks: first those of paragraphs, then those of characters. */
struct looks {
    kho_sv s;
    size_t at;
    uint32_t left; /* characters of the run */
    struct kho_look look;
};

/* How long the properties of a paragraph are, by the bits that say which are there. */
static size_t
para_bytes(kho_sv s, size_t at, uint32_t mask)
{
    /* two bytes each but the colour of the bullet */
    static const struct {
        uint32_t bits;
        uint8_t bytes;
    } fields[] = {{0xf, 2},    {0x80, 2},   {0x10, 2},   {0x40, 2},  {0x20, 4},  {0x800, 2},
                  {0x1000, 2}, {0x2000, 2}, {0x4000, 2}, {0x100, 2}, {0x400, 2}, {0x8000, 2}};
    size_t n = 0;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        n += (mask & fields[i].bits) != 0 ? fields[i].bytes : 0;
    if ((mask & 0x100000) != 0) /* tab stops */
        n += 2 + (size_t)kho_ppt_u16(s, at + n) * 4;
    n += (mask & 0x10000) != 0 ? 2 : 0;
    n += (mask & 0xe0000) != 0 ? 2 : 0;
    n += (mask & 0x200000) != 0 ? 2 : 0;
    return n;
}

static void
skip_paras(struct looks *l, size_t chars)
{
    for (size_t done = 0; done < chars && l->at + 10 <= l->s.n;) {
        done += kho_ppt_u32(l->s, l->at);
        l->at += 10;
        l->at += para_bytes(l->s, l->at, kho_ppt_u32(l->s, l->at - 4));
    }
}

/* The next run of characters. */
static void
next_look(struct looks *l, const struct kho_ppt_fonts *fonts)
{
    const uint32_t mask = kho_ppt_u32(l->s, l->at + 4);
    uint32_t font = UINT32_MAX;

    l->look = (struct kho_look){.bold = false};
    if (l->at + 8 > l->s.n) {
        l->left = UINT32_MAX;
        return;
    }
    l->left = kho_ppt_u32(l->s, l->at);
    l->at += 8;
    if ((mask & 0x3eb7) != 0) {
        const uint32_t style = kho_ppt_u16(l->s, l->at);

        l->look.bold = (style & mask & 1) != 0;
        l->look.italic = (style & mask & 2) != 0;
        l->at += 2;
    }
    if ((mask & 0x10000) != 0) {
        font = kho_ppt_u16(l->s, l->at);
        l->at += 2;
    }
    l->at += (mask & 0x200000) != 0 ? 2 : 0; /* of East Asian letters */
    if ((mask & 0x400000) != 0) {            /* of bytes */
        font = kho_ppt_u16(l->s, l->at);
        l->at += 2;
    }
    l->at += (mask & 0x800000) != 0 ? 2 : 0; /* of symbols */
    l->at += (mask & 0x20000) != 0 ? 2 : 0;  /* size */
    l->at += (mask & 0x40000) != 0 ? 4 : 0;  /* colour */
    l->at += (mask & 0x80000) != 0 ? 2 : 0;  /* above or below the line */
    if (font < KHO_PPT_FONTS)
        l->look.font = fonts->font[font];
}

void
kho_ppt_text_put(struct kho_writer *w, const struct kho_ppt_fonts *fonts,
                 const struct kho_ppt_text *t)
{
    static const struct kho_line none;
    const size_t n = t->wide ? t->chars.n / 2 : t->chars.n;
    struct looks l = {.s = t->style};

    skip_paras(&l, n + 1);
    for (size_t i = 0; i < n && !kho_writer_done(w); i++) {
        const uint32_t c = t->wide ? kho_ppt_u16(t->chars, i * 2)
                                   : kho_codepage_char(1252, (unsigned char)t->chars.p[i]);

        while (l.left == 0)
            next_look(&l, fonts);
        l.left--;
        if (c == '\r') {
            if (kho_writer_begun(w))
                kho_writer_para(w, &none);
        } else if (c == 0x0b) {
            kho_writer_break(w);
        } else if (c >= ' ' || c == '\t') {
            kho_writer_char(w, c, &l.look);
        }
    }
    if (kho_writer_begun(w))
        kho_writer_para(w, &none);
}
