/* feed.c - Atom feeds (RFC 4287) and the OpenSearch description.  See view.h. */
#include "view.h"

/* Everything before the path; empty when the server's own name is unknown. */
static void
origin(struct kho_view *v)
{
    if (v->host[0] == '\0')
        return;
    kho_html_str(v->out, v->https ? "https://" : "http://");
    kho_html_str(v->out, v->host);
}

static void
instant(struct kho_view *v, kho_sv day)
{
    kho_html_text(v->out, day.n == 10 ? day : KHO_SV("1970-01-01"));
    kho_html(v->out, "T00:00:00+07:00");
}

void
kho_feed_open(struct kho_view *v)
{
    static const struct kho_param_change feed = {.format = KHO_PARAM_ATOM}, page = {.page = 0};
    const time_t at = (time_t)v->updated;
    char text[32] = "1970-01-01T00:00:00Z";
    struct tm tm;

    if (gmtime_r(&at, &tm) != NULL)
        (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    kho_html(v->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                     "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">\n<title>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    if (v->title.n > 0) {
        kho_html(v->out, ": ");
        kho_html_text(v->out, v->title);
    }
    kho_html(v->out, "</title>\n<id>urn:kho:");
    kho_html_url(v->out, kho_sv_from(v->path));
    kho_params_link(v->out, &v->params, &page);
    kho_html(v->out, "</id>\n<updated>");
    kho_html_str(v->out, text);
    kho_html(v->out, "</updated>\n<author><name>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    kho_html(v->out, "</name></author>\n<link rel=\"self\" href=\"");
    origin(v);
    kho_html_str(v->out, v->base);
    kho_html_str(v->out, v->path);
    kho_params_link(v->out, &v->params, &feed);
    kho_html(v->out, "\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"");
    origin(v);
    kho_html_str(v->out, v->base);
    kho_html_str(v->out, v->path);
    kho_params_link(v->out, &v->params, &page);
    kho_html(v->out, "\"/>\n");
}

void
kho_feed_entry(struct kho_view *v, const struct kho_document *doc, kho_sv summary)
{
    const struct kho_plan *p = &doc->plan;

    kho_html(v->out, "<entry><title>");
    if (p->symbol.p != NULL) {
        kho_html_text(v->out, p->symbol);
        kho_html(v->out, " ");
    }
    kho_html_text(v->out, p->type_name);
    kho_html(v->out, " ");
    if (p->title.p != NULL)
        kho_html_text(v->out, p->title);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_UNTITLED);
    kho_html(v->out, "</title><id>urn:kho:");
    kho_html_text(v->out, doc->id);
    kho_html(v->out, "</id><link href=\"");
    origin(v);
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/plan?id=");
    kho_html_url(v->out, doc->id);
    kho_html(v->out, "\"/><updated>");
    instant(v, p->date);
    kho_html(v->out, "</updated>");
    if (p->issuer.p != NULL) {
        kho_html(v->out, "<author><name>");
        kho_html_text(v->out, p->issuer);
        kho_html(v->out, "</name></author>");
    }
    kho_html(v->out, "<summary>");
    kho_html_text(v->out, summary);
    kho_html(v->out, "</summary></entry>\n");
}

void
kho_feed_close(struct kho_view *v)
{
    kho_html(v->out, "</feed>\n");
}

void
kho_feed_opensearch(struct kho_view *v)
{
    kho_html(v->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                     "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">"
                     "<ShortName>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    kho_html(v->out, "</ShortName><Description>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TAGLINE);
    kho_html(v->out, "</Description><InputEncoding>UTF-8</InputEncoding>"
                     "<Url type=\"text/html\" template=\"");
    origin(v);
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/?q={searchTerms}\"/><Url type=\"application/atom+xml\" template=\"");
    origin(v);
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/?q={searchTerms}&amp;format=atom\"/></OpenSearchDescription>\n");
}
