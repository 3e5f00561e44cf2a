/* odf_manifest.h - META-INF/manifest.xml of OpenDocument: which parts need a password. */
#ifndef KHO_EXTRACT_ODF_MANIFEST_H
#define KHO_EXTRACT_ODF_MANIFEST_H

#include "sv.h"

/* Does the manifest say that a part is encrypted (ODF 1.3 part 2, 4.4)?  The zip itself does not:
 * such parts look damaged, or one part "encrypted-package" stands for all. */
bool kho_odf_is_encrypted(kho_sv zip);
#endif
