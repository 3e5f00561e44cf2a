/* level.h - the stack of open containers, shared by walking and fetching. */
#ifndef KHO_ARCHIVE_LEVEL_H
#define KHO_ARCHIVE_LEVEL_H

#include "blob.h"
#include "buf.h"
#include "sniff.h"

#include <archive_entry.h>
#include <locale.h>

#define NOTE(id) ((uint64_t)1 << KHO_NOTES_##id)
/* A reason, and the limit that is behind it. */
#define LIMITED(reason, limit) (NOTE(reason) | NOTE(LIMIT_##limit))

enum { KHO_BOMB_CHARGE = 1 << 20 }; /* bytes a bomb counts for in the containers around it */

struct kho_level {
    struct kho_level *outer;
    struct archive *a;     /* NULL: could not be opened; notes say why */
    struct kho_mail *mail; /* takes the place of a in a MAIL */
    struct kho_source src;
    struct kho_blob blob; /* what src reads from; empty for the input itself */
    enum kho_container kind;
    struct kho_buf path, raw; /* of the container */
    size_t raw_name;          /* where its own name begins in raw */
    int64_t mtime;
    uint32_t index;   /* of the next header */
    uint64_t given;   /* what came out, at any depth */
    bool left;        /* something in it was not wanted */
    int64_t unpacked; /* bytes that came out, at any depth, less those of bombs */
    uint64_t notes;   /* what is wrong with the container as a whole */
    int64_t base;     /* where the reader began in src: not 0 behind damage in a zip */
    int salvaged;     /* how often */
    bool regained;    /* gzip: read from what could be inflated */
    bool looked;      /* all_encrypted was asked */
    bool streamed;    /* a zip read from front to end, because its directory is missing */
};

struct kho_walk {
    struct kho_level *top;
    uint32_t depth; /* containers open */
    int fd;
    struct kho_limits limits;
    struct kho_walk_hooks hooks;
    struct kho_buf name; /* of the input */
    int64_t size, mtime; /* of the input */
    int64_t unpacked;
    int64_t members;
    uint64_t left;           /* not wanted */
    double began;            /* CPU seconds when the walk began */
    struct kho_level *stop;  /* unwind to this container ... */
    uint64_t stop_note;      /* ... which comes out itself with this note */
    bool plain;              /* the input is no container and was not given yet */
    struct kho_blob skipped; /* members on the way to one that is fetched */
    /* the member given last */
    struct kho_blob blob;
    struct kho_buf path, raw;
    size_t raw_name;
};

/* libarchive converts names through the thread's locale: the C locale loses them (and the walk). */
enum kho_status kho_level_locale(locale_t *old, struct kho_err *err);

/* w without its hooks' defaults; nothing is opened.  Releases with kho_walk_close. */
enum kho_status kho_level_start(struct kho_walk **out, int fd, const struct kho_limits *limits,
                                const struct kho_walk_hooks *hooks, struct kho_err *err);

/* Size and time of the input.  KHO_IO: not a regular file. */
enum kho_status kho_level_stat(struct kho_walk *w, struct kho_err *err);

/*
 * Put a container on the stack.  blob: its bytes, taken over (NULL: the input itself).  path, raw:
 * copied. A container that cannot be opened is on the stack too, with a NULL and notes.  KHO_NOMEM.
 */
enum kho_status kho_level_push(struct kho_walk *w, enum kho_container kind, struct kho_blob *blob,
                               struct kho_err *err);
void kho_level_pop(struct kho_walk *w);

/* What a container says about a member. */
struct kho_entry {
    kho_sv name;   /* as the container has it; valid until the next header */
    int64_t mtime; /* seconds since 1970, 0 unknown */
    int64_t size;  /* bytes it should have, -1 unknown */
    bool file;     /* no folder, no link */
    bool encrypted;
};

/* Has unpacking this input taken longer than the limits allow?  Then w->stop is set: all of it is
 * left. */
bool kho_level_late(struct kho_walk *w);

/* Next header of the container on top: KHO_OK; KHO_DONE: no more (its notes then say whether it is
 * whole); KHO_NOMEM. */
enum kho_status kho_level_header(struct kho_walk *w, struct kho_entry *e, struct kho_err *err);

/*
 * After a failure in a gzip file: start over from what can be inflated of it, and stand on the
 * entry that was the current one.  False: nothing to regain (asked before, or no gzip).
 */
bool kho_level_regain(struct kho_walk *w, struct archive_entry **e);

/* Does it hold one compressed file instead of an archive?  Known after the first header. */
bool kho_level_is_single(const struct kho_level *l);

/*
 * Unpack the current entry of the top level to b.  notes gets what went wrong; w->stop may be set.
 * whole: do not cut at MEMBER_BYTES.  KHO_OK, KHO_NOMEM, KHO_IO.
 */
enum kho_status kho_level_unpack(struct kho_walk *w, bool whole, struct kho_blob *b,
                                 uint64_t *notes, struct kho_err *err);
#endif
