/* cgi_main.c - kho.cgi: the page as CGI and as FastCGI, one binary.
 *
 * Environment: KHO_DB (index; default /var/lib/kho/kho.db), KHO_BIN (the kho program that fetches
 * originals for downloads; unset: downloads are off), KHO_RULES (file that says who sees what;
 * unset: everybody sees everything).  Nothing else of the environment is trusted.  KHO_RULES may
 * also come with a request: only the server can give one that name, and it never opens what the
 * environment has closed.
 */
#include "confine.h"
#include "page.h"

#include <errno.h>
#include <fcgiapp.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CPU_SECONDS = 10,
    WALL_SECONDS = 15, /* from a request to the beginning of its answer */
    CHUNK = 1 << 16
};

/* A request that takes too long is given up as a whole: nothing of its answer is sent before all
 * of it is known.  A plain CGI can still say so. */
static volatile sig_atomic_t plain;

static void
too_late(int sig)
{
    static const char late[] =
        "Status: 503\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        "Retry-After: 10\r\nContent-Security-Policy: default-src 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\n\r\n"
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Quá "
        "lâu</title></head>"
        "<body><h1>Không thực hiện được</h1><p>Việc tìm kéo dài quá lâu nên đã dừng. Xin thu hẹp "
        "câu hỏi rồi thử lại.</p><p lang=\"en\">The request took too long and was stopped. Please "
        "narrow it down.</p></body></html>\n";

    (void)sig;
    if (plain != 0 && write(STDOUT_FILENO, late, sizeof late - 1) < 0)
        _exit(75);
    _exit(plain != 0 ? 0 : 75);
}

static void
watch(unsigned seconds)
{
    (void)alarm(seconds);
}

/* One answer, into whatever the server gave: FCGX streams or plain stdout. */
struct sink {
    FCGX_Stream *stream; /* NULL: file descriptor 1 */
    bool failed;
};

static void
put(struct sink *s, const char *p, size_t n)
{
    while (n > 0 && !s->failed) {
        const size_t part = n < CHUNK ? n : CHUNK;
        ssize_t got = s->stream != NULL ? FCGX_PutStr(p, (int)part, s->stream)
                                        : write(STDOUT_FILENO, p, part);

        if (got < 0 && s->stream == NULL && errno == EINTR)
            continue;
        if (got <= 0) {
            s->failed = true;
            return;
        }
        p += got;
        n -= (size_t)got;
    }
}

static void
put_file(struct sink *s, int fd)
{
    static char chunk[CHUNK];
    off_t at = 0;

    for (ssize_t n; !s->failed && (n = pread(fd, chunk, sizeof chunk, at)) > 0; at += n)
        put(s, chunk, (size_t)n);
}

static void
respond(struct sink *s, const struct kho_response *r, bool head)
{
    struct kho_buf top = {.p = NULL};

    kho_buf_fmt(&top, "Status: %d\r\n", r->status);
    kho_buf_sv(&top, kho_buf_view(&r->headers));
    if (r->status != 304)
        kho_buf_fmt(&top, "Content-Length: %lld\r\n",
                    r->body_fd >= 0 ? (long long)lseek(r->body_fd, 0, SEEK_END)
                                    : (long long)r->body.n);
    kho_buf_str(&top, "\r\n");
    put(s, top.p, top.n);
    if (!head && r->status != 304) {
        if (r->body_fd >= 0)
            put_file(s, r->body_fd);
        else
            put(s, r->body.p, r->body.n);
    }
    kho_buf_free(&top);
}

/* What was sent with a request is of no use, but servers take an end before they have passed it on
 * for a failure, and drop the answer. */
static void
read_away(const char *length)
{
    static char chunk[CHUNK];
    unsigned long long left = length == NULL ? 0 : strtoull(length, NULL, 10);

    while (left > 0) {
        const ssize_t n = read(STDIN_FILENO, chunk, left < CHUNK ? (size_t)left : CHUNK);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        left -= (unsigned long long)n;
    }
}

/* The originals are fetched by another program: this one holds no parser of untrusted files. */
static enum kho_status
original(void *ctx, const struct kho_document *doc, int fd, struct kho_err *err)
{
    const char *bin = ctx, *db = getenv("KHO_DB");
    char id[64];
    int status;
    pid_t pid;

    if (bin == NULL || db == NULL || doc->id.n >= sizeof id)
        return kho_fail(err, KHO_NOTFOUND, "downloads are off");
    memcpy(id, doc->id.p, doc->id.n);
    id[doc->id.n] = '\0';
    pid = fork();
    if (pid == 0) {
        (void)signal(SIGPIPE, SIG_DFL);
        if (dup2(fd, STDOUT_FILENO) < 0)
            _exit(126);
        (void)execl(bin, "kho", "show", "-d", db, "--format=raw", id, (char *)NULL);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return kho_fail(err, KHO_IO, "waiting for %s: %s", bin, strerror(errno));
    if (pid < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return kho_fail(err, KHO_NOTFOUND, "%s could not fetch the original", bin);
    return KHO_OK;
}

/* A line for the log of the server. */
static void
tell(const struct sink *s, FCGX_Stream *log, kho_sv line)
{
    struct kho_buf b = {.p = NULL};

    if (line.n == 0)
        return;
    kho_buf_str(&b, "kho.cgi: ");
    for (size_t i = 0; i < line.n; i++) /* a line stays one */
        kho_buf_char(&b, (unsigned char)line.p[i] < ' ' ? '?' : line.p[i]);
    kho_buf_char(&b, '\n');
    if (s->stream != NULL && log != NULL)
        (void)FCGX_PutStr(b.p, (int)b.n, log);
    else
        (void)!write(STDERR_FILENO, b.p, b.n);
    kho_buf_free(&b);
}

static void
one(struct kho_page_site *site, FCGX_ParamArray env, FCGX_Stream *log, struct sink *s)
{
    const char *rules = getenv("KHO_RULES"), *https = FCGX_GetParam("HTTPS", env);
    const struct kho_request req = {.method = FCGX_GetParam("REQUEST_METHOD", env),
                                    .script = FCGX_GetParam("SCRIPT_NAME", env),
                                    .path = FCGX_GetParam("PATH_INFO", env),
                                    .query = FCGX_GetParam("QUERY_STRING", env),
                                    .accept_language = FCGX_GetParam("HTTP_ACCEPT_LANGUAGE", env),
                                    .if_none_match = FCGX_GetParam("HTTP_IF_NONE_MATCH", env),
                                    .host = FCGX_GetParam("HTTP_HOST", env),
                                    .https = https != NULL && strcmp(https, "on") == 0,
                                    .rules =
                                        rules != NULL ? rules : FCGX_GetParam("KHO_RULES", env),
                                    .user = FCGX_GetParam("REMOTE_USER", env)};
    struct kho_response r;

    watch(WALL_SECONDS);
    if (s->stream == NULL)
        read_away(FCGX_GetParam("CONTENT_LENGTH", env));
    kho_page_answer(site, &req, &r);
    tell(s, log, kho_buf_view(&r.log));
    watch(0);
    plain = 0; /* from here on an end is a cut answer */
    respond(s, &r, req.method != NULL && strcmp(req.method, "HEAD") == 0);
    kho_response_free(&r);
}

int
main(void)
{
    extern char **environ;
    const struct rlimit cpu = {CPU_SECONDS, CPU_SECONDS + 2}, core = {0, 0};
    const struct sigaction late = {.sa_handler = too_late};
    const char *db = getenv("KHO_DB");
    char *bin = getenv("KHO_BIN");
    const struct kho_page_hooks hooks = {bin == NULL ? NULL : original, bin};
    struct kho_page_site *site =
        kho_page_site_new(db == NULL || *db == '\0' ? "/var/lib/kho/kho.db" : db, &hooks);

    if (site == NULL)
        return 71;
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    (void)signal(SIGPIPE, SIG_IGN);
    (void)setrlimit(RLIMIT_CORE, &core);
    (void)sigaction(SIGALRM, &late, NULL);
    (void)sigaction(SIGXCPU, &late, NULL);
    if (FCGX_IsCGI()) { /* the FCGX calls serve FastCGI only */
        struct sink s = {.stream = NULL};

        plain = 1;
        kho_page_confine(bin != NULL);
        (void)setrlimit(RLIMIT_CPU, &cpu);
        one(site, environ, NULL, &s);
    } else {
        FCGX_Request request;

        if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0)
            return 71;
        kho_page_confine(bin != NULL);
        while (FCGX_Accept_r(&request) == 0) {
            struct sink s = {.stream = request.out};

            one(site, request.envp, request.err, &s);
            FCGX_Finish_r(&request);
        }
    }
    kho_page_site_free(site);
    return 0;
}
