/* style.h - the style sheet of the page. */
#ifndef KHO_PAGE_STYLE_H
#define KHO_PAGE_STYLE_H

extern const char kho_style[]; /* NUL-terminated CSS */
#endif
