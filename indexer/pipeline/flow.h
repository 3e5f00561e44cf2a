/* flow.h - inputs through a walker and readers, out again as documents in a fixed order.
 *
 *     inputs -> walker -> (known already?) -> readers -> in the order of the walk -> sink
 *
 * The order does not depend on how many readers there are or how fast each one is, so the same
 * inputs make the same index.  What waits in between is bounded; a sink that is not ready stops the
 * walker. Children that die or hang are replaced; what they were at gets a note.
 *
 * Documents whose pages are pictures go to a reader, which sees it, and, when the flow recognises,
 * from there to a recogniser; these start with the first such document.
 */
#ifndef KHO_PIPELINE_FLOW_H
#define KHO_PIPELINE_FLOW_H

#include "child.h"
#include "message.h"
#include "tables.h"
#include "walk.h"
#include "worker.h"

#define KHO_FLOW_READERS 32
#define KHO_FLOW_OCR     2 /* recognisers: as many as memory is meant for */

/* A file to be read.  Made and owned by the sink; the flow gives it back with its last item. */
struct kho_input {
    char *path; /* absolute, raw bytes */
    char *name; /* what people call it: relative to the parent of the folder that was asked for; raw
                   bytes */
    char *within; /* what patterns are about, as kho_scan_entry has it; NULL: no patterns */
    int fd;       /* open for reading, closed by the flow; -1: could not be opened */
    int problem;  /* errno then */
    uint64_t size;
    int64_t mtime, ctime; /* nanoseconds since 1970 */
    uint64_t inode;
    bool was_known;                  /* the index may have documents of it */
    bool suspect;                    /* its documents may have suffered: a run was cut short */
    bool retry;                      /* what could not be read before is to be read again */
    bool marked;                     /* the ledger has it as under way */
    bool failed;                     /* could not be read, or not to its end */
    bool limited;                    /* a limit is the reason of a note in it */
    uint64_t excluded;               /* members left out by patterns */
    struct kho_input *older, *newer; /* all of a run, so that one cut short can let go of them */
    /* the flow's own: */
    uint64_t delivered, died_at;
    unsigned deaths;
};

enum kho_item_kind {
    KHO_ITEM_DOCUMENT, /* packed (or file) is a document; m says which */
    KHO_ITEM_KNOWN,    /* the sink knew the content */
    KHO_ITEM_END       /* of the input */
};

enum kho_known {
    KHO_KNOWN_NOT,  /* has to be read */
    KHO_KNOWN_MORE, /* but not that it is here too */
    KHO_KNOWN_ALL
};

struct kho_item {
    enum kho_item_kind kind;
    enum kho_known known; /* KNOWN */
    struct kho_input *input;
    struct kho_message_document m; /* strings belong to the item; m.input is input->path */
    struct kho_message_result result;
    char *packed;    /* NULL when in file */
    size_t packed_n; /* bytes */
    int file;        /* -1 none */
    char *detail;    /* more about its notes; NULL none */
    bool failed;     /* END: the input could not be read, or not to its end */
    /* the flow's own: */
    enum {
        KHO_ITEM_WAITING,
        KHO_ITEM_SENT,
        KHO_ITEM_PICTURE, /* read, but for its pictures; waits for a recogniser, or has one */
        KHO_ITEM_READY
    } state;
    char *strings, *body; /* one block each */
    size_t body_n;
    int body_file;
    unsigned tries, ocr_tries;
    bool ocr_sent;
    struct kho_message_page bad[2]; /* pages recognisers died at */
    size_t n_bad;
};

/* The copy of s at *at, which moves behind it: strings of an item in one block. */
kho_sv kho_item_lay(char **at, kho_sv s);

struct kho_sink {
    void *ctx;
    /* The next input.  KHO_DONE: no more. */
    enum kho_status (*next)(void *ctx, struct kho_input **out, struct kho_err *err);
    /* Is this content known, so that it need not be read?  NULL: never. */
    enum kho_status (*known)(void *ctx, const struct kho_input *in,
                             const struct kho_message_document *m, enum kho_known *what,
                             struct kho_err *err);
    /* Items in order.  The flow frees the item afterwards; packed and file may be taken (set to
     * NULL, -1). */
    enum kho_status (*emit)(void *ctx, struct kho_item *item, struct kho_err *err);
    bool (*ready)(void *ctx); /* does it take another item now?  NULL: always */
    int (*spool)(void *ctx);  /* an empty unlinked file; -1 none */
    /* Recognised pages of a document, kept between runs.  Either may be NULL; what fails costs time
     * only. page: this one is through.  pages: tell those that are known. */
    void (*page)(void *ctx, kho_sv id, kho_sv version, const struct kho_message_page *m,
                 kho_sv text);
    void (*pages)(void *ctx, kho_sv id, kho_sv version,
                  void (*each)(void *to, const struct kho_message_page *m, kho_sv text), void *to);
};

struct kho_reader_seat {
    struct kho_child child;
    struct kho_flow *flow;
    uint64_t sent[64]; /* items it has, oldest first */
    size_t n_sent, bytes;
    uint64_t at; /* watchdog: item it was seen at, since when, with how much CPU time */
    double since, cpu;
    uint64_t late;     /* the notes of an item that took too long; 0: none did */
    bool able;         /* recognisers: has loaded what it needs */
    char version[256]; /* recognisers: of what it loaded */
    uint32_t page;     /* recognisers: it is at, 0 none */
};

struct kho_flow {
    const struct kho_limits *limits;
    const struct kho_sink *sink;
    const volatile int *stop; /* NULL: never */
    struct kho_loop *loop;    /* the sink may have children of its own in it */
    struct kho_worker how;
    struct kho_arena *arena; /* of one message */

    struct kho_child walker;
    struct kho_input *inputs[8]; /* the walker has them, oldest first */
    size_t n_inputs;
    uint64_t input_no; /* of inputs[0] */
    bool no_more;
    uint64_t late; /* as that of a seat */
    uint64_t walker_at;
    double walker_since, walker_cpu;

    struct kho_reader_seat seats[KHO_FLOW_READERS];
    size_t n_seats;
    bool ocr;           /* recognise; set by whoever opened the flow */
    char ocr_lack[240]; /* not empty: it cannot be, and why */
    struct kho_reader_seat ocr_seats[KHO_FLOW_OCR];
    size_t n_ocr_seats;
    size_t n_pictures; /* items in state PICTURE */
    unsigned early_ocr;
    unsigned early_deaths, early_walkers; /* readers, walkers that died before they began */

    struct kho_item **ring;
    uint64_t head, tail,
        dispatch;  /* item numbers: next to emit, next to make, next that may wait */
    size_t held;   /* bytes of contents and results */
    double looked; /* when the watchdog looked last */
    struct kho_extract *extract;
};

/* Readers start when the first input comes.  KHO_NOMEM. */
enum kho_status kho_flow_open(struct kho_flow *f, const struct kho_sink *sink,
                              const struct kho_limits *limits, unsigned readers,
                              struct kho_loop *loop, struct kho_err *err);
/* Until all inputs are through: KHO_OK; KHO_DONE: *stop was set.  Else what sink, children or
 * system said. */
enum kho_status kho_flow_run(struct kho_flow *f, struct kho_err *err);
/* End the children; what is under way is lost. */
void kho_flow_stop(struct kho_flow *f);
void kho_flow_close(struct kho_flow *f);

/* --- between flow.c, flow_walker.c and flow_readers.c --- */
enum { KHO_FLOW_WINDOW = 16384 }; /* items under way at most */

static inline struct kho_item **
kho_flow_slot(struct kho_flow *f, uint64_t no)
{
    return &f->ring[no % KHO_FLOW_WINDOW];
}

/* New item at the tail, strings copied; NULL: no memory. */
struct kho_item *kho_flow_add(struct kho_flow *f, enum kho_item_kind kind, struct kho_input *in,
                              const struct kho_message_document *m);
/* Its document is the bare one of m with these notes besides.  Ready then. */
enum kho_status kho_flow_bare(struct kho_flow *f, struct kho_item *it, uint64_t notes,
                              struct kho_err *err);
void kho_flow_drop_body(struct kho_flow *f, struct kho_item *it);
/* Notes of what a child has been at for so many seconds, by the clock and of the processor: 0, or
 * TIMEOUT and the limit that was reached. */
uint64_t kho_flow_late(const struct kho_flow *f, double wall, double cpu);
enum kho_status kho_flow_start(struct kho_flow *f, struct kho_err *err);

enum kho_status kho_flow_feed(struct kho_flow *f, struct kho_err *err); /* inputs to the walker */
enum kho_status kho_flow_member(struct kho_child *c, struct kho_frame *fr, struct kho_err *err);
enum kho_status kho_flow_walker_ended(struct kho_child *c, int status, struct kho_err *err);
void kho_flow_watch_walker(struct kho_flow *f, double now);

enum kho_status kho_flow_dispatch(struct kho_flow *f,
                                  struct kho_err *err); /* waiting items to readers */
enum kho_status kho_flow_result(struct kho_child *c, struct kho_frame *fr, struct kho_err *err);
enum kho_status kho_flow_reader_ended(struct kho_child *c, int status, struct kho_err *err);
void kho_flow_watch_readers(struct kho_flow *f, double now);
/* The document of the frame into the item; its body is dropped.  Takes the descriptor of the frame.
 */
enum kho_status kho_flow_take(struct kho_flow *f, struct kho_item *it, struct kho_frame *fr,
                              const struct kho_message_result *r, struct kho_err *err);

void kho_flow_ocr_open(struct kho_flow *f);
/* Is there work for a recogniser in it?  Then it waits for one. */
bool kho_flow_ocr_wants(struct kho_flow *f, struct kho_item *it);
enum kho_status kho_flow_ocr_dispatch(struct kho_flow *f, struct kho_err *err);
void kho_flow_watch_ocr(struct kho_flow *f, double now);
#endif
