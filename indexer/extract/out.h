/* out.h - where readers put their lines, one after the other; becomes struct kho_lines at the end.
 */
#ifndef KHO_EXTRACT_OUT_H
#define KHO_EXTRACT_OUT_H

#include "arena.h"
#include "buf.h"
#include "lines.h"
#include "status.h"

struct kho_out {
    struct kho_buf
        text; /* lines joined by '\n', not normalised yet, with marks of fonts (font.h) */
    struct kho_line *line;
    size_t n, cap;
    size_t max;        /* bytes of text wanted */
    double confidence; /* of kho_out_finish: that text in old fonts was read right, as decode.h */
    bool full;         /* text was left out because of max */
    bool failed;       /* no memory */
};

/* max: bytes of text; lines are limited, too, so that a file of line ends cannot eat memory. */
void kho_out_init(struct kho_out *o, size_t max);
void kho_out_free(struct kho_out *o);

/*
 * Append text as a line with the hints of *like (its offset and length do not matter).  Line ends
 * inside split it into several lines, which are no paragraphs of their own (KHO_LINE_PARA is taken
 * away). False: full or failed, reading on is of no use.
 */
bool kho_out_put(struct kho_out *o, const struct kho_line *like, kho_sv text);

/* Move all lines of from behind those of o; from is empty then. */
bool kho_out_append(struct kho_out *o, struct kho_out *from);

/* Read text of old fonts (kho_decode_text), normalise and copy into arena.  KHO_OK, KHO_NOMEM,
 * KHO_LIMIT (arena too small). */
enum kho_status kho_out_finish(struct kho_out *o, struct kho_arena *arena, struct kho_lines *lines,
                               struct kho_err *err);

/* Text that is normalised already -> lines without hints; at most max bytes and max_lines.
 * False: it has more. */
bool kho_out_split(struct kho_arena *arena, kho_sv text, size_t max, size_t max_lines,
                   struct kho_lines *lines);

/* Text of one line while it is being put together, and how much of it is bold or italic. */
struct kho_pen {
    struct kho_buf text;
    size_t ink, bold, italic; /* bytes that are not blank: all, bold, italic */
};

void kho_pen_put(struct kho_pen *p, kho_sv text, bool bold, bool italic);
uint32_t
kho_pen_flags(const struct kho_pen *p); /* KHO_LINE_BOLD, KHO_LINE_ITALIC where all of it is */
void kho_pen_reset(struct kho_pen *p);

/* One to three digits, as a footnote mark typed by hand has. */
bool kho_pen_is_mark(kho_sv s);
/* "12" -> "¹²": how footnote marks are written in text. */
void kho_pen_superscript(struct kho_pen *p, kho_sv digits);
#endif
