/* answer.c - request -> checked parameters -> one of a few pages -> a whole answer: see page.h. */
#include "refused.h"
#include "reply.h"
#include "sight.h"
#include "style.h"
#include "view.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
    BODY_MAX = 16 << 20,
    ARENA_MAX = 512 << 20,
    AGAIN = 3, /* tries more */
    AGAIN_MS = 20
};

struct kho_page_site {
    char *db;
    struct kho_page_hooks hooks;
    struct kho_arena *arena;
};

static const struct page {
    const char *path;
    enum kho_status (*run)(struct kho_view *v);
    unsigned formats; /* bits 1 << enum kho_param_format */
} pages[] = {
    {"/", kho_page_search,
     1 << KHO_PARAM_HTML | 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ATOM},
    {"/plan", kho_page_plan, 1 << KHO_PARAM_HTML | 1 << KHO_PARAM_JSON},
    {"/cited", kho_page_cited,
     1 << KHO_PARAM_HTML | 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ATOM |
         1 << KHO_PARAM_DOT | 1 << KHO_PARAM_GRAPHML},
    {"/refs", kho_page_refs, 1 << KHO_PARAM_HTML | 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV},
    {"/tasks", kho_page_tasks,
     1 << KHO_PARAM_HTML | 1 << KHO_PARAM_JSON | 1 << KHO_PARAM_CSV | 1 << KHO_PARAM_ICS},
    {"/status", kho_page_status, 1 << KHO_PARAM_HTML | 1 << KHO_PARAM_JSON},
    {"/help", kho_page_help, 1 << KHO_PARAM_HTML},
    {"/file", NULL, 1 << KHO_PARAM_HTML},
};

struct kho_page_site *
kho_page_site_new(const char *db, const struct kho_page_hooks *hooks)
{
    struct kho_page_site *s = calloc(1, sizeof *s);

    if (s == NULL || (s->db = strdup(db)) == NULL) {
        free(s);
        return NULL;
    }
    s->hooks = *hooks;
    s->arena = kho_arena_new(ARENA_MAX);
    return s;
}

void
kho_page_site_free(struct kho_page_site *s)
{
    if (s == NULL)
        return;
    kho_arena_free(s->arena);
    free(s->db);
    free(s);
}

void
kho_response_free(struct kho_response *r)
{
    kho_buf_free(&r->headers);
    kho_buf_free(&r->body);
    kho_buf_free(&r->log);
    if (r->body_fd >= 0)
        (void)close(r->body_fd);
    r->body_fd = -1;
}

/* The first language of the header that we speak; Vietnamese when it names neither. */
static bool
wants_english(const char *accept)
{
    for (const char *p = accept; p != NULL && *p != '\0';) {
        while (*p == ' ' || *p == ',')
            p++;
        if (strncasecmp(p, "vi", 2) == 0)
            return false;
        if (strncasecmp(p, "en", 2) == 0)
            return true;
        p = strchr(p, ',');
    }
    return false;
}

/* A file name for Content-Disposition: percent-encoded UTF-8 (RFC 8187). */
static void
disposition(struct kho_response *r, const struct kho_document *doc)
{
    kho_sv name = doc->n_places > 0 ? doc->places[0].path : doc->id;
    const char *slash = memrchr(name.p, '/', name.n);

    if (slash != NULL)
        name = (kho_sv){slash + 1, (size_t)(name.p + name.n - slash - 1)};
    kho_buf_str(&r->headers, "Content-Disposition: attachment; filename*=UTF-8''");
    kho_html_url(&r->headers, name);
    kho_buf_str(&r->headers, "\r\n");
}

static enum kho_status
download(struct kho_page_site *site, struct kho_view *v, struct kho_response *r)
{
    struct kho_document doc;
    enum kho_status st =
        kho_find(v->store, v->params.id, KHO_DOCUMENT_HEAD, v->arena, &doc, v->err);

    if (st != KHO_OK)
        return st == KHO_ARG ? KHO_NOTFOUND : st;
    if (site->hooks.original == NULL)
        return kho_fail(v->err, KHO_NOTFOUND, "downloads are off");
    r->body_fd = memfd_create("original", MFD_CLOEXEC);
    if (r->body_fd < 0)
        return kho_fail(v->err, KHO_IO, "no memory file: %s", strerror(errno));
    st = site->hooks.original(site->hooks.ctx, &doc, r->body_fd, v->err);
    if (st != KHO_OK) {
        (void)close(r->body_fd);
        r->body_fd = -1;
        kho_page_refuse(v, r, 404, KHO_PAGE_TEXTS_ERROR_ORIGINAL, (kho_sv){"", 0});
        return KHO_OK;
    }
    r->status = 200;
    kho_reply_common(r);
    kho_reply_header(r, "Content-Security-Policy", "default-src 'none'; sandbox");
    kho_reply_header(r, "Content-Type", "application/octet-stream");
    kho_reply_header(r, "Cache-Control", "private, no-cache");
    disposition(r, &doc);
    return KHO_OK;
}

/* To another page of ours; the address is made of escaped parts. */
static void
send_on(struct kho_view *v, struct kho_response *r)
{
    r->status = 303;
    kho_reply_common(r);
    kho_reply_policy(r);
    kho_reply_header(r, "Location", kho_buf_cstr(&v->location));
    kho_reply_header(r, "Cache-Control", "private, no-cache");
    kho_reply_header(r, "Content-Type", "text/plain; charset=utf-8");
}

/* The index, of which only what the rules show the user can be reached; without the rules that were
 * named there is no index. */
static enum kho_status
open_store(struct kho_page_site *site, const struct kho_request *req, struct kho_view *v,
           struct kho_response *r)
{
    struct kho_rules rules = {.n = 0};
    enum kho_status st = KHO_OK;

    if (req->rules != NULL)
        st = kho_rules_read(v->arena, req->rules, &rules, v->err);
    if (st == KHO_OK)
        st = kho_store_open(&v->store, site->db, KHO_STORE_READ, v->err);
    if (st == KHO_NOTFOUND) /* not made yet, or being put in place */
        return kho_fail(v->err, KHO_STALE, "no index");
    if (st == KHO_OK && req->rules != NULL)
        st = kho_sight_set(v->store, &rules, req->user, v->arena, &v->sight, v->err);
    if (st == KHO_CONFIG || st == KHO_ARG) {
        kho_buf_str(&r->log, v->err->what);
        return kho_fail(v->err, KHO_STALE, "no rules");
    }
    return st;
}

static enum kho_status
run(struct kho_page_site *site, const struct page *page, const struct kho_request *req,
    struct kho_view *v, struct kho_response *r)
{
    kho_sv updated = {NULL, 0};
    char tag[64];
    enum kho_status st = open_store(site, req, v, r);

    if (st != KHO_OK)
        return st;
    if (page->run == NULL)
        return download(site, v, r);
    st = kho_store_info(v->store, &v->info, v->err);
    if (st != KHO_OK)
        return st;
    kho_reply_etag(v, req->query, tag);
    if (req->if_none_match != NULL && tag[0] != '\0' && strstr(req->if_none_match, tag) != NULL) {
        r->status = 304;
        kho_reply_header(r, "ETag", tag);
        return KHO_OK;
    }
    (void)kho_store_meta_get(v->store, KHO_SV(KHO_META_INDEXED), v->arena, &updated, NULL);
    v->updated = updated.n > 0 ? strtoll(updated.p, NULL, 10) : 0;
    st = page->run(v);
    if (st == KHO_OK && v->location.n > 0) {
        send_on(v, r);
        return KHO_OK;
    }
    if (st == KHO_OK && r->body.st != KHO_OK)
        st = r->body.st;
    if (st != KHO_OK)
        return st;
    r->status = 200;
    kho_reply_common(r);
    kho_reply_policy(r);
    kho_reply_header(r, "Content-Type", kho_reply_type(v->params.format));
    kho_reply_header(r, "ETag", tag);
    kho_reply_header(r, "Cache-Control", "private, no-cache");
    return KHO_OK;
}

/* An index that was switched while it was read, or is just being put in place, is asked again. */
static enum kho_status
run_on_newest(struct kho_page_site *site, const struct page *page, const struct kho_request *req,
              struct kho_view *v, struct kho_response *r)
{
    const struct timespec moment = {.tv_nsec = AGAIN_MS * 1000000L};
    const struct kho_view fresh = *v;
    enum kho_status st = run(site, page, req, v, r);

    for (int i = 0; st == KHO_STALE && r->log.n == 0 && i < AGAIN; i++) {
        kho_store_close(v->store);
        kho_buf_free(&v->location);
        kho_buf_reset(&r->body);
        kho_buf_reset(&r->headers);
        *v = fresh;
        (void)nanosleep(&moment, NULL);
        st = run(site, page, req, v, r);
    }
    return st;
}

static void
style(struct kho_response *r)
{
    r->status = 200;
    kho_reply_common(r);
    kho_reply_header(r, "Content-Type", "text/css; charset=utf-8");
    kho_reply_header(r, "Cache-Control", "public, max-age=3600");
    kho_buf_str(&r->body, kho_style);
}

static void
opensearch(struct kho_view *v, struct kho_response *r)
{
    r->status = 200;
    kho_reply_common(r);
    kho_reply_header(r, "Content-Type", "application/opensearchdescription+xml; charset=utf-8");
    kho_reply_header(r, "Cache-Control", "private, max-age=3600");
    kho_feed_opensearch(v);
}

/* A name and a port as servers have them; anything else is not repeated. */
static const char *
checked_host(const char *host)
{
    const size_t n = host == NULL ? 0 : strlen(host);

    if (n == 0 || n > 255 ||
        strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") != n)
        return "";
    return host;
}

static void
today(char to[11])
{
    const time_t now = time(NULL);
    struct tm tm;

    if (localtime_r(&now, &tm) == NULL || strftime(to, 11, "%Y-%m-%d", &tm) == 0)
        memcpy(to, "1970-01-01", 11);
}

void
kho_page_answer(struct kho_page_site *site, const struct kho_request *req, struct kho_response *r)
{
    static const kho_sv none = {"", 0};
    struct kho_err err = {.status = KHO_OK};
    struct kho_view v = {.arena = site->arena,
                         .base = req->script == NULL ? "" : req->script,
                         .path = req->path == NULL || *req->path == '\0' ? "/" : req->path,
                         .english = wants_english(req->accept_language),
                         .host = checked_host(req->host),
                         .https = req->https,
                         .err = &err};
    const struct page *page = NULL;
    enum kho_status st;

    *r = (struct kho_response){
        .status = 500, .body = {.limit = BODY_MAX}, .headers = {.limit = 8192}, .body_fd = -1};
    v.out = &r->body;
    v.location.limit = 8192;
    (void)clock_gettime(CLOCK_MONOTONIC, &v.began);
    today(v.today);
    kho_arena_reset(site->arena);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (strcmp(pages[i].path, v.path) == 0)
            page = &pages[i];
    if (req->method == NULL ||
        (strcmp(req->method, "GET") != 0 && strcmp(req->method, "HEAD") != 0)) {
        kho_page_refuse(&v, r, 405, KHO_PAGE_TEXTS_ERROR_METHOD, none);
    } else if (strcmp(v.path, "/style.css") == 0) {
        style(r);
    } else if (strcmp(v.path, "/opensearch.xml") == 0) {
        opensearch(&v, r);
    } else if (page == NULL) {
        kho_page_refuse(&v, r, 404, KHO_PAGE_TEXTS_ERROR_NOT_FOUND, none);
    } else {
        v.path = page->path;
        st = kho_params_parse(site->arena, req->query, &v.params, &err);
        if (v.params.lang != KHO_PARAM_LANG_NONE)
            v.english = v.params.lang == KHO_PARAM_EN;
        if (st == KHO_OK && (page->formats >> v.params.format & 1) == 0)
            st = kho_fail(&err, KHO_QUERY, "format");
        if (st == KHO_OK)
            st = run_on_newest(site, page, req, &v, r);
        if (st != KHO_OK)
            kho_page_failed(&v, r, st, &err);
        kho_store_close(v.store);
        if (req->rules != NULL) /* whom the server lets in, it tells by one of these */
            kho_reply_header(r, "Vary", "Authorization, Cookie");
    }
    kho_buf_free(&v.location);
    if (r->body.st != KHO_OK || r->headers.st != KHO_OK) { /* no memory even for the error page */
        kho_buf_reset(&r->body);
        kho_buf_reset(&r->headers);
        r->status = 500;
        kho_reply_header(r, "Content-Type", "text/plain; charset=utf-8");
        kho_buf_str(&r->body, "kho: internal error\n");
    }
}
