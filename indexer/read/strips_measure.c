/* strips_measure.c - how wide the lines of a document are, and whether they break paragraphs. */
#include "strips.h"

#include "vchar.h"

static bool
ends_open(kho_sv s)
{
    size_t n;
    uint32_t c = kho_vchar_before(s, s.n, &n);

    return c != '.' && c != ';' && c != ':' && c != '!' && c != '?';
}

static bool
starts_lower(kho_sv s)
{
    size_t n;

    return kho_vchar_is_lower(kho_vchar(s, 0, &n)) &&
           !(s.n > n && (s.p[n] == ')' || s.p[n] == '.'));
}

uint32_t
kho_first_word_chars(kho_sv s)
{
    uint32_t k = 0;

    for (size_t i = 0, n; i < s.n && s.p[i] != ' '; i += n, k++)
        (void)kho_vchar(s, i, &n);
    return k;
}

/* Are paragraphs broken over lines, and how wide is a line?  Counted over the document: pairs of
 * neighbouring lines of which the second goes on in lower case where the first stopped without a
 * stop. */
void
kho_strips_measure(struct kho_strips *o)
{
    enum { WIDEST = 400 };
    size_t width[WIDEST + 1] = {0}, pairs = 0, on = 0, early = 0, total = 0, seen = 0;
    uint32_t w = WIDEST;

    for (size_t i = 0; i < o->n; i++) {
        width[o->s[i].chars < WIDEST ? o->s[i].chars : WIDEST]++;
        total++;
    }
    while (w > 0 && seen + width[w] <= total / 20) /* the widest twentieth is no measure */
        seen += width[w--];
    o->width = w;
    for (size_t i = 0; i + 1 < o->n; i++) {
        const struct kho_strip *a = &o->s[i], *b = &o->s[i + 1];

        if ((b->flags & KHO_STRIP_BREAK) != 0 || ((a->flags | b->flags) & KHO_STRIP_WHOLE) != 0 ||
            (a->flags & KHO_STRIP_CAPS) != 0 || a->line == b->line || a->table != b->table)
            continue;
        pairs++;
        if (!ends_open(a->text) || !starts_lower(b->text))
            continue;
        on++;
        early += a->chars + kho_first_word_chars(b->text) + 1 < w * 4 / 5;
    }
    o->wrapped = on >= 2 && on * 5 >= pairs && w <= 160;
    o->uneven = o->wrapped && early * 12 > on;
}
