/* picture.h - a cascade laid out as boxes and lines.  Inside search/page only.
 *
 * A plan is a box, or many plans of one level and year are one.  Boxes are placed in the order of
 * their dates: never above an older one, never in a column that a line to an older box crosses.
 */
#ifndef KHO_PAGE_PICTURE_H
#define KHO_PAGE_PICTURE_H

#include "view.h"

enum {
    KHO_PICTURE_COLUMNS = KHO_GLANCE_LEVELS + 2, /* the document, the levels, level not known */
    KHO_BOX_WIDTH = 194,
    KHO_BOX_HEIGHT = 62
};

struct kho_box {
    uint32_t column, n; /* plans */
    uint32_t plan;      /* the first of them; UINT32_MAX: the document itself */
    kho_sv first, last; /* dates, "" unknown */
    int x, y;
};

struct kho_edge {
    uint32_t from, to; /* boxes: to cites from */
    int least, most;   /* days */
    bool dated, aside; /* aside: not the way it came */
};

struct kho_picture {
    struct kho_view *v;
    const struct kho_cascade *c;
    struct kho_box *boxes; /* [0]: the document */
    size_t n;
    uint32_t *box_of; /* by place of the plan + 1 */
    struct kho_edge *edges;
    size_t n_edges;
    bool used[KHO_PICTURE_COLUMNS];
    int x_of[KHO_PICTURE_COLUMNS], width, height;
};

/* False: too many boxes to be readable. */
bool kho_picture_lay(struct kho_picture *p, struct kho_view *v, const struct kho_cascade *c);
#endif
