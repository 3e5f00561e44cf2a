/* child.c - see child.h. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHANNEL_FD 3

/* Standard streams to nowhere: what libraries print about untrusted files is not for the terminal.
 * Sanitizers need stderr. */
static bool
quiet(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (fd < 0 || dup2(fd, 0) < 0 || dup2(fd, 1) < 0)
        return false;
#ifndef KHO_SANITIZED
    if (dup2(fd, 2) < 0)
        return false;
#endif
    return true;
}

/* Everything from first on.  Kernels and containers without close_range() do it one by one. */
static void
close_from(int first)
{
    if (close_range((unsigned)first, ~0U, 0) != 0)
        for (long fd = first, end = sysconf(_SC_OPEN_MAX); fd < end; fd++)
            (void)close((int)fd);
}

static _Noreturn void
child(const char *name, kho_child_main *run, const void *arg, struct kho_heart *heart, int fd,
      pid_t parent)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ};
    struct kho_channel ch;
    int code;

    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        (void)signal(ignored[i], SIG_IGN);
    (void)signal(SIGALRM, SIG_DFL);
    (void)prctl(PR_SET_NAME, name);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(1);
    /* Out of the way of the standard streams, which the parent may have closed.  Then everything
     * else goes: the lock of the index must not live on in a child. */
    if ((fd = fcntl(fd, F_DUPFD_CLOEXEC, CHANNEL_FD + 1)) < 0 || !quiet() ||
        dup3(fd, CHANNEL_FD, O_CLOEXEC) < 0)
        _exit(1);
    close_from(CHANNEL_FD + 1);
    kho_channel_init(&ch, CHANNEL_FD, false);
    code = run(&ch, heart, arg);
    _exit(code);
}

enum kho_status
kho_child_start(struct kho_child *c, const char *name, kho_child_main *run, const void *arg,
                struct kho_err *err)
{
    int pair[2];
    pid_t parent = getpid();
    struct kho_heart *heart =
        mmap(NULL, sizeof *heart, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (heart == MAP_FAILED)
        return kho_fail(err, KHO_NOMEM, "no memory for a child process");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        (void)munmap(heart, sizeof *heart);
        return kho_fail(err, KHO_IO, "cannot make a socket pair: %s", strerror(errno));
    }
    atomic_init(&heart->seq, KHO_HEART_NEVER);
    c->pid = fork();
    if (c->pid == 0)
        child(name, run, arg, heart, pair[1], parent);
    (void)close(pair[1]);
    if (c->pid < 0) {
        int e = errno;

        (void)close(pair[0]);
        (void)munmap(heart, sizeof *heart);
        c->pid = 0;
        return kho_fail(err, KHO_IO, "cannot start a process: %s", strerror(e));
    }
    kho_channel_init(&c->ch, pair[0], true);
    c->heart = heart;
    c->paused = false;
    return KHO_OK;
}

int
kho_child_stop(struct kho_child *c)
{
    int status = 0;

    if (c->pid == 0)
        return 0;
    (void)kill(c->pid, SIGKILL);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        ;
    c->pid = 0;
    kho_channel_close(&c->ch);
    c->last = atomic_load(&c->heart->seq);
    (void)munmap(c->heart, sizeof *c->heart);
    c->heart = NULL;
    return status;
}

/* The channel is at its end: let the child end by itself for a moment, so that its status tells
 * why. */
static enum kho_status
over(struct kho_child *c, struct kho_err *err)
{
    int status = 0;
    struct timespec ms = {0, 1000000};

    for (int i = 0; i < 200; i++) {
        siginfo_t info = {.si_pid = 0};

        if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
            info.si_pid != 0)
            break;
        (void)nanosleep(&ms, NULL);
    }
    status = kho_child_stop(c);
    return c->ended(c, status, err);
}

/* Take what came; all whole frames are handed on. */
static enum kho_status
receive(struct kho_child *c, struct kho_err *err)
{
    struct kho_frame f;
    const pid_t pid = c->pid;
    enum kho_status come = kho_channel_fill(&c->ch, true, err), st;

    while ((st = kho_channel_next(&c->ch, &f, err)) == KHO_OK) {
        if ((st = c->frame(c, &f, err)) != KHO_OK)
            return st;
        if (c->pid != pid) /* stopped by the callback */
            return KHO_OK;
    }
    if (st != KHO_DONE || come != KHO_OK)
        return over(c, err);
    return KHO_OK;
}

static enum kho_status
serve(struct kho_child *c, short events, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    if ((events & POLLOUT) != 0 && kho_channel_flush(&c->ch, err) == KHO_IO)
        events |= POLLIN; /* what it said last is still to be read */
    if (c->pid != 0 && (events & (POLLIN | POLLHUP | POLLERR)) != 0)
        st = receive(c, err);
    return st;
}

enum kho_status
kho_loop_step(struct kho_loop *l, int ms, struct kho_err *err)
{
    struct pollfd p[KHO_LOOP_MAX];
    int r;

    for (size_t i = 0; i < l->n; i++) {
        struct kho_child *c = l->children[i];
        bool out = c->pid != 0 && kho_channel_pending(&c->ch) > 0;

        /* Most of the time there is room: try before asking. */
        if (out)
            out = kho_channel_flush(&c->ch, err) != KHO_OK;
        p[i] = (struct pollfd){.fd = -1};
        if (c->pid != 0 && (out || !c->paused))
            p[i] = (struct pollfd){
                .fd = c->ch.fd, .events = (short)((out ? POLLOUT : 0) | (c->paused ? 0 : POLLIN))};
    }
    r = poll(p, l->n, ms);
    if (r < 0 && errno != EINTR)
        return kho_fail(err, KHO_IO, "cannot wait for children: %s", strerror(errno));
    for (size_t i = 0; r > 0 && i < l->n; i++) {
        enum kho_status st;

        if (p[i].revents == 0 || l->children[i]->pid == 0 || l->children[i]->ch.fd != p[i].fd)
            continue;
        if ((st = serve(l->children[i], p[i].revents, err)) != KHO_OK)
            return st;
    }
    return KHO_OK;
}

double
kho_child_cpu(const struct kho_child *c)
{
    struct timespec t;
    clockid_t clock;

    if (c->pid == 0 || clock_getcpuclockid(c->pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

unsigned
kho_cores(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

double
kho_now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
