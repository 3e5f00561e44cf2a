/* ocr_lines.c - recognised words -> lines, with the hints their places give; see ocr.h.
 *
 * The engine has sorted words into lines and blocks.  Columns that it took for one line are parted
 * by a TAB, as in the text layer of a PDF; a gap above a line, or a jump to another column, is an
 * empty line.
 */
#include "ocr.h"

#include "vchar.h"

enum {
    TEXT_MAX = 256 * 1024, /* bytes of a page */
    DOUBTFUL = 35,         /* confidence below which a sign without letters is a speck */
    NOISE = 12             /* below which nothing is believed */
};
#define COLUMN_GAP 1.6 /* widths of a blank between columns, in heights of the line */
#define LINE_GAP   0.9 /* between lines, in heights */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters and digits in it? */
static bool
has_letters(kho_sv s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        const uint32_t c = kho_vchar(s, i, &n);

        if ((c >= '0' && c <= '9') || kho_vchar_is_letter(c))
            return true;
    }
    return false;
}

static bool
is_blank(kho_sv s)
{
    for (size_t i = 0, n; i < s.n; i += n)
        if (!kho_vchar_is_blank(kho_vchar(s, i, &n)))
            return false;
    return true;
}

/* The digit that a letter beside digits was: "Ø7" is 07, "I9/KH" is 19/KH; 0: it is a letter. */
static char
digit_of(kho_sv s, size_t i, size_t n, uint32_t c)
{
    const bool before = i > 0 && is_digit(s.p[i - 1]), behind = i + n < s.n && is_digit(s.p[i + n]);
    size_t skip;

    if ((c == 0xd8 || c == 0xf8) && (before || behind))
        return '0';
    if ((c == 'I' || c == 'l') && behind &&
        (i == 0 || !kho_vchar_is_letter(kho_vchar_before(s, i, &skip))))
        return '1';
    return '\0';
}

static void
put_text(struct kho_buf *to, kho_sv s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        const uint32_t c = kho_vchar(s, i, &n);
        const char digit = digit_of(s, i, n, c);

        if (digit != '\0')
            kho_buf_char(to, digit);
        else
            kho_buf_sv(to, (kho_sv){s.p + i, n});
    }
}

static void
begin_line(struct kho_ocr_lines *l, const struct kho_ocr_word *w)
{
    const int32_t height = w->bottom - w->top;

    if (l->text.n > 0) {
        const int32_t gap = w->top - l->line_bottom;
        const int32_t by = l->line_height > height ? l->line_height : height;

        kho_buf_char(&l->text, '\n');
        if (gap > LINE_GAP * by || gap < -3 * by)
            kho_buf_char(&l->text, '\n');
    }
    l->line_top = w->top;
    l->line_bottom = w->bottom;
    l->line_height = height;
}

void
kho_ocr_put_word(void *ctx, const struct kho_ocr_word *word)
{
    struct kho_ocr_lines *l = ctx;
    const kho_sv text = kho_sv_from(word->text);

    l->text.limit = TEXT_MAX;
    if (is_blank(text) || word->confidence < NOISE ||
        (word->confidence < DOUBTFUL && !has_letters(text))) {
        l->pending = l->pending || word->begins_line != 0;
        return;
    }
    if (word->begins_line || l->pending || l->words == 0) {
        begin_line(l, word);
    } else {
        const int32_t gap = word->left - l->last.right;

        if (word->top < l->line_top)
            l->line_top = word->top;
        if (word->bottom > l->line_bottom)
            l->line_bottom = word->bottom;
        if (word->bottom - word->top > l->line_height)
            l->line_height = word->bottom - word->top;
        kho_buf_char(&l->text, gap > COLUMN_GAP * l->line_height ? '\t' : ' ');
    }
    put_text(&l->text, text);
    l->pending = false;
    l->last = *word;
    l->words++;
    l->sure += (double)word->confidence;
}

void
kho_ocr_end_lines(struct kho_ocr_lines *l)
{
    if (l->text.n > 0)
        kho_buf_char(&l->text, '\n');
}
