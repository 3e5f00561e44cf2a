/* hash.h - names for contents and places: XXH3, 128 bits, as 32 lower-case hex digits. */
#ifndef KHO_PIPELINE_HASH_H
#define KHO_PIPELINE_HASH_H

#include "sv.h"

#include <stdint.h>

enum { KHO_ID_SIZE = 33 }; /* with NUL */

/* All write to id and return a view of it. */
kho_sv kho_hash_bytes(kho_sv bytes, char id[KHO_ID_SIZE]);
/* The first n bytes of a file, read, not mapped.  p NULL: it is shorter or cannot be read. */
kho_sv kho_hash_file(int fd, uint64_t n, char id[KHO_ID_SIZE]);
/* Of a document whose content could not be had: by where it is.  Never that of a content. */
kho_sv kho_hash_place(kho_sv input, kho_sv raw, char id[KHO_ID_SIZE]);
#endif
