/* fuzz_walk.c - any bytes as a file: the walk ends, stays within limits, and gives each member
 * back. */
#include "walk.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
spool(void *ctx)
{
    (void)ctx;
    return memfd_create("spool", MFD_CLOEXEC);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        MEMBER = 1 << 16,
        INPUT = 1 << 20,
        MEMBERS = 64,
        DEPTH = 3,
        PIECE = 1 << 16,
        MEMORY = 4096
    };
    static const struct kho_walk_hooks hooks = {.spool = spool, .memory_bytes = MEMORY};
    static char back[MEMBER + 1];
    int fd = memfd_create("input", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC);
    struct kho_limits limits;
    struct kho_walk *w = NULL;
    struct kho_member m;
    enum kho_status st;
    uint64_t total = 0, members = 0;

    if (fd < 0 || out < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_MEMBER_BYTES] = MEMBER;
    limits.value[KHO_LIMITS_INPUT_BYTES] = INPUT;
    limits.value[KHO_LIMITS_MEMBERS] = MEMBERS;
    limits.value[KHO_LIMITS_DEPTH] = DEPTH;
    limits.value[KHO_LIMITS_DICTIONARY] = 1 << 20;
    st = kho_walk_open(&w, fd, KHO_SV("h"), &limits, &hooks, NULL);
    while (st == KHO_OK && (st = kho_walk_next(w, &m, NULL)) == KHO_OK) {
        total += m.bytes.n;
        members++;
        if (m.bytes.n > MEMBER || m.depth > DEPTH || m.path.n == 0)
            abort();
        if (m.notes == 0 && members < 5) {
            if (ftruncate(out, 0) != 0 || lseek(out, 0, SEEK_SET) != 0 ||
                kho_walk_fetch(fd, m.raw, &limits, &hooks, out, NULL) != KHO_OK ||
                pread(out, back, sizeof back, 0) != (ssize_t)m.bytes.n ||
                (m.bytes.n > 0 && memcmp(back, m.bytes.p, m.bytes.n) != 0))
                abort();
        }
    }
    if (st != KHO_DONE || total > INPUT + (DEPTH + 2) * (MEMBER + PIECE) + members * MEMORY)
        abort();
    kho_walk_close(w);
    (void)close(fd);
    (void)close(out);
    return 0;
}
