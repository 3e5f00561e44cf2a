/* refused.c - see refused.h. */
#include "refused.h"

#include "date.h"
#include "fold.h"
#include "reply.h"

#include <string.h>

void
kho_page_refuse(struct kho_view *v, struct kho_response *r, int status, enum kho_page_texts_id text,
                kho_sv arg)
{
    kho_buf_reset(&r->body);
    kho_buf_reset(&r->headers);
    kho_reply_common(r);
    kho_reply_policy(r);
    kho_reply_header(r, "Content-Type", "text/html; charset=utf-8");
    kho_reply_header(r, "Cache-Control", "no-store");
    if (status == 503)
        kho_reply_header(r, "Retry-After", "60");
    if (status == 405)
        kho_reply_header(r, "Allow", "GET, HEAD");
    r->status = status;
    v->out = &r->body;
    v->params = (struct kho_params){.page = 1, .n = 20, .lang = v->params.lang};
    v->path = "/";
    v->title = kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_ERROR_TITLE));
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_ERROR_TITLE);
    kho_html(v->out, "</h1><p class=\"note\" role=\"alert\">");
    KHO_FILL(v, text, arg);
    kho_html(v->out, "</p><p><a href=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_BACK);
    kho_html(v->out, "</a></p>");
    kho_view_close(v);
}

/* What was typed as a day and is none: *value as it may be shown. */
static bool
bad_day(struct kho_view *v, const char *parameter, kho_sv *value)
{
    const bool from = strcmp(parameter, "from") == 0;
    const kho_sv typed = from ? v->params.from : v->params.to;
    struct kho_date d;

    return (from || strcmp(parameter, "to") == 0) && typed.n > 0 && !kho_date_parse(typed, &d) &&
           kho_text_normalise(v->arena, typed, value, NULL) == KHO_OK;
}

void
kho_page_failed(struct kho_view *v, struct kho_response *r, enum kho_status st,
                const struct kho_err *err)
{
    static const kho_sv none = {"", 0};
    kho_sv name;

    switch (kho_status_http(st)) {
    case 400:
        if (bad_day(v, err->what, &name)) {
            kho_page_refuse(v, r, 400, KHO_PAGE_TEXTS_ERROR_DATE, name);
            return;
        }
        /* The name of a parameter is the asker's, any bytes, and perhaps cut. */
        if (kho_text_normalise(v->arena, kho_sv_from(err->what), &name, NULL) != KHO_OK)
            name = none;
        kho_page_refuse(v, r, 400, KHO_PAGE_TEXTS_ERROR_PARAM, name);
        return;
    case 404:
        kho_page_refuse(v, r, 404, KHO_PAGE_TEXTS_ERROR_NOT_FOUND, none);
        return;
    case 413:
        kho_page_refuse(v, r, 414, KHO_PAGE_TEXTS_ERROR_LONG, none);
        return;
    case 503:
        kho_page_refuse(v, r, 503, KHO_PAGE_TEXTS_ERROR_BUSY, none);
        return;
    default:
        kho_page_refuse(v, r, 500, KHO_PAGE_TEXTS_ERROR_INTERNAL, none);
    }
}
