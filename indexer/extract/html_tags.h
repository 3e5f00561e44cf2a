/* html_tags.h - what HTML elements mean for lines of text, and their attributes. */
#ifndef KHO_EXTRACT_HTML_TAGS_H
#define KHO_EXTRACT_HTML_TAGS_H

#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stdint.h>

enum kho_html_kind {
    INLINE,
    BLOCK,
    HEADING, /* h1-h6 */
    BREAK,
    RULE, /* hr */
    BOLD,
    ITALIC,
    SUPER,
    CENTRE,
    LIST, /* ul, ol */
    ITEM,
    TABLE,
    ROW,
    CELL,
    HEAD, /* thead */
    PRE,
    DROPPED /* with all in it */
};

/* name in lower case; what is not known only passes its text on. */
enum kho_html_kind kho_html_kind(const char *name);

/* Value of an attribute, "" when it has none; NULL: it is not there. */
const char *kho_html_attr(const xmlChar **atts, const char *name);
/* A number from 1 on; dflt for NULL and what is none. */
uint32_t kho_html_number(const char *s, uint32_t dflt);
/* Does a style attribute (NULL is fine) say "property: value"?  Blanks do not matter. */
bool kho_html_has_style(const char *style, const char *property, const char *value);
#endif
