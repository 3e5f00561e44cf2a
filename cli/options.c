/* options.c - options are tables: they parse, print help and answer completion. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool help;

const struct kho_opt kho_common_opts[] = {
    {"db", 'd', KHO_OPT_TEXT, &kho_cli.db, NULL, "DIR", KHO_MESSAGES_OPT_DB},
    {"config", 0, KHO_OPT_TEXT, &kho_cli.config, NULL, "FILE", KHO_MESSAGES_OPT_CONFIG},
    {"lang", 0, KHO_OPT_TEXT, &kho_cli.lang, "vi|en", "LANG", KHO_MESSAGES_OPT_LANG},
    {"color", 0, KHO_OPT_TEXT, &kho_cli.color, "auto|always|never", "WHEN", KHO_MESSAGES_OPT_COLOR},
    {"help", 'h', KHO_OPT_FLAG, &help, NULL, NULL, KHO_MESSAGES_OPT_HELP},
    {.name = NULL},
};

static const struct kho_opt *
find(const struct kho_command *cmd, const char *name, size_t n, char letter)
{
    const struct kho_opt *const tables[] = {cmd->opts, kho_common_opts};

    for (size_t t = 0; t < 2; t++)
        for (const struct kho_opt *o = tables[t]; o->name != NULL; o++)
            if (name != NULL ? strlen(o->name) == n && strncmp(o->name, name, n) == 0
                             : o->letter == letter)
                return o;
    return NULL;
}

static bool
is_choice(const char *choices, const char *value)
{
    const size_t n = strlen(value);

    for (const char *p = choices; p != NULL; p = strchr(p, '|') == NULL ? NULL : strchr(p, '|') + 1)
        if (strncmp(p, value, n) == 0 && (p[n] == '|' || p[n] == '\0') && n > 0)
            return true;
    return false;
}

bool
kho_option_set(const struct kho_opt *o, const char *value)
{
    switch (o->kind) {
    case KHO_OPT_FLAG:
        *(bool *)o->out = true;
        return true;
    case KHO_OPT_TEXT:
        if (o->choices != NULL && !is_choice(o->choices, value))
            return false;
        *(const char **)o->out = value;
        return true;
    case KHO_OPT_NUMBER: {
        char *end;
        unsigned long v;

        errno = 0;
        v = strtoul(value, &end, 10);
        if (errno != 0 || end == value || *end != '\0' || *value == '-' || v > 1000000000)
            return false;
        *(uint32_t *)o->out = (uint32_t)v;
        return true;
    }
    case KHO_OPT_SIZE:
        return kho_size(value, o->out);
    case KHO_OPT_LIST: {
        struct kho_list *list = o->out;

        if (list->n == KHO_LIST_MAX)
            return false;
        list->item[list->n++] = value;
        return true;
    }
    }
    return false;
}

/* -1, or an exit code. */
static int
set(const struct kho_opt *o, const char *value)
{
    char name[32];

    if (kho_option_set(o, value))
        return -1;
    (void)snprintf(name, sizeof name, "--%s", o->name);
    return kho_bad_value(name, value, o->choices);
}

/* One argument that begins with '-'; *i moves over a value of its own. */
static int
take(const struct kho_command *cmd, int argc, char **argv, int *i)
{
    const char *arg = argv[*i], *value = NULL;
    const struct kho_opt *o;

    if (arg[1] == '-') {
        const char *eq = strchr(arg, '=');

        o = find(cmd, arg + 2, eq == NULL ? strlen(arg + 2) : (size_t)(eq - arg - 2), 0);
        value = eq == NULL ? NULL : eq + 1;
    } else {
        o = find(cmd, NULL, 0, arg[1]);
        value = arg[2] == '\0' ? NULL : arg + 2;
    }
    if (o == NULL || (o->kind == KHO_OPT_FLAG && value != NULL))
        return kho_usage_error(KHO_MESSAGES_NO_OPTION, arg);
    if (o->kind != KHO_OPT_FLAG && value == NULL) {
        if (*i + 1 >= argc)
            return kho_usage_error(KHO_MESSAGES_NEED_VALUE, arg);
        value = argv[++*i];
    }
    return set(o, value);
}

/* kho --lang=vi search ...: options every command has may stand before the command. */
int
kho_leading_options(int *argc, char ***argv, bool *help_asked)
{
    static const struct kho_opt none[] = {{.name = NULL}};
    const struct kho_command kho = {.opts = none};
    int i = 1, rc = -1;

    for (; i < *argc && rc < 0 && (*argv)[i][0] == '-'; i++)
        rc = take(&kho, *argc, *argv, &i);
    if (i > 1) {
        (*argv)[i - 1] = (*argv)[0];
        *argv += i - 1;
        *argc -= i - 1;
    }
    *help_asked = help;
    return rc;
}

/* Options may stand before and behind arguments; "--" ends them. Returns -1 to go on. */
int
kho_options(const struct kho_command *cmd, int *argc, char ***argv)
{
    char **a = *argv;
    int kept = 0, rc = -1;
    bool open = true;

    for (int i = 1; i < *argc && rc < 0; i++) {
        if (open && strcmp(a[i], "--") == 0)
            open = false;
        else if (open && a[i][0] == '-' && a[i][1] != '\0')
            rc = take(cmd, *argc, a, &i);
        else
            a[kept++] = a[i];
    }
    a[kept] = NULL;
    *argc = kept;
    if (rc < 0 && help) {
        (void)kho_settle(NULL); /* for its language; that it is wrong is no reason not to help */
        kho_help(cmd, false);
        rc = 0;
    }
    return rc;
}

static void
help_table(FILE *out, const struct kho_opt *o)
{
    for (; o->name != NULL; o++) {
        char left[64];

        (void)snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter != 0 ? '-' : ' ',
                       o->letter != 0 ? o->letter : ' ', o->letter != 0 ? ", " : "  ", o->name,
                       o->value != NULL ? "=" : "", o->value != NULL ? o->value : "");
        (void)fprintf(out, "  %-24s %s", left, kho_say(o->help));
        if (o->choices != NULL && strchr(kho_say(o->help), '|') == NULL)
            (void)fprintf(out, " (%s)", o->choices);
        (void)fputc('\n', out);
    }
}

void
kho_help(const struct kho_command *cmd, bool to_stderr)
{
    FILE *out = to_stderr ? stderr : stdout;

    (void)fprintf(out, "kho %s%s%s\n%s\n\n", cmd->name, *cmd->arguments != '\0' ? " " : "",
                  cmd->arguments, kho_say(cmd->help));
    help_table(out, cmd->opts);
    help_table(out, kho_common_opts);
}

bool
kho_cli_filter(const char *text, struct kho_filter *out)
{
    const char *eq = strchr(text, '=');

    for (size_t i = 0; eq != NULL && i < kho_fields_n; i++) {
        const size_t n = (size_t)(eq - text);
        const char *const names[] = {kho_fields[i].name, kho_fields[i].alias};

        for (size_t k = 0; k < 2; k++)
            if (n > 1 && strlen(names[k]) == n && strncmp(names[k], text, n) == 0) {
                *out = (struct kho_filter){(enum kho_fields_id)i, kho_sv_from(eq + 1)};
                return true;
            }
    }
    return false;
}
