/* buf.c - see buf.h. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Room for n more bytes and a NUL. */
static bool
room(struct kho_buf *b, size_t n)
{
    const size_t limit = b->limit == 0 ? SIZE_MAX - 1 : b->limit;
    size_t cap;
    char *q;

    if (b->st != KHO_OK)
        return false;
    if (n > limit - b->n) {
        b->st = KHO_LIMIT;
        return false;
    }
    if (b->n + n < b->cap)
        return true;
    cap = b->cap < 256 ? 256 : b->cap * 2;
    if (cap < b->n + n + 1)
        cap = b->n + n + 1;
    q = realloc(b->p, cap);
    if (q == NULL) {
        b->st = KHO_NOMEM;
        return false;
    }
    b->p = q;
    b->cap = cap;
    return true;
}

void
kho_buf_put(struct kho_buf *b, const void *p, size_t n)
{
    if (n == 0 || !room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void
kho_buf_sv(struct kho_buf *b, kho_sv s)
{
    kho_buf_put(b, s.p, s.n);
}

void
kho_buf_str(struct kho_buf *b, const char *s)
{
    kho_buf_put(b, s, strlen(s));
}

void
kho_buf_char(struct kho_buf *b, char c)
{
    kho_buf_put(b, &c, 1);
}

void
kho_buf_fmt(struct kho_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    int n;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    if (n > 0 && room(b, (size_t)n)) {
        (void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(ap);
}

const char *
kho_buf_cstr(struct kho_buf *b)
{
    if (b->p == NULL || b->st != KHO_OK)
        return "";
    b->p[b->n] = '\0'; /* room() always leaves a byte */
    return b->p;
}

void
kho_buf_reset(struct kho_buf *b)
{
    b->n = 0;
    b->st = KHO_OK;
}

void
kho_buf_free(struct kho_buf *b)
{
    free(b->p);
    *b = (struct kho_buf){.limit = b->limit};
}
