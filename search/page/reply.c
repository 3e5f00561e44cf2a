/* reply.c - see reply.h. */
#define XXH_INLINE_ALL
#include "reply.h"

#include <stdio.h>
#include <xxhash.h>

void
kho_reply_header(struct kho_response *r, const char *name, const char *value)
{
    kho_buf_fmt(&r->headers, "%s: %s\r\n", name, value);
}

void
kho_reply_common(struct kho_response *r)
{
    kho_reply_header(r, "X-Content-Type-Options", "nosniff");
    kho_reply_header(r, "Referrer-Policy", "no-referrer");
    kho_reply_header(r, "Cross-Origin-Opener-Policy", "same-origin");
    kho_reply_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    kho_reply_header(r, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    kho_reply_header(r, "X-Robots-Tag", "noindex");
    kho_reply_header(r, "Vary", "Accept-Language");
}

void
kho_reply_policy(struct kho_response *r)
{
    kho_reply_header(
        r, "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; "
        "frame-ancestors 'none'");
}

const char *
kho_reply_type(unsigned format)
{
    switch ((enum kho_param_format)format) {
    case KHO_PARAM_JSON:
        return "application/x-ndjson; charset=utf-8";
    case KHO_PARAM_CSV:
        return "text/csv; charset=utf-8";
    case KHO_PARAM_ICS:
        return "text/calendar; charset=utf-8";
    case KHO_PARAM_ATOM:
        return "application/atom+xml; charset=utf-8";
    case KHO_PARAM_DOT:
        return "text/vnd.graphviz; charset=utf-8";
    case KHO_PARAM_GRAPHML:
        return "application/graphml+xml; charset=utf-8";
    case KHO_PARAM_HTML:
    case KHO_PARAM_FORMATS:
        break;
    }
    return "text/html; charset=utf-8";
}

/* Strong: index revision, program, language, day, what is seen, and request. */
void
kho_reply_etag(const struct kho_view *v, const char *query, char to[64])
{
    XXH3_state_t *h = XXH3_createState();
    XXH64_hash_t sum;

    if (h == NULL) {
        to[0] = '\0';
        return;
    }
    (void)XXH3_64bits_reset(h);
    (void)XXH3_64bits_update(h, KHO_VERSION, strlen(KHO_VERSION));
    (void)XXH3_64bits_update(h, kho_tables_digest, strlen(kho_tables_digest));
    (void)XXH3_64bits_update(h, v->info.uuid, strlen(v->info.uuid));
    (void)XXH3_64bits_update(h, v->today, strlen(v->today));
    (void)XXH3_64bits_update(h, v->sight.n == 0 ? "" : v->sight.p, v->sight.n);
    (void)XXH3_64bits_update(h, v->host, strlen(v->host) + 1);
    (void)XXH3_64bits_update(h, v->base, strlen(v->base) + 1);
    (void)XXH3_64bits_update(h, v->path, strlen(v->path) + 1);
    (void)XXH3_64bits_update(h, query == NULL ? "" : query, query == NULL ? 0 : strlen(query));
    sum = XXH3_64bits_digest(h);
    (void)XXH3_freeState(h);
    (void)snprintf(to, 64, "\"%llu-%016llx-%s\"", (unsigned long long)v->info.revision,
                   (unsigned long long)sum, v->english ? "en" : "vi");
}
