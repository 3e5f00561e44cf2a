/* refused.h - pages that say why there is no answer. */
#ifndef KHO_PAGE_REFUSED_H
#define KHO_PAGE_REFUSED_H

#include "view.h"

struct kho_response;

/* A page with a status (400, 404, 405, 414, 503 ...) and a text in which {0} is arg, in place of
 * whatever r has. */
void kho_page_refuse(struct kho_view *v, struct kho_response *r, int status,
                     enum kho_page_texts_id text, kho_sv arg);
/* The one for a call that failed; err as it left it. */
void kho_page_failed(struct kho_view *v, struct kho_response *r, enum kho_status st,
                     const struct kho_err *err);
#endif
