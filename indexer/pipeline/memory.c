/* memory.c - see memory.h. */
#include "memory.h"

#include "child.h"

#define MB (UINT64_C(1) << 20)

/* Measured (docs/performance.md); libraries are shared by all processes. */
#define COORDINATOR    (64 * MB)
#define PROCESS        (8 * MB)  /* what a child takes before it does anything */
#define WORKER_MIN     (32 * MB) /* limits MEMORY: below, ordinary documents are cut */
#define WORKER_GOOD    (128 * MB)
#define SHARD_MAX      (4 * MB)
#define HOLD_MAX       (48 * MB)
#define RECOGNISER_MIN (112 * MB) /* for pages of 300 dots per inch */

/* Of all memory, while pages are recognised. */
#define BESIDE_PART 5

/* Parts of limits MEMORY: the walker; a reader, and the writer with the longest text and a shard.
 */
#define WALKER_SHARE 1.0
#define READER_SHARE 1.6

static uint64_t
fixed_for(unsigned jobs)
{
    return COORDINATOR + PROCESS * (2 * (uint64_t)jobs + 1);
}

static uint64_t
worker_for(uint64_t total, unsigned jobs)
{
    const uint64_t fixed = fixed_for(jobs);

    return total <= fixed
               ? 0
               : (uint64_t)((double)(total - fixed) / (WALKER_SHARE + READER_SHARE * (double)jobs));
}

/* Beside recognisers there are the coordinator, the walker and one reader. */
static void
plan_recognisers(uint64_t total, struct kho_memory *m)
{
    const uint64_t share = total / BESIDE_PART, worker = (uint64_t)m->worker;
    const uint64_t beside = total != 0 && share < worker ? share : worker;
    const uint64_t rest = COORDINATOR + 2 * PROCESS + 2 * beside;
    const uint64_t left = total > rest ? total - rest : 0;

    m->recognisers = m->jobs < KHO_RECOGNISERS ? m->jobs : KHO_RECOGNISERS;
    m->recogniser = KHO_RECOGNISER_MEMORY;
    m->beside = (int64_t)beside;
    if (total == 0)
        return;
    while (m->recognisers > 0 && left / m->recognisers < RECOGNISER_MIN + PROCESS)
        m->recognisers--;
    if (m->recognisers > 0 && left / m->recognisers - PROCESS < KHO_RECOGNISER_MEMORY)
        m->recogniser = (int64_t)(left / m->recognisers - PROCESS);
}

bool
kho_memory_plan(uint64_t total, unsigned jobs, const struct kho_limits *limits,
                struct kho_memory *out, struct kho_memory_need *need)
{
    const uint64_t wanted = (uint64_t)limits->value[KHO_LIMITS_MEMORY];
    const uint64_t least = wanted < WORKER_MIN ? wanted : WORKER_MIN;
    const uint64_t good = wanted < WORKER_GOOD ? wanted : WORKER_GOOD;
    unsigned n = jobs == 0 ? kho_cores() : jobs;
    uint64_t worker = wanted;

    if (total != 0) {
        while (jobs == 0 && n > 1 && worker_for(total, n) < good)
            n--;
        worker = worker_for(total, n);
    }
    worker = worker < wanted ? worker : wanted;
    *out = (struct kho_memory){.jobs = n,
                               .worker = (int64_t)worker,
                               .shard_text = worker / 64 < SHARD_MAX ? worker / 64 : SHARD_MAX,
                               .hold_text = worker / 8 < HOLD_MAX ? worker / 8 : HOLD_MAX};
    plan_recognisers(total, out);
    *need = (struct kho_memory_need){
        .reader = 2 * PROCESS + (uint64_t)(READER_SHARE * (double)least),
        .fixed = COORDINATOR + PROCESS + (uint64_t)(WALKER_SHARE * (double)least)};
    need->least = need->fixed + n * need->reader;
    return total == 0 || worker >= least;
}
