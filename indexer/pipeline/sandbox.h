/* sandbox.h - shut the calling process in, for good.
 *
 * Afterwards it can compute, use the descriptors it holds, make memory files and end.  It cannot
 * open a path, reach the network, start or trace or signal a process, or map code.  Everything
 * libraries load late has to be loaded before (kho_preload).
 */
#ifndef KHO_PIPELINE_SANDBOX_H
#define KHO_PIPELINE_SANDBOX_H

#include "status.h"

#include <stdint.h>

struct kho_sandbox {
    /* Bytes of address space beyond what it has now.  Not limited under sanitizers: they need
     * terabytes. */
    int64_t memory;
    int64_t file_bytes;  /* largest file it may write */
    int64_t cpu_seconds; /* of its whole life; 0 no limit */
    unsigned files;      /* descriptors */
};

/* Resource limits, no_new_privs, Landlock where the kernel has it, seccomp.
 * KHO_IO: the kernel offers no seccomp filter; the caller must not touch untrusted bytes then. */
enum kho_status kho_sandbox_enter(const struct kho_sandbox *s, struct kho_err *err);
#endif
