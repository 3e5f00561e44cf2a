/* unpack.c - one member's bytes, counted as they really come. */
#include "level.h"

#include <stdlib.h>
#include <string.h>

#define NOTE(id) ((uint64_t)1 << KHO_NOTES_##id)

enum {
    PIECE = 65536,
    RATIO_FLOOR = 1 << 20,      /* text compresses well; below nothing is a bomb */
    CONTAINER_FLOOR = 16 << 20, /* several small bombs in a row are one */
    INPUT_FLOOR = 256 << 20,    /* containers full of bombs, in containers */
    PATIENCE = 1000 /* empty blocks or warnings in a row before a member counts as damaged */
};

struct count {
    int64_t n;       /* bytes of this member */
    int64_t limit;   /* of this member */
    int64_t from;    /* packed bytes consumed when it began, as libarchive says */
    int64_t from_fd; /* and as the source says */
    bool enough;     /* it ends here */
};

/* Packed bytes this member took so far.  Solid archives seek while they read, so the larger of two
 * views. */
static int64_t
packed(const struct kho_level *l, const struct count *c)
{
    int64_t a = archive_filter_bytes(l->a, -1) - c->from, b = l->src.pos - c->from_fd - PIECE;

    return a > b ? a : b > 0 ? b : 0;
}

static bool
is_beyond(int64_t n, int64_t floor, int64_t ratio, int64_t from)
{
    int64_t most;

    return !__builtin_mul_overflow(ratio, from, &most) &&
           !__builtin_add_overflow(most, floor, &most) && n > most;
}

static bool
is_bomb(const struct kho_walk *w, const struct count *c)
{
    const struct kho_level *l = w->top;
    int64_t ratio = w->limits.value[KHO_LIMITS_RATIO];

    if (!is_beyond(c->n, RATIO_FLOOR, ratio, packed(l, c)))
        return false;
    /* In a solid archive the second copy of a big file takes no bytes at all: there the container
     * so far has to be beyond the ratio, too. */
    return l->kind == KHO_CONTAINER_ZIP ||
           is_beyond(l->unpacked, RATIO_FLOOR, ratio, archive_filter_bytes(l->a, -1));
}

/* After each piece.  True: stop here; notes and w->stop say why. */
static bool
is_enough(struct kho_walk *w, const struct count *c, uint64_t *notes)
{
    int64_t ratio = w->limits.value[KHO_LIMITS_RATIO];

    struct kho_level *input = w->top;

    while (input->outer != NULL)
        input = input->outer;
    /* Only the container that is being unpacked: those around it may hold harmless members, too. */
    if (w->top != input && is_beyond(w->top->unpacked, CONTAINER_FLOOR, ratio, w->top->src.size))
        w->stop = w->top;
    if (is_beyond(w->unpacked, INPUT_FLOOR, ratio, input->src.size))
        w->stop = input;
    w->stop_note = NOTE(BOMB);
    if (w->unpacked > w->limits.value[KHO_LIMITS_INPUT_BYTES]) {
        w->stop = input;
        w->stop_note = NOTE(BUDGET);
    }
    if (w->stop != NULL)
        *notes |= w->stop_note;
    if (w->stop != NULL)
        return true;
    if (w->top->mail == NULL && is_bomb(w, c)) { /* nothing is packed in a mail itself */
        *notes |= NOTE(BOMB);
        /* To get behind it, all but a zip would have to unpack it to the end. */
        if (w->top->kind != KHO_CONTAINER_ZIP || w->top->streamed) {
            w->stop = w->top;
            w->stop_note = NOTE(BOMB);
        }
        return true;
    }
    return false;
}

static void
add(struct kho_walk *w, struct count *c, int64_t n)
{
    c->n += n;
    w->unpacked += n;
    for (struct kho_level *l = w->top; l != NULL; l = l->outer)
        l->unpacked += n;
}

/* p NULL: a hole. */
static enum kho_status
take(struct kho_walk *w, struct kho_blob *b, struct count *c, const char *p, int64_t n,
     uint64_t *notes, struct kho_err *err)
{
    while (n > 0 && !c->enough) {
        int64_t piece = n < PIECE ? n : PIECE;
        enum kho_status st;

        if (piece > c->limit - c->n) {
            piece = c->limit - c->n;
            *notes |= NOTE(TRUNCATED);
            c->enough = true;
        }
        st = p == NULL ? kho_blob_zero(b, &w->hooks, (size_t)piece, err)
                       : kho_blob_put(b, &w->hooks, p, (size_t)piece, err);
        add(w, c, piece);
        if (st == KHO_LIMIT) {
            *notes |= NOTE(TRUNCATED);
            c->enough = true;
        } else if (st != KHO_OK) {
            return st;
        }
        c->enough = is_enough(w, c, notes) || c->enough;
        p = p == NULL ? NULL : p + piece;
        n -= piece;
    }
    return KHO_OK;
}

/* What turns out to be a container is not cut like a document: it goes to disk and is read from
 * there. */
static bool
is_container(const void *p, size_t n)
{
    return kho_sniff_head(p, n < KHO_SNIFF_HEAD ? n : KHO_SNIFF_HEAD) != KHO_CONTAINER_NONE ||
           kho_sniff_mail(p, n);
}

/* The current part of a mail. */
static enum kho_status
unpack_part(struct kho_walk *w, struct count *c, struct kho_blob *b, uint64_t *notes,
            struct kho_err *err)
{
    struct kho_mail *mail = w->top->mail;
    enum kho_status st = KHO_OK;
    const char *p;

    for (size_t n; st == KHO_OK && !c->enough && (n = kho_mail_read(mail, &p)) > 0;) {
        if (c->n == 0 && is_container(p, n))
            c->limit = INT64_MAX;
        st = take(w, b, c, p, (int64_t)n, notes, err);
    }
    *notes |= kho_mail_part_notes(mail);
    return st;
}

enum kho_status
kho_level_unpack(struct kho_walk *w, bool whole, struct kho_blob *b, uint64_t *notes,
                 struct kho_err *err)
{
    struct kho_level *l = w->top;
    int64_t member = w->limits.value[KHO_LIMITS_MEMBER_BYTES];
    struct count c = {.limit = whole ? INT64_MAX : member,
                      .from = l->a == NULL ? 0 : archive_filter_bytes(l->a, -1),
                      .from_fd = l->src.pos};
    int64_t filled = 0; /* place in the member behind the last block */
    enum kho_status st = KHO_OK;

    if (l->mail != NULL)
        return unpack_part(w, &c, b, notes, err);
    for (int idle = 0; !c.enough && idle < PATIENCE;) {
        const void *p = NULL;
        size_t n = 0;
        la_int64_t at = 0;
        int r = archive_read_data_block(l->a, &p, &n, &at);

        if (r == ARCHIVE_EOF)
            return at > filled && n == 0 ? take(w, b, &c, NULL, at - filled, notes, err) : KHO_OK;
        if (r < ARCHIVE_WARN) {
            /* Asked before the archive may be freed, and its sentence with it. */
            const char *s = archive_error_string(l->a);
            uint64_t why =
                s != NULL && (strstr(s, "ncrypt") != NULL || strstr(s, "assphrase") != NULL)
                    ? NOTE(ENCRYPTED)
                    : NOTE(DAMAGED);
            struct archive_entry *e;

            if (kho_level_regain(w, &e)) { /* once: what was taken already comes again */
                *notes |= NOTE(DAMAGED);
                c.from = c.from_fd = 0;
                continue;
            }
            *notes |= why;
            return KHO_OK;
        }
        if (r == ARCHIVE_WARN) /* a wrong checksum; the bytes are there */
            *notes |= NOTE(DAMAGED);
        if (!whole && c.n == 0 && at == 0 && n > 0 && is_container(p, n))
            c.limit = INT64_MAX;
        idle = r == ARCHIVE_OK && n > 0 ? 0 : idle + 1;
        if (at > filled) {
            st = take(w, b, &c, NULL, at - filled, notes, err);
            if (st != KHO_OK)
                return st;
            filled = at;
        }
        if (!c.enough && at + (int64_t)n > filled) {
            st = take(w, b, &c, (const char *)p + (filled - at), at + (int64_t)n - filled, notes,
                      err);
            if (st != KHO_OK)
                return st;
            filled = at + (int64_t)n;
        }
    }
    if (!c.enough)
        *notes |= NOTE(DAMAGED);
    return KHO_OK;
}
