/* reply.h - headers of an answer.  Inside search/page only. */
#ifndef KHO_PAGE_REPLY_H
#define KHO_PAGE_REPLY_H

#include "view.h"

/* value: without line breaks; it comes from us, or is escaped. */
void kho_reply_header(struct kho_response *r, const char *name, const char *value);
void kho_reply_common(struct kho_response *r); /* what every answer says, whatever is in it */
void kho_reply_policy(struct kho_response *r); /* what a page of ours may load: its style sheet */
const char *kho_reply_type(unsigned format);   /* Content-Type of an enum kho_param_format */
/* Strong: index revision, program, language, day and request; "" when it cannot be made. */
void kho_reply_etag(const struct kho_view *v, const char *query, char to[64]);
#endif
