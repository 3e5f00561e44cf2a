/* serve.c - see serve.h: libmicrohttpd around the same handler. */
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

/* A browser keeps six connections open and idle: an office of some eighty must not lock itself out.
 * One costs some 32 KiB; select() cannot watch more than 1,024 files. */
enum { CONNECTIONS = 512, TIMEOUT_SECONDS = 15 };

struct server {
    struct kho_page_site *site;
    const struct kho_serve_options *o;
};

static void *
begin(void *cls, const char *uri, struct MHD_Connection *c)
{
    const char *mark = strchr(uri, '?');

    (void)cls, (void)c;
    return mark == NULL ? NULL : strdup(mark + 1);
}

static void
finish(void *cls, struct MHD_Connection *c, void **con_cls, enum MHD_RequestTerminationCode code)
{
    (void)cls, (void)c, (void)code;
    free(*con_cls);
    *con_cls = NULL;
}

/* "Name: value\r\n" lines into the response. */
static void
headers(struct MHD_Response *to, kho_sv lines)
{
    for (kho_sv line; kho_sv_next(&lines, '\n', &line);) {
        char name[64], value[2048];
        const char *colon = line.n == 0 ? NULL : memchr(line.p, ':', line.n);
        size_t n, rest;

        if (colon == NULL)
            continue;
        n = (size_t)(colon - line.p);
        rest = line.n - n - 1;
        while (rest > 0 && (line.p[n + rest] == '\r'))
            rest--;
        if (n >= sizeof name || rest == 0 || rest - 1 >= sizeof value)
            continue;
        memcpy(name, line.p, n);
        name[n] = '\0';
        memcpy(value, colon + 2, rest - 1);
        value[rest - 1] = '\0';
        (void)MHD_add_response_header(to, name, value);
    }
}

/* MHD asks for these parameters. */
static enum MHD_Result
/* NOLINTNEXTLINE(readability-function-size) */
answer(void *cls, struct MHD_Connection *c, const char *url, const char *method,
       const char *version, const char *upload, size_t *upload_n, void **con_cls)
{
    struct server *s = cls;
    const struct kho_request req = {
        .method = method,
        .script = "",
        .path = url,
        .query = *con_cls,
        .accept_language = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Accept-Language"),
        .if_none_match = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match"),
        .host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host"),
        .rules = s->o->rules};
    struct MHD_Response *out;
    struct kho_response r;
    enum MHD_Result ok;

    (void)version, (void)upload;
    if (*upload_n != 0) { /* nothing is taken in */
        *upload_n = 0;
        return MHD_YES;
    }
    kho_page_answer(s->site, &req, &r);
    if (r.log.n != 0 && s->o->log != NULL)
        s->o->log(s->o->ctx, kho_buf_cstr(&r.log));
    if (r.body_fd >= 0) {
        const off_t size = lseek(r.body_fd, 0, SEEK_END);

        out = MHD_create_response_from_fd((uint64_t)(size < 0 ? 0 : size), r.body_fd);
        if (out != NULL)
            r.body_fd = -1; /* MHD closes it */
    } else {
        char empty[1] = "";

        out = MHD_create_response_from_buffer(r.body.n, r.body.p == NULL ? empty : r.body.p,
                                              MHD_RESPMEM_MUST_COPY);
    }
    if (out == NULL) {
        kho_response_free(&r);
        return MHD_NO;
    }
    headers(out, kho_buf_view(&r.headers));
    ok = MHD_queue_response(c, (unsigned)r.status, out);
    MHD_destroy_response(out);
    kho_response_free(&r);
    return ok;
}

static enum kho_status
listener(const char *host, uint16_t port, int *fd, uint16_t *bound, struct kho_err *err)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    socklen_t n = sizeof a;
    const int on = 1;

    if (inet_pton(AF_INET, host, &a.sin_addr) != 1)
        return kho_fail(err, KHO_ARG, "'%s' is not a numeric IPv4 address", host);
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd < 0)
        return kho_fail(err, KHO_IO, "socket: %s", strerror(errno));
    (void)setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(*fd, (const struct sockaddr *)&a, sizeof a) != 0 || listen(*fd, CONNECTIONS) != 0 ||
        getsockname(*fd, (struct sockaddr *)&a, &n) != 0) {
        (void)kho_fail(err, KHO_IO, "cannot listen on %s port %u: %s", host, port, strerror(errno));
        (void)close(*fd);
        return KHO_IO;
    }
    *bound = ntohs(a.sin_port);
    return KHO_OK;
}

static void
loop(struct MHD_Daemon *d, const volatile int *stop)
{
    while (*stop == 0) {
        struct timeval tick = {.tv_usec = 200000};
        fd_set r, w, e;
        int max = 0;

        FD_ZERO(&r);
        FD_ZERO(&w);
        FD_ZERO(&e);
        if (MHD_get_fdset(d, &r, &w, &e, &max) != MHD_YES)
            return;
        if (select(max + 1, &r, &w, &e, &tick) < 0 && errno != EINTR)
            return;
        (void)MHD_run(d);
    }
}

enum kho_status
kho_serve(const struct kho_serve_options *o, struct kho_err *err)
{
    struct server s = {.site = kho_page_site_new(o->db, &o->hooks), .o = o};
    const char *host = o->host == NULL ? "127.0.0.1" : o->host;
    struct MHD_Daemon *d = NULL;
    uint16_t bound = 0;
    char url[96];
    int fd = -1;
    enum kho_status st;

    if (s.site == NULL)
        return kho_fail(err, KHO_NOMEM, "starting the server");
    st = listener(host, o->port, &fd, &bound, err);
    if (st == KHO_OK) {
        d = MHD_start_daemon(MHD_NO_FLAG, 0, NULL, NULL, answer, &s, MHD_OPTION_LISTEN_SOCKET, fd,
                             MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                             MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_SECONDS,
                             MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED,
                             finish, NULL, MHD_OPTION_END);
        if (d == NULL) {
            (void)close(fd);
            st = kho_fail(err, KHO_IO, "the web server did not start");
        }
    }
    if (st == KHO_OK) {
        (void)snprintf(url, sizeof url, "http://%s:%u/", host, bound);
        if (o->ready != NULL)
            o->ready(o->ctx, url);
        loop(d, o->stop);
        MHD_stop_daemon(d);
    }
    kho_page_site_free(s.site);
    return st;
}
