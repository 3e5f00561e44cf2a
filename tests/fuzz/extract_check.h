/* extract_check.h - what has to be true of the lines of any file. */
#ifndef KHO_FUZZ_EXTRACT_CHECK_H
#define KHO_FUZZ_EXTRACT_CHECK_H

#include "extract.h"
#include "utf8.h"

#include <stdlib.h>

enum { CHECK_TEXT_MAX = 1 << 18, CHECK_ARENA = 1 << 26 };

static inline void
check_lines(const struct kho_lines *t)
{
    size_t at = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct kho_line *l = &t->lines[i];

        if (l->offset != at)
            abort();
        at += (size_t)l->length + 1;
        if ((l->flags & KHO_LINE_CELL) != 0 &&
            (l->table == 0 || l->rowspan == 0 || l->colspan == 0))
            abort();
    }
    if (t->n > 0 && at != t->text.n + 1)
        abort();
    for (size_t i = 0; i < t->text.n;) {
        unsigned n;

        if (kho_utf8_get((const unsigned char *)t->text.p + i, t->text.n - i, &n) == KHO_UTF8_BAD)
            abort();
        if ((unsigned char)t->text.p[i] < ' ' && t->text.p[i] != '\n' && t->text.p[i] != '\t')
            abort();
        i += n;
    }
}

/* Read bytes under a name and check what comes out. */
static inline void
check_extract(const void *data, size_t size, const char *name)
{
    static struct kho_extract *x;
    static struct kho_arena *arena;
    struct kho_extracted e;

    if (x == NULL && kho_extract_open(&x, NULL) != KHO_OK)
        abort();
    if (arena == NULL)
        arena = kho_arena_new(CHECK_ARENA);
    kho_arena_reset(arena);
    if (kho_extract(x, arena, (kho_sv){data, size}, kho_sv_from(name), CHECK_TEXT_MAX, &e, NULL) !=
        KHO_OK)
        abort();
    check_lines(&e.lines);
}
#endif
