/* test_frame.c - frames and messages over a socket pair, honest and hostile. */
#include "frame.h"
#include "message.h"
#include "worker.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
    struct kho_channel a, b;
};

static int
make(void **state)
{
    static struct pair p;
    int fd[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) != 0)
        return -1;
    kho_channel_init(&p.a, fd[0], true);
    kho_channel_init(&p.b, fd[1], true);
    *state = &p;
    return 0;
}

static int
drop(void **state)
{
    struct pair *p = *state;

    kho_channel_close(&p->a);
    kho_channel_close(&p->b);
    return 0;
}

/* Move everything from a to b until b has a frame. */
static enum kho_status
pump(struct pair *p, struct kho_frame *f)
{
    enum kho_status st;

    for (int i = 0; i < 10000; i++) {
        if ((st = kho_channel_next(&p->b, f, NULL)) != KHO_DONE)
            return st;
        (void)kho_channel_flush(&p->a, NULL);
        if ((st = kho_channel_fill(&p->b, true, NULL)) != KHO_OK)
            return st;
    }
    return KHO_BUG;
}

static void
frames_come_as_they_went(void **state)
{
    struct pair *p = *state;
    char *big = malloc(KHO_FRAME_BODY_MAX);
    struct kho_frame f;

    memset(big, 'x', KHO_FRAME_BODY_MAX);
    for (uint64_t i = 0; i < 2000; i++) {
        f = (struct kho_frame){
            .type = KHO_FRAME_PUT,
            .seq = i,
            .fields = {big, (size_t)(i % 97)},
            .body = {big, i % 500 == 499 ? KHO_FRAME_BODY_MAX : (size_t)(i * 7 % 3001)},
            .fd = -1};
        assert_int_equal(kho_channel_put(&p->a, &f, NULL), KHO_OK);
        if (i % 3 == 0)
            (void)kho_channel_flush(&p->a, NULL);
    }
    for (uint64_t i = 0; i < 2000; i++) {
        assert_int_equal(pump(p, &f), KHO_OK);
        assert_int_equal(f.seq, i);
        assert_int_equal(f.fields.n, i % 97);
        assert_int_equal(f.body.n, i % 500 == 499 ? KHO_FRAME_BODY_MAX : i * 7 % 3001);
        assert_int_equal(f.fd, -1);
    }
    assert_int_equal(kho_channel_pending(&p->a), 0);
    free(big);
}

/* Every descriptor arrives with its own frame, between frames without one. */
static void
files_travel_with_their_frames(void **state)
{
    struct pair *p = *state;
    struct kho_frame f;

    for (uint64_t i = 0; i < 100; i++) {
        char text[32];
        int n = snprintf(text, sizeof text, "nội dung %d", (int)i);

        f = (struct kho_frame){
            .type = KHO_FRAME_MEMBER, .seq = i, .body = {text, (size_t)n}, .fd = -1};
        if (i % 3 != 0)
            f.fd = kho_body_file(f.body);
        assert_int_equal(kho_channel_put(&p->a, &f, NULL), KHO_OK);
    }
    for (uint64_t i = 0; i < 100; i++) {
        struct kho_body body;
        char text[32];
        int n = snprintf(text, sizeof text, "nội dung %d", (int)i);

        assert_int_equal(pump(p, &f), KHO_OK);
        assert_int_equal(f.seq, i);
        assert_int_equal(f.fd >= 0, i % 3 != 0);
        assert_true(kho_body_take(&f, &body));
        assert_true(kho_sv_eq(body.bytes, (kho_sv){text, (size_t)n}));
        kho_body_drop(&body);
    }
}

static void
too_long_is_refused(void **state)
{
    struct pair *p = *state;
    const struct kho_frame f = {
        .type = KHO_FRAME_PUT, .body = {"", KHO_FRAME_BODY_MAX + 1}, .fd = -1};

    assert_int_equal(kho_channel_put(&p->a, &f, NULL), KHO_LIMIT);
    assert_int_equal(kho_channel_pending(&p->a), 0);
}

static void
nonsense_is_data(void **state)
{
    struct pair *p = *state;
    char junk[64] = {0};
    struct kho_frame f;

    assert_int_equal(send(p->a.fd, junk, sizeof junk, 0), sizeof junk);
    assert_int_equal(pump(p, &f), KHO_DATA);
}

/* A frame that says it has a file, without one. */
static void
a_missing_file_is_data(void **state)
{
    struct pair *p = *state;
    struct kho_frame f = {
        .type = KHO_FRAME_MEMBER, .body = {"", 5}, .fd = open("/dev/null", O_RDONLY)};

    assert_int_equal(kho_channel_put(&p->a, &f, NULL), KHO_OK);
    (void)close(p->a.out_fds[0].fd);
    p->a.n_out_fds = 0;
    assert_int_equal(pump(p, &f), KHO_DATA);
}

static void
the_end_is_seen(void **state)
{
    struct pair *p = *state;
    const struct kho_frame one = {.type = KHO_FRAME_RESULT, .seq = 1, .fd = -1};
    struct kho_frame f;

    assert_int_equal(kho_channel_put(&p->a, &one, NULL), KHO_OK);
    assert_int_equal(kho_channel_flush(&p->a, NULL), KHO_OK);
    kho_channel_close(&p->a);
    assert_int_equal(pump(p, &f), KHO_OK); /* what was said before is heard */
    assert_int_equal(pump(p, &f), KHO_DONE);
}

static void
messages_keep_their_fields(void **state)
{
    struct kho_arena *arena = kho_arena_new((size_t)1 << 20);
    const struct kho_message_document m = {.id = KHO_SV("00ff"),
                                           .path = KHO_SV("kho.zip//Kế hoạch 12.doc"),
                                           .input = KHO_SV("/hồ sơ/kho.zip"),
                                           .raw = {"3:a\0"
                                                   "7:b",
                                                   7},
                                           .mtime = -5,
                                           .size = UINT64_MAX,
                                           .notes = 1 << 3,
                                           .text_max = 9};
    struct kho_message_document back;
    struct kho_buf b = {.p = NULL};

    (void)state;
    kho_message_pack(KHO_FRAME_PUT, &m, &b);
    assert_true(kho_message_unpack(KHO_FRAME_PUT, kho_buf_view(&b), arena, &back));
    assert_true(kho_sv_eq(m.path, back.path) && kho_sv_eq(m.raw, back.raw) &&
                kho_sv_eq(m.input, back.input));
    assert_true(m.mtime == back.mtime && m.size == back.size && m.notes == back.notes &&
                m.text_max == back.text_max);
    /* Cut anywhere, or with something behind: refused. */
    for (size_t n = 0; n < b.n; n++)
        assert_false(kho_message_unpack(KHO_FRAME_PUT, (kho_sv){b.p, n}, arena, &back));
    kho_buf_char(&b, 'x');
    assert_false(kho_message_unpack(KHO_FRAME_PUT, kho_buf_view(&b), arena, &back));
    kho_buf_free(&b);
    kho_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(frames_come_as_they_went, make, drop),
        cmocka_unit_test_setup_teardown(files_travel_with_their_frames, make, drop),
        cmocka_unit_test_setup_teardown(too_long_is_refused, make, drop),
        cmocka_unit_test_setup_teardown(nonsense_is_data, make, drop),
        cmocka_unit_test_setup_teardown(a_missing_file_is_data, make, drop),
        cmocka_unit_test_setup_teardown(the_end_is_seen, make, drop),
        cmocka_unit_test(messages_keep_their_fields),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
