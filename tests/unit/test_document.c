/* test_document.c - packing gives back what went in; damaged packs are refused, not believed. */
#include "document.h"
#include "json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct kho_document
sample(void)
{
    static struct kho_place places[] = {
        {{"a.zip//Kế hoạch 12.txt", 25}, {"/srv/a.zip", 10}, {"0:x", 3}, 1700000000},
        {{"b/c.txt", 7}, {"/srv/b/c.txt", 12}, {"", 0}, -5}};
    static kho_sv units[] = {{"Sở Nội vụ", 12}, {"", 0}};
    static struct kho_span parts[] = {{3, 7}, {12, 2}};
    static struct kho_deadline due[] = {{.text = {"trước 30/6/2024", 18},
                                         .rule = {"<2024-06-30", 11},
                                         .date = {"2024-06-29", 10},
                                         .span = {5, 6}}};
    static struct kho_citation cites[] = {{.mention = {"Chỉ thị số 33/CT-TTg", 25},
                                           .number = {"33", 2},
                                           .kind = KHO_CITE_NUMBERED,
                                           .zone = KHO_ZONE_FOOTNOTE,
                                           .relation = KHO_REL_AMENDS,
                                           .legal_basis = true,
                                           .term = 13,
                                           .parts = parts,
                                           .n_parts = 2,
                                           .sentence = {0, 9}}};
    static struct kho_task tasks[] = {{.text = {"làm", 4},
                                       .responsible = units,
                                       .n_responsible = 2,
                                       .deadlines = due,
                                       .n_deadlines = 1}};
    static struct kho_target targets[] = {
        {.text = {"100%", 4}, .op = {"=", 1}, .value = -0.5, .has_value = true},
        {.text = {"1 - 2,5", 7}, .op = {"range", 5}, .value = 1, .upper = 2.5, .has_value = true}};
    static struct kho_inferred inferred[] = {{"date", "not_before", {"2024-01-17", 10}, {"x", 1}},
                                             {"date", "not_after", {"2024-02-17", 10}, {"y", 1}}};
    static struct kho_line lines[] = {{.offset = 0, .length = 5},
                                      {.offset = 6,
                                       .length = 3,
                                       .flags = KHO_LINE_CELL,
                                       .table = 2,
                                       .row = 1,
                                       .col = 3,
                                       .rowspan = 1,
                                       .colspan = 2}};
    struct kho_document d = {.id = KHO_SV("00112233445566778899aabbccddeeff"),
                             .format = KHO_SV("txt"),
                             .size = 99,
                             .places = places,
                             .n_places = 2,
                             .notes = 5};

    d.plan.type = KHO_SV("KH");
    d.plan.year = 2024;
    d.plan.citations = cites;
    d.plan.n_citations = 1;
    d.plan.tasks = tasks;
    d.plan.n_tasks = 1;
    d.plan.targets = targets;
    d.plan.n_targets = 2;
    d.plan.inferred = inferred;
    d.plan.n_inferred = 2;
    d.lines.text = KHO_SV("mot h\nhai");
    d.lines.lines = lines;
    d.lines.n = 2;
    return d;
}

static void
gives_back(void **state)
{
    struct kho_arena *a = kho_arena_new((size_t)1 << 24);
    struct kho_document in = sample(), out;
    struct kho_buf packed = {.p = NULL}, json1 = {.p = NULL}, json2 = {.p = NULL};
    struct kho_err err;

    (void)state;
    assert_int_equal(kho_document_pack(&in, &packed, &err), KHO_OK);
    assert_int_equal(kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_ALL, &out, &err),
                     KHO_OK);
    kho_document_json(&in, &json1);
    kho_document_json(&out, &json2);
    assert_string_equal(kho_buf_cstr(&json1), kho_buf_cstr(&json2));
    assert_true(kho_sv_eq(in.lines.text, out.lines.text));
    assert_int_equal(out.lines.lines[1].offset, 6);
    assert_int_equal(out.lines.lines[1].colspan, 2);
    assert_int_equal(out.places[1].mtime, -5);
    assert_null(out.plan.title.p);                       /* not stated stays apart from */
    assert_non_null(out.plan.tasks[0].responsible[1].p); /* stated and empty */
    assert_int_equal(kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_HEAD, &out, &err),
                     KHO_OK);
    assert_int_equal(out.plan.n_citations, 0);
    assert_int_equal(out.plan.year, 2024);
    kho_buf_free(&packed);
    kho_buf_free(&json1);
    kho_buf_free(&json2);
    kho_arena_free(a);
}

static void
refuses_damage(void **state)
{
    struct kho_arena *a = kho_arena_new((size_t)1 << 24);
    struct kho_document in = sample(), out;
    struct kho_buf packed = {.p = NULL};
    struct kho_err err;

    (void)state;
    assert_int_equal(kho_document_pack(&in, &packed, &err), KHO_OK);
    for (size_t n = 0; n < packed.n; n++) {
        kho_arena_reset(a);
        assert_int_equal(
            kho_document_unpack(a, (kho_sv){packed.p, n}, KHO_DOCUMENT_ALL, &out, &err), KHO_DATA);
    }
    for (size_t i = 0; i < packed.n; i++) { /* any answer, no crash */
        kho_arena_reset(a);
        packed.p[i] = (char)(packed.p[i] ^ 0x55);
        (void)kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_ALL, &out, &err);
        packed.p[i] = (char)(packed.p[i] ^ 0x55);
    }
    kho_buf_free(&packed);
    kho_arena_free(a);
}

/* Runs of lines that are alike, lines that differ, and lines that do not follow the line feeds. */
static void
lines_come_back(void **state)
{
    enum { LINES = 3000, BYTES = 40 };
    const size_t whole = offsetof(struct kho_line, indent) + sizeof(uint8_t); /* no padding */
    struct kho_arena *a = kho_arena_new((size_t)1 << 26);
    struct kho_document in = sample(), out;
    struct kho_line *lines = KHO_NEW_N(a, LINES, struct kho_line);
    char *text = KHO_NEW_N(a, (size_t)LINES * BYTES, char);
    struct kho_buf packed = {.p = NULL};
    struct kho_err err;

    (void)state;
    for (unsigned i = 0; i < LINES; i++) {
        (void)snprintf(text + (size_t)i * BYTES, BYTES, "%038u\n", i * 2654435761u);
        text[(size_t)i * BYTES + BYTES - 1] = '\n';
        text[(size_t)i * BYTES + BYTES - 2] = '.';
        lines[i] = (struct kho_line){.offset = i * BYTES, .length = BYTES - 1};
        if (i % 700 > 600)
            lines[i].flags = KHO_LINE_BOLD;
        if (i % 700 == 650)
            lines[i] = (struct kho_line){
                lines[i].offset, BYTES - 1, KHO_LINE_CELL, 3, 0, 1, 2, 3, 4, 5, 0, 1};
    }
    in.lines = (struct kho_lines){{text, (size_t)LINES * BYTES - 1}, lines, LINES};
    for (int apart = 0; apart < 2; apart++) {
        if (apart == 1) /* one line less: two are one now, with a line feed inside */
            in.lines.n--, lines[LINES - 2].length += BYTES;
        kho_buf_reset(&packed);
        assert_int_equal(kho_document_pack(&in, &packed, &err), KHO_OK);
        assert_int_equal(
            kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_ALL, &out, &err), KHO_OK);
        assert_true(kho_sv_eq(in.lines.text, out.lines.text));
        assert_int_equal(out.lines.n, in.lines.n);
        for (size_t i = 0; i < in.lines.n; i++)
            assert_memory_equal(&in.lines.lines[i], &out.lines.lines[i], whole);
        /* The parts of a long document can be read without the rest. */
        assert_true(packed.n > 8192);
        assert_int_equal(
            kho_document_unpack(a, (kho_sv){packed.p, packed.n / 2}, KHO_DOCUMENT_PLAN, &out, &err),
            KHO_OK);
        assert_int_equal(out.plan.n_citations, in.plan.n_citations);
        assert_true(kho_sv_eq(out.id, in.id));
    }
    kho_buf_free(&packed);
    kho_arena_free(a);
}

/* Head and citations are had without the rest, of short and of long documents. */
static void
front_stands_alone(void **state)
{
    struct kho_arena *a = kho_arena_new((size_t)1 << 24);
    struct kho_buf packed = {.p = NULL};
    struct kho_document in = sample(), out;
    struct kho_opened o;
    struct kho_err err;
    static char text[40000];

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i * i % 26);
    for (size_t n = 6; n < sizeof text; n = n * 7) {
        struct kho_line line = {.length = (uint32_t)n};
        size_t whole;

        kho_buf_reset(&packed);
        in.lines = (struct kho_lines){{text, n}, &line, 1};
        assert_int_equal(kho_document_pack(&in, &packed, &err), KHO_OK);
        whole = packed.n;
        for (int cut = 0; cut < 2; cut++) { /* nothing behind the front is looked at */
            if (cut == 1)
                memset(packed.p + whole - 4, 0x55, 4);
            assert_int_equal(
                kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_CITES, &out, &err),
                KHO_OK);
            assert_int_equal(out.plan.n_citations, 1);
            assert_true(kho_sv_eq(out.plan.citations[0].mention, in.plan.citations[0].mention));
            assert_int_equal(out.plan.n_tasks, 0);
            assert_true(kho_sv_eq(out.id, in.id));
        }
        assert_int_equal(kho_document_open(a, kho_buf_view(&packed), KHO_DOCUMENT_CITES, &o, &err),
                         KHO_OK);
        assert_int_equal(o.raw.n, o.head + o.cites);
        assert_int_equal(kho_document_part(a, &o, KHO_DOCUMENT_HEAD, &out, &err), KHO_OK);
        assert_int_equal(out.plan.year, 2024);
    }
    kho_buf_free(&packed);
    kho_arena_free(a);
}

static void
ids_come_back(void **state)
{
    static const char *const ids[] = {"0123456789abcdef0123456789abcdef", "", "x",
                                      "0123456789ABCDEF0123456789ABCDEF",
                                      "0123456789abcdef0123456789abcdeg"};
    struct kho_arena *a = kho_arena_new((size_t)1 << 24);
    struct kho_document in = sample(), out;
    struct kho_buf packed = {.p = NULL};
    struct kho_err err;

    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        in.id = kho_sv_from(ids[i]);
        kho_buf_reset(&packed);
        assert_int_equal(kho_document_pack(&in, &packed, &err), KHO_OK);
        assert_int_equal(
            kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_HEAD, &out, &err), KHO_OK);
        assert_true(kho_sv_eq(out.id, in.id));
    }
    kho_buf_free(&packed);
    kho_arena_free(a);
}

static void
json_is_clean(void **state)
{
    struct kho_buf b = {.p = NULL};
    struct kho_json j = {.out = &b};

    (void)state;
    kho_json_open(&j, '[');
    kho_json_sv(&j, (kho_sv){"a\"\\\n\x01\xff\xc3\xa1\xed\xa0\x80", 11});
    kho_json_real(&j, 95.5);
    kho_json_real(&j, 1.0 / 0.0);
    kho_json_sv(&j, (kho_sv){NULL, 0});
    kho_json_close(&j, ']');
    assert_string_equal(kho_buf_cstr(&b), "[\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\xc3\xa1\xEF\xBF\xBD"
                                          "\xEF\xBF\xBD\xEF\xBF\xBD\",95.5,null,null]");
    kho_buf_reset(&b);
    kho_csv_sv(&b, true, KHO_SV("=1+1"));
    kho_csv_sv(&b, false, KHO_SV("a,\"b\""));
    kho_csv_sv(&b, false, (kho_sv){NULL, 0});
    kho_csv_end(&b);
    assert_string_equal(kho_buf_cstr(&b), "'=1+1,\"a,\"\"b\"\"\",\r\n");
    kho_buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back),      cmocka_unit_test(refuses_damage),
        cmocka_unit_test(lines_come_back), cmocka_unit_test(front_stands_alone),
        cmocka_unit_test(ids_come_back),   cmocka_unit_test(json_is_clean)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
