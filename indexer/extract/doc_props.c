/* doc_props.c - properties, styles and fonts of a Word 97-2003 document. */
#include "doc.h"

#include "utf8.h"

#include <stdlib.h>

enum { PAGE = 512, LAST = 511 };

const struct kho_doc_props kho_doc_unset = {.bold = -1,
                                            .italic = -1,
                                            .caps = -1,
                                            .hidden = -1,
                                            .super = -1,
                                            .deleted = -1,
                                            .font = -1,
                                            .char_style = -1,
                                            .in_table = -1,
                                            .row_end = -1,
                                            .centred = -1,
                                            .outline = -1,
                                            .level = -1,
                                            .list = -1};

static int8_t
said(bool on)
{
    return on ? 1 : 0;
}

/* An on/off value that may speak of the style's. */
static int8_t
toggle(unsigned v, int8_t base)
{
    return said(v == 0x80 ? base > 0 : v == 0x81 ? base <= 0 : v != 0);
}

static void
one(struct kho_doc_props *p, const struct kho_doc_props *base, unsigned op, kho_sv arg)
{
    unsigned v = arg.n == 0 ? 0 : (unsigned char)arg.p[0];

    switch (op) {
    case 0x0800: /* sprmCFRMarkDel */
        p->deleted = said(v != 0);
        break;
    case 0x0835:
        p->bold = toggle(v, base->bold);
        break;
    case 0x0836:
        p->italic = toggle(v, base->italic);
        break;
    case 0x083b:
        p->caps = toggle(v, base->caps);
        break;
    case 0x083c:
        p->hidden = toggle(v, base->hidden);
        break;
    case 0x2a48: /* sprmCIss */
        p->super = said(v == 1);
        break;
    case 0x2a33: /* sprmCPlain */
        p->bold = p->italic = p->caps = p->hidden = p->super = -1;
        break;
    case 0x4a30:
        p->char_style = kho_doc_u16(arg, 0);
        break;
    case 0x4a4f: /* sprmCRgFtc0: font of ASCII; the others have no letters of old fonts */
        p->font = kho_doc_u16(arg, 0);
        break;
    case 0x6a09: /* sprmCSymbol */
        p->symbol = kho_doc_u16(arg, 2);
        break;
    case 0x2403:
    case 0x2461:
        p->centred = said(v == 1);
        break;
    case 0x2416:
        p->in_table = said(v != 0);
        break;
    case 0x2417:
        p->row_end = said(v != 0);
        break;
    case 0x2640:
        p->outline = (int8_t)(v < 9 ? v : 9);
        break;
    case 0x260a:
        p->level = (int8_t)(v < 9 ? v : 0);
        break;
    case 0x460b:
        p->list = kho_doc_u16(arg, 0) < 0xf000 ? kho_doc_u16(arg, 0) : 0; /* more: it had one */
        break;
    case 0x3404:
        p->head = v != 0;
        break;
    case 0xd608:
        p->row = arg;
        break;
    default:
        break;
    }
}

void
kho_doc_sprms(struct kho_doc_props *p, const struct kho_doc_props *base, kho_sv s)
{
    static const uint8_t size[] = {1, 1, 2, 4, 2, 2, 0, 3};

    for (size_t i = 0; i + 2 <= s.n;) {
        unsigned op = kho_doc_u16(s, i);
        size_t n = size[op >> 13], skip = 2;

        if (op >> 13 == 6 && (op == 0xd606 || op == 0xd608)) {
            n = kho_doc_u16(s, i + 2); /* counts one too many */
            n -= n > 0;
            skip = 4;
        } else if (op >> 13 == 6) {
            n = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
            skip = 3;
            if (op == 0xc615 && n == 255) /* sprmPChgTabs of more than fits: the rest is unknown */
                return;
        }
        one(p, base, op, kho_doc_part(s, i + skip, n));
        i += skip + n;
    }
}

void
kho_doc_fonts(struct kho_doc *d, kho_sv s)
{
    enum { NAME_AT = 40 };
    size_t n = kho_doc_u16(s, 0), at = 4;

    for (size_t i = 0; i < n && i < KHO_DOC_FONTS && at < s.n; i++) {
        size_t len = (size_t)(unsigned char)s.p[at] + 1, k = 0;
        char name[160];

        for (size_t c = at + NAME_AT; c + 2 <= at + len && c + 2 <= s.n && k + 4 < sizeof name;
             c += 2) {
            unsigned u = kho_doc_u16(s, c);

            if (u == 0)
                break;
            if (u < 0xd800 || u > 0xdfff)
                k += kho_utf8_put(name + k, u);
        }
        d->font[d->n_font++] = kho_font_of((kho_sv){name, k});
        at += len;
    }
}

/* What top says, else what base says. */
static void
under(struct kho_doc_props *top, const struct kho_doc_props *base)
{
#define UNDER(f) top->f = top->f >= 0 ? top->f : base->f
    UNDER(bold);
    UNDER(italic);
    UNDER(caps);
    UNDER(hidden);
    UNDER(super);
    UNDER(font);
    UNDER(centred);
    UNDER(outline);
#undef UNDER
}

/* Where a style stands in the sheet, and how it is read. */
struct std {
    kho_sv std;
    uint8_t state; /* 0 not read, 1 being read, 2 read */
};

/* Based on a style that comes first: along the chain, at most as far as styles may be based. */
static void
read_style(struct kho_doc *d, struct std *all, size_t i, size_t base_bytes, int depth)
{
    enum { DEPTH = 24 };
    struct kho_doc_props *p = &d->style[i];
    kho_sv s = all[i].std;
    unsigned kind = kho_doc_u16(s, 2) & 15, base = kho_doc_u16(s, 2) >> 4,
             n = kho_doc_u16(s, 4) & 15, sti = kho_doc_u16(s, 0) & 0xfff;
    size_t at = base_bytes + 2 + ((size_t)kho_doc_u16(s, base_bytes) + 1) * 2;

    *p = kho_doc_unset;
    all[i].state = 1;
    if (s.n == 0)
        return;
    if (base < d->n_style && base != i && depth < DEPTH) {
        if (all[base].state == 0)
            read_style(d, all, base, base_bytes, depth + 1);
        if (all[base].state == 2)
            *p = d->style[base];
    }
    if (sti >= 1 && sti <= 9)
        p->outline = (int8_t)(sti - 1);
    for (unsigned k = 0; k < n && k < 2 && at + 2 <= s.n; k++) {
        size_t len = kho_doc_u16(s, at);
        kho_sv upx = kho_doc_part(s, at + 2, len);
        struct kho_doc_props old = *p;

        if (kind == 1 && k == 0)
            upx = kho_doc_part(upx, 2, upx.n);
        kho_doc_sprms(p, &old, upx);
        at += 2 + len + (len & 1);
    }
    all[i].state = 2;
}

bool
kho_doc_styles(struct kho_doc *d, kho_sv s)
{
    size_t head = kho_doc_u16(s, 0), n = kho_doc_u16(s, 2), base = kho_doc_u16(s, 4), at = 2 + head;
    struct std *all;

    if (n > KHO_DOC_STYLES)
        n = KHO_DOC_STYLES;
    if (n == 0)
        return true;
    all = calloc(n, sizeof *all);
    d->style = calloc(n, sizeof *d->style);
    if (all == NULL || d->style == NULL) {
        free(all);
        return false;
    }
    d->n_style = n;
    for (size_t i = 0; i < n; i++) {
        size_t len = kho_doc_u16(s, at);

        all[i].std = kho_doc_part(s, at + 2, len);
        at += 2 + len;
    }
    for (size_t i = 0; i < n; i++)
        if (all[i].state == 0)
            read_style(d, all, i, base, 0);
    /* The font of the sheet is that of every style of paragraphs that says none. */
    for (size_t i = 0; i < n; i++)
        if (d->style[i].font < 0 && head >= 14 && (kho_doc_u16(all[i].std, 2) & 15) == 1)
            d->style[i].font = kho_doc_u16(s, 14);
    free(all);
    return true;
}

/* Entry of a formatted page whose run holds fc; false: none. */
static bool
find_run(const struct kho_doc *d, kho_sv plc, bool paras, uint32_t fc, struct kho_doc_run *r)
{
    size_t n = plc.n < 8 ? 0 : (plc.n - 4) / 8, lo = 0, hi = n, len;
    unsigned runs, at, size = paras ? 13 : 1;
    kho_sv page;

    while (lo + 1 < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (kho_doc_u32(plc, mid * 4) <= fc)
            lo = mid;
        else
            hi = mid;
    }
    if (n == 0)
        return false;
    page = kho_doc_part(d->doc, (size_t)(kho_doc_u32(plc, (n + 1) * 4 + lo * 4) & 0x3fffff) * PAGE,
                        PAGE);
    if (page.n < PAGE)
        return false;
    runs = (unsigned char)page.p[LAST];
    for (unsigned i = 0; i < runs; i++) {
        r->from = kho_doc_u32(page, (size_t)i * 4);
        r->to = kho_doc_u32(page, (size_t)i * 4 + 4);
        if (fc < r->from || fc >= r->to)
            continue;
        r->style = 0;
        r->sprms = (kho_sv){"", 0};
        at = (runs + 1) * 4 + i * size;
        at = at < LAST ? (unsigned)(unsigned char)page.p[at] * 2 : 0;
        if (at == 0 || at >= LAST)
            return true;
        len = (unsigned char)page.p[at];
        if (!paras) {
            r->sprms = kho_doc_part(page, at + 1, len);
            return true;
        }
        if (len == 0)
            len = (size_t)2 * (unsigned char)page.p[++at];
        else
            len = 2 * len - 1;
        r->style = kho_doc_u16(page, at + 1);
        r->sprms = len < 2 ? r->sprms : kho_doc_part(page, at + 3, len - 2);
        return true;
    }
    return false;
}

/* Where nothing is said, nothing is said of the next few characters. */
static void
look_up(const struct kho_doc *d, kho_sv plc, bool paras, uint32_t fc, struct kho_doc_run *r)
{
    enum { STEP = 64 };

    if (fc >= r->from && fc < r->to)
        return;
    if (!find_run(d, plc, paras, fc, r))
        *r = (struct kho_doc_run){.from = fc, .to = fc + STEP, .sprms = {"", 0}};
}

static const struct kho_doc_props *
style(const struct kho_doc *d, unsigned i)
{
    return i < d->n_style ? &d->style[i] : &kho_doc_unset;
}

struct kho_doc_props
kho_doc_para_props(struct kho_doc *d, uint32_t fc)
{
    struct kho_doc_props p;

    look_up(d, d->papx, true, fc, &d->para);
    p = *style(d, d->para.style);
    kho_doc_sprms(&p, style(d, d->para.style), d->para.sprms);
    return p;
}

struct kho_doc_props
kho_doc_char_props(struct kho_doc *d, const struct kho_doc_props *para, uint32_t fc)
{
    struct kho_doc_props p = kho_doc_unset, base = *para;

    look_up(d, d->chpx, false, fc, &d->chars);
    kho_doc_sprms(&p, &base, d->chars.sprms);
    if (p.char_style >= 0) { /* the style of the characters stands between */
        struct kho_doc_props named = *style(d, (unsigned)p.char_style);

        under(&named, &base);
        base = named;
        p = kho_doc_unset;
        kho_doc_sprms(&p, &base, d->chars.sprms);
    }
    under(&p, &base);
    return p;
}
