/* buf.h - a growing byte buffer with a maximum, for output of unknown length.
 *
 * The status is sticky: after a failure every call does nothing, so a caller
 * checks once at the end.  Used for JSON, CSV, HTML and packed records.
 */
#ifndef KHO_BASE_BUF_H
#define KHO_BASE_BUF_H

#include "status.h"
#include "sv.h"

#include <stdint.h>

struct kho_buf {
    char *p; /* owned, malloc; NULL while empty.  Not NUL-terminated: see kho_buf_cstr */
    size_t n, cap;
    size_t limit;       /* bytes; 0: SIZE_MAX */
    enum kho_status st; /* KHO_OK, KHO_LIMIT or KHO_NOMEM */
};

void kho_buf_put(struct kho_buf *b, const void *p, size_t n);
void kho_buf_sv(struct kho_buf *b, kho_sv s);
void kho_buf_str(struct kho_buf *b, const char *s);
void kho_buf_char(struct kho_buf *b, char c);
void kho_buf_fmt(struct kho_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* NUL-terminates behind the contents (not counted in n); "" when empty or failed. */
const char *kho_buf_cstr(struct kho_buf *b);
void kho_buf_reset(struct kho_buf *b); /* empty, memory kept, status KHO_OK */
void kho_buf_free(struct kho_buf *b);  /* limit is kept */

static inline kho_sv
kho_buf_view(const struct kho_buf *b)
{
    return (kho_sv){b->p, b->n};
}
#endif
