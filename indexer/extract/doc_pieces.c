/* doc_pieces.c - where the characters of a Word 97-2003 document are, and its paragraphs. */
#include "doc.h"

#include "codepage.h"

#include <stdlib.h>

enum { AT_PAIRS = 0x9a };

kho_sv
kho_doc_pair_at(const struct kho_doc *d, size_t at)
{
    return kho_doc_part(d->table, kho_doc_u32(d->doc, at), kho_doc_u32(d->doc, at + 4));
}

kho_sv
kho_doc_pair(const struct kho_doc *d, unsigned i)
{
    return kho_doc_pair_at(d, AT_PAIRS + (size_t)i * 8);
}

/* Piece of cp; NULL behind the end. */
static const struct kho_doc_piece *
piece_of(struct kho_doc *d, uint32_t cp)
{
    size_t lo = 0, hi = d->n_piece;

    if (cp >= d->end || d->n_piece == 0)
        return NULL;
    if (d->at_piece < d->n_piece && d->piece[d->at_piece].cp <= cp &&
        (d->at_piece + 1 == d->n_piece || cp < d->piece[d->at_piece + 1].cp))
        return &d->piece[d->at_piece];
    while (lo + 1 < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (d->piece[mid].cp <= cp)
            lo = mid;
        else
            hi = mid;
    }
    d->at_piece = lo;
    return cp < d->piece[lo].cp ? NULL : &d->piece[lo];
}

int32_t
kho_doc_char_at(struct kho_doc *d, uint32_t cp, uint32_t *fc)
{
    const struct kho_doc_piece *p = piece_of(d, cp);
    uint64_t at;

    if (p == NULL)
        return -1;
    at = p->fc + (uint64_t)(cp - p->cp) * (p->narrow ? 1 : 2);
    if (at + (p->narrow ? 1 : 2) > d->doc.n)
        return -1;
    *fc = (uint32_t)at;
    return p->narrow ? (int32_t)kho_codepage_char(1252, (unsigned char)d->doc.p[at])
                     : (int32_t)kho_doc_u16(d->doc, (size_t)at);
}

bool
kho_doc_piece(struct kho_doc *d, uint32_t fc, size_t end)
{
    if (fc >= end || (d->piece = calloc(1, sizeof *d->piece)) == NULL)
        return false;
    d->piece[0] = (struct kho_doc_piece){.cp = 0, .fc = fc, .narrow = true};
    d->n_piece = 1;
    d->end = (uint32_t)(end - fc);
    return true;
}

/* No two pieces share text, so a document has no more characters than its stream has bytes: a small
 * file cannot say the same megabyte a thousand times. */
bool
kho_doc_pieces(struct kho_doc *d, kho_sv clx)
{
    size_t at = 0, n;
    kho_sv plc;

    while (at + 3 <= clx.n && clx.p[at] == 1)
        at += 3 + kho_doc_u16(clx, at + 1);
    if (at + 5 > clx.n || clx.p[at] != 2)
        return false;
    plc = kho_doc_part(clx, at + 5, kho_doc_u32(clx, at + 1));
    n = plc.n < 16 ? 0 : (plc.n - 4) / 12;
    d->piece = n == 0 ? NULL : calloc(n, sizeof *d->piece);
    if (d->piece == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t cp = kho_doc_u32(plc, i * 4), next = kho_doc_u32(plc, i * 4 + 4),
                 fc = kho_doc_u32(plc, (n + 1) * 4 + i * 8 + 2);

        if (next > d->doc.n) {
            d->damaged = true;
            next = (uint32_t)d->doc.n;
        }
        if (next <= cp || cp != d->end)
            break;
        if (d->one_byte)
            d->piece[d->n_piece++] = (struct kho_doc_piece){.cp = cp, .fc = fc, .narrow = true};
        else
            d->piece[d->n_piece++] =
                (struct kho_doc_piece){.cp = cp,
                                       .fc = (fc & 0x40000000) != 0 ? (fc & 0x3fffffff) / 2 : fc,
                                       .narrow = (fc & 0x40000000) != 0};
        d->end = next;
    }
    return d->n_piece > 0;
}

bool
kho_doc_is_para_end(int32_t c)
{
    return c == 0x0d || c == 0x07 || c == 0x0c;
}

uint32_t
kho_doc_para_end(struct kho_doc *d, uint32_t cp, uint32_t to)
{
    uint32_t fc;

    while (cp < to) {
        int32_t c = kho_doc_char_at(d, cp, &fc);

        if (c < 0 || kho_doc_is_para_end(c))
            break;
        cp++;
    }
    return cp;
}

struct kho_doc_props
kho_doc_props_at(struct kho_doc *d, uint32_t mark)
{
    uint32_t fc;

    if (kho_doc_char_at(d, mark, &fc) < 0)
        return kho_doc_unset;
    return kho_doc_para_props(d, fc);
}
