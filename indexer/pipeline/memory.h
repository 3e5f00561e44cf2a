/* memory.h - how a run of kho_index fits into so much memory, all its processes together.
 *
 * What takes memory: the coordinator, one walker and every reader with at most limits MEMORY each,
 * and as many writers as readers, which need some 18 times the longest text (1/64 of MEMORY) and as
 * much again for the shard they fill.  When all that is done, recognisers come in the place of the
 * other readers and the writers.
 */
#ifndef KHO_PIPELINE_MEMORY_H
#define KHO_PIPELINE_MEMORY_H

#include "walk.h"

struct kho_memory {
    unsigned jobs;        /* readers */
    int64_t worker;       /* limits MEMORY, bytes */
    uint64_t shard_text;  /* bytes of text in a shard at most */
    uint64_t hold_text;   /* bytes of text held back at most */
    unsigned recognisers; /* 0: there is no room for one */
    int64_t recogniser;   /* memory of each, bytes */
    int64_t beside;       /* limits MEMORY of the walker and the reader beside them, bytes */
};

enum { KHO_RECOGNISERS = 2 };
#define KHO_RECOGNISER_MEMORY ((int64_t)192 << 20) /* of one, when there is no bound */

/* What a run costs at least. */
struct kho_memory_need {
    uint64_t least;  /* with these jobs */
    uint64_t fixed;  /* of it, kho itself */
    uint64_t reader; /* of it, for each reader with its writer */
};

/*
 * total: bytes, 0: no bound.  jobs: what was asked for, 0: as many as there are processors, and
 * fewer when their memory would be too small to read long documents.
 * False: total is too small; *need (always filled) says what would do.
 */
bool kho_memory_plan(uint64_t total, unsigned jobs, const struct kho_limits *limits,
                     struct kho_memory *out, struct kho_memory_need *need);
#endif
