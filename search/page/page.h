/* page.h - the page: one handler for CGI, FastCGI and kho serve.
 *
 * request -> checked parameters -> one of a few pages -> a whole answer, or an error page.
 * Nothing here parses an untrusted file: downloads come from the hook.
 */
#ifndef KHO_PAGE_PAGE_H
#define KHO_PAGE_PAGE_H

#include "buf.h"
#include "query.h"

/* As the web server gave them; NUL-terminated, NULL when absent. */
struct kho_request {
    const char *method; /* "GET", "HEAD" */
    const char *script; /* SCRIPT_NAME: where links lead to; "" for the root */
    const char *path;   /* PATH_INFO */
    const char *query;  /* QUERY_STRING, raw */
    const char *accept_language;
    const char *if_none_match;
    const char *host; /* for absolute links in feeds; may be NULL */
    bool https;
    const char *rules; /* file that says who sees what (rules.h); NULL: everybody sees everything */
    const char *user;  /* whom the server let in, REMOTE_USER; NULL or "": nobody in particular */
};

struct kho_response {
    int status;             /* 200, 400, 404 ... */
    struct kho_buf headers; /* "Name: value\r\n" lines, complete but Status and Content-Length */
    struct kho_buf body;
    int body_fd; /* >= 0: the body is this file from its beginning (downloads); closed by free */
    struct kho_buf log; /* a line without its end for the log of the server, when there is one */
};
void kho_response_free(struct kho_response *r);

struct kho_page_hooks {
    /* The original bytes of a document into the file fd (downloads).  NULL: downloads are refused.
     */
    enum kho_status (*original)(void *ctx, const struct kho_document *doc, int fd,
                                struct kho_err *err);
    void *ctx;
};

/* The index behind the page; opened on first use and reopened when it was missing or switched. */
struct kho_page_site;
struct kho_page_site *kho_page_site_new(const char *db,
                                        const struct kho_page_hooks *hooks); /* copies both */
void kho_page_site_free(struct kho_page_site *site);

/* Always gives a whole answer; never fails.  *r is initialised here. */
void kho_page_answer(struct kho_page_site *site, const struct kho_request *req,
                     struct kho_response *r);
#endif
