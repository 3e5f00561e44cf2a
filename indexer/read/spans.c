/* spans.c - from bytes of a paragraph back to the document; see paras.h. */
#include "paras.h"
#include "vchar.h"

/* Is what lies between two pieces no text: blanks, line ends and marks, on one line also the anchor
 * of a footnote?  Behind a page break other paragraphs lie between. */
static bool
is_no_text(kho_sv text, size_t from, size_t to)
{
    bool line_end = false, other = false;

    for (size_t i = from, n; i < to; i += n) {
        const uint32_t c = kho_vchar(text, i, &n);

        if (c == '<') /* a tag */
            while (i + n < to && text.p[i + n - 1] != '>')
                n++;
        else if (n == 0 || kho_vchar_is_letter(c))
            return false;
        line_end = line_end || c == '\n';
        other = other || (!kho_vchar_is_blank(c) && c != '*' && c != '#' && c != '>');
    }
    return !(line_end && other);
}

size_t
kho_para_spans(const struct kho_paras *ps, const struct kho_para *p, size_t at, size_t n,
               struct kho_span *out, size_t max)
{
    const size_t end = at + n;
    size_t found = 0, lo = 0, hi = p->n_pieces;

    while (lo < hi) { /* first piece that ends behind at */
        const size_t mid = lo + (hi - lo) / 2;

        if (p->pieces[mid].at + p->pieces[mid].length <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < p->n_pieces && p->pieces[lo].at < end; lo++) {
        const struct kho_piece *x = &p->pieces[lo];
        const size_t skip = x->at < at ? at - x->at : 0;
        const size_t stop = x->at + x->length > end ? end - x->at : x->length;
        const uint32_t from = (uint32_t)(x->offset + skip), length = (uint32_t)(stop - skip);
        struct kho_span *last = found > 0 && found <= max ? &out[found - 1] : NULL;

        if (last != NULL && last->offset + last->length <= from &&
            is_no_text(ps->lines->text, last->offset + last->length, from)) {
            last->length = from + length - last->offset;
            continue;
        }
        if (found < max)
            out[found] = (struct kho_span){from, length};
        found++;
    }
    return found;
}
