/* test_sandbox.c - what a shut-in child can still do, and what it cannot. */
#include "child.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct kho_sandbox box = {
    .memory = (int64_t)512 << 20, .file_bytes = 1 << 20, .files = 16};

/* Each tries one thing; true: it was possible. */
static bool
can_open(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool
can_create(void)
{
    return open("/tmp/kho-sandbox-test", O_CREAT | O_WRONLY, 0600) >= 0 ||
           mkdir("/tmp/kho-sandbox-dir", 0700) == 0;
}

static bool
can_socket(void)
{
    int pair[2];

    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static bool
can_connect(void)
{
    /* Even with a socket from before: see below. */
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};

    return connect(3, (struct sockaddr *)&a, sizeof a) == 0 || errno != EPERM;
}

static bool
can_exec(void)
{
    char name[] = "/bin/true";
    char *argv[] = {name, NULL}, *env[] = {NULL};

    return execve("/bin/true", argv, env) == 0 || errno != EPERM;
}

static bool
can_fork(void)
{
    pid_t p = fork();

    if (p == 0)
        _exit(0);
    return p > 0;
}

static bool
can_kill(void)
{
    return kill(getppid(), 0) == 0 || syscall(SYS_tgkill, getppid(), getppid(), 0) == 0;
}

static bool
can_trace(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0 ||
           syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0) == 0;
}

static bool
can_map_code(void)
{
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p != MAP_FAILED)
        return true;
    p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool
can_write_much(void)
{
    int fd = memfd_create("test", 0);

    return fd >= 0 && ftruncate(fd, (off_t)64 << 20) == 0;
}

static bool
can_keep_many_files(void)
{
    int n = 0;

    while (n < 1000 && memfd_create("test", 0) >= 0)
        n++;
    return n > 16;
}

static bool
can_chroot(void)
{
    return chroot("/") == 0 || unlink("/tmp/nothing") == 0 || errno != EPERM;
}

static const struct {
    const char *what;
    bool (*can)(void);
} attempts[] = {{"open a file", can_open},
                {"create a file", can_create},
                {"make a socket", can_socket},
                {"connect", can_connect},
                {"start a program", can_exec},
                {"fork", can_fork},
                {"signal another", can_kill},
                {"trace another", can_trace},
                {"map code", can_map_code},
                {"write a big file", can_write_much},
                {"keep many files", can_keep_many_files},
                {"unlink", can_chroot}};

static int
try_one(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    (void)ch;
    (void)heart;
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    return attempts[*(const size_t *)arg].can() ? 1 : 0;
}

/* What parsing needs. */
static int
work(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    struct stat st;
    struct kho_frame f;
    char *p;
    int fd;

    (void)heart;
    (void)arg;
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    if ((p = malloc((size_t)8 << 20)) == NULL)
        return 1;
    memset(p, 1, (size_t)8 << 20);
    free(p);
    if ((fd = memfd_create("test", MFD_CLOEXEC)) < 0 || write(fd, "kho", 3) != 3 ||
        fstat(fd, &st) != 0 || st.st_size != 3 ||
        mmap(NULL, 3, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED)
        return 2;
    if (kho_channel_await(ch, &f, NULL) != KHO_OK || kho_channel_put(ch, &f, NULL) != KHO_OK ||
        kho_channel_flush(ch, NULL) != KHO_OK)
        return 3;
    return 0;
}

static int exit_code;
static bool answered;

static enum kho_status
heard(struct kho_child *c, struct kho_frame *f, struct kho_err *err)
{
    (void)c;
    (void)err;
    answered = kho_sv_eq(f->body, KHO_SV("xin chào"));
    return KHO_OK;
}

static enum kho_status
ended(struct kho_child *c, int status, struct kho_err *err)
{
    (void)c;
    (void)err;
    exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    return KHO_OK;
}

static void
run(kho_child_main *what, const void *arg, const struct kho_frame *first)
{
    struct kho_child c = {.frame = heard, .ended = ended};
    struct kho_loop loop = {.children = {&c}, .n = 1};

    exit_code = -1;
    assert_int_equal(kho_child_start(&c, "kho-test", what, arg, NULL), KHO_OK);
    if (first != NULL)
        assert_int_equal(kho_channel_put(&c.ch, first, NULL), KHO_OK);
    for (int i = 0; i < 100 && c.pid != 0; i++)
        assert_int_equal(kho_loop_step(&loop, 100, NULL), KHO_OK);
    assert_int_equal(c.pid, 0);
}

static void
nothing_gets_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        run(try_one, &i, NULL);
        if (exit_code != 0)
            fail_msg("a shut-in child can %s (exit %d)", attempts[i].what, exit_code);
    }
}

static void
work_goes_on(void **state)
{
    const struct kho_frame f = {
        .type = KHO_FRAME_PARSE, .seq = 7, .body = KHO_SV("xin chào"), .fd = -1};

    (void)state;
    answered = false;
    run(work, NULL, &f);
    assert_int_equal(exit_code, 0);
    assert_true(answered);
}

#ifndef KHO_SANITIZED /* they turn both into reports of their own */
static int
eat(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    (void)ch;
    (void)heart;
    (void)arg;
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    for (int i = 0; i < 4096; i++)
        if (mmap(NULL, (size_t)1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                 0) == MAP_FAILED)
            return 0;
    return 1;
}

static int
crash(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    (void)ch;
    (void)arg;
    atomic_store(&heart->seq, 42);
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    abort();
}

static void
memory_ends(void **state)
{
    (void)state;
    run(eat, NULL, NULL);
    assert_int_equal(exit_code, 0);
}

static void
a_crash_is_seen_as_one(void **state)
{
    (void)state;
    run(crash, NULL, NULL);
    assert_int_equal(exit_code, 1000 + SIGABRT);
}
#endif

/* The lock of the index is held by an open file: no child may keep it. */
static int
count_files(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    int n = 0;

    (void)ch;
    (void)heart;
    (void)arg;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void
a_child_keeps_no_files(void **state)
{
    int kept = open("/dev/null", O_RDONLY);

    (void)state;
    run(count_files, NULL, NULL);
    assert_int_equal(exit_code, 4); /* three streams and the channel */
    (void)close(kept);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_gets_out),
        cmocka_unit_test(work_goes_on),
        cmocka_unit_test(a_child_keeps_no_files),
#ifndef KHO_SANITIZED
        cmocka_unit_test(memory_ends),
        cmocka_unit_test(a_crash_is_seen_as_one),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
