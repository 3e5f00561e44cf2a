/* store.h - the index, seen from C.
 *
 * The only header between this project and Xapian; store.cc is the only C++ file.  No Xapian type,
 * no C++ exception and no live Xapian object crosses it.  The store knows terms, slots and bytes.
 * It knows no Vietnamese and parses no query text: search/text makes the terms, search/query the
 * tree.
 *
 * An index is a folder, kho.db:
 *
 *   kho.db/VERSION/main      stub file that names the database: "glass g3"
 *   kho.db/VERSION/gN/       a generation: a glass database; switched by renaming the stub file
 *   kho.db/VERSION/lock      pid of the last writer, held with an OFD lock: by one writer, or by
 *                            any number of those who want it still
 *   kho.db/VERSION/tmp/      shards of a build that is under way; the next writer removes what is
 *                            left over
 *
 * A stub may also list several databases, local ones and remote ones ("remote :ssh host
 * xapian-progsrv ..."): such an index can be read, not written.  Several local ones answer as one
 * with the same documents would.  With a remote one a bag that wants most of its words finds all
 * documents with any of them, and metadata are those of the first.
 *
 * Two ways to write: small updates go straight into the current generation (put, erase, commit); a
 * first or large build makes fresh small shards in several processes (kho_shard_*) and joins them
 * once (kho_store_join).
 */
#ifndef KHO_STORE_STORE_H
#define KHO_STORE_STORE_H

#include "arena.h"
#include "status.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define KHO_NOTHROW noexcept /* the compiler holds store.cc to it */
#else
#define KHO_NOTHROW
#endif

#define KHO_TERM_MAX 240 /* bytes, prefix included; Xapian's own limit is 245 */
/* Of the layout and of what is in data, terms and slots: history at its use.
 * 1 first.  2 data: document.c version 2; terms: exact forms with one byte a letter, names of
 * inputs by their digest.  3 data: document.c version 3.  4 data is a value; usual exact forms have
 * no term.  5 exact forms weigh nothing, so that they do not lengthen a document; short forms of
 * names that are written in full, and days in any written form, have terms of their own.
 * 6 data: document.c version 4; titles sort in Vietnamese order.  7 terms: folders a document lies
 * in, and whether it lies in several places; tasks have no positions and no key; keys of
 * cited documents have number and type in front.  8 tasks are no documents any more, but areas of
 * their plan.  9 data: document.c version 5. */
#define KHO_STORE_VERSION 9

struct kho_store; /* opaque; not thread-safe */

enum kho_store_mode {
    KHO_STORE_READ,   /* many processes */
    KHO_STORE_WRITE,  /* one process; KHO_LOCKED otherwise, what[] names the pid */
    KHO_STORE_CREATE, /* like WRITE, and creates an empty index when missing */
    KHO_STORE_STILL   /* like READ, and keeps writers out; KHO_LOCKED when there is one */
};

struct kho_posting {
    kho_sv term;  /* prefix + folded text */
    uint32_t pos; /* word position from 1; 0: boolean or unpositioned term */
    uint32_t wdf; /* weight; 0 for filters */
};

struct kho_slot {
    uint32_t slot; /* see schemas/fields.tsv */
    kho_sv bytes;  /* compared bytewise: dates as "YYYYMMDD" */
};

/* One document, ready to be stored.  Borrows everything. */
struct kho_store_doc {
    kho_sv key; /* unique term, with its prefix; replaces the document that has it */
    kho_sv data;
    const struct kho_posting *postings;
    size_t n_postings;
    const struct kho_slot *slots;
    size_t n_slots;
};

enum kho_op {
    KHO_OP_TERM,   /* term */
    KHO_OP_PREFIX, /* every term that begins with term, at most limit of them */
    KHO_OP_AND,
    KHO_OP_OR,
    KHO_OP_NOT,    /* first child without the others; a single child: all documents without it */
    KHO_OP_PHRASE, /* children are terms, in order, within limit positions (0: side by side) */
    KHO_OP_FILTER, /* first child, only where all others match; they do not weigh */
    KHO_OP_MAYBE,  /* first child; the others only weigh */
    KHO_OP_RANGE,  /* slot, from, to */
    KHO_OP_SCALE,  /* one child, weight times factor (0: boolean) */
    /* Children: words (KHO_OP_TERM), names for some of them (KHO_OP_STANDS), and what only ranks
     * (KHO_OP_SCALE of a term).  Documents with words that make up at least the part factor of all
     * of them, each counted by how rare it is (1: with all words, 0: with any), weighed by all that
     * they have as KHO_OP_OR weighs. */
    KHO_OP_BAG,
    KHO_OP_STANDS, /* inside a bag: what has the child (a term or a phrase), has the limit words of
                    * the bag from the slot-th on; a term weighs factor times */
    KHO_OP_AREA,   /* children are terms or prefixes: documents with an area (store/areas.h) in slot
                    * that has them all, in this order; weighs as they do */
    KHO_OP_CONST,  /* one child; weighs factor, whatever is in it */
    KHO_OP_ALL,    /* every document */
    KHO_OP_NONE
};

#define KHO_BAG_WORDS         128 /* at most in one bag */
#define KHO_BAG_TELLS_NOTHING 1   /* limit of a word in a bag that ranks, but need not be there */
#define KHO_BAG_WHOLE         1   /* limit of a bag that leaves out no words, whatever the time */

/* Query tree; built by search/query in an arena. */
struct kho_node {
    enum kho_op op;
    kho_sv term;
    double factor;
    uint32_t slot, limit;
    kho_sv from, to;             /* KHO_OP_RANGE, inclusive; empty: open end */
    const struct kho_node *kids; /* first child */
    const struct kho_node *next; /* next sibling */
};

struct kho_hit {
    uint32_t docid;
    double weight;
    kho_sv data; /* p NULL when not asked for */
};

struct kho_count {
    kho_sv value;
    uint32_t count;
};
struct kho_facet {
    uint32_t slot;            /* in */
    uint32_t by;              /* in: another slot + 1: values are counted apart for each of its
                               * values, as "OTHER\tVALUE", OTHER empty where there is none; or 0 */
    uint32_t max;             /* in: most values wanted, 0: all */
    struct kho_count *counts; /* out: by count, then by value */
    size_t n;
    size_t all; /* out: how many different values there are, max or not */
};

enum kho_sort { KHO_SORT_RELEVANCE, KHO_SORT_SLOT_UP, KHO_SORT_SLOT_DOWN };

struct kho_search {
    const struct kho_node *query;
    uint32_t first, max; /* window of hits */
    enum kho_sort sort;  /* ties: relevance, then docid */
    uint32_t sort_slot;
    bool want_data;
    struct kho_facet *facets; /* counted over all matches */
    size_t n_facets;
    bool exact;        /* total must be exact */
    uint32_t match_us; /* after so many microseconds of CPU a bag that does not want all its words
                        * leaves out the most frequent ones, and the total is an estimate; 0: never
                        */
    uint32_t look_us;  /* stop looking for hits after so many microseconds of CPU: what was found by
                        * then is all, and not exact; 0: never.  Not with facets or exact */
    uint32_t count_us; /* stop counting values after so many microseconds of CPU (and at least 4,096
                        * matches), and estimate; 0: count all */
};

/* A consistent page of results, copied out of the index. */
struct kho_results {
    uint64_t total;
    bool exact; /* total and facet counts are exact; else estimates */
    size_t n;
    struct kho_hit *hits;
};

/*
 * Open the index in folder dir.
 *
 * KHO_OK        *out is owned by the caller; release with kho_store_close.
 * KHO_NOTFOUND  no index there.     KHO_LOCKED  another writer is active.
 * KHO_SCHEMA    of another version. KHO_CORRUPT, KHO_IO
 * On failure *out is NULL.
 */
enum kho_status kho_store_open(struct kho_store **out, const char *dir, enum kho_store_mode mode,
                               struct kho_err *err) KHO_NOTHROW;
void
kho_store_close(struct kho_store *s) KHO_NOTHROW; /* drops what was not committed; NULL is fine */

/* Add or replace.  Visible to readers after kho_store_commit, which covers documents and metadata
 * in one step.  KHO_ARG: a bad term.  KHO_IO: e.g. disk full. */
enum kho_status kho_store_put(struct kho_store *s, const struct kho_store_doc *doc,
                              struct kho_err *err) KHO_NOTHROW;
/* Remove every document that has term (KHO_OK even when there is none). */
enum kho_status kho_store_erase(struct kho_store *s, kho_sv term, struct kho_err *err) KHO_NOTHROW;
enum kho_status kho_store_commit(struct kho_store *s, struct kho_err *err) KHO_NOTHROW;

/* Call at the end of a run, after a commit: searches that find many documents take a part of the
 * time until the next change.  Commits, unless it was done for this state, or there are too few
 * documents to need it. */
enum kho_status kho_store_columns(struct kho_store *s, struct kho_err *err) KHO_NOTHROW;

/* Names of metadata that both the indexer and the search side know. */
#define KHO_META_INDEXED "indexed-at" /* seconds since 1970 of the last complete run, decimal */
#define KHO_META_INPUT   "in:"        /* one name per input file begins so */

/* Metadata: small facts with a name, kept with the documents they belong to.
 * get: p NULL when there is none.  Iterate names with a prefix by kho_store_meta_next: *name is
 * in/out, start with p NULL; KHO_DONE at the end. */
enum kho_status kho_store_meta_set(struct kho_store *s, kho_sv name, kho_sv value,
                                   struct kho_err *err) KHO_NOTHROW;
enum kho_status kho_store_meta_get(struct kho_store *s, kho_sv name, struct kho_arena *arena,
                                   kho_sv *value, struct kho_err *err) KHO_NOTHROW;
enum kho_status kho_store_meta_next(struct kho_store *s, kho_sv prefix, struct kho_arena *arena,
                                    kho_sv *name, struct kho_err *err) KHO_NOTHROW;

/*
 * Run the query on the newest state of the index; hits and facet counts are copied into arena.
 * BM25 k1=1.2 b=.75 (measured: docs/performance.md).  Reopens and retries by itself when a writer
 * moved on; KHO_STALE only after the third time.
 *
 * Calls that take docids read the same state as the search they come from.  When that is gone they
 * continue on the newest one if its docids are the same, and return KHO_STALE if they are not
 * (a new generation): then the search has to be made again.
 * KHO_LIMIT: the arena is too small for the answer.
 */
enum kho_status kho_store_search(struct kho_store *s, const struct kho_search *what,
                                 struct kho_arena *arena, struct kho_results *out,
                                 struct kho_err *err) KHO_NOTHROW;

/* Docids of all documents that a query finds, ascending, in arena; on the state of the last search.
 */
enum kho_status kho_store_matches(struct kho_store *s, const struct kho_node *query,
                                  struct kho_arena *arena, uint32_t **docids, size_t *n,
                                  struct kho_err *err) KHO_NOTHROW;

/* Positions of some terms in some documents, for adjacency re-ranking: pos[i * n_terms + j] for
 * docids[i], terms[j]; ascending; none of an empty term.  Each list is cut at max positions. */
struct kho_positions {
    const uint32_t *pos;
    uint32_t n;
};
struct kho_positions_of {
    const uint32_t *docids;
    size_t n_docs;
    const kho_sv *terms;
    size_t n_terms;
    uint32_t max;
};
/* doclens: words of each document; may be NULL. */
enum kho_status kho_store_positions(struct kho_store *s, const struct kho_positions_of *of,
                                    struct kho_arena *arena, struct kho_positions *out,
                                    uint32_t *doclens, struct kho_err *err) KHO_NOTHROW;

/* Data of the document that has a unique term; KHO_NOTFOUND. */
enum kho_status kho_store_get(struct kho_store *s, kho_sv term, struct kho_arena *arena,
                              kho_sv *data, struct kho_err *err) KHO_NOTHROW;

/* --- what a reader may see ------------------------------------------------
 * A sight is set once, right after an index was opened for reading; from then on the handle is the
 * index of the documents that are seen and no other: no call of this header finds, counts, weighs
 * or lists anything else, and what has no document that is seen, is not there.  Without a sight
 * everything is seen.
 */
enum kho_term_kind {
    KHO_TERM_OF_CONTENT, /* is the same wherever a document lies */
    KHO_TERM_OF_TEXT,    /* a word that stands in the text, or where there is none, in a name */
    KHO_TERM_OF_PLACE    /* tells where a document lies */
};
struct kho_sight {
    const struct kho_node *seen;    /* plans that are seen */
    const struct kho_node *several; /* plans that lie in several places */
    const struct kho_node *named; /* those of them that have words of names as words of the text */
    enum kho_term_kind (*kind)(kho_sv term);
    /* Data of a plan that lies in several places, without those that are not seen: *out is data
     * itself or lies in arena.  KHO_NOTFOUND: none is seen. */
    enum kho_status (*narrow)(void *ctx, kho_sv data, struct kho_arena *arena, kho_sv *out,
                              struct kho_err *err);
    /* Is such a plan seen in all its places?  Else KHO_DONE, and which terms of place are true of
     * those that are, in arena. */
    enum kho_status (*partly)(void *ctx, kho_sv data, struct kho_arena *arena, kho_sv **terms,
                              size_t *n, struct kho_err *err);
    /* May this name of metadata be read? */
    bool (*meta)(void *ctx, kho_sv name);
    void *ctx;
};
/* Borrows all of it until s is closed.  KHO_ARG: an index that joins others, or one that is
 * written, cannot be restricted.  After any failure s must be closed. */
enum kho_status kho_store_restrict(struct kho_store *s, const struct kho_sight *sight,
                                   struct kho_err *err) KHO_NOTHROW;

struct kho_term_freq {
    kho_sv term;
    uint32_t docs; /* that have it */
};
struct kho_terms {
    struct kho_term_freq *term; /* the caller's, room for max; the strings are in arena */
    size_t max, n;              /* in, out */
};
/* Terms that begin with prefix, in order, beginning with the first that is not below from.  KHO_OK
 * with n == 0 at the end. */
enum kho_status kho_store_terms(struct kho_store *s, kho_sv prefix, kho_sv from,
                                struct kho_arena *arena, struct kho_terms *out,
                                struct kho_err *err) KHO_NOTHROW;
/* How often a term occurs in all documents together: the sum of kho_posting.wdf. */
enum kho_status kho_store_occurrences(struct kho_store *s, kho_sv term, uint64_t *n,
                                      struct kho_err *err) KHO_NOTHROW;
/* How many documents have each term (0 when none). */
enum kho_status kho_store_freqs(struct kho_store *s, const kho_sv *terms, size_t n, uint32_t *docs,
                                struct kho_err *err) KHO_NOTHROW;

/* Has docids[i] the term terms[j]?  has[i * n_terms + j]; an empty term: no. */
enum kho_status kho_store_has(struct kho_store *s, const uint32_t *docids, size_t n,
                              const kho_sv *terms, size_t n_terms, bool *has,
                              struct kho_err *err) KHO_NOTHROW;

struct kho_docids {
    uint32_t *docid; /* the caller's, room for max */
    size_t max, n;   /* in, out */
};
/* Docids above after of the documents that have a term (empty: of all documents), ascending. */
enum kho_status kho_store_postings(struct kho_store *s, kho_sv term, uint32_t after,
                                   struct kho_docids *out, struct kho_err *err) KHO_NOTHROW;
enum kho_status kho_store_data(struct kho_store *s, uint32_t docid, struct kho_arena *arena,
                               kho_sv *data, struct kho_err *err) KHO_NOTHROW;

/* Values of one slot of some documents, ascending: values[i] of docids[i], empty where it has none;
 * in arena. */
enum kho_status kho_store_values(struct kho_store *s, uint32_t slot, const uint32_t *docids,
                                 size_t n, struct kho_arena *arena, kho_sv *values,
                                 struct kho_err *err) KHO_NOTHROW;

struct kho_store_info {
    uint64_t documents;
    uint64_t revision; /* changes with every commit and switch */
    double average_length;
    char uuid[40];
};
enum kho_status kho_store_info(struct kho_store *s, struct kho_store_info *out,
                               struct kho_err *err) KHO_NOTHROW;
/* Bytes on disk; of an index that joins others, of none. */
enum kho_status kho_store_bytes(struct kho_store *s, uint64_t *bytes,
                                struct kho_err *err) KHO_NOTHROW;
/*
 * Xapian's own check of every block of the index in folder dir, which need not be one that can be
 * opened.  No writer may be at work (KHO_STORE_STILL).  *damage: what is wrong in words, p NULL
 * when nothing is.  KHO_OK also with damage.  KHO_NOTFOUND; KHO_ARG: it joins others.
 */
enum kho_status kho_store_check(const char *dir, struct kho_arena *arena, kho_sv *damage,
                                struct kho_err *err) KHO_NOTHROW;

/* --- large builds ---------------------------------------------------------
 * A shard is made by one process, in memory, and written into a folder under the index's tmp/ when
 * it is closed.  Several processes may each make their own.  No lock, no readers.  put adds: keys
 * are not looked up; at most 32,000 documents (KHO_LIMIT). */
struct kho_shard;
enum kho_status kho_shard_new(struct kho_shard **out, const char *dir,
                              struct kho_err *err) KHO_NOTHROW;
enum kho_status kho_shard_put(struct kho_shard *sh, const struct kho_store_doc *doc,
                              struct kho_err *err) KHO_NOTHROW;
enum kho_status kho_shard_close(struct kho_shard *sh, bool keep, struct kho_err *err) KHO_NOTHROW;

/* Folder for shards of this writer, made empty: "kho.db/1/tmp". Owned by the store. */
const char *kho_store_tmp(struct kho_store *s) KHO_NOTHROW;
/*
 * Join shards (and what the store holds already, when it is not empty) into a new generation and
 * switch to it; the shards are removed.  Without shards this writes the index anew, packed densely.
 * Keys must be distinct over all shards.  Call commit before.  On failure the index is as it was,
 * and nothing of the new generation is left.
 */
enum kho_status kho_store_join(struct kho_store *s, const char *const *shards, size_t n,
                               struct kho_err *err) KHO_NOTHROW;

#ifdef __cplusplus
}
#endif
#endif
