/* frame.c - see frame.h. */
#include "frame.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_SIZE  ((size_t)256 * 1024)
#define IN_FDS_MAX 64 /* descriptors received and not taken: more is an attack */

struct header {
    uint32_t magic, type;
    uint64_t seq, body;
    uint32_t fields, file; /* file: 0 body in the stream, 1 in the descriptor that comes along */
};
#define MAGIC 0x6b686f31u

void
kho_channel_init(struct kho_channel *c, int fd, bool nowait)
{
    *c = (struct kho_channel){.fd = fd, .nowait = nowait};
}

void
kho_channel_close(struct kho_channel *c)
{
    if (c->fd >= 0)
        (void)close(c->fd);
    for (size_t i = 0; i < c->n_in_fds; i++)
        (void)close(c->in_fds[i]);
    for (size_t i = 0; i < c->n_out_fds; i++)
        (void)close(c->out_fds[i].fd);
    free(c->in);
    free(c->in_fds);
    free(c->out);
    free(c->out_fds);
    *c = (struct kho_channel){.fd = -1};
}

/* Make room for n more bytes behind *used, dropping what is already taken before *at. */
static bool
reserve(char **p, size_t *at, size_t *used, size_t *cap, size_t n)
{
    if (*at == *used)
        *at = *used = 0;
    if (n <= *cap - *used)
        return true;
    if (*at > 0 && *at >= *cap / 2) {
        memmove(*p, *p + *at, *used - *at);
        *used -= *at;
        *at = 0;
        if (n <= *cap - *used)
            return true;
    }
    {
        size_t want = *cap * 2 > *used + n ? *cap * 2 : *used + n;
        char *q = realloc(*p, want);

        if (q == NULL)
            return false;
        *p = q;
        *cap = want;
    }
    return true;
}

static bool
remember_fd(struct kho_channel *c, size_t at, int fd)
{
    if (c->n_out_fds == c->cap_out_fds) {
        size_t cap = c->cap_out_fds == 0 ? 8 : c->cap_out_fds * 2;
        struct kho_out_fd *q = realloc(c->out_fds, cap * sizeof *q);

        if (q == NULL)
            return false;
        c->out_fds = q;
        c->cap_out_fds = cap;
    }
    c->out_fds[c->n_out_fds++] = (struct kho_out_fd){at, fd};
    return true;
}

enum kho_status
kho_channel_put(struct kho_channel *c, const struct kho_frame *f, struct kho_err *err)
{
    const size_t body = f->fd >= 0 ? 0 : f->body.n;
    struct header h = {MAGIC,     (uint32_t)f->type,     f->seq,
                       f->body.n, (uint32_t)f->fields.n, f->fd >= 0};
    size_t before, at = c->out_at;

    if (f->fields.n > KHO_FRAME_FIELDS_MAX || body > KHO_FRAME_BODY_MAX) {
        if (f->fd >= 0)
            (void)close(f->fd);
        return kho_fail(err, KHO_LIMIT, "message of %zu + %zu bytes", f->fields.n, body);
    }
    if (!reserve(&c->out, &c->out_at, &c->out_n, &c->out_cap, sizeof h + f->fields.n + body))
        goto nomem;
    for (size_t i = 0; i < c->n_out_fds; i++) /* reserve may have moved the bytes */
        c->out_fds[i].at -= at - c->out_at;
    before = c->out_n;
    if (f->fd >= 0 && !remember_fd(c, before, f->fd))
        goto nomem;
    memcpy(c->out + before, &h, sizeof h);
    if (f->fields.n != 0)
        memcpy(c->out + before + sizeof h, f->fields.p, f->fields.n);
    if (body != 0)
        memcpy(c->out + before + sizeof h + f->fields.n, f->body.p, body);
    c->out_n = before + sizeof h + f->fields.n + body;
    return KHO_OK;
nomem:
    if (f->fd >= 0)
        (void)close(f->fd);
    return kho_fail(err, KHO_NOMEM, "no memory for a message");
}

/* One sendmsg: bytes up to the next descriptor, or from it up to the one behind it. */
static ssize_t
send_some(struct kho_channel *c)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {.bytes = {0}};
    struct iovec iov = {c->out + c->out_at, c->out_n - c->out_at};
    struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
    size_t next = 0; /* out_fds not yet gone with this call */
    ssize_t r;

    if (c->n_out_fds > 0 && c->out_fds[0].at == c->out_at) {
        struct cmsghdr *h;

        m.msg_control = control.bytes;
        m.msg_controllen = sizeof control.bytes;
        h = CMSG_FIRSTHDR(&m);
        h->cmsg_level = SOL_SOCKET;
        h->cmsg_type = SCM_RIGHTS;
        h->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(h), &c->out_fds[0].fd, sizeof(int));
        next = 1;
    }
    if (c->n_out_fds > next)
        iov.iov_len = c->out_fds[next].at - c->out_at;
    r = sendmsg(c->fd, &m, MSG_NOSIGNAL | (c->nowait ? MSG_DONTWAIT : 0));
    if (r > 0 && next == 1) {
        (void)close(c->out_fds[0].fd);
        c->n_out_fds--;
        memmove(c->out_fds, c->out_fds + 1, c->n_out_fds * sizeof *c->out_fds);
    }
    return r;
}

enum kho_status
kho_channel_flush(struct kho_channel *c, struct kho_err *err)
{
    while (c->out_at < c->out_n) {
        ssize_t r = send_some(c);

        if (r > 0) {
            c->out_at += (size_t)r;
        } else if (r < 0 && errno == EAGAIN) {
            return KHO_DONE;
        } else if (r < 0 && errno != EINTR) {
            return kho_fail(err, KHO_IO, "cannot send: %s", strerror(errno));
        }
    }
    c->out_at = c->out_n = 0;
    return KHO_OK;
}

/* Descriptors that came with a message.  Too many are closed at once. */
static enum kho_status
take_fds(struct kho_channel *c, struct msghdr *m, struct kho_err *err)
{
    bool over = (m->msg_flags & MSG_CTRUNC) != 0;

    for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h != NULL; h = CMSG_NXTHDR(m, h)) {
        size_t n;

        if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
            continue;
        n = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd;

            memcpy(&fd, CMSG_DATA(h) + i * sizeof fd, sizeof fd);
            if (c->in_fds == NULL)
                c->in_fds = malloc(IN_FDS_MAX * sizeof *c->in_fds);
            if (c->in_fds == NULL || c->n_in_fds == IN_FDS_MAX) {
                (void)close(fd);
                over = true;
            } else {
                c->in_fds[c->n_in_fds++] = fd;
            }
        }
    }
    return over ? kho_fail(err, KHO_DATA, "too many descriptors in a message") : KHO_OK;
}

enum kho_status
kho_channel_fill(struct kho_channel *c, bool now, struct kho_err *err)
{
    union {
        char bytes[CMSG_SPACE(8 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec iov;
    struct msghdr m = {.msg_iov = &iov,
                       .msg_iovlen = 1,
                       .msg_control = control.bytes,
                       .msg_controllen = sizeof control.bytes};
    ssize_t r;

    if (!reserve(&c->in, &c->in_at, &c->in_n, &c->in_cap, READ_SIZE))
        return kho_fail(err, KHO_NOMEM, "no memory for a message");
    iov = (struct iovec){c->in + c->in_n, READ_SIZE}; /* not more: who reads can count on it */
    do
        r = recvmsg(c->fd, &m, MSG_CMSG_CLOEXEC | (now || c->nowait ? MSG_DONTWAIT : 0));
    while (r < 0 && errno == EINTR);
    if (r < 0 && errno == EAGAIN)
        return KHO_OK;
    if (r == 0 || (r < 0 && errno == ECONNRESET))
        return KHO_DONE;
    if (r < 0)
        return kho_fail(err, KHO_IO, "cannot receive: %s", strerror(errno));
    c->in_n += (size_t)r;
    return take_fds(c, &m, err);
}

enum kho_status
kho_channel_next(struct kho_channel *c, struct kho_frame *f, struct kho_err *err)
{
    const size_t have = c->in_n - c->in_at;
    struct header h;
    size_t body;

    if (have < sizeof h)
        return KHO_DONE;
    memcpy(&h, c->in + c->in_at, sizeof h);
    body = h.file != 0 ? 0 : (size_t)h.body;
    if (h.magic != MAGIC || h.type == 0 || h.type >= KHO_FRAME_TYPE_END || h.file > 1 ||
        h.fields > KHO_FRAME_FIELDS_MAX || body > KHO_FRAME_BODY_MAX ||
        (h.file != 0 && h.body > INT64_MAX))
        return kho_fail(err, KHO_DATA, "malformed message");
    if (have < sizeof h + h.fields + body)
        return KHO_DONE;
    *f = (struct kho_frame){.type = (enum kho_frame_type)h.type, .seq = h.seq, .fd = -1};
    f->fields = (kho_sv){c->in + c->in_at + sizeof h, h.fields};
    f->body = (kho_sv){h.file != 0 ? NULL : f->fields.p + h.fields, (size_t)h.body};
    if (h.file != 0) {
        if (c->n_in_fds == 0)
            return kho_fail(err, KHO_DATA, "message without its descriptor");
        f->fd = c->in_fds[0];
        c->n_in_fds--;
        memmove(c->in_fds, c->in_fds + 1, c->n_in_fds * sizeof *c->in_fds);
    }
    c->in_at += sizeof h + h.fields + body;
    return KHO_OK;
}

enum kho_status
kho_channel_await(struct kho_channel *c, struct kho_frame *f, struct kho_err *err)
{
    enum kho_status st = kho_channel_next(c, f, err);

    if (st == KHO_DONE && (st = kho_channel_flush(c, err)) == KHO_OK)
        while ((st = kho_channel_next(c, f, err)) == KHO_DONE)
            if ((st = kho_channel_fill(c, false, err)) != KHO_OK)
                break;
    return st;
}
