/* prepare.c - see prepare.h. */
#include "prepare.h"

#include "engine.h"

enum {
    DARK = 140,      /* below: ink, once the paper is white */
    PAPER = 120,     /* darker ones are no paper */
    WHITE = 250,     /* lighter ones need nothing */
    GRAIN = 30,      /* how much darker than most of it paper is in places */
    SURE_OF_SKEW = 3 /* of pixFindSkew */
};

static void
become(PIX **p, PIX *made)
{
    if (made != NULL) {
        pixDestroy(p);
        *p = made;
    }
}

/* Grey or grainy paper hides a few lines on an empty page from the engine. */
static void
whiten(PIX **p)
{
    enum { EVERY = 4 };
    l_float32 paper = 0;

    if (pixGetRankValueMasked(*p, NULL, 0, 0, EVERY, 0.5F, &paper, NULL) == 0 && paper > PAPER &&
        paper < WHITE)
        become(p, pixGammaTRC(NULL, *p, 1.0F, 0, (l_int32)paper - GRAIN));
}

/* Black and white, letters as large as they are at 300 dots per inch: what pixOrientDetect wants.
 */
static PIX *
at_full_size(PIX *grey, uint32_t dpi)
{
    const l_float32 by = (l_float32)KHO_OCR_DPI / (l_float32)(dpi == 0 ? KHO_OCR_DPI : dpi);
    PIX *scaled = by > 1.1F && by < 4 ? pixScaleGrayLI(grey, by, by) : NULL;
    PIX *b = pixThresholdToBinary(scaled == NULL ? grey : scaled, DARK);

    pixDestroy(&scaled);
    return b;
}

/* Lying pages are turned by what their letters have above and below. */
static void
upright(PIX **p, uint32_t dpi)
{
    PIX *b = at_full_size(*p, dpi), *turned = NULL;
    l_float32 up = 0, left = 0;
    l_int32 is = L_TEXT_ORIENT_UNKNOWN;

    if (b != NULL && pixOrientDetect(b, &up, &left, 0, 0) == 0)
        (void)makeOrientDecision(up, left, 0, 0, &is, 0);
    pixDestroy(&b);
    if (is == L_TEXT_ORIENT_LEFT)
        turned = pixRotate90(*p, 1);
    else if (is == L_TEXT_ORIENT_DOWN)
        turned = pixRotate180(NULL, *p);
    else if (is == L_TEXT_ORIENT_RIGHT)
        turned = pixRotate90(*p, -1);
    become(p, turned);
}

/* Lines that climb or fall are cut into pieces by the engine. */
static void
straighten(PIX **p)
{
    const l_float32 degree = 3.14159265F / 180;
    PIX *b = pixThresholdToBinary(*p, DARK);
    l_float32 angle = 0, sure = 0;

    if (b != NULL && pixFindSkew(b, &angle, &sure) == 0 && sure > SURE_OF_SKEW &&
        (angle > 0.1F || angle < -0.1F))
        become(p, pixRotate(*p, angle * degree, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    pixDestroy(&b);
}

void
kho_ocr_prepare(PIX **page, uint32_t dpi)
{
    whiten(page);
    upright(page, dpi);
    straighten(page);
}
