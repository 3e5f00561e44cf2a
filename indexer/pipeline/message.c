/* message.c - see message.h. */
#include "message.h"

#include "codec.h"
#include "engine.h"

#include <unistd.h>

static void
input(struct kho_codec *c, struct kho_message_input *m)
{
    kho_codec_sv(c, &m->name);
    kho_codec_sv(c, &m->within);
    kho_codec_u64(c, &m->skip);
    kho_codec_bool(c, &m->careful);
}

static void
member(struct kho_codec *c, struct kho_message_member *m)
{
    kho_codec_sv(c, &m->path);
    kho_codec_sv(c, &m->raw);
    kho_codec_i64(c, &m->mtime);
    kho_codec_u64(c, &m->notes);
    kho_codec_u32(c, &m->depth);
}

static void
done(struct kho_codec *c, struct kho_message_done *m)
{
    kho_codec_enum(c, &m->status, KHO_STATUS_COUNT);
    kho_codec_sv(c, &m->what);
    kho_codec_u64(c, &m->plans);
    kho_codec_u64(c, &m->others);
    kho_codec_u64(c, &m->damaged);
    kho_codec_u64(c, &m->excluded);
}

static void
document(struct kho_codec *c, struct kho_message_document *m)
{
    kho_codec_sv(c, &m->id);
    kho_codec_sv(c, &m->path);
    kho_codec_sv(c, &m->input);
    kho_codec_sv(c, &m->raw);
    kho_codec_i64(c, &m->mtime);
    kho_codec_u64(c, &m->size);
    kho_codec_u64(c, &m->notes);
    kho_codec_u64(c, &m->text_max);
    kho_codec_bool(c, &m->known_only);
}

static void
result(struct kho_codec *c, struct kho_message_result *m)
{
    kho_codec_u64(c, &m->text);
    kho_codec_u64(c, &m->notes);
    kho_codec_u64(c, &m->plan_notes);
    kho_codec_u32(c, &m->ocr_pages);
    kho_codec_u32(c, &m->ocr_confidence);
    kho_codec_bool(c, &m->plan);
}

static void
page(struct kho_codec *c, struct kho_message_page *m)
{
    kho_codec_u32(c, &m->page);
    kho_codec_enum(c, &m->end, KHO_OCR_BROKEN + 1);
    kho_codec_u32(c, &m->words);
    kho_codec_u32(c, &m->confidence);
    kho_codec_bool(c, &m->begins);
}

/* Both directions, so that they cannot disagree. */
static void
visit(enum kho_frame_type type, struct kho_codec *c, void *m)
{
    switch (type) {
    case KHO_FRAME_INPUT:
        input(c, m);
        break;
    case KHO_FRAME_MEMBER:
        member(c, m);
        break;
    case KHO_FRAME_INPUT_DONE:
    case KHO_FRAME_SHARD_DONE:
    case KHO_FRAME_FETCHED:
        done(c, m);
        break;
    case KHO_FRAME_PARSE:
    case KHO_FRAME_PUT:
        document(c, m);
        break;
    case KHO_FRAME_RESULT:
        result(c, m);
        break;
    case KHO_FRAME_SHARD:
    case KHO_FRAME_FETCH:
    case KHO_FRAME_READY:
        kho_codec_sv(c, &((struct kho_message_name *)m)->name);
        break;
    case KHO_FRAME_PAGE:
        page(c, m);
        break;
    case KHO_FRAME_SPOOL:
    case KHO_FRAME_SHARD_END:
    case KHO_FRAME_TYPE_END:
        break;
    }
}

union message {
    struct kho_message_input input;
    struct kho_message_member member;
    struct kho_message_done done;
    struct kho_message_document document;
    struct kho_message_result result;
    struct kho_message_name name;
    struct kho_message_page page;
};

/* Size of the structure of each type; 0: it has no fields. */
static const size_t size[KHO_FRAME_TYPE_END] = {
    [KHO_FRAME_INPUT] = sizeof(struct kho_message_input),
    [KHO_FRAME_MEMBER] = sizeof(struct kho_message_member),
    [KHO_FRAME_INPUT_DONE] = sizeof(struct kho_message_done),
    [KHO_FRAME_SHARD_DONE] = sizeof(struct kho_message_done),
    [KHO_FRAME_FETCHED] = sizeof(struct kho_message_done),
    [KHO_FRAME_PARSE] = sizeof(struct kho_message_document),
    [KHO_FRAME_PUT] = sizeof(struct kho_message_document),
    [KHO_FRAME_RESULT] = sizeof(struct kho_message_result),
    [KHO_FRAME_SHARD] = sizeof(struct kho_message_name),
    [KHO_FRAME_FETCH] = sizeof(struct kho_message_name),
    [KHO_FRAME_READY] = sizeof(struct kho_message_name),
    [KHO_FRAME_PAGE] = sizeof(struct kho_message_page)};

void
kho_message_pack(enum kho_frame_type type, const void *message, struct kho_buf *out)
{
    struct kho_codec c = {.out = out};
    union message copy; /* the codec takes what it could also write to */

    if (size[type] == 0)
        return;
    memcpy(&copy, message, size[type]);
    visit(type, &c, &copy);
}

bool
kho_message_unpack(enum kho_frame_type type, kho_sv fields, struct kho_arena *arena, void *message)
{
    struct kho_codec c = {.in = fields, .arena = arena};

    memset(message, 0, size[type]);
    visit(type, &c, message);
    return !c.bad && c.in.n == 0;
}

enum kho_status
kho_message_send(struct kho_channel *c, enum kho_frame_type type, uint64_t seq, const void *message,
                 kho_sv body, int fd, struct kho_err *err)
{
    struct kho_buf fields = {.limit = KHO_FRAME_FIELDS_MAX};
    enum kho_status st;

    kho_message_pack(type, message, &fields);
    if (fields.st != KHO_OK) {
        if (fd >= 0)
            (void)close(fd);
        st = kho_fail(err, fields.st, "message too long");
    } else {
        struct kho_frame f = {
            .type = type, .seq = seq, .fields = kho_buf_view(&fields), .body = body, .fd = fd};

        st = kho_channel_put(c, &f, err);
    }
    kho_buf_free(&fields);
    return st;
}
