/* relation.h - which part of an Office Open XML file another part names (ECMA-376 part 2, 9.3). */
#ifndef KHO_EXTRACT_RELATION_H
#define KHO_EXTRACT_RELATION_H

#include "sv.h"

enum { KHO_RELATION_BYTES = 128 }; /* of the name of a part, with its end */

/*
 * The part that a relation of part ("" the whole file) points at: the one with this id or, where id
 * is empty, the first whose type ends with type.  False: there is none inside of the file.
 */
bool kho_relation_part(kho_sv zip, const char *part, kho_sv id, const char *type,
                       char out[KHO_RELATION_BYTES]);
#endif
