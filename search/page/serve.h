/* serve.h - the page from a small web server of its own (kho serve), for one office or one person.
 */
#ifndef KHO_PAGE_SERVE_H
#define KHO_PAGE_SERVE_H

#include "page.h"

struct kho_serve_options {
    const char *db;
    const char *host; /* numeric address; NULL: 127.0.0.1 */
    uint16_t port;    /* 0: any free one */
    struct kho_page_hooks hooks;
    const char *rules;                         /* as in struct kho_request; nobody is signed in */
    void (*log)(void *ctx, const char *line);  /* for whoever looks after it; may be NULL */
    void (*ready)(void *ctx, const char *url); /* listening; url is valid during the call */
    void *ctx;
    const volatile int *stop; /* not 0: finish what is under way and return KHO_OK */
};

/* Serves until *stop.  KHO_IO: cannot listen.  Errors of the index are answered as pages, not
 * returned. */
enum kho_status kho_serve(const struct kho_serve_options *o, struct kho_err *err);
#endif
