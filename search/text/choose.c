/* choose.c - see choose.h.  Evidence is added up as logarithms of probabilities. */
#include "choose.h"

#include <math.h>

enum {
    CLEAR_WORDS = 3,   /* a reading seen before is taken without trying others if so many fit */
    CLEAR_PER_BAD = 10 /* and at most one in so many does not */
};

#define BAD_WORD   3.5 /* weight of evidence (nats): a word that a reading makes no syllable of */
#define ODD_WORD   3.0 /* and that no other language has either: so much more */
#define OWN_LETTER 2.0 /* a letter beside it that only Unicode has */
#define RARE_WORD  1.0 /* a syllable, in another form than its letters usually have */
#define OPEN_WORD  0.5 /* an abbreviation */
#define FONT       4.0 /* a font of that code page: as good as one word */
#define USUAL      2.0 /* words that the shares below stand for before anything is seen */
#define NEAR       0.1 /* a reading is usual in a document if it has this share */
#define SAME_TEXT  4.0 /* readings so near each other are compared letter by letter */

_Static_assert((int)KHO_VOTES >= (int)KHO_READINGS, "one vote for each reading");

/* Shares of readings before anything of a document is known. */
static const double usual[KHO_READINGS] = {
    [KHO_READING_PLAIN] = 0.96,
    [KHO_READING_TWICE] = 0.008,
    [KHO_READING_LEGACY + KHO_CHARSET_TCVN3] = 0.012,
    [KHO_READING_LEGACY + KHO_CHARSET_VNI] = 0.008,
    [KHO_READING_LEGACY + KHO_CHARSET_CP1258] = 0.005,
    [KHO_READING_LEGACY + KHO_CHARSET_VISCII] = 0.0035,
    [KHO_READING_LEGACY + KHO_CHARSET_VPS] = 0.0035,
};

void
kho_chooser_start(struct kho_chooser *w)
{
    double all = USUAL;

    for (unsigned r = 0; r < KHO_READINGS; r++)
        all += w->vote->seen[r];
    for (unsigned r = 0; r < KHO_READINGS; r++)
        w->prior[r] = log((w->vote->seen[r] + USUAL * usual[r]) / all);
}

static bool
is_of_font(enum kho_reading r, enum kho_font font)
{
    if (r < KHO_READING_LEGACY)
        return false;
    switch (kho_reading_charset(r)) {
    case KHO_CHARSET_TCVN3:
        return font == KHO_FONT_TCVN3 || font == KHO_FONT_TCVN3_CAPS;
    case KHO_CHARSET_VNI:
        return font == KHO_FONT_VNI;
    case KHO_CHARSET_VISCII:
        return font == KHO_FONT_VISCII;
    case KHO_CHARSET_VPS:
        return font == KHO_FONT_VPS;
    case KHO_CHARSET_CP1258:
    case KHO_CHARSET_COUNT:
        break;
    }
    return false;
}

static double
weigh(const struct kho_chooser *w, enum kho_reading r, enum kho_font font, const struct kho_fit *f)
{
    return w->prior[r] + (is_of_font(r, font) ? FONT : 0) - BAD_WORD * f->bad - ODD_WORD * f->odd -
           RARE_WORD * f->rare - OPEN_WORD * f->open;
}

/* Do two readings of a piece make the same text? */
static bool
same_text(struct kho_chooser *w, enum kho_reading x, enum kho_reading y, enum kho_source source,
          kho_sv s)
{
    kho_buf_reset(&w->a);
    kho_buf_reset(&w->b);
    kho_reading_put(x, source, s, &w->a);
    kho_reading_put(y, source, s, &w->b);
    return kho_sv_eq(kho_buf_view(&w->a), kho_buf_view(&w->b));
}

/* A reading that the document is known for and that fits well needs no comparison. */
static bool
is_clear(const struct kho_chooser *w, enum kho_reading r, const struct kho_fit *f)
{
    return w->prior[r] > log(NEAR) && f->good >= CLEAR_WORDS && f->bad * CLEAR_PER_BAD <= f->good;
}

static struct kho_choice
choose_from(struct kho_chooser *w, const struct kho_piece *p, enum kho_source source, bool quick)
{
    struct kho_choice c = {.source = source, .weight = -HUGE_VAL, .certainty = 1};
    struct kho_fit fit[KHO_READINGS];
    double weight[KHO_READINGS], others = 0;
    kho_sv bytes = p->s;
    bool tried[KHO_READINGS] = {false};

    if (source == KHO_SOURCE_SHOWN) {
        kho_buf_reset(&w->bytes);
        kho_reading_bytes(p->s, &w->bytes);
        bytes = kho_buf_view(&w->bytes);
    }
    for (unsigned n = 0; n < KHO_READINGS; n++) {
        unsigned r = KHO_READINGS;

        for (unsigned k = 0; k < KHO_READINGS; k++)
            if (!tried[k] && (r == KHO_READINGS || w->prior[k] > w->prior[r]))
                r = k;
        tried[r] = true;
        fit[r] = kho_reading_fit((enum kho_reading)r, source, bytes);
        weight[r] = weigh(w, (enum kho_reading)r, p->font, &fit[r]);
        if (r == KHO_READING_PLAIN)
            weight[r] += OWN_LETTER * (double)p->own;
        if (r != KHO_READING_PLAIN && kho_fit_share(&fit[r]) < KHO_FIT_LEGACY &&
            w->prior[r] < log(NEAR) && !is_of_font((enum kho_reading)r, p->font))
            weight[r] -= 2 * BAD_WORD * (fit[r].good + fit[r].bad + 1); /* nothing it explains */
        if (weight[r] > c.weight) {
            c.reading = (enum kho_reading)r;
            c.fit = fit[r];
            c.weight = weight[r];
        }
        if (quick && p->own == 0 && is_clear(w, (enum kho_reading)r, &fit[r])) {
            c.reading = (enum kho_reading)r;
            c.fit = fit[r];
            return c;
        }
    }
    if (c.fit.good + c.fit.bad + c.fit.open == 0) { /* nothing in it that a code page could be */
        c.reading = KHO_READING_PLAIN;
        c.weight = w->prior[KHO_READING_PLAIN] - (p->own == 0 ? BAD_WORD : 0);
        return c;
    }
    for (unsigned r = 0; r < KHO_READINGS; r++)
        if (r != c.reading && weight[r] > c.weight - SAME_TEXT * 2 &&
            !(weight[r] > c.weight - SAME_TEXT &&
              same_text(w, c.reading, (enum kho_reading)r, source, p->s)))
            others += exp(weight[r] - c.weight);
    c.certainty = 1 / (1 + others);
    return c;
}

/* Bytes that happen to be UTF-8: both are tried where that makes no words. */
struct kho_choice
kho_choose(struct kho_chooser *w, const struct kho_piece *p, bool file, bool quick)
{
    struct kho_choice c, d;

    if (p->bad > 0)
        return choose_from(w, p, KHO_SOURCE_FILE, quick);
    c = choose_from(w, p, KHO_SOURCE_SHOWN, quick);
    if (!file || kho_fit_share(&c.fit) > KHO_FIT_PLAIN)
        return c;
    d = choose_from(w, p, KHO_SOURCE_FILE, quick);
    return d.reading != KHO_READING_PLAIN && d.fit.good > 0 && d.weight > c.weight ? d : c;
}

void
kho_chooser_free(struct kho_chooser *w)
{
    kho_buf_free(&w->bytes);
    kho_buf_free(&w->a);
    kho_buf_free(&w->b);
}
