/* fuzz_frame.c - any bytes from a child that was taken over: whole frames or KHO_DATA, messages
 * that fit or not. */
#include "ledger.h"
#include "message.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
message(const struct kho_frame *f, struct kho_arena *arena)
{
    union {
        struct kho_message_input input;
        struct kho_message_member member;
        struct kho_message_done done;
        struct kho_message_document document;
        struct kho_message_result result;
        struct kho_message_name name;
    } m;
    struct kho_buf again = {.p = NULL};

    kho_arena_reset(arena);
    if (!kho_message_unpack(f->type, f->fields, arena, &m))
        return;
    /* What fits can be written again, and reads the same. */
    kho_message_pack(f->type, &m, &again);
    if (again.st != KHO_OK || !kho_message_unpack(f->type, kho_buf_view(&again), arena, &m))
        __builtin_trap();
    kho_buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kho_arena *arena = kho_arena_new((size_t)8 << 20);
    struct kho_ledger_entry entry;
    struct kho_channel c;
    struct kho_frame f;
    int fd[2];

    (void)kho_ledger_unpack(arena, (kho_sv){(const char *)data, size}, &entry);
    if (size <= 65536 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == 0) {
        enum kho_status st;

        kho_channel_init(&c, fd[0], true);
        if (size > 0 && send(fd[1], data, size, MSG_DONTWAIT) != (ssize_t)size)
            __builtin_trap();
        (void)close(fd[1]);
        do {
            while ((st = kho_channel_next(&c, &f, NULL)) == KHO_OK) {
                if (f.fd >= 0 || f.body.n > KHO_FRAME_BODY_MAX)
                    __builtin_trap();
                message(&f, arena);
            }
        } while (st == KHO_DONE && kho_channel_fill(&c, true, NULL) == KHO_OK);
        kho_channel_close(&c);
    }
    kho_arena_free(arena);
    return 0;
}
