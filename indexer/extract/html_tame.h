/* html_tame.h - tags nobody writes, cut down before libxml2 sees them. */
#ifndef KHO_EXTRACT_HTML_TAME_H
#define KHO_EXTRACT_HTML_TAME_H

#include "sv.h"

#include <stdbool.h>

/*
 * libxml2 compares each attribute of a tag with all before it, so that one tag of a few megabytes
 * takes minutes.  *copy: the text, as long as before, with blanks for the attributes behind the
 * first 100 of each tag, malloc'd; NULL when no tag has so many.  False: no memory.
 */
bool kho_html_tame(kho_sv text, char **copy);
#endif
