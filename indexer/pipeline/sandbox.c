/* sandbox.c - see sandbox.h. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls that need no look at their arguments.  What is not here fails with EPERM, so that a library
 * that tries something harmless goes on; nothing below reaches a path, a socket or another process.
 */
static const int allowed[] = {SCMP_SYS(read),
                              SCMP_SYS(write),
                              SCMP_SYS(readv),
                              SCMP_SYS(writev),
                              SCMP_SYS(pread64),
                              SCMP_SYS(pwrite64),
                              SCMP_SYS(lseek),
                              SCMP_SYS(close),
                              SCMP_SYS(fstat),
                              SCMP_SYS(ftruncate),
                              SCMP_SYS(dup),
                              SCMP_SYS(poll),
                              SCMP_SYS(ppoll),
                              SCMP_SYS(memfd_create),
                              SCMP_SYS(sendmsg),
                              SCMP_SYS(recvmsg),
                              SCMP_SYS(munmap),
                              SCMP_SYS(mremap),
                              SCMP_SYS(madvise),
                              SCMP_SYS(brk),
                              SCMP_SYS(futex),
                              SCMP_SYS(set_robust_list),
                              SCMP_SYS(rseq),
                              SCMP_SYS(getrandom),
                              SCMP_SYS(clock_gettime),
                              SCMP_SYS(clock_getres),
                              SCMP_SYS(gettimeofday),
                              SCMP_SYS(time),
                              SCMP_SYS(getpid),
                              SCMP_SYS(gettid),
                              SCMP_SYS(getuid),
                              SCMP_SYS(geteuid),
                              SCMP_SYS(getgid),
                              SCMP_SYS(getegid),
                              SCMP_SYS(sysinfo),
                              SCMP_SYS(sched_yield),
                              SCMP_SYS(getrusage),
                              SCMP_SYS(sched_getaffinity),
                              SCMP_SYS(rt_sigaction),
                              SCMP_SYS(rt_sigprocmask),
                              SCMP_SYS(rt_sigreturn),
                              SCMP_SYS(sigaltstack),
                              SCMP_SYS(exit),
                              SCMP_SYS(exit_group),
                              SCMP_SYS(restart_syscall)};

static enum kho_status
limit(int what, int64_t value, struct kho_err *err)
{
    struct rlimit now, r = {(rlim_t)value, (rlim_t)value};

    if (getrlimit((__rlimit_resource_t)what, &now) == 0 && now.rlim_max < r.rlim_max)
        r = (struct rlimit){now.rlim_max, now.rlim_max}; /* somebody was stricter already */
    if (setrlimit((__rlimit_resource_t)what, &r) != 0)
        return kho_fail(err, KHO_IO, "cannot limit resource %d: %s", what, strerror(errno));
    return KHO_OK;
}

#ifndef KHO_SANITIZED
/* Address space in use, bytes; most of it is libraries. */
static int64_t
in_use(void)
{
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        if (read(fd, text, sizeof text - 1) < 0)
            text[0] = '\0';
        (void)close(fd);
    }
    return text[0] == '\0' ? (int64_t)256 << 20 : strtoll(text, NULL, 10) * sysconf(_SC_PAGESIZE);
}
#endif

static enum kho_status
limits(const struct kho_sandbox *s, struct kho_err *err)
{
    enum kho_status st = limit(RLIMIT_CORE, 0, err);

    if (st == KHO_OK)
        st = limit(RLIMIT_FSIZE, s->file_bytes, err);
    if (st == KHO_OK)
        st = limit(RLIMIT_NOFILE, s->files, err);
    if (st == KHO_OK && s->cpu_seconds > 0)
        st = limit(RLIMIT_CPU, s->cpu_seconds, err);
#ifndef KHO_SANITIZED
    if (st == KHO_OK)
        st = limit(RLIMIT_AS, in_use() + s->memory, err);
#endif
    return st;
}

/*
 * Deny every right to the file system (and, where the kernel knows them, TCP ports) the running
 * kernel can handle.  A kernel without Landlock, or one where it is switched off, is no error:
 * seccomp refuses the calls too; this is the second lock on the door.
 */
static void
landlock(void)
{
    struct {
        uint64_t fs, net;
    } rules = {0, 0};
    /* Rights of the first version, then what each later version added. */
    static const unsigned fs_bits[] = {13, 14, 15, 15, 16};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    size_t size = sizeof rules.fs;
    long fd;

    if (abi <= 0)
        return;
    rules.fs = (UINT64_C(1) << fs_bits[abi > 5 ? 4 : abi - 1]) - 1;
    if (abi >= 4) {
        rules.net = 3; /* bind, connect */
        size = sizeof rules;
    }
    fd = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (fd < 0)
        return;
    (void)syscall(SYS_landlock_restrict_self, fd, 0);
    (void)close((int)fd);
}

/* Allow a call when an argument has a value: (argument & mask) == value. */
static int
allow_if(scmp_filter_ctx f, int call, unsigned argument, uint64_t mask, uint64_t value)
{
    const struct scmp_arg_cmp is = {
        .arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};

    return call < 0 ? 0 : seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &is);
}

/* Calls that are harmless with certain arguments only. */
static int
allow_with_arguments(scmp_filter_ctx f)
{
    static const int fcntls[] = {F_GETFL, F_GETFD, F_SETFD, F_DUPFD_CLOEXEC};
    int r = allow_if(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0);

    if (r == 0)
        r = allow_if(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
    /* glibc's fstat() is fstatat() of an empty name.  A name could be given too: it would tell
     * that a file exists, and there is nobody to tell it to. */
    if (r == 0)
        r = allow_if(f, SCMP_SYS(newfstatat), 3, UINT64_MAX, AT_EMPTY_PATH);
    /* An aborting process signals itself. */
    if (r == 0)
        r = allow_if(f, SCMP_SYS(tgkill), 0, UINT64_MAX, (uint64_t)getpid());
    /* Reading limits: no new ones. */
    if (r == 0)
        r = allow_if(f, SCMP_SYS(prlimit64), 2, UINT64_MAX, 0);
    for (size_t i = 0; r == 0 && i < sizeof fcntls / sizeof *fcntls; i++)
        r = allow_if(f, SCMP_SYS(fcntl), 1, UINT64_MAX, (uint64_t)fcntls[i]);
    return r;
}

static enum kho_status
seccomp(struct kho_err *err)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int r = f == NULL ? -ENOMEM : 0;

    /* A call of another architecture (32-bit on 64) kills: there is no honest one. */
    if (r == 0)
        r = seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; r == 0 && i < sizeof allowed / sizeof *allowed; i++)
        if (allowed[i] >= 0) /* negative: this architecture has no such call */
            r = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
    if (r == 0)
        r = allow_with_arguments(f);
    if (r == 0)
        r = seccomp_load(f);
    seccomp_release(f);
    return r == 0 ? KHO_OK : kho_fail(err, KHO_IO, "cannot set up seccomp: %s", strerror(-r));
}

enum kho_status
kho_sandbox_enter(const struct kho_sandbox *s, struct kho_err *err)
{
    enum kho_status st;

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return kho_fail(err, KHO_IO, "cannot give up privileges: %s", strerror(errno));
    st = limits(s, err);
    landlock();
    return st == KHO_OK ? seccomp(err) : st;
}
