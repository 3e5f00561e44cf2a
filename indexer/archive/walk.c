/* walk.c - see walk.h.
 *
 * A stack of open containers.  The current member of the one on top is unpacked into a blob of its
 * own; when that is a container it becomes the new top, reading from the blob.
 */
#include "level.h"
#include "name.h"

#include <locale.h>
#include <stdlib.h>

/* The input's name, and its container when it is one. */
static enum kho_status
start(struct kho_walk *w, kho_sv name, struct kho_err *err)
{
    enum kho_container kind;
    struct kho_source src;
    enum kho_status st = kho_level_stat(w, err);

    if (st != KHO_OK)
        return st;
    kho_buf_sv(&w->name, name);
    w->path.n = 0;
    (void)kho_name_display(&w->path, name);
    if (w->name.st != KHO_OK || w->path.st != KHO_OK)
        return kho_fail(err, KHO_NOMEM, "opening a file to walk");
    src = (struct kho_source){.fd = w->fd, .size = w->size};
    kind = kho_sniff(&src);
    w->plain = kind == KHO_CONTAINER_NONE || w->limits.value[KHO_LIMITS_DEPTH] < 1;
    if (w->plain) /* when only the depth forbids to open it, the note is set when it is given */
        return KHO_OK;
    w->raw_name = 0;
    return kho_level_push(w, kind, NULL, err);
}

enum kho_status
kho_walk_open(struct kho_walk **out, int fd, kho_sv name, const struct kho_limits *limits,
              const struct kho_walk_hooks *hooks, struct kho_err *err)
{
    locale_t old = (locale_t)0;
    enum kho_status st = kho_level_start(out, fd, limits, hooks, err);

    if (st == KHO_OK)
        st = kho_level_locale(&old, err);
    if (st == KHO_OK) {
        st = start(*out, name, err);
        (void)uselocale(old);
        if (st == KHO_OK && (*out)->top != NULL)
            (*out)->top->mtime = (*out)->mtime;
    }
    if (st != KHO_OK) {
        kho_walk_close(*out);
        *out = NULL;
    }
    return st;
}

/* Fill *m from w->path, w->raw and w->blob. */
static enum kho_status
give(struct kho_walk *w, struct kho_member *m, struct kho_err *err)
{
    enum kho_status st;

    if (w->path.st != KHO_OK || w->raw.st != KHO_OK)
        return kho_fail(err, KHO_NOMEM, "naming a member");
    m->path = kho_buf_view(&w->path);
    m->raw = kho_buf_view(&w->raw);
    m->raw_name = w->raw.n == 0 ? kho_buf_view(&w->name)
                                : (kho_sv){w->raw.p + w->raw_name, w->raw.n - w->raw_name};
    if (m->raw.n == 0)
        m->raw = (kho_sv){"", 0};
    st = kho_blob_view(&w->blob, &m->bytes, err);
    if (st == KHO_NOMEM) { /* address space, not memory: the member is lost, the walk is not */
        kho_blob_reset(&w->blob);
        m->bytes = (kho_sv){"", 0};
        m->notes |= LIMITED(TRUNCATED, MEMORY);
    }
    m->fd = w->blob.fd;
    for (struct kho_level *l = w->top; l != NULL; l = l->outer)
        l->given++;
    return KHO_OK;
}

/* The beginning of src, up to n bytes, into w->blob. */
static enum kho_status
copy(struct kho_walk *w, const struct kho_source *src, int64_t n, uint64_t *notes,
     struct kho_err *err)
{
    enum { PIECE = 65536 };
    char *buf = malloc(PIECE);
    enum kho_status st = buf == NULL ? kho_fail(err, KHO_NOMEM, "reading a file") : KHO_OK;
    int64_t at = 0;
    size_t got = 1;

    while (st == KHO_OK && at < n && got > 0) {
        got = kho_source_read(src, at, buf, n - at < PIECE ? (size_t)(n - at) : PIECE);
        st = kho_blob_put(&w->blob, &w->hooks, buf, got, err);
        at += (int64_t)got;
    }
    free(buf);
    if (st == KHO_LIMIT) {
        *notes |= NOTE(TRUNCATED);
        return KHO_OK;
    }
    if (st == KHO_OK && at < n) /* shorter than it was when it was opened */
        *notes |= NOTE(DAMAGED);
    return st;
}

/* Has a mail files in it, or is it only made so that it could have some? */
static bool
has_members(const struct kho_source *src)
{
    const struct kho_mail_source s = kho_source_mail(src);
    struct kho_mail_part part;
    struct kho_mail *mail;
    enum kho_status st = kho_mail_open(&mail, &s, NULL);

    while (st == KHO_OK && (st = kho_mail_next(mail, &part, NULL)) == KHO_OK)
        if (part.role == KHO_MAIL_MEMBER)
            break;
    kho_mail_close(mail);
    return st != KHO_DONE;
}

/* Would something be found in it, were it opened? */
static bool
is_closed(enum kho_container kind, const struct kho_source *src)
{
    return kind != KHO_CONTAINER_NONE && (kind != KHO_CONTAINER_MAIL || has_members(src));
}

/* What is to be done with a member: its names stand in w, its notes in m. */
static enum kho_walk_wish
wish(const struct kho_walk *w, const struct kho_member *m)
{
    struct kho_member asked = {.path = kho_buf_view(&w->path),
                               .raw = {"", 0},
                               .raw_name = kho_buf_view(&w->name),
                               .mtime = m->mtime,
                               .depth = m->depth,
                               .notes = m->notes,
                               .fd = -1};

    if (w->hooks.wish == NULL || w->path.st != KHO_OK || w->raw.st != KHO_OK)
        return KHO_WALK_TAKE;
    if (w->raw.n > 0) {
        asked.raw = kho_buf_view(&w->raw);
        asked.raw_name = (kho_sv){w->raw.p + w->raw_name, w->raw.n - w->raw_name};
    }
    return w->hooks.wish(w->hooks.ctx, &asked);
}

static void
leave_out(struct kho_walk *w)
{
    w->left++;
    for (struct kho_level *l = w->top; l != NULL; l = l->outer)
        l->left = true;
}

/* Nobody wants the current entry of the container on top.  All but a mail and a whole zip would
 * unpack it on the way to the next one, out of sight of the limits; and where the next header of a
 * cut zip is found depends on what was read. */
static enum kho_status
pass_over(struct kho_walk *w, const struct kho_entry *e, struct kho_err *err)
{
    uint64_t notes = 0;

    leave_out(w);
    if (e->encrypted || w->top->mail != NULL ||
        (w->top->kind == KHO_CONTAINER_ZIP && !w->top->streamed))
        return KHO_OK;
    kho_blob_reset(&w->skipped);
    w->skipped.drop = true;
    return kho_level_unpack(w, false, &w->skipped, &notes, err);
}

static enum kho_status
give_input(struct kho_walk *w, struct kho_member *m, struct kho_err *err)
{
    int64_t max = w->limits.value[KHO_LIMITS_MEMBER_BYTES];
    struct kho_source src = {.fd = w->fd, .size = w->size};
    enum kho_status st;

    w->plain = false;
    w->raw.n = 0;
    m->mtime = w->mtime;
    if (is_closed(kho_sniff(&src), &src)) {
        m->notes |= LIMITED(DEPTH, DEPTH);
    } else if (wish(w, m) != KHO_WALK_TAKE) {
        leave_out(w);
        return KHO_OK;
    }
    if (src.size > max) {
        src.size = max;
        m->notes |= LIMITED(TRUNCATED, MEMBER_BYTES);
    }
    st = copy(w, &src, src.size, &m->notes, err);
    return st == KHO_OK ? give(w, m, err) : st;
}

/* The container on top itself, with what was found out about it; it is left.  Of a mail all bytes
 * are wanted: it is a document. */
static enum kho_status
give_container(struct kho_walk *w, struct kho_member *m, uint64_t notes, struct kho_err *err)
{
    struct kho_level *l = w->top;
    const bool mail = l->kind == KHO_CONTAINER_MAIL;
    int64_t n = mail ? w->limits.value[KHO_LIMITS_MEMBER_BYTES] : (int64_t)w->hooks.memory_bytes;
    uint64_t ignored = 0;
    enum kho_status st;

    kho_buf_reset(&w->path);
    kho_buf_reset(&w->raw);
    kho_buf_sv(&w->path, kho_buf_view(&l->path));
    kho_buf_sv(&w->raw, kho_buf_view(&l->raw));
    w->raw_name = l->raw_name;
    m->mtime = l->mtime;
    m->depth = w->depth - 1;
    m->notes = notes | (mail && n < l->src.size ? LIMITED(TRUNCATED, MEMBER_BYTES) : 0);
    st = copy(w, &l->src, n < l->src.size ? n : l->src.size, mail ? &m->notes : &ignored, err);
    kho_level_pop(w);
    if (st == KHO_OK && mail && wish(w, m) != KHO_WALK_TAKE) {
        leave_out(w);
        return KHO_OK;
    }
    return st == KHO_OK ? give(w, m, err) : st;
}

/* All names of the zip on top; other archives would have to be unpacked for that. */
static void
tell_names(const struct kho_walk *w, const struct kho_level *l)
{
    enum { NAMES_MAX = 4096 };
    struct kho_source src = {.fd = l->src.fd, .mem = l->src.mem, .size = l->src.size};
    struct archive *a = kho_source_open(&src, l->kind, KHO_SOURCE_USUAL);
    struct archive_entry *e;

    for (int i = 0; a != NULL && i < NAMES_MAX; i++) {
        const int r = archive_read_next_header(a, &e);
        const char *name;

        if (r == ARCHIVE_EOF || r < ARCHIVE_WARN)
            break;
        name = archive_entry_pathname(e);
        if (name != NULL)
            w->hooks.name(w->hooks.ctx, kho_sv_from(name));
    }
    if (a != NULL)
        (void)archive_read_free(a);
    kho_source_close(&src);
}

/* Are all members encrypted?  Then they are one fact, not a thousand.  Asked at the first such
 * member. */
static bool
all_encrypted(struct kho_level *l)
{
    struct kho_source src = {.fd = l->src.fd, .mem = l->src.mem, .size = l->src.size};
    struct archive *a;
    struct archive_entry *e;
    bool all;

    l->looked = true;
    src.pos = l->base;
    a = kho_source_open(&src, l->kind, l->streamed ? KHO_SOURCE_SALVAGE : KHO_SOURCE_USUAL);
    all = a != NULL && l->given == 0;
    while (all) {
        int r = archive_read_next_header(a, &e);

        if (r == ARCHIVE_EOF || r < ARCHIVE_WARN)
            break;
        if (archive_entry_filetype(e) == AE_IFREG && !archive_entry_is_encrypted(e))
            all = false;
    }
    if (a != NULL)
        (void)archive_read_free(a);
    kho_source_close(&src);
    return all;
}

/* w->path and w->raw for the current entry. */
static uint64_t
name_entry(struct kho_walk *w, kho_sv name)
{
    struct kho_level *l = w->top;

    kho_buf_reset(&w->path);
    kho_buf_reset(&w->raw);
    kho_buf_sv(&w->path, kho_buf_view(&l->path));
    kho_buf_str(&w->path, "//");
    kho_buf_sv(&w->raw, kho_buf_view(&l->raw));
    if (l->outer != NULL)
        kho_buf_char(&w->raw, '\0');
    kho_buf_fmt(&w->raw, "%u:", l->index - 1);
    w->raw_name = w->raw.n;
    kho_buf_sv(&w->raw, name);
    return kho_name_display(&w->path, name);
}

/* A member was unpacked to w->blob: go into it, or give it.  m->path.p stays NULL when it was
 * opened, is nothing or is not wanted. */
static enum kho_status
arrive(struct kho_walk *w, struct kho_member *m, enum kho_walk_wish wanted, struct kho_err *err)
{
    struct kho_source src = kho_blob_source(&w->blob);
    enum kho_container kind = kho_sniff(&src);
    kho_sv name = {w->raw.p + w->raw_name, w->raw.n - w->raw_name};

    if (kind != KHO_CONTAINER_NONE && (m->notes & (NOTE(BOMB) | NOTE(BUDGET))) == 0) {
        if (w->depth < (uint64_t)w->limits.value[KHO_LIMITS_DEPTH]) {
            enum kho_status st = kho_level_push(w, kind, &w->blob, err);

            w->top->mtime = m->mtime;
            w->top->notes |=
                kind == KHO_CONTAINER_MAIL ? m->notes : m->notes & ~(NOTE(NAME) | NOTE(PATH));
            return st;
        }
        if (is_closed(kind, &src))
            m->notes |= LIMITED(DEPTH, DEPTH);
    }
    if (kind == KHO_CONTAINER_NONE && wanted == KHO_WALK_LOOK) {
        leave_out(w);
        return KHO_OK;
    }
    if (w->blob.fd < 0 && w->blob.n > 0 &&
        kho_name_is_apple_shadow(name, (kho_sv){w->blob.p, (size_t)w->blob.n}))
        return KHO_OK;
    return give(w, m, err);
}

/* The container on top has no more headers: left silently when all of it was given.  A mail is a
 * document behind its attachments. */
static enum kho_status
leave(struct kho_walk *w, struct kho_member *m, struct kho_err *err)
{
    const struct kho_level *l = w->top;

    if (l->notes != 0 || l->kind == KHO_CONTAINER_MAIL)
        return give_container(w, m, l->notes, err);
    if (l->given == 0 && !l->left)
        return give_container(w, m, NOTE(EMPTY), err);
    kho_level_pop(w);
    return KHO_OK;
}

/* Something was too much: out of all containers up to the one that has to be given up. */
static enum kho_status
unwind(struct kho_walk *w, struct kho_member *m, struct kho_err *err)
{
    int64_t n = w->stop->unpacked;

    while (w->top != w->stop)
        kho_level_pop(w);
    w->stop = NULL;
    /* The containers around it are charged for one bomb, not for all it brought. */
    for (struct kho_level *l = w->top->outer; l != NULL; l = l->outer)
        l->unpacked -= n > KHO_BOMB_CHARGE ? n - KHO_BOMB_CHARGE : 0;
    return give_container(w, m, w->top->notes | w->stop_note, err);
}

/* RAR's readers take a cut file for a complete one. */
static bool
is_short(const struct kho_level *l, const struct kho_entry *e, int64_t n)
{
    return (l->kind == KHO_CONTAINER_RAR || l->kind == KHO_CONTAINER_RAR5) && e->size > n;
}

/* One entry of the container on top; m->path.p stays NULL when there is nothing to give. */
static enum kho_status
step(struct kho_walk *w, struct kho_member *m, struct kho_err *err)
{
    struct kho_level *l = w->top;
    struct kho_entry e;
    enum kho_walk_wish wanted;
    enum kho_status st = kho_level_header(w, &e, err);

    if (st != KHO_OK)
        return st == KHO_DONE ? leave(w, m, err) : st;
    if (w->hooks.name != NULL) {
        const bool zip = l->kind == KHO_CONTAINER_ZIP && !l->streamed;

        if (!zip)
            w->hooks.name(w->hooks.ctx, e.name);
        else if (l->index == 1)
            tell_names(w, l);
    }
    if (!e.file)
        return KHO_OK;
    if (w->members >= w->limits.value[KHO_LIMITS_MEMBERS]) {
        for (w->stop = l; w->stop->outer != NULL;)
            w->stop = w->stop->outer;
        w->stop_note = LIMITED(BUDGET, MEMBERS);
        return KHO_OK;
    }
    if (kho_level_late(w))
        return KHO_OK;
    w->members++;
    m->notes = name_entry(w, e.name);
    m->depth = w->depth;
    m->mtime = e.mtime;
    wanted = wish(w, m);
    if (wanted == KHO_WALK_LEAVE || (wanted == KHO_WALK_LOOK && e.encrypted))
        return pass_over(w, &e, err);
    if (e.encrypted) {
        m->notes |= NOTE(ENCRYPTED);
        if (!l->looked && all_encrypted(l)) {
            l->notes |= NOTE(ENCRYPTED);
            return give_container(w, m, l->notes, err);
        }
        return give(w, m, err);
    }
    st = kho_level_unpack(w, false, &w->blob, &m->notes, err);
    if (st == KHO_OK && (m->notes & ~(NOTE(NAME) | NOTE(PATH))) == 0 && is_short(l, &e, w->blob.n))
        m->notes |= NOTE(DAMAGED);
    return st == KHO_OK ? arrive(w, m, wanted, err) : st;
}

uint64_t
kho_walk_left(const struct kho_walk *w)
{
    return w->left;
}

enum kho_status
kho_walk_next(struct kho_walk *w, struct kho_member *m, struct kho_err *err)
{
    locale_t old = (locale_t)0;
    enum kho_status st = kho_level_locale(&old, err);

    if (st != KHO_OK)
        return st;
    do {
        *m = (struct kho_member){.fd = -1};
        kho_blob_reset(&w->blob);
        if (w->stop != NULL)
            st = unwind(w, m, err);
        else if (w->plain)
            st = give_input(w, m, err);
        else
            st = w->top == NULL ? KHO_DONE : step(w, m, err);
    } while (st == KHO_OK && m->path.p == NULL);
    (void)uselocale(old);
    return st;
}
