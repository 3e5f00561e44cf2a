/* part.h - the parts of a document that is a zip inside (docx, odt, ...). */
#ifndef KHO_EXTRACT_PART_H
#define KHO_EXTRACT_PART_H

#include "status.h"
#include "sv.h"
#include "tables.h"

enum kho_part {
    KHO_PART_OK,
    KHO_PART_MISSING,
    KHO_PART_DAMAGED, /* what could be read was given */
    KHO_PART_LIMIT,   /* larger than max: the beginning was given */
    KHO_PART_ENCRYPTED
};

/* A piece of a part.  False: no more of it, please. */
typedef bool kho_part_sink(void *ctx, const char *p, size_t n);

/*
 * Unpack the part called name (case and the kind of slash do not matter) piece by piece; at most
 * max bytes, counted as they come.
 */
enum kho_part kho_part_read(kho_sv zip, kho_sv name, size_t max, kho_part_sink *sink, void *ctx);

/* What a reader notes about a document a part of which was read so; 0: nothing. */
uint64_t kho_part_note(enum kho_part r);

/* Names of parts, at most 10,000.  False from each ends it. */
void kho_part_names(kho_sv zip, bool (*each)(void *ctx, kho_sv name), void *ctx);

/* Which format the zip is, by the parts it has; KHO_FORMATS_ARCHIVE: just a zip. */
enum kho_formats_id kho_part_format(kho_sv zip);
#endif
