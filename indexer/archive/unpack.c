/* unpack.c - one member's bytes, counted as they really come. */
#include "level.h"

#include <stdlib.h>
#include <string.h>

enum {
    PIECE = 65536,
    /* Text compresses well: below limits RATIO_FLOOR nothing is a bomb.  That many times as much
       ... */
    CONTAINER_FLOORS = 16, /* of a container: several small bombs in a row are one */
    INPUT_FLOORS = 256,    /* of an input: containers full of bombs, in containers */
    PATIENCE = 1000        /* empty blocks or warnings in a row before a member counts as damaged */
};

struct count {
    int64_t n;       /* bytes of this member */
    int64_t limit;   /* of this member */
    uint64_t note;   /* when it is reached */
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
is_beyond(const struct kho_walk *w, int64_t n, int64_t floors, int64_t from)
{
    int64_t most, floor;

    return !__builtin_mul_overflow(w->limits.value[KHO_LIMITS_RATIO], from, &most) &&
           !__builtin_mul_overflow(w->limits.value[KHO_LIMITS_RATIO_FLOOR], floors, &floor) &&
           !__builtin_add_overflow(most, floor, &most) && n > most;
}

static bool
is_bomb(const struct kho_walk *w, const struct count *c)
{
    const struct kho_level *l = w->top;

    if (!is_beyond(w, c->n, 1, packed(l, c)))
        return false;
    /* In a solid archive the second copy of a big file takes no bytes at all: there the container
     * so far has to be beyond the ratio, too. */
    return l->kind == KHO_CONTAINER_ZIP ||
           is_beyond(w, l->unpacked, 1, archive_filter_bytes(l->a, -1));
}

/* After each piece.  True: stop here; notes and w->stop say why. */
static bool
is_enough(struct kho_walk *w, const struct count *c, uint64_t *notes)
{
    struct kho_level *input = w->top;
    uint64_t why = LIMITED(BOMB, RATIO);

    while (input->outer != NULL)
        input = input->outer;
    /* Only the container that is being unpacked: those around it may hold harmless members, too. */
    if (w->top != input && is_beyond(w, w->top->unpacked, CONTAINER_FLOORS, w->top->src.size))
        w->stop = w->top;
    if (is_beyond(w, w->unpacked, INPUT_FLOORS, input->src.size))
        w->stop = input;
    for (struct kho_level *l = w->top; l != input; l = l->outer)
        if (l->unpacked > w->limits.value[KHO_LIMITS_CONTAINER_BYTES]) {
            w->stop = l;
            why = LIMITED(BUDGET, CONTAINER_BYTES);
        }
    if (w->unpacked > w->limits.value[KHO_LIMITS_INPUT_BYTES]) {
        w->stop = input;
        why = LIMITED(BUDGET, INPUT_BYTES);
    }
    w->stop_note = why;
    if (w->stop != NULL || kho_level_late(w)) {
        *notes |= w->stop_note;
        return true;
    }
    if (w->top->mail == NULL && is_bomb(w, c)) { /* nothing is packed in a mail itself */
        *notes |= LIMITED(BOMB, RATIO);
        /* To get behind it, all but a zip would have to unpack it to the end. */
        if (w->top->kind != KHO_CONTAINER_ZIP || w->top->streamed) {
            w->stop = w->top;
            w->stop_note = LIMITED(BOMB, RATIO);
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
            *notes |= c->note;
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
                      .note = LIMITED(TRUNCATED, MEMBER_BYTES),
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
        /* What turns out to be a container is not cut like a document: it goes to disk and is read
         * from there. */
        if (!whole && c.n == 0 && at == 0 && n > 0 && is_container(p, n)) {
            c.limit = w->limits.value[KHO_LIMITS_CONTAINER_BYTES];
            c.note = LIMITED(TRUNCATED, CONTAINER_BYTES);
        }
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
