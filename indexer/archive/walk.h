/* walk.h - every file inside a file, however deeply packed, one at a time.
 *
 *     st = kho_walk_open(&w, fd, name, &limits, &hooks, &err);
 *     while (st == KHO_OK && (st = kho_walk_next(w, &m, &err)) == KHO_OK)
 *         ...use m...
 *     kho_walk_close(w);
 *     return st == KHO_DONE ? KHO_OK : st;
 *
 * Runs inside a sandbox: opens nothing by name, prints nothing.  Nothing is skipped silently: what
 * cannot be read comes out as a member with a note and without (all its) bytes, and the walk goes
 * on behind it; a container that cannot be opened or is cut comes out itself, with a note.
 */
#ifndef KHO_ARCHIVE_WALK_H
#define KHO_ARCHIVE_WALK_H

#include "status.h"
#include "sv.h"
#include "tables.h"

#include <stdint.h>

/* Counted on bytes really unpacked, never on sizes an archive declares. */
struct kho_limits {
    int64_t value[KHO_LIMITS_COUNT]; /* by enum kho_limits_id */
};
void kho_limits_default(struct kho_limits *l); /* schemas/limits.tsv */

enum kho_walk_wish {
    KHO_WALK_TAKE,
    KHO_WALK_LOOK, /* only what is in it, should it be a container */
    KHO_WALK_LEAVE /* nothing of it */
};
struct kho_member;

/* Big members are spooled to a file given by the caller (the walk may not open one). */
struct kho_walk_hooks {
    /* An empty unlinked file, read-write; -1: none to be had (the member is then cut at
     * memory_bytes). The walk closes it. */
    int (*spool)(void *ctx);
    void *ctx;
    /* The bytes of every member's name, before the member comes; of a zip all of them (the first
     * thousands) before the first member, so that they can be decoded by a vote.  NULL: not wanted.
     */
    void (*name)(void *ctx, kho_sv raw);
    /* Is a member wanted?  Asked before it is unpacked, with its names and notes and without bytes;
     * depth 0: the input itself.  NULL: all are. */
    enum kho_walk_wish (*wish)(void *ctx, const struct kho_member *m);
    size_t memory_bytes; /* members up to this size stay in memory; 0: 1 MB */
};

/* Valid until the next call of kho_walk_next. */
struct kho_member {
    kho_sv path; /* UTF-8 (not always NFC), for people: "hoso.zip//a/b.zip//Kế hoạch 12.doc";
                  * control and direction characters replaced, bytes that are no UTF-8 as %XX */
    kho_sv raw;  /* how to find it again: for each level "index:rawname", levels separated by '\0';
                  * empty: the  file itself */
    kho_sv
        raw_name; /* bytes of its own name as the archive has them, in any charset (see decode.h) */
    kho_sv bytes; /* the content, in memory or mapped from a spool file.  Of a container that comes
                   * out itself at least the beginning, to tell it from others */
    int fd; /* the spool file whose first bytes.n bytes these are, the walk's; -1: in memory */
    int64_t mtime;  /* seconds since 1970, 0 unknown */
    uint32_t depth; /* 0: the file itself */
    uint64_t notes; /* bits 1 << enum kho_notes_id: ENCRYPTED, TRUNCATED, DAMAGED, DEPTH, BUDGET,
                     * BOMB, NAME, PATH; EMPTY: an archive with nothing in it; TIMEOUT: of an input;
                     * LIMIT_x beside the one that limit x is the reason of */
};

struct kho_walk;

/*
 * Load what the C library takes from disk (the C.UTF-8 locale, which libarchive needs for names,
 * and the time zone).  Call before the sandbox; kho_walk_open does it otherwise. KHO_IO: no such
 * locale.
 */
enum kho_status kho_walk_preload(struct kho_err *err);

/*
 * fd: readable and seekable, stays the caller's; its offset is not used.  name: what the file is
 * called, for paths.  hooks: NULL keeps every member in memory up to limits MEMBER_BYTES.
 * A file that is no archive gives one member: itself.
 *
 * What becomes of a container is decided by its content: office documents that are zips inside
 * (docx, xlsx, odt, epub) are members.  A mail that may have attachments is a container and comes
 * out itself, too, whole, behind them.  A container comes out itself, behind its members, when
 * something of it could not be given: DAMAGED (cut, or nothing behind the damage can be found),
 * DEPTH, BOMB, BUDGET (rest not read); ENCRYPTED, without its members, when all of them are; EMPTY
 * when it has none.  Folders and links are passed over, and AppleDouble files (__MACOSX/._x)
 * without a resource fork.
 *
 * A member is a BOMB when it grows beyond limits RATIO times the packed bytes it was made of, after
 * RATIO_FLOOR bytes; a container when all that came out of it, at any depth, is beyond RATIO times
 * its size after 16 times that. KHO_OK, KHO_NOMEM, KHO_IO.
 */
enum kho_status kho_walk_open(struct kho_walk **out, int fd, kho_sv name,
                              const struct kho_limits *limits, const struct kho_walk_hooks *hooks,
                              struct kho_err *err);

/* KHO_OK: *m is set.  KHO_DONE: no more.  KHO_NOMEM, KHO_IO (spool). */
enum kho_status kho_walk_next(struct kho_walk *w, struct kho_member *m, struct kho_err *err);
/* Members left out so far because of the wishes. */
uint64_t kho_walk_left(const struct kho_walk *w);
void kho_walk_close(struct kho_walk *w); /* NULL is fine */

/*
 * The original bytes of one member again, by its raw path (kho show --format=raw): goes only into
 * the containers named there.  Writes them to out_fd; not cut at MEMBER_BYTES. KHO_NOTFOUND: not
 * there any more; KHO_DATA: damaged or encrypted (what could be read is written); KHO_LIMIT: a
 * bomb; KHO_IO, KHO_NOMEM.
 */
enum kho_status kho_walk_fetch(int fd, kho_sv raw, const struct kho_limits *limits,
                               const struct kho_walk_hooks *hooks, int out_fd, struct kho_err *err);
#endif
