/* ole.h - streams of an OLE compound file (Word 97-2003, Excel 97-2003), by libgsf. */
#ifndef KHO_EXTRACT_OLE_H
#define KHO_EXTRACT_OLE_H

#include "buf.h"

/* What libgsf loads at first use; what it complains about is not printed.  Before a sandbox. */
void kho_ole_init(void);

/* The stream of one of these names (several, each ended by '\0', and a last '\0').  Appends what
 * can be read to *out.  False: there is none, or none that can be read. */
bool kho_ole_stream(kho_sv file, const char *names, struct kho_buf *out);
#endif
