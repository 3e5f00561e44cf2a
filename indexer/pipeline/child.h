/* child.h - child processes of the coordinator and the loop that listens to them. */
#ifndef KHO_PIPELINE_CHILD_H
#define KHO_PIPELINE_CHILD_H

#include "frame.h"

#include <stdatomic.h>
#include <sys/types.h>

/* Shared with the coordinator, so that it knows what a child was at when it dies or hangs. */
struct kho_heart {
    _Atomic uint64_t
        seq; /* what it works on; walkers: members taken so far; at first KHO_HEART_NEVER */
};
#define KHO_HEART_NEVER UINT64_MAX

struct kho_child {
    pid_t pid; /* 0: not running */
    struct kho_channel ch;
    struct kho_heart *heart;
    uint64_t last; /* once stopped: what its heart said last */
    bool paused;   /* do not read from it now */
    /* Called by kho_loop_step.  frame: *f is valid until it returns; the descriptor is the
     * callee's. A status other than KHO_OK ends the step with it.  ended: the child is gone or
     * breaks the rules; it is not running any more (status as of waitpid). */
    enum kho_status (*frame)(struct kho_child *c, struct kho_frame *f, struct kho_err *err);
    enum kho_status (*ended)(struct kho_child *c, int status, struct kho_err *err);
    void *ctx;
};

/* What runs in a child, on its end of the channel; its result is the exit code. */
enum {
    KHO_CHILD_NO_OCR = 98,    /* what it needs to recognise letters is not installed */
    KHO_CHILD_NO_SANDBOX = 99 /* it could not be shut in and has done nothing */
};
typedef int kho_child_main(struct kho_channel *ch, struct kho_heart *heart, const void *arg);

/*
 * Fork.  name: as ps shows it.  The child keeps nothing of the parent's but the channel: every
 * other descriptor is closed, standard streams are /dev/null; it dies with the parent and ignores
 * the signals of the terminal.  The callbacks and ctx of *c stay as they are.  KHO_IO.
 */
enum kho_status kho_child_start(struct kho_child *c, const char *name, kho_child_main *run,
                                const void *arg, struct kho_err *err);
/* Kill it (if it runs), wait for it, release everything.  Returns its wait status; 0 if it did not
 * run. */
int kho_child_stop(struct kho_child *c);

enum { KHO_LOOP_MAX = 72 };
struct kho_loop {
    struct kho_child *children[KHO_LOOP_MAX];
    size_t n;
};

/* Send and receive once with all running children; waits at most ms milliseconds for something to
 * happen. */
enum kho_status kho_loop_step(struct kho_loop *l, int ms, struct kho_err *err);
/* CPU time of a child so far, seconds; 0 when it cannot be had. */
double kho_child_cpu(const struct kho_child *c);
/* Processors this process may use. */
unsigned kho_cores(void);
/* Monotonic clock, seconds. */
double kho_now(void);
#endif
