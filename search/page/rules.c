/* rules.c - see rules.h. */
#include "rules.h"

#include "fold.h"
#include "folder.h"
#include "glance.h"
#include "tables.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct name {
    kho_sv text;
    size_t at; /* of a collection, once all are known */
    unsigned line;
    struct name *next;
};

struct kho_rules_group {
    kho_sv name; /* p NULL: everyone, or who is signed in */
    bool signed_in, all;
    struct name *users, *sees;
    struct kho_rules_group *next;
};

enum section { NO_SECTION, COLLECTION, GROUP, EVERYONE, SIGNED_IN };

struct parse {
    struct kho_arena *arena;
    const char *file;
    unsigned line;
    struct kho_rules *out;
    size_t cap;
    enum section section;
    struct kho_collection *collection;
    struct kho_rules_group *group;
    struct kho_err *err;
};

/* As much of a value as a message has room for. */
#define SHOWN(sv) ((sv).n < 80 ? (int)(sv).n : 80), (sv).p

#define MISTAKE(p, l, fmt, ...)                                                                    \
    kho_fail((p)->err, KHO_CONFIG, "%s:%u: " fmt, (p)->file, (l), __VA_ARGS__)

static kho_sv
trim(kho_sv s)
{
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = (kho_sv){s.p + 1, s.n - 1};
    while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
        s.n--;
    return s;
}

/* -- collections --------------------------------------------------------------------------------
 */

static bool
is_level(struct kho_arena *arena, kho_sv slug)
{
    for (size_t i = 0; i < KHO_GLANCE_LEVELS; i++)
        if (kho_sv_eq(kho_slug(arena, kho_sv_from(kho_glance_levels[i])), slug))
            return true;
    return false;
}

static bool
is_type(struct kho_arena *arena, kho_sv slug)
{
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (kho_sv_eq(kho_slug(arena, kho_sv_from(kho_doc_types[i].abbr)), slug) ||
            kho_sv_eq(kho_slug(arena, kho_sv_from(kho_doc_types[i].vietnamese_name)), slug))
            return true;
    return false;
}

static enum kho_status
folder(struct parse *p, kho_sv value, kho_sv *out)
{
    while (value.n > 1 && value.p[value.n - 1] == '/')
        value.n--;
    if (value.n < 2 || value.p[0] != '/')
        return MISTAKE(p, p->line, "a folder is a path that begins with / and names one: '%.*s'",
                       SHOWN(value));
    if (kho_folder_depth(value) > KHO_FOLDER_DEPTH)
        return MISTAKE(p, p->line, "a folder this deep has no name in the index: '%.*s'",
                       SHOWN(value));
    *out = kho_arena_dup(p->arena, value);
    return KHO_OK;
}

/* What a value of a condition is in the index. */
static enum kho_status
condition(struct parse *p, enum kho_rule_kind kind, kho_sv value, kho_sv *out)
{
    kho_sv clean = {"", 0};

    if (kind == KHO_RULE_FOLDER)
        return folder(p, value, out);
    if (kho_text_normalise(p->arena, value, &clean, NULL) == KHO_OK)
        *out = kho_slug(p->arena, clean);
    if (kind == KHO_RULE_LEVEL && is_level(p->arena, *out))
        return KHO_OK;
    if (kind == KHO_RULE_SIDE &&
        (kho_sv_eq(*out, KHO_SV("state")) || kho_sv_eq(*out, KHO_SV("party")) ||
         kho_sv_eq(*out, KHO_SV("mass"))))
        return KHO_OK;
    if (kind == KHO_RULE_TYPE && is_type(p->arena, *out))
        return KHO_OK;
    return MISTAKE(p, p->line, "there is no %s '%.*s'",
                   kind == KHO_RULE_LEVEL  ? "level"
                   : kind == KHO_RULE_SIDE ? "side (state, party, mass)"
                                           : "document type",
                   SHOWN(value));
}

static enum kho_status
set_condition(struct parse *p, kho_sv name, kho_sv value)
{
    static const char *const kinds[KHO_RULE_KINDS] = {"folder", "level", "side", "type"};
    struct kho_rule **at = &p->collection->rules;
    struct kho_rule *rule = KHO_NEW(p->arena, struct kho_rule);
    enum kho_status st;
    unsigned kind = 0;

    while (kind < KHO_RULE_KINDS && !kho_sv_eq(name, kho_sv_from(kinds[kind])))
        kind++;
    if (kind == KHO_RULE_KINDS)
        return MISTAKE(p, p->line, "a collection has folder, level, side and type, not '%.*s'",
                       SHOWN(name));
    rule->kind = (enum kho_rule_kind)kind;
    st = condition(p, rule->kind, value, &rule->value);
    while (*at != NULL && (*at)->kind <= rule->kind)
        at = &(*at)->next;
    rule->next = *at;
    *at = rule;
    return st;
}

/* -- groups -------------------------------------------------------------------------------------
 */

static enum kho_status
set_group(struct parse *p, kho_sv name, kho_sv value)
{
    struct name *n = KHO_NEW(p->arena, struct name);
    const bool user = kho_sv_eq(name, KHO_SV("user"));
    struct name **list = user ? &p->group->users : &p->group->sees;

    if (user && p->section != GROUP)
        return MISTAKE(p, p->line, "users stand in a [group], not in '%s'",
                       p->section == EVERYONE ? "[everyone]" : "[signed-in]");
    if (!user && !kho_sv_eq(name, KHO_SV("sees")))
        return MISTAKE(p, p->line, "a group has user and sees, not '%.*s'", SHOWN(name));
    if (!user && kho_sv_eq(value, KHO_SV("*"))) {
        p->group->all = true;
        return KHO_OK;
    }
    *n = (struct name){.text = kho_arena_dup(p->arena, value), .line = p->line, .next = *list};
    *list = n;
    return KHO_OK;
}

/* Collections may stand below the groups that see them. */
static enum kho_status
resolve(struct parse *p)
{
    for (const struct kho_rules_group *g = p->out->groups; g != NULL; g = g->next)
        for (struct name *n = g->sees; n != NULL; n = n->next) {
            while (n->at < p->out->n && !kho_sv_eq(p->out->collections[n->at].name, n->text))
                n->at++;
            if (n->at == p->out->n)
                return MISTAKE(p, n->line, "there is no [collection %.*s]", SHOWN(n->text));
        }
    for (size_t i = 0; i < p->out->n; i++)
        if (p->out->collections[i].rules == NULL)
            return MISTAKE(p, p->out->collections[i].line,
                           "[collection %.*s] has no folder, level, side or type",
                           SHOWN(p->out->collections[i].name));
    return KHO_OK;
}

/* -- lines --------------------------------------------------------------------------------------
 */

static enum kho_status
begin_collection(struct parse *p, kho_sv name)
{
    struct kho_collection *all = p->out->collections;

    for (size_t i = 0; i < p->out->n; i++)
        if (kho_sv_eq(all[i].name, name))
            return MISTAKE(p, p->line, "[collection %.*s] stands in line %u already", SHOWN(name),
                           all[i].line);
    if (p->out->n == p->cap) {
        p->cap = p->cap == 0 ? 16 : p->cap * 2;
        all = KHO_NEW_N(p->arena, p->cap, struct kho_collection);
        if (p->out->n != 0)
            memcpy(all, p->out->collections, p->out->n * sizeof *all);
        p->out->collections = all;
    }
    p->section = COLLECTION;
    p->collection = &all[p->out->n++];
    *p->collection =
        (struct kho_collection){.name = kho_arena_dup(p->arena, name), .line = p->line};
    return KHO_OK;
}

static enum kho_status
begin_group(struct parse *p, enum section section, kho_sv name)
{
    struct kho_rules_group *g = p->out->groups;

    for (; g != NULL; g = g->next)
        if (kho_sv_eq(g->name, name) && g->signed_in == (section == SIGNED_IN))
            return MISTAKE(p, p->line, "[%s%.*s] stands in the file already",
                           section == GROUP      ? "group "
                           : section == EVERYONE ? "everyone"
                                                 : "signed-in",
                           SHOWN(name));
    g = KHO_NEW(p->arena, struct kho_rules_group);
    *g = (struct kho_rules_group){.name = kho_arena_dup(p->arena, name),
                                  .signed_in = section == SIGNED_IN,
                                  .next = p->out->groups};
    p->out->groups = p->group = g;
    p->section = section;
    return KHO_OK;
}

/* "[collection nhan-su]" */
static enum kho_status
begin(struct parse *p, kho_sv line)
{
    static const kho_sv collection = {"collection ", 11}, group = {"group ", 6};
    kho_sv inner;

    if (line.p[line.n - 1] != ']')
        return MISTAKE(p, p->line, "']' is missing behind '%.*s'", SHOWN(line));
    inner = trim((kho_sv){line.p + 1, line.n - 2});
    if (inner.n > collection.n && memcmp(inner.p, collection.p, collection.n) == 0)
        return begin_collection(p, trim((kho_sv){inner.p + collection.n, inner.n - collection.n}));
    if (inner.n > group.n && memcmp(inner.p, group.p, group.n) == 0)
        return begin_group(p, GROUP, trim((kho_sv){inner.p + group.n, inner.n - group.n}));
    if (kho_sv_eq(inner, KHO_SV("everyone")))
        return begin_group(p, EVERYONE, (kho_sv){"", 0});
    if (kho_sv_eq(inner, KHO_SV("signed-in")))
        return begin_group(p, SIGNED_IN, (kho_sv){"", 0});
    return MISTAKE(
        p, p->line,
        "sections are [collection NAME], [group NAME], [everyone] and [signed-in], not '%.*s'",
        SHOWN(line));
}

static enum kho_status
one_line(struct parse *p, kho_sv line)
{
    const char *equals;
    kho_sv name, value;

    line = trim(line);
    if (line.n == 0 || line.p[0] == '#')
        return KHO_OK;
    if (line.p[0] == '[')
        return begin(p, line);
    equals = memchr(line.p, '=', line.n);
    if (equals == NULL)
        return MISTAKE(p, p->line, "neither a [section] nor name = value: '%.*s'", SHOWN(line));
    name = trim((kho_sv){line.p, (size_t)(equals - line.p)});
    value = trim((kho_sv){equals + 1, (size_t)(line.p + line.n - equals - 1)});
    if (value.n == 0)
        return MISTAKE(p, p->line, "'%.*s' has no value", SHOWN(name));
    if (p->section == NO_SECTION)
        return MISTAKE(p, p->line, "'%.*s' stands in no [section]", SHOWN(name));
    return p->section == COLLECTION ? set_condition(p, name, value) : set_group(p, name, value);
}

enum kho_status
kho_rules_parse(struct kho_arena *arena, const char *name, kho_sv text, struct kho_rules *out,
                struct kho_err *err)
{
    struct parse p = {.arena = arena, .file = name, .out = out, .err = err};
    enum kho_status st = KHO_OK;
    kho_sv line;

    *out = (struct kho_rules){.n = 0};
    if (text.n > KHO_RULES_BYTES)
        return kho_fail(err, KHO_CONFIG, "%s: longer than %u bytes", name,
                        (unsigned)KHO_RULES_BYTES);
    if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)
        text = (kho_sv){text.p + 3, text.n - 3};
    while (st == KHO_OK && kho_sv_next(&text, '\n', &line)) {
        p.line++;
        if (line.n > 0 && memchr(line.p, '\0', line.n) != NULL)
            st = MISTAKE(&p, p.line, "%s", "a NUL byte");
        else
            st = one_line(&p, line);
    }
    return st == KHO_OK ? resolve(&p) : st;
}

enum kho_status
kho_rules_read(struct kho_arena *arena, const char *path, struct kho_rules *out,
               struct kho_err *err)
{
    char *text = KHO_NEW_N(arena, KHO_RULES_BYTES + 1, char);
    size_t n = 0;
    struct stat is;
    ssize_t got = 1;
    /* Not to hang where a pipe was named. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return kho_fail(err, KHO_CONFIG, "%s: %s", *path == '\0' ? "KHO_RULES" : path,
                        *path == '\0' ? "is empty" : strerror(errno));
    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode)) {
        (void)close(fd);
        return kho_fail(err, KHO_CONFIG, "%s: not a file", path);
    }
    while (got > 0 && n <= KHO_RULES_BYTES) {
        got = read(fd, text + n, KHO_RULES_BYTES + 1 - n);
        if (got < 0 && errno == EINTR)
            got = 1;
        else
            n += got > 0 ? (size_t)got : 0;
    }
    (void)close(fd);
    if (got < 0)
        return kho_fail(err, KHO_CONFIG, "%s: %s", path, strerror(errno));
    return kho_rules_parse(arena, path, (kho_sv){text, n}, out, err);
}

/* -- one user -----------------------------------------------------------------------------------
 */

static bool
is_of(const struct kho_rules_group *g, kho_sv user)
{
    if (g->name.n == 0)
        return !g->signed_in || user.n != 0;
    for (const struct name *n = g->users; n != NULL; n = n->next)
        if (kho_sv_eq(n->text, user))
            return true;
    return false;
}

bool
kho_rules_of(const struct kho_rules *rules, const char *user, bool *sees)
{
    const kho_sv name = kho_sv_from(user);
    bool all = false;

    for (size_t i = 0; i < rules->n; i++)
        sees[i] = false;
    for (const struct kho_rules_group *g = rules->groups; g != NULL; g = g->next) {
        if (!is_of(g, name))
            continue;
        all = all || g->all;
        for (const struct name *n = g->sees; n != NULL; n = n->next)
            sees[n->at] = true;
    }
    return all;
}
