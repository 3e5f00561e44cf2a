/* pieces.c - see pieces.h. */
#include "pieces.h"

#include "letters.h"
#include "utf8.h"

/* One in so many letters with marks that no code page has: it is Unicode. */
enum { OWN_PER_GOOD = 8, OWN_PER_GOOD_MIXED = 2 };

static bool
is_end(unsigned char c)
{
    return c >= '\t' && c <= '\r'; /* no code page has letters here */
}

bool
kho_pieces_next(struct kho_pieces *it, struct kho_piece *piece)
{
    const unsigned char *p = (const unsigned char *)it->rest.p;
    const size_t n = it->rest.n;
    size_t i = 0;

    if (n == 0)
        return false;
    *piece = (struct kho_piece){.font = it->font};
    while (i < n && !is_end(p[i])) {
        unsigned len;
        uint32_t c;
        int font;

        if (p[i] < 0x80) {
            piece->controls += p[i] < ' ';
            i++;
            continue;
        }
        font = it->marks ? kho_font_at(p + i, n - i) : -1;
        if (font >= 0) {
            piece->mark = true;
            piece->behind = KHO_FONT_MARK_BYTES;
            it->font = (enum kho_font)font;
            break;
        }
        c = kho_utf8_get(p + i, n - i, &len);
        /* a character that was cut off at the end of the input is no damage */
        piece->bad += c == KHO_UTF8_BAD && n - i > 3;
        piece->good += c != KHO_UTF8_BAD && len > 1;
        piece->own += c >= 0x100 && c != KHO_UTF8_BAD && kho_letter_of(c).code != KHO_L_NONE;
        i += len;
    }
    piece->s = (kho_sv){it->rest.p, i};
    if (!piece->mark) {
        piece->behind = i < n;
        if (i < n && p[i] == '\n')
            it->font = KHO_FONT_ANY;
    }
    it->rest = (kho_sv){it->rest.p + i + piece->behind, n - i - piece->behind};
    return true;
}

bool
kho_piece_is_settled(const struct kho_piece *p, bool mixed)
{
    if (p->bad > 0 || (mixed && p->controls > 0))
        return false;
    return p->good == 0 || p->own * (mixed ? OWN_PER_GOOD_MIXED : OWN_PER_GOOD) >= p->good ||
           p->font == KHO_FONT_SYMBOL;
}
