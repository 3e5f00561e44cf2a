/* cmd_serve.c - kho serve: the page on this machine; kho completion: the script for bash. */
#include "cli.h"
#include "index.h"
#include "serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
    const char *host;
    uint32_t port;
} o = {.host = "127.0.0.1", .port = 8080};

static const struct kho_opt serve_opts[] = {
    {"port", 'p', KHO_OPT_NUMBER, &o.port, NULL, "PORT", KHO_MESSAGES_OPT_PORT},
    {"host", 0, KHO_OPT_TEXT, &o.host, NULL, "ADDRESS", KHO_MESSAGES_OPT_HOST},
    {.name = NULL},
};
static const struct kho_opt no_opts[] = {{.name = NULL}};

static volatile int stop;

static void
on_signal(int sig)
{
    (void)sig;
    stop = 1;
}

static enum kho_status
original(void *ctx, const struct kho_document *doc, int fd, struct kho_err *err)
{
    return kho_original(doc, ctx, fd, err);
}

static void
ready(void *ctx, const char *url)
{
    (void)ctx;
    kho_fill_to(stdout, KHO_MESSAGES_SERVING, KHO_ARGS(url));
    (void)putchar('\n');
    (void)fflush(stdout);
}

static void
log_line(void *ctx, const char *line)
{
    (void)ctx;
    (void)fprintf(stderr, "kho: %s\n", line);
}

static int
serve_run(int argc, char **argv)
{
    struct sigaction sa = {.sa_handler = on_signal};
    struct kho_limits limits;
    struct kho_serve_options options = {.db = kho_cli.db,
                                        .host = o.host,
                                        .port = (uint16_t)o.port,
                                        .hooks = {original, &limits},
                                        .rules = getenv("KHO_RULES"),
                                        .log = log_line,
                                        .ready = ready,
                                        .stop = &stop};
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    enum kho_status st;
    int rc = kho_set_limits(&limits, NULL);

    (void)argc, (void)argv;
    if (rc >= 0)
        return rc;
    if (o.port > UINT16_MAX) {
        char port[16];

        (void)snprintf(port, sizeof port, "%u", o.port);
        return kho_bad_value("--port", port, "0-65535");
    }
    st = kho_cli_open(&s, &err); /* say a wrong -d now, not on the first page */
    kho_store_close(s);
    if (st != KHO_OK)
        return kho_complain(st, &err);
    (void)sigaction(SIGINT, &sa, NULL);
    (void)sigaction(SIGTERM, &sa, NULL);
    st = kho_serve(&options, &err);
    return st != KHO_OK ? kho_complain(st, &err) : 0;
}

/* The script asks the program, so it cannot go stale. */
static int
completion_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    (void)fputs("# bash completion for kho: eval \"$(kho completion)\"\n"
                "_kho() {\n"
                "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} "
                "cmd=${COMP_WORDS[1]}\n"
                "    local words\n"
                "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                "        words=$(kho --list-cmds)\n"
                "    elif [[ $cur == -* ]]; then\n"
                "        words=$(kho \"$cmd\" --list-opts)\n"
                "    elif [[ $prev == --* ]]; then\n"
                "        words=$(kho \"$cmd\" --list-values \"$prev\" | tr '|' '\\n')\n"
                "    fi\n"
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                "    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n"
                "}\n"
                "complete -o filenames -F _kho kho\n",
                stdout);
    return 0;
}

const struct kho_command kho_cmd_serve = {"serve", serve_run, serve_opts, "",
                                          KHO_MESSAGES_CMD_SERVE};
const struct kho_command kho_cmd_completion = {"completion", completion_run, no_opts, "",
                                               KHO_MESSAGES_CMD_COMPLETION};
