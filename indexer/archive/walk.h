/* walk.h - every file inside a file, however deeply packed, one at a time.
 *
 *     st = kho_walk_open(&w, fd, name, &limits, &hooks, &err);
 *     while (st == KHO_OK && (st = kho_walk_next(w, &m, &err)) == KHO_OK)
 *         ...use m...
 *     kho_walk_close(w);
 *     return st == KHO_DONE ? KHO_OK : st;
 *
 * Runs inside a sandbox: opens nothing by name, prints nothing.  Nothing is skipped silently: what cannot
 * be read comes out as a member with a note and without (all its) bytes, and the walk goes on behind it;
 * a container that cannot be opened or is cut comes out itself, with a note.
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

/* Big members are spooled to a file given by the caller (the walk may not open one). */
struct kho_walk_hooks {
    /* An empty unlinked file, read-write; -1: none to be had (the member is then cut at memory_bytes).
     * The walk closes it. */
    int (*spool)(void *ctx);
    void *ctx;
    size_t memory_bytes; /* members up to this size stay in memory; 0: 1 MB */
};

/* Valid until the next call of kho_walk_next. */
struct kho_member {
    kho_sv path;     /* UTF-8, for people: "hoso.zip//a/b.zip//Kế hoạch 12.doc"; control characters replaced */
    kho_sv raw;      /* how to find it again: for each level "index:rawname", levels separated by '\0' */
    kho_sv bytes;    /* the content, in memory or mapped from a spool file */
    int64_t mtime;   /* seconds since 1970, 0 unknown */
    uint32_t depth;  /* 0: the file itself */
    uint64_t notes;  /* bits 1 << enum kho_notes_id: ENCRYPTED, TRUNCATED, DAMAGED, DEPTH, BUDGET, BOMB, NAME, PATH */
};

struct kho_walk;

/*
 * fd: readable and seekable, stays the caller's.  name: what the file is called, for paths.
 * A file that is no archive gives one member: itself.
 * KHO_OK, KHO_NOMEM, KHO_IO.
 */
enum kho_status kho_walk_open(struct kho_walk **out, int fd, kho_sv name, const struct kho_limits *limits,
                              const struct kho_walk_hooks *hooks, struct kho_err *err);

/* KHO_OK: *m is set.  KHO_DONE: no more.  KHO_NOMEM, KHO_IO (spool). */
enum kho_status kho_walk_next(struct kho_walk *w, struct kho_member *m, struct kho_err *err);
void kho_walk_close(struct kho_walk *w); /* NULL is fine */

/*
 * The original bytes of one member again, by its raw path (kho show --format=raw): goes only into the
 * containers named there.  Writes them to out_fd.  KHO_NOTFOUND: not there any more; KHO_DATA: damaged.
 */
enum kho_status kho_walk_fetch(int fd, kho_sv raw, const struct kho_limits *limits, const struct kho_walk_hooks *hooks,
                               int out_fd, struct kho_err *err);
#endif
