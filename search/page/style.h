/* style.h - style.css, compiled in by schemas/gen/embed.c. */
#ifndef KHO_PAGE_STYLE_H
#define KHO_PAGE_STYLE_H

#include <stddef.h>

extern const char kho_style[]; /* NUL-terminated */
extern const size_t kho_style_n;
#endif
