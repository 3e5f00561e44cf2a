/* confine.c - see confine.h.  The filter is written by hand: a plain CGI starts for every request,
 * and a library that compiles filters would cost more than the request. */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#endif

/* Writing to where paths lead: denied by Landlock; /dev/null stays what it is. */
static void
no_writing(void)
{
    const struct landlock_ruleset_attr writes = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                             LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
    const long fd = syscall(SYS_landlock_create_ruleset, &writes, sizeof writes, 0);
    struct landlock_path_beneath_attr null = {.allowed_access = LANDLOCK_ACCESS_FS_WRITE_FILE};

    if (fd < 0)
        return;
    null.parent_fd = open("/dev/null", O_PATH | O_CLOEXEC);
    if (null.parent_fd >= 0) {
        (void)syscall(SYS_landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, &null, 0);
        (void)close(null.parent_fd);
    }
    (void)syscall(SYS_landlock_restrict_self, fd, 0);
    (void)close((int)fd);
}

#ifdef NATIVE
static const uint32_t never[] = {SYS_socket,
                                 SYS_connect,
                                 SYS_bind,
                                 SYS_listen,
#ifndef __SANITIZE_ADDRESS__ /* it looks for leaks with this */
                                 SYS_ptrace,
#endif
                                 SYS_process_vm_readv,
                                 SYS_process_vm_writev,
                                 SYS_bpf,
                                 SYS_perf_event_open,
                                 SYS_userfaultfd,
                                 SYS_keyctl,
                                 SYS_add_key,
                                 SYS_request_key,
                                 SYS_mount,
                                 SYS_umount2,
                                 SYS_pivot_root,
                                 SYS_chroot,
                                 SYS_unshare,
                                 SYS_setns,
                                 SYS_init_module,
                                 SYS_finit_module,
                                 SYS_delete_module,
                                 SYS_kexec_load,
                                 SYS_reboot,
                                 SYS_swapon,
                                 SYS_swapoff,
                                 SYS_open_by_handle_at,
                                 SYS_personality,
                                 SYS_truncate,
                                 SYS_fchmod,
                                 SYS_fchmodat,
                                 SYS_fchown,
                                 SYS_fchownat,
                                 SYS_setxattr,
                                 SYS_lsetxattr,
                                 SYS_fsetxattr,
                                 SYS_utimensat};
static const uint32_t starting[] = {SYS_execve, SYS_execveat, SYS_kill, SYS_tkill};

enum {
    CODE_MAX = 16 + 2 * (sizeof never / sizeof never[0] + sizeof starting / sizeof starting[0])
};

static size_t
deny(struct sock_filter *code, size_t n, const uint32_t *calls, size_t n_calls)
{
    for (size_t i = 0; i < n_calls; i++) {
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1);
        code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    }
    return n;
}

static void
no_calls(bool may_start)
{
    struct sock_filter code[CODE_MAX];
    struct sock_fprog program = {.filter = code};
    size_t n = 0;

    code[n++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    code[n++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    /* Calls of the 32-bit kind on x86-64 begin here. */
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    n = deny(code, n, never, sizeof never / sizeof never[0]);
    if (!may_start)
        n = deny(code, n, starting, sizeof starting / sizeof starting[0]);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program.len = (unsigned short)n;
    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#endif

void
kho_page_confine(bool may_start)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return;
    no_writing();
#ifdef NATIVE
    no_calls(may_start);
#else
    (void)may_start;
#endif
}
