/* main.c - kho: find the command, read its options, run it. */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kho_cli kho_cli = {.db = NULL, .lang = NULL, .color = "auto", .command = ""};

const struct kho_command *const kho_commands[] = {
    &kho_cmd_index,  &kho_cmd_search, &kho_cmd_cites,      &kho_cmd_refs,  &kho_cmd_tasks,
    &kho_cmd_show,   &kho_cmd_parse,  &kho_cmd_status,     &kho_cmd_check, &kho_cmd_compact,
    &kho_cmd_export, &kho_cmd_serve,  &kho_cmd_completion, NULL,
};

/* Before options are read: what they change is found out by comparing. */
static const char *guess;

/* $KHO_LANG; NULL: not set, or nothing kho speaks. */
static const char *
own_language(void)
{
    const char *v = getenv("KHO_LANG");

    return v == NULL ? NULL : strcmp(v, "vi") == 0 ? "vi" : strcmp(v, "en") == 0 ? "en" : NULL;
}

/* The language of messages: --lang, else $KHO_LANG, else the configuration, else the locale;
 * English where the locale says neither. */
static const char *
language(void)
{
    const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    if (own_language() != NULL)
        return own_language();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *v = getenv(names[i]);

        if (v != NULL && *v != '\0')
            return strncmp(v, "vi", 2) == 0 ? "vi" : "en";
    }
    return "en";
}

enum kho_status
kho_settle(struct kho_err *err)
{
    static struct kho_err first;
    static bool settled;
    const char *db = getenv("KHO_DB");

    if (!settled) {
        settled = true;
        (void)kho_config_load(kho_cli.config, &first);
        if (kho_cli.lang == guess && own_language() == NULL && kho_config.lang != NULL)
            kho_cli.lang = kho_config.lang;
        if (kho_cli.db == NULL)
            kho_cli.db = db != NULL && *db != '\0' ? db : kho_config.db;
        if (kho_cli.db == NULL)
            kho_cli.db = "kho.db";
    }
    if (err != NULL)
        *err = first;
    return first.status;
}

static void
usage(FILE *out)
{
    (void)fprintf(out, "%s\n\n", kho_say(KHO_MESSAGES_USAGE));
    for (size_t i = 0; kho_commands[i] != NULL; i++)
        (void)fprintf(out, "  %-11s %s\n", kho_commands[i]->name, kho_say(kho_commands[i]->help));
    (void)fprintf(out, "\n%s\n", kho_say(KHO_MESSAGES_USAGE_MORE));
}

/* kho --list-cmds, kho CMD --list-opts, kho CMD --list-values OPT: asked by the completion script.
 */
static int
list_for_completion(int argc, char **argv)
{
    if (strcmp(argv[1], "--list-cmds") == 0) {
        for (size_t i = 0; kho_commands[i] != NULL; i++)
            (void)puts(kho_commands[i]->name);
        return 0;
    }
    for (size_t i = 0; argc > 2 && kho_commands[i] != NULL; i++) {
        const struct kho_opt *const tables[] = {kho_commands[i]->opts, kho_common_opts};

        if (strcmp(argv[1], kho_commands[i]->name) != 0)
            continue;
        for (size_t t = 0; t < 2; t++)
            for (const struct kho_opt *o = tables[t]; o->name != NULL; o++) {
                if (strcmp(argv[2], "--list-opts") == 0)
                    (void)printf("--%s\n", o->name);
                else if (argc > 3 && strcmp(argv[2], "--list-values") == 0 && o->choices != NULL &&
                         strncmp(argv[3], "--", 2) == 0 && strcmp(argv[3] + 2, o->name) == 0)
                    (void)puts(o->choices);
            }
        return 0;
    }
    return 64;
}

int
main(int argc, char **argv)
{
    const struct kho_command *cmd = NULL;
    struct kho_err err = {.status = KHO_OK};
    bool help = false;
    int rc;

    /* kho help search: as kho search --help */
    if (argc > 2 && strcmp(argv[1], "help") == 0 && argv[2][0] != '-') {
        static char long_help[] = "--help";

        argv[1] = argv[2];
        argv[2] = long_help;
    }

    (void)setlocale(LC_CTYPE, "C.UTF-8");
    kho_cli.lang = guess = language();
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        (void)puts("kho " KHO_VERSION);
        return 0;
    }
    if (argc > 1 &&
        (strcmp(argv[1], "--list-cmds") == 0 || (argc > 2 && strncmp(argv[2], "--list-", 7) == 0)))
        return list_for_completion(argc, argv);
    rc = kho_leading_options(&argc, &argv, &help);
    if (rc >= 0)
        return rc;
    if (help || (argc == 2 && strcmp(argv[1], "help") == 0)) {
        (void)kho_settle(NULL);
        usage(stdout);
        return 0;
    }
    for (size_t i = 0; argc > 1 && kho_commands[i] != NULL; i++)
        if (strcmp(argv[1], kho_commands[i]->name) == 0)
            cmd = kho_commands[i];
    if (cmd == NULL) {
        if (argc > 1)
            (void)kho_usage_error(KHO_MESSAGES_NO_COMMAND, argv[1]);
        else
            usage(stderr);
        return kho_status_exit(KHO_ARG);
    }
    kho_cli.command = cmd->name;
    argc--;
    argv++;
    rc = kho_options(cmd, &argc, &argv);
    if (rc >= 0)
        return rc;
    if (kho_settle(&err) != KHO_OK)
        return kho_complain(err.status, &err);
    if (*cmd->arguments == '\0' && argc > 0)
        return kho_usage_error(KHO_MESSAGES_EXTRA_ARGUMENT, argv[0]);
    rc = cmd->run(argc, argv);
    if ((fflush(stdout) != 0 || ferror(stdout) != 0) && rc < 64) { /* else it is said already */
        (void)fprintf(stderr, "kho %s: %s\n", kho_cli.command, kho_status_text(KHO_IO));
        return kho_status_exit(KHO_IO);
    }
    return rc;
}
