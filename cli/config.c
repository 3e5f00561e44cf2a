/* config.c - see config.h. */
#include "config.h"

#include "walk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEM_FILE "/etc/kho.conf"
#define LIMIT       "limit."

struct kho_config kho_config;

/* Which values are paths. */
static const struct kho_opt settings[] = {
    {"db", 0, KHO_OPT_TEXT, &kho_config.db, NULL, "PATH", KHO_MESSAGES_OPT_DB},
    {"input", 0, KHO_OPT_LIST, &kho_config.input, NULL, "PATH", KHO_MESSAGES_OPT_INPUT},
    {"include", 0, KHO_OPT_LIST, &kho_config.include, NULL, "PATTERN", KHO_MESSAGES_OPT_INCLUDE},
    {"exclude", 0, KHO_OPT_LIST, &kho_config.exclude, NULL, "PATTERN", KHO_MESSAGES_OPT_EXCLUDE},
    {"jobs", 0, KHO_OPT_NUMBER, &kho_config.jobs, NULL, "N", KHO_MESSAGES_OPT_JOBS},
    {"memory", 0, KHO_OPT_SIZE, &kho_config.memory, NULL, "SIZE", KHO_MESSAGES_OPT_MEMORY},
    {"ocr", 0, KHO_OPT_TEXT, &kho_config.ocr, KHO_OCR_CHOICES, "auto|never|always",
     KHO_MESSAGES_OPT_OCR},
    {"log", 0, KHO_OPT_TEXT, &kho_config.log, NULL, "PATH", KHO_MESSAGES_OPT_LOG},
    {"lang", 0, KHO_OPT_TEXT, &kho_config.lang, "vi|en", "LANG", KHO_MESSAGES_OPT_LANG},
    {.name = NULL},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

struct file {
    const char *path;
    unsigned line;
    unsigned seen[SETTINGS]; /* the line a setting stands in; 0: none so far */
    unsigned seen_limit[KHO_LIMITS_COUNT];
};

/* "FILE:LINE: message" */
static enum kho_status
refuse(const struct file *f, struct kho_err *err, enum kho_messages_id id, const char *a,
       const char *b)
{
    struct kho_buf why = {.p = NULL};
    enum kho_status st;

    kho_fill(&why, id, KHO_ARGS(a, b));
    st = kho_fail(err, KHO_CONFIG, "%s:%u: %s", f->path, f->line, kho_buf_cstr(&why));
    kho_buf_free(&why);
    return st;
}

/* Blanks at both ends taken away, in place. */
static char *
trim(char *s)
{
    size_t n;

    while (*s == ' ' || *s == '\t')
        s++;
    for (n = strlen(s); n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL; n--)
        s[n - 1] = '\0';
    return s;
}

/* A path as a file has it, from the folder of that file; "~/" is the user's home. */
static char *
resolve(const char *file, const char *value)
{
    const char *home = getenv("HOME"), *slash = strrchr(file, '/');
    char *p = NULL;
    int n;

    if (strncmp(value, "~/", 2) == 0 && home != NULL)
        n = asprintf(&p, "%s%s", home, value + 1);
    else if (*value == '/' || slash == NULL)
        n = asprintf(&p, "%s", value);
    else
        n = asprintf(&p, "%.*s/%s", (int)(slash - file), file, value);
    return n < 0 ? NULL : p;
}

static void
names(struct kho_buf *b)
{
    for (size_t i = 0; settings[i].name != NULL; i++)
        kho_buf_fmt(b, "%s, ", settings[i].name);
    kho_buf_str(b, LIMIT "NAME");
}

static enum kho_status
no_setting(const struct file *f, const char *name, struct kho_err *err)
{
    struct kho_buf all = {.p = NULL};
    enum kho_status st;

    names(&all);
    st = refuse(f, err, KHO_MESSAGES_CONF_NO_SETTING, name, kho_buf_cstr(&all));
    kho_buf_free(&all);
    return st;
}

static enum kho_status
twice(const struct file *f, const char *name, unsigned line, struct kho_err *err)
{
    char number[16];

    (void)snprintf(number, sizeof number, "%u", line);
    return refuse(f, err, KHO_MESSAGES_CONF_TWICE, name, number);
}

/* limit.NAME = VALUE */
static enum kho_status
limit(struct file *f, const char *name, const char *value, struct kho_err *err)
{
    struct kho_limits tried;
    struct kho_buf why = {.p = NULL};
    enum kho_limits_id row;
    char *both = NULL;
    enum kho_status st = KHO_OK;

    if (asprintf(&both, "%s=%s", name, value) < 0)
        return kho_fail(err, KHO_NOMEM, "no memory for the configuration");
    if (!kho_limit_set(&tried, both, &row, &why))
        st = kho_fail(err, KHO_CONFIG, "%s:%u: %s", f->path, f->line, kho_buf_cstr(&why));
    else if (f->seen_limit[row] != 0)
        st = twice(f, name, f->seen_limit[row], err);
    else if (kho_config.limits.n == KHO_LIST_MAX)
        st = refuse(f, err, KHO_MESSAGES_BAD_VALUE, value, name);
    kho_buf_free(&why);
    if (st != KHO_OK) {
        free(both);
        return st;
    }
    f->seen_limit[row] = f->line;
    kho_config.limits.item[kho_config.limits.n++] = both; /* later ones count */
    return KHO_OK;
}

static enum kho_status
setting(struct file *f, const char *name, const char *value, struct kho_err *err)
{
    const struct kho_opt *o = settings;
    char *kept;
    size_t i;

    if (strncmp(name, LIMIT, sizeof LIMIT - 1) == 0)
        return limit(f, name + sizeof LIMIT - 1, value, err);
    while (o->name != NULL && strcmp(o->name, name) != 0)
        o++;
    if (o->name == NULL)
        return no_setting(f, name, err);
    i = (size_t)(o - settings);
    if (o->kind == KHO_OPT_LIST && f->seen[i] == 0)
        ((struct kho_list *)o->out)->n = 0; /* a list takes the place of that of another file */
    else if (f->seen[i] != 0 && o->kind != KHO_OPT_LIST)
        return twice(f, name, f->seen[i], err);
    f->seen[i] = f->line;
    kept = strcmp(o->value, "PATH") == 0 ? resolve(f->path, value) : strdup(value);
    if (kept == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for the configuration");
    if (!kho_option_set(o, kept)) {
        free(kept);
        return refuse(f, err, KHO_MESSAGES_BAD_VALUE, value, name);
    }
    if (o->kind == KHO_OPT_NUMBER || o->kind == KHO_OPT_SIZE)
        free(kept);
    return KHO_OK;
}

static enum kho_status
line(struct file *f, char *text, struct kho_err *err)
{
    char *name = trim(text), *value = strchr(name, '=');

    if (*name == '\0' || *name == '#')
        return KHO_OK;
    if (value == NULL)
        return refuse(f, err, KHO_MESSAGES_CONF_LINE, name, "");
    *value++ = '\0';
    name = trim(name);
    value = trim(value);
    if (*name == '\0' || *value == '\0')
        return refuse(f, err, KHO_MESSAGES_CONF_LINE, *name == '\0' ? value : name, "");
    return setting(f, name, value, err);
}

/* needed: it has to exist. */
static enum kho_status
load(const char *path, bool needed, struct kho_err *err)
{
    struct file f = {.path = path};
    FILE *in = fopen(path, "re");
    char *text = NULL;
    size_t cap = 0;
    enum kho_status st = KHO_OK;

    if (in == NULL) {
        if (!needed && (errno == ENOENT || errno == ENOTDIR))
            return KHO_OK;
        return kho_fail(err, errno == ENOENT ? KHO_NOTFOUND : KHO_IO, "'%s': %s", path,
                        strerror(errno));
    }
    for (ssize_t n; st == KHO_OK && (n = getline(&text, &cap, in)) >= 0;) {
        char *from = text;

        f.line++;
        if (f.line == 1 && strncmp(text, "\xEF\xBB\xBF", 3) == 0)
            from += 3;
        st = strlen(text) == (size_t)n
                 ? line(&f, from, err)
                 : refuse(&f, err, KHO_MESSAGES_CONF_LINE, "\\0", ""); /* a NUL: no text file */
    }
    if (st == KHO_OK && ferror(in) != 0)
        st = kho_fail(err, KHO_IO, "'%s': %s", path, strerror(errno));
    free(text);
    (void)fclose(in);
    return st;
}

enum kho_status
kho_config_load(const char *given, struct kho_err *err)
{
    const char *named = given != NULL ? given : getenv("KHO_CONFIG");
    const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char *own = NULL;
    enum kho_status st;

    if (named != NULL && *named != '\0')
        return load(named, true, err);
    st = load(SYSTEM_FILE, false, err);
    if (st == KHO_OK && xdg != NULL && *xdg == '/') {
        if (asprintf(&own, "%s/kho.conf", xdg) < 0)
            own = NULL;
    } else if (st == KHO_OK && home != NULL && *home == '/') {
        if (asprintf(&own, "%s/.config/kho.conf", home) < 0)
            own = NULL;
    }
    if (own != NULL)
        st = load(own, false, err);
    free(own);
    return st;
}
