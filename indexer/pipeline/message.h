/* message.h - the fields of the frames (frame.h), one structure per kind.
 *
 * kho_message_pack and _unpack take the matching structure for the frame's type.
 */
#ifndef KHO_PIPELINE_MESSAGE_H
#define KHO_PIPELINE_MESSAGE_H

#include "arena.h"
#include "buf.h"
#include "frame.h"

/* KHO_FRAME_INPUT, with the file: walk it. */
struct kho_message_input {
    kho_sv name;   /* as on disk, raw bytes; for paths */
    kho_sv within; /* what patterns are about, as kho_scan_entry has it */
    uint64_t skip; /* members delivered before, by a walker that died */
    bool careful;  /* send each member at once: the walker may die at the next */
};

/* KHO_FRAME_MEMBER, with the content. */
struct kho_message_member {
    kho_sv path, raw; /* as struct kho_member */
    int64_t mtime;
    uint64_t notes;
    uint32_t depth;
};

/* KHO_FRAME_INPUT_DONE, KHO_FRAME_SHARD_DONE, KHO_FRAME_FETCHED: how it ended. */
struct kho_message_done {
    uint32_t status;                 /* enum kho_status */
    kho_sv what;                     /* in words, when it is not KHO_OK */
    uint64_t plans, others, damaged; /* SHARD_DONE only */
    uint64_t excluded;               /* INPUT_DONE only: members left out by patterns */
};

/* KHO_FRAME_PARSE, with the content; and KHO_FRAME_PUT, with the packed document. */
struct kho_message_document {
    kho_sv id, path, input, raw; /* of its first place */
    int64_t mtime;
    uint64_t size, notes;
    uint64_t text_max; /* PARSE only: bytes */
    bool known_only;   /* PARSE, to a recogniser: only pages it was told about */
};

/* KHO_FRAME_RESULT, with the packed document (empty body: it could not be made). */
struct kho_message_result {
    uint64_t text;                      /* bytes */
    uint64_t notes, plan_notes;         /* of the document; of its record */
    uint32_t ocr_pages, ocr_confidence; /* as in struct kho_document */
    bool plan;                          /* it is a Kế hoạch */
};

/* KHO_FRAME_PAGE, with the text of the page. */
struct kho_message_page {
    uint32_t page; /* from 1 */
    uint32_t end;  /* enum kho_ocr_end */
    uint32_t words, confidence;
    bool begins; /* the rest is not known yet */
};

/* KHO_FRAME_SHARD: where.  KHO_FRAME_FETCH: the raw path.  KHO_FRAME_READY: version of the engine.
 */
struct kho_message_name {
    kho_sv name;
};

/* Appends to *out. */
void kho_message_pack(enum kho_frame_type type, const void *message, struct kho_buf *out);
/* Strings are copied to arena.  False: the bytes do not fit the type.  Enough room:
 * KHO_FRAME_FIELDS_MAX * 2. */
bool kho_message_unpack(enum kho_frame_type type, kho_sv fields, struct kho_arena *arena,
                        void *message);
/* Pack and put on a channel. */
enum kho_status kho_message_send(struct kho_channel *c, enum kho_frame_type type, uint64_t seq,
                                 const void *message, kho_sv body, int fd, struct kho_err *err);
#endif
