/* flow_ocr.c - the coordinator's side of the recognisers; see flow.h.
 *
 * A recogniser has one document at a time and tells when a page begins and when it is through, so
 * the time it may take is that of a page, and one that dies costs a page: the next is told which it
 * was.
 */
#include "flow.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRIES        3 /* of a document; after that only what is known of it counts */
#define EARLY_DEATHS 2 /* of recognisers before they could work */
#define START_WALL   60.0
#define BESIDE                                                                                     \
    20.0 /* seconds a page may take beside recognising it: drawing, reading what came out */
#define RESULT_MAX ((uint64_t)1 << 30)

static const uint64_t wanted = UINT64_C(1) << KHO_NOTES_OCR_WANTED;

static enum kho_status frame(struct kho_child *c, struct kho_frame *fr, struct kho_err *err);
static enum kho_status ended(struct kho_child *c, int status, struct kho_err *err);

void
kho_flow_ocr_open(struct kho_flow *f)
{
    f->n_ocr_seats = KHO_FLOW_OCR;
    for (size_t i = 0; i < f->n_ocr_seats; i++) {
        struct kho_reader_seat *s = &f->ocr_seats[i];

        s->flow = f;
        s->child.frame = frame;
        s->child.ended = ended;
        s->child.ctx = s;
        f->loop->children[f->loop->n++] = &s->child;
    }
}

bool
kho_flow_ocr_wants(struct kho_flow *f, struct kho_item *it)
{
    if (!f->ocr || f->ocr_lack[0] != '\0' || (it->result.notes & wanted) == 0)
        return false;
    it->state = KHO_ITEM_PICTURE;
    f->n_pictures++;
    return true;
}

/* What it is now, it stays. */
static void
settle(struct kho_flow *f, struct kho_item *it)
{
    kho_flow_drop_body(f, it);
    it->state = KHO_ITEM_READY;
    f->n_pictures--;
}

static struct kho_item *
next_picture(struct kho_flow *f, uint64_t *no)
{
    if (f->n_pictures > 0)
        for (*no = f->head; *no < f->tail; ++*no) {
            struct kho_item *it = *kho_flow_slot(f, *no);

            if (it->state == KHO_ITEM_PICTURE && !it->ocr_sent)
                return it;
        }
    return NULL;
}

struct told {
    struct kho_reader_seat *s;
    uint64_t no;
};

static void
tell(void *to, const struct kho_message_page *m, kho_sv text)
{
    const struct told *t = to;

    (void)kho_message_send(&t->s->child.ch, KHO_FRAME_PAGE, t->no, m, text, -1, NULL);
}

static enum kho_status
send_item(struct kho_flow *f, struct kho_reader_seat *s, uint64_t no, struct kho_err *err)
{
    struct kho_item *it = *kho_flow_slot(f, no);
    struct told to = {.s = s, .no = no};
    int fd = -1;

    if (it->body_file >= 0 && (fd = fcntl(it->body_file, F_DUPFD_CLOEXEC, 0)) < 0)
        return kho_fail(err, KHO_IO, "cannot pass a file on: %s", strerror(errno));
    if (f->sink->pages != NULL)
        f->sink->pages(f->sink->ctx, it->m.id, kho_sv_from(s->version), tell, &to);
    for (size_t i = 0; i < it->n_bad; i++)
        tell(&to, &it->bad[i], KHO_SV(""));
    it->m.known_only = it->ocr_tries >= TRIES;
    it->ocr_sent = true;
    s->sent[0] = no;
    s->n_sent = 1;
    s->page = 0;
    s->since = kho_now();
    s->cpu = kho_child_cpu(&s->child);
    return kho_message_send(&s->child.ch, KHO_FRAME_PARSE, no, &it->m,
                            (kho_sv){it->body, it->body_n}, fd, err);
}

static enum kho_status
start(struct kho_flow *f, struct kho_reader_seat *s, struct kho_err *err)
{
    s->able = false;
    s->page = 0;
    s->since = kho_now();
    s->cpu = 0;
    return kho_child_start(&s->child, "kho-ocr", kho_recogniser_main, &f->how, err);
}

enum kho_status
kho_flow_ocr_dispatch(struct kho_flow *f, struct kho_err *err)
{
    uint64_t no;

    for (struct kho_item *it; f->ocr_lack[0] != '\0' && (it = next_picture(f, &no)) != NULL;)
        settle(f, it);
    for (size_t i = 0; i < f->n_ocr_seats; i++) {
        struct kho_reader_seat *s = &f->ocr_seats[i];
        enum kho_status st = KHO_OK;

        if (s->n_sent > 0 || next_picture(f, &no) == NULL)
            continue;
        if (s->child.pid == 0)
            st = start(f, s, err);
        else if (s->able)
            st = send_item(f, s, no, err);
        if (st != KHO_OK)
            return st;
        if (!s->able && s->child.pid != 0)
            break; /* this one takes it when it is ready: no need of another */
    }
    return KHO_OK;
}

static void
page(struct kho_flow *f, struct kho_reader_seat *s, const struct kho_message_page *m, kho_sv text)
{
    const struct kho_item *it = *kho_flow_slot(f, s->sent[0]);

    s->since = kho_now();
    s->cpu = kho_child_cpu(&s->child);
    s->page = m->begins ? m->page : 0;
    if (!m->begins && m->end == KHO_OCR_OK && f->sink->page != NULL)
        f->sink->page(f->sink->ctx, it->m.id, kho_sv_from(s->version), m, text);
}

static void
ready(struct kho_flow *f, struct kho_reader_seat *s, const struct kho_frame *fr, kho_sv words)
{
    char *to = fr->seq == 0 ? s->version : f->ocr_lack;
    const size_t cap = fr->seq == 0 ? sizeof s->version : sizeof f->ocr_lack;
    const size_t n = words.n < cap - 1 ? words.n : cap - 1;

    memcpy(to, words.p, n);
    to[n] = '\0';
    s->able = fr->seq == 0;
    s->since = kho_now();
    f->early_ocr = 0;
    if (!s->able && n == 0)
        f->ocr_lack[0] = '?', f->ocr_lack[1] = '\0';
}

/* False: not what an honest recogniser says. */
static bool
understand(struct kho_flow *f, struct kho_reader_seat *s, struct kho_frame *fr, enum kho_status *st,
           struct kho_err *err)
{
    union {
        struct kho_message_name version;
        struct kho_message_page page;
        struct kho_message_result result;
    } m;
    struct kho_item *it;

    kho_arena_reset(f->arena);
    if (fr->type != KHO_FRAME_READY && fr->type != KHO_FRAME_PAGE && fr->type != KHO_FRAME_RESULT)
        return false;
    if (!kho_message_unpack(fr->type, fr->fields, f->arena, &m))
        return false;
    if (fr->type == KHO_FRAME_READY) {
        if (s->able || s->n_sent > 0)
            return false;
        ready(f, s, fr, m.version.name);
        return true;
    }
    if (s->n_sent == 0 || fr->seq != s->sent[0] || fr->body.n > RESULT_MAX)
        return false;
    if (fr->type == KHO_FRAME_PAGE) {
        if (fr->fd >= 0)
            return false;
        page(f, s, &m.page, fr->body);
        return true;
    }
    it = *kho_flow_slot(f, s->sent[0]);
    s->n_sent = 0;
    if (fr->body.n > 0) /* else: what the reader made of it stays */
        *st = kho_flow_take(f, it, fr, &m.result, err);
    settle(f, it);
    return true;
}

static enum kho_status
frame(struct kho_child *c, struct kho_frame *fr, struct kho_err *err)
{
    struct kho_reader_seat *s = c->ctx;
    enum kho_status st = KHO_OK;
    const bool good = understand(s->flow, s, fr, &st, err);

    if (fr->fd >= 0)
        (void)close(fr->fd);
    if (!good) {
        int status = kho_child_stop(c);

        return ended(c, status, err);
    }
    return st;
}

/* A document's recogniser died: which page is to blame is known, mostly. */
static void
blame(struct kho_flow *f, struct kho_reader_seat *s, bool timed_out)
{
    struct kho_item *it = *kho_flow_slot(f, s->sent[0]);

    it->ocr_sent = false;
    it->ocr_tries++;
    if (s->page != 0 && it->n_bad < sizeof it->bad / sizeof it->bad[0])
        it->bad[it->n_bad++] = (struct kho_message_page){
            .page = s->page, .end = timed_out ? KHO_OCR_TIME : KHO_OCR_BROKEN};
    if (it->ocr_tries > TRIES)
        settle(f, it);
}

static enum kho_status
ended(struct kho_child *c, int status, struct kho_err *err)
{
    struct kho_reader_seat *s = c->ctx;
    struct kho_flow *f = s->flow;
    const bool timed_out = s->late != 0;

    s->late = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == KHO_CHILD_NO_SANDBOX)
        return kho_fail(err, KHO_IO,
                        "cannot shut in the process that recognises pages (no seccomp)");
    if (s->n_sent > 0)
        blame(f, s, timed_out);
    else if (!s->able && f->ocr_lack[0] == '\0' && ++f->early_ocr >= EARLY_DEATHS)
        (void)snprintf(f->ocr_lack, sizeof f->ocr_lack,
                       "it ends before it can work (wait status %d)", status);
    s->n_sent = 0;
    s->able = false;
    return KHO_OK;
}

void
kho_flow_watch_ocr(struct kho_flow *f, double now)
{
    const double seconds = (double)f->limits->value[KHO_LIMITS_OCR_SECONDS] + BESIDE;

    for (size_t i = 0; i < f->n_ocr_seats; i++) {
        struct kho_reader_seat *s = &f->ocr_seats[i];
        const bool works = s->n_sent > 0;

        if (s->child.pid == 0 || (s->able && !works))
            continue;
        if (works ? now - s->since > 10 * seconds || kho_child_cpu(&s->child) - s->cpu > seconds
                  : now - s->since > START_WALL) {
            s->late = UINT64_C(1) << KHO_NOTES_TIMEOUT;
            (void)kill(s->child.pid, SIGKILL);
        }
    }
}
