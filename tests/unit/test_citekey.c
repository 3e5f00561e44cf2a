/* Keys of cited documents as terms: the key comes back, and what may be compatible with a key is
 * found among the terms that begin alike or among those that stand as they are. */
#include "citekey.h"

#include "key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const keys[] = {
    "TW:NQ:25:2013",
    "TW:NQ:25",
    "TW:NQ:25:?",
    "TW:NQ:25:k11",
    "TW:CT:25:2013",
    "TW:NQĐH:13",
    "TW:NQ:~hoi-nghi-trung-uong-4:k12",
    "TU@bac-kan:QC:22:2021",
    "UBND@?:KH:48:2023",
    "UBND@nam-dinh.thien-truong:KH:48:2023",
    "UBND@nam-dinh:KH:48a:2023",
    "BCĐ#qcdc@binh-dinh.an-nhon.nhon-hau:CTr:4:2024",
    "QH:LUẬT:~thuc-hien-dan-chu-o-co-so",
    "QH:LUẬT:10:2022",
    "QH:NQ:29:2021",
    "UBTVQH:PL:3:2020",
    "không phải mã",
    "7",
    "",
};
enum { KEYS = sizeof keys / sizeof keys[0] };

static bool
begins(kho_sv s, kho_sv with)
{
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

static void
keys_come_back(void **state)
{
    struct kho_arena *arena = *state;

    for (size_t i = 0; i < KEYS; i++) {
        const kho_sv key = kho_sv_from(keys[i]),
                     back = kho_citekey_of(kho_citekey_term(arena, key));

        assert_int_equal(key.n, back.n);
        assert_memory_equal(key.p, back.p, key.n);
    }
}

static void
compatible_ones_are_found(void **state)
{
    struct kho_arena *arena = *state;
    const kho_sv all = kho_citekey_alike(arena, KHO_SV("")), plain = kho_citekey_plain(arena);
    struct kho_key a, b;
    size_t pairs = 0;

    for (size_t i = 0; i < KEYS; i++)
        for (size_t k = 0; k < KEYS; k++) {
            const kho_sv alike = kho_citekey_alike(arena, kho_sv_from(keys[i]));
            const kho_sv term = kho_citekey_term(arena, kho_sv_from(keys[k]));

            if (!kho_key_parse(kho_sv_from(keys[i]), &a) ||
                !kho_key_parse(kho_sv_from(keys[k]), &b) || !kho_key_compatible(&a, &b))
                continue;
            pairs += i != k;
            assert_true(begins(term, alike));
            if (kho_sv_eq(alike, all))
                assert_true(memcmp(term.p, plain.p, plain.n) > 0);
        }
    assert_true(pairs >= 6);
}

static int
setup(void **state)
{
    *state = kho_arena_new((size_t)1 << 20);
    return 0;
}

static int
teardown(void **state)
{
    kho_arena_free(*state);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keys_come_back),
                                       cmocka_unit_test(compatible_ones_are_found)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
