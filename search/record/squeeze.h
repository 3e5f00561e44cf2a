/* squeeze.h - zstd with the dictionary of schemas/dictionary.txt.
 *
 * Short documents have little of their own to repeat; the dictionary is what an office writes all
 * the time, the most common things last.  It is used as it is and not trained: a trained one would
 * have tables that depend on the version of zstd and that nobody can read.  It is part of the
 * format: whoever changes it raises the versions in document.c and store.h.
 */
#ifndef KHO_RECORD_SQUEEZE_H
#define KHO_RECORD_SQUEEZE_H

#include "buf.h"
#include "status.h"
#include "sv.h"

#include <stdint.h>

enum {
    KHO_SQUEEZE_LONG = 16 * 1024
}; /* bytes; a shorter text is one block from its front on, which
    * is read as fast as a part of it */

/* Where parts of what is squeezed end, bytes, rising: what lies before an end can be had without
 * the rest. */
struct kho_squeeze_ends {
    size_t front;  /* in: at most all; 0: nobody wants it alone */
    size_t middle; /* in: of a long text */
    size_t packed; /* out: bytes of what is squeezed that hold the front */
};
/* Append in, compressed, to out.  KHO_NOMEM, KHO_BUG. */
enum kho_status kho_squeeze(kho_sv in, struct kho_squeeze_ends *ends, struct kho_buf *out,
                            struct kho_err *err);

/* What packed says it holds, bytes; UINT64_MAX: it is damaged. */
uint64_t kho_squeezed_size(kho_sv packed);

/* The first n bytes of what packed holds into out; false: damaged.  Any bytes are safe.  For the
 * front, packed may end with it. */
bool kho_unsqueeze(kho_sv packed, char *out, size_t n);
#endif
