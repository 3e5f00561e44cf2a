/* folder.h - folders that a place lies in, from the outermost to the archive inside an archive.
 *
 * The full path of a place is that of its input and what follows of the member, as people read it:
 * "/srv/archive/a.zip//2023/b.zip//c.docx" lies in "/srv", "/srv/archive", "/srv/archive/a.zip",
 * "/srv/archive/a.zip//2023" and "/srv/archive/a.zip//2023/b.zip".  Bytes are compared as they are:
 * no two names are one.
 */
#ifndef KHO_RECORD_FOLDER_H
#define KHO_RECORD_FOLDER_H

#include "document.h"

enum { KHO_FOLDER_DEPTH = 64 }; /* deeper ones have no name in the index */

/* What documents that lie in several places are marked with (KHO_FIELDS_SEVERAL). */
#define KHO_SEVERAL_PLACES "places"
#define KHO_SEVERAL_NAMES  "names" /* and words of their names are words of the text */

kho_sv kho_place_full(struct kho_arena *arena, const struct kho_place *place);

/* The next folder of a full path: start with folder->n 0.  False at the end. */
bool kho_folder_next(kho_sv path, kho_sv *folder);

/* How many folders a path names, itself included: "/a/b.zip//c" has 3. */
unsigned kho_folder_depth(kho_sv folder);

/* Does the place lie in the folder (a full path without a slash at its end), at any depth? */
bool kho_place_below(const struct kho_place *place, kho_sv folder);
#endif
