/* What people type against a small index of invented documents. */
#include "compose.h"
#include "query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scratch.h"

struct fix {
    struct kho_scratch at;
    struct kho_arena *arena;
    struct kho_store *s;
};

/* Invented plans; ids are 32 times one digit. */
struct sample {
    char id;
    const char *type, *type_name, *number, *symbol, *issuer, *level, *side, *locality, *loc, *date;
    int year;
    const char *title, *text, *path;
    uint64_t notes;
};

static const struct sample samples[] = {
    {'1', "KH", "Kế hoạch", "109", "109-KH/ThU", "Thành ủy Lai Châu", "huyện", "party",
     "thành phố Lai Châu", "lai-chau.lai-chau", "2023-01-10", 2023, "công tác dân vận năm 2023",
     "Thực hiện Chỉ thị số 33/CT-TTg, Thành ủy ban hành kế hoạch.\n"
     "Xây dựng mô hình dân vận khéo trên các lĩnh vực. Nhân dân hòa thuận.",
     "a.zip//Kế hoạch 109.docx", 0},
    {'2', "KH", "Kế hoạch", "48", "48/KH-UBND", "UBND tỉnh Cao Bằng", "tỉnh", "state",
     "tỉnh Cao Bằng", "cao-bang", "2024-03-15", 2024, "chuyển đổi số năm 2024",
     "UBND tỉnh ban hành kế hoạch chuyển đổi số. Đảng viên gương mẫu.\n"
     "Phát triển KT-XH bền vững; vận động người dân sử dụng dịch vụ khéo léo.\n"
     "Tập huấn chuyển đổi số\nBáo cáo kết quả",
     "a.zip//Kế hoạch 48.docx", 0},
    {'3', "KH", "Kế hoạch", "48", "48/KH-UBND", "Ủy ban nhân dân xã Nhơn Hậu", "xã", "state",
     "xã Nhơn Hậu", "binh-dinh.an-nhon.nhon-hau", "2022-05-01", 2022, "phòng chống thiên tai",
     "Uy ban nhan dan xa ban hanh ke hoach phong chong thien tai, dang bao.", "b/ke hoach 48.txt",
     0},
    {'4', "CT", "Chỉ thị", "33", "33/CT-TTg", "Thủ tướng Chính phủ", "trung ương", "state", NULL,
     "?", "2021-11-26", 2021, "tăng cường kỷ luật",
     "Các bộ, ngành tăng cường kỷ luật, kỷ cương. Phát triển kinh tế - xã hội.", "b/chi thi 33.doc",
     0},
    {'5', "", "", "", "", "", "", "", NULL, "?", NULL, 0, "", "", "b/Báo cáo mật.pdf",
     UINT64_C(1) << KHO_NOTES_ENCRYPTED},
};

static kho_sv
sv(const char *s)
{
    return s == NULL || s[0] == '\0' ? (kho_sv){NULL, 0} : kho_sv_from(s);
}

static struct kho_citation
citation(const char *mention, const char *symbol, const char *key, const char *date, kho_sv text)
{
    const char *at = strstr(text.p, mention);
    struct kho_citation c = {.mention = kho_sv_from(mention),
                             .symbol = sv(symbol),
                             .key = sv(key),
                             .date = sv(date),
                             .zone = KHO_ZONE_BODY};

    assert_non_null(at);
    c.sentence = (struct kho_span){(uint32_t)(at - text.p), (uint32_t)strlen(mention)};
    return c;
}

static void
document(struct fix *f, const struct sample *x, struct kho_document *d)
{
    static const char *const days[] = {"2024-01-20", "2024-06-15"};
    char id[33];

    memset(id, x->id, 32);
    *d = (struct kho_document){.format = KHO_SV("docx"), .size = 100, .notes = x->notes};
    d->id = kho_arena_dup(f->arena, (kho_sv){id, 32});
    d->places = KHO_NEW(f->arena, struct kho_place);
    d->n_places = 1;
    d->places->path = d->places->input = sv(x->path);
    d->places->member = KHO_SV("");
    d->plan = (struct kho_plan){.type = sv(x->type),
                                .type_name = sv(x->type_name),
                                .number = sv(x->number),
                                .symbol = sv(x->symbol),
                                .issuer = sv(x->issuer),
                                .issuer_level = sv(x->level),
                                .issuer_side = sv(x->side),
                                .loc = sv(x->loc),
                                .date = sv(x->date),
                                .year = x->year,
                                .title = sv(x->title)};
    if (x->locality != NULL) {
        d->plan.locality = KHO_NEW(f->arena, kho_sv);
        *d->plan.locality = sv(x->locality);
        d->plan.n_locality = 1;
    }
    d->lines.text = sv(x->text);
    d->lines.n = 1;
    d->lines.lines = KHO_NEW(f->arena, struct kho_line);
    *d->lines.lines =
        (struct kho_line){.length = (uint32_t)strlen(x->text), .rowspan = 1, .colspan = 1};
    if (x->id == '1' || x->id == '4') {
        d->plan.citations = KHO_NEW_N(f->arena, 2, struct kho_citation);
        d->plan.n_citations = 1;
        d->plan.citations[0] =
            x->id == '1'
                ? citation("Chỉ thị số 33/CT-TTg", "33/CT-TTg", "TTg:CT:33:?", NULL, d->lines.text)
                : citation("kỷ cương", "25-NQ/TW", "TW:NQ:25:2008", "2008-07-25", d->lines.text);
    }
    if (x->id == '2') {
        d->plan.citations = KHO_NEW_N(f->arena, 2, struct kho_citation);
        d->plan.n_citations = 2;
        d->plan.citations[0] =
            citation("chuyển đổi số", "25-NQ/TW", "TW:NQ:25:2013", "2013-06-03", d->lines.text);
        d->plan.citations[1] =
            citation("gương mẫu", "33-CT/TTg", "TTg:CT:33:2021", "2021-11-26", d->lines.text);
        d->plan.tasks = KHO_NEW_N(f->arena, 2, struct kho_task);
        d->plan.n_tasks = 2;
        for (size_t i = 0; i < 2; i++) {
            struct kho_task *t = &d->plan.tasks[i];

            t->section = KHO_SV("II.1");
            t->text = i == 0 ? KHO_SV("Tập huấn chuyển đổi số") : KHO_SV("Báo cáo kết quả");
            t->span = (struct kho_span){(uint32_t)(strstr(x->text, t->text.p) - x->text),
                                        (uint32_t)t->text.n};
            t->responsible = KHO_NEW(f->arena, kho_sv);
            t->n_responsible = 1;
            t->responsible[0] = i == 0 ? KHO_SV("Sở Thông tin và Truyền thông") : KHO_SV("UBND xã");
            t->deadlines = KHO_NEW_N(f->arena, 2, struct kho_deadline);
            t->n_deadlines = i == 0 ? 2 : 0;
            for (size_t k = 0; k < 2; k++)
                t->deadlines[k] = (struct kho_deadline){
                    .text = KHO_SV("hạn"), .rule = KHO_SV("<=D"), .date = kho_sv_from(days[k])};
        }
    }
}

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);
    struct kho_store *w;
    struct kho_err err = {.what = ""};

    if (f == NULL)
        return -1;
    f->arena = kho_arena_new((size_t)1 << 28);
    *state = f;
    if (!kho_scratch_make(&f->at))
        return -1;
    if (kho_store_open(&w, f->at.db, KHO_STORE_CREATE, &err) != KHO_OK)
        return -1;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct kho_document d;
        struct kho_store_doc put;

        document(f, &samples[i], &d);
        if (kho_compose_plan(f->arena, &d, (kho_sv){NULL, 0}, &put, &err) != KHO_OK ||
            kho_store_put(w, &put, &err) != KHO_OK)
            return -1;
    }
    if (kho_store_commit(w, &err) != KHO_OK)
        return -1;
    kho_store_close(w);
    return kho_store_open(&f->s, f->at.db, KHO_STORE_READ, &err) == KHO_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    struct fix *f = *state;

    kho_store_close(f->s);
    kho_scratch_remove(&f->at);
    kho_arena_free(f->arena);
    free(f);
    return 0;
}

static struct kho_answer
asked(struct fix *f, const struct kho_ask *ask)
{
    struct kho_answer a;
    struct kho_err err = {.what = ""};

    if (kho_ask(f->s, ask, f->arena, &a, &err) != KHO_OK)
        fail_msg("%.*s: %s", KHO_SV_FMT(ask->text), err.what);
    return a;
}

/* First digits of the ids, in order. */
static const char *
ids(struct fix *f, const struct kho_answer *a)
{
    char *out = KHO_NEW_N(f->arena, a->n + 1, char);

    for (size_t i = 0; i < a->n; i++)
        out[i] = a->hits[i].doc.id.p[0];
    return out;
}

static void
queries_find_what_they_should(void **state)
{
    static const struct {
        const char *query, *ids; /* ids: in order; "=123": in any order */
        bool relaxed;
    } cases[] = {
        /* bare and accented words, NFC and NFD, tone placement */
        {"dang", "=23", false},
        {"Đảng", "23", false}, /* the exact one first */
        {"đảng", "23", false},
        {"Đa\u0309ng", "23", false},
        {"dân vận khéo", "12", false}, /* side by side first */
        {"dan van kheo", "12", false},
        {"hoà thuận", "1", false},
        {"thiên tai", "3", false},
        {"khongcodau", "", false},
        /* few words: all; more: most of them */
        {"dân vận thiên", "=123", true},
        {"mô hình dân vận khéo lĩnh vực khác", "1", false},
        /* phrases */
        {"\"dân vận\"", "1", false},
        {"\"vận dân\"", "", false},
        {"\"thiên tai\"", "", false}, /* the document has no marks */
        {"\"thien tai\"", "3", false},
        /* operators */
        {"\"dân vận\" OR \"thien tai\"", "=13", false},
        {"khéo NOT mô hình", "2", false},
        {"khéo KHÔNG \"chuyển đổi\"", "1", false},
        {"(thiên OR khéo) AND nam:2022", "3", false},
        {"NOT loai:KH", "=45", false},
        {"chuy*", "2", false},
        {"chuyể* AND số", "2", false},
        /* abbreviations both ways */
        {"UBND", "=23", false},
        {"\"ủy ban nhân dân\"", "", false},
        {"\"uy ban nhan dan\"", "3", false},
        {"kinh tế xã hội", "=24", false},
        {"KT-XH", "=24", false},
        /* fields */
        {"co-quan:\"Thành ủy Lai Châu\"", "1", false},
        {"co-quan:\"Lai Châu Thành ủy\"", "", false},
        {"co-quan:\"Ủy ban nhân dân tỉnh Cao Bằng\"", "2", false},
        {"issuer:\"UBND xã Nhơn Hậu\"", "3", false},
        {"co-quan:ubnd", "=23", false},
        {"loai:\"Kế hoạch\"", "213", false}, /* nothing to rank: newest first */
        {"loai:CT", "4", false},
        {"cap:tỉnh", "2", false},
        {"cap:central", "4", false},
        {"khoi:Đảng", "1", false},
        {"dia-ban:\"Lai Châu\"", "1", false},
        {"dia-ban-nay:\"Gia Lai\"", "3", false}, /* Bình Định is part of it now */
        {"ten:\"dân vận\"", "1", false},
        {"nhiem-vu:\"tập huấn\"", "2", false},
        {"nhiem-vu:\"kết quả tập huấn\"", "", false}, /* of two tasks */
        {"nhiem-vu:\"huấn tập\"", "", false},
        {"nhiem-vu:khéo", "", false}, /* beside them */
        {"nam:2022..2023", "13", false},
        {"ngay:2023", "1", false},
        {"ngay:2023-01-10", "1", false},
        {"ngay:..2022-12-31", "34", false},
        {"ghi-chu:encrypted", "5", false},
        {"ten-tep:mật", "5", false},
        {"id:1111", "1", false},
        {"dinh-dang:docx nam:2024", "2", false},
        /* numbers */
        {"48/KH-UBND", "=23", false},
        {"số 33-CT/TTg", "412", false},
        {"33-CT/TTg", "412", false}, /* the document itself first */
        {"33 / CT – TTG", "412", false},
        {"so:33/CT-TTg", "4", false},
        {"so:48", "=23", false},
        {"vien-dan:33-CT/TTg", "=12", false},
        {"vien-dan:TTg:CT:33:2021", "2", false},
        /* what could not be read is found by its name */
        {"báo cáo mật", "5", false},
        /* nothing asked: everything, newest first; nothing that can be asked: nothing */
        {"", "21345", false},
        {"  \n", "21345", false},
        {"\x01\xff\xfe\"(((", "", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fix *f = *state;
        const struct kho_ask ask = {.text = kho_sv_from(cases[i].query), .max = 10};
        const struct kho_answer a = asked(f, &ask);
        const char *want = cases[i].ids, *got = ids(f, &a);
        bool same = strcmp(want, got) == 0;

        if (want[0] == '=') {
            same = strlen(got) == strlen(want + 1);
            for (const char *p = want + 1; *p != '\0'; p++)
                same = same && strchr(got, *p) != NULL;
        }
        if (!same || a.relaxed != cases[i].relaxed || a.total != a.n || !a.exact)
            fail_msg("'%s': want %s, got %s, total %u, relaxed %d", cases[i].query, want, got,
                     (unsigned)a.total, a.relaxed);
    }
}

static void
filters_and_facets_agree(void **state)
{
    struct fix *f = *state;
    struct kho_ask ask = {.text = KHO_SV("kế hoạch"), .max = 10, .facets = true};
    const struct kho_answer all = asked(f, &ask);
    size_t values = 0;

    assert_true(all.n_facets > 4);
    for (size_t i = 0; i < all.n_facets; i++)
        for (size_t k = 0; k < all.facets[i].n; k++) {
            const struct kho_filter one = {all.facets[i].field, all.facets[i].counts[k].value};
            struct kho_ask narrow = ask;
            struct kho_answer a;

            narrow.filters = &one;
            narrow.n_filters = 1;
            a = asked(f, &narrow);
            if (a.total != all.facets[i].counts[k].count)
                fail_msg("%s: %s: %u of %u", kho_fields[one.field].name, one.value.p,
                         (unsigned)a.total, all.facets[i].counts[k].count);
            values++;
        }
    assert_true(values > 10);
}

static void
dates_beside_the_query_and_sorting(void **state)
{
    struct fix *f = *state;
    struct kho_ask ask = {.text = KHO_SV("kế hoạch"),
                          .from = KHO_SV("2023"),
                          .to = KHO_SV("31/12/2024"),
                          .max = 10,
                          .sort = KHO_BY_DATE_UP};
    struct kho_answer a = asked(f, &ask);

    assert_string_equal("12", ids(f, &a));
    ask.from = KHO_SV("nonsense");
    a = asked(f, &ask);
    assert_string_equal("312", ids(f, &a));
    ask.sort = KHO_BY_DATE;
    a = asked(f, &ask);
    assert_string_equal("213", ids(f, &a));
    ask.sort = KHO_BY_NUMBER;
    a = asked(f, &ask);
    assert_int_equal('1', ids(f, &a)[2]);
    ask.sort = KHO_BY_TITLE;
    a = asked(f, &ask);
    assert_string_equal("213", ids(f, &a));
    ask.first = 1;
    ask.max = 1;
    a = asked(f, &ask);
    assert_string_equal("1", ids(f, &a));
    assert_int_equal(3, a.total);
}

/* The snippet with its marks between < and >. */
static const char *
marked(struct fix *f, const char *query)
{
    const struct kho_ask ask = {.text = kho_sv_from(query), .max = 1, .snippets = true};
    const struct kho_answer a = asked(f, &ask);
    const struct kho_snippet *s;
    char *out;
    size_t n = 0, m = 0;

    assert_int_equal(1, a.n);
    s = &a.hits[0].snippet;
    out = KHO_NEW_N(f->arena, s->text.n + 2 * s->n_marks + 1, char);
    for (size_t i = 0; i < s->text.n; i++) {
        if (m < s->n_marks && s->marks[m].offset == i)
            out[n++] = '<';
        out[n++] = s->text.p[i];
        if (m < s->n_marks && s->marks[m].offset + s->marks[m].length == i + 1) {
            out[n++] = '>';
            m++;
        }
    }
    assert_int_equal(m, s->n_marks);
    return out;
}

static void
snippets_mark_the_original(void **state)
{
    struct fix *f = *state;

    assert_non_null(strstr(marked(f, "dan van kheo"), "<dân vận khéo>"));
    assert_non_null(strstr(marked(f, "\"hòa thuận\""), "<hòa thuận>"));
    assert_non_null(strstr(marked(f, "Đảng"), "<Đảng> viên"));
    assert_non_null(strstr(marked(f, "so:33/CT-TTg kỷ luật"), "<kỷ luật>, <kỷ> cương"));
    assert_non_null(strstr(marked(f, "kinh te xa hoi nam:2024"), "<KT-XH>"));
    assert_string_equal("", marked(f, "ghi-chu:ma-hoa"));
}

static void
citations_of_two_documents_with_one_number(void **state)
{
    struct fix *f = *state;
    struct kho_cites c;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_cites(f->s, KHO_SV("Nghị quyết 25-NQ/TW"), f->arena, &c, &err));
    assert_true(c.understood);
    assert_int_equal(2, c.n);
    assert_int_equal(1, c.docs[0].n);
    assert_int_equal(KHO_OK, kho_cites(f->s, KHO_SV("33-CT/TTg"), f->arena, &c, &err));
    assert_int_equal(1, c.n); /* the undated mention joins the only dated one */
    assert_int_equal(2, c.docs[0].n);
    assert_int_equal('1', c.docs[0].citing[0].doc.id.p[0]); /* by date of the plan */
    assert_string_equal("Chỉ thị số 33/CT-TTg", c.docs[0].citing[0].mention.p);
    assert_true(kho_sv_eq(KHO_SV("2021-11-26"), c.docs[0].ref.date));
    assert_int_equal(KHO_OK, kho_cites(f->s, KHO_SV("TW:NQ:25:2013"), f->arena, &c, &err));
    assert_int_equal(1, c.n);
    assert_int_equal('2', c.docs[0].citing[0].doc.id.p[0]);
    assert_int_equal(KHO_OK, kho_cites(f->s, KHO_SV("mùa xuân"), f->arena, &c, &err));
    assert_false(c.understood);
    assert_int_equal(0, c.n);
}

static void
refs_of_a_plan_and_of_all(void **state)
{
    struct fix *f = *state;
    struct kho_document d;
    struct kho_ref_list r;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_find(f->s, KHO_SV("2222"), KHO_DOCUMENT_PLAN, f->arena, &d, &err));
    assert_int_equal(KHO_OK, kho_refs(f->s, &d, 0, 10, f->arena, &r, &err));
    assert_int_equal(2, r.n);
    assert_int_equal(KHO_OK, kho_refs(f->s, NULL, 0, UINT32_MAX, f->arena, &r, &err));
    assert_int_equal(3, r.total); /* with the undated mention of 33-CT/TTg */
    assert_int_equal(3, r.n);
    assert_non_null(r.refs[0].name.p);
    assert_int_equal(KHO_OK, kho_refs(f->s, NULL, 2, 10, f->arena, &r, &err));
    assert_int_equal(1, r.n);
}

static void
tasks_by_words_unit_and_any_due_day(void **state)
{
    static const struct {
        const char *text, *unit, *from, *to;
        size_t n;
    } cases[] = {
        {"", "", "", "", 2},
        {"tap huan", "", "", "", 1},
        {"", "Sở Thông tin", "", "", 1},
        {"", "ủy ban nhân dân xã", "", "", 1},
        {"", "", "2024-01", "2024-01", 1},
        {"", "", "2024-06-15", "2024-06-15", 1},
        {"", "", "2024-02", "2024-05", 0},
        {"", "", "2024", "2024", 1},
        {"", "", "2024-06-16", "", 0},
        {"", "", "", "2024-01-20", 1},
        {"", "", "2023-12-31", "2024-01-19", 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fix *f = *state;
        const struct kho_task_ask ask = {.text = kho_sv_from(cases[i].text),
                                         .unit = kho_sv_from(cases[i].unit),
                                         .due_from = kho_sv_from(cases[i].from),
                                         .due_to = kho_sv_from(cases[i].to),
                                         .max = 10};
        struct kho_task_answer a;
        struct kho_err err;

        assert_int_equal(KHO_OK, kho_tasks(f->s, &ask, f->arena, &a, &err));
        if (a.n != cases[i].n || a.total != a.n)
            fail_msg("case %zu: %zu tasks", i, a.n);
        if (a.n == 1 && cases[i].from[0] != '\0')
            assert_string_equal("Tập huấn chuyển đổi số", a.hits[0].task.text.p);
        for (size_t k = 0; k < a.n; k++)
            assert_int_equal('2', a.hits[k].doc.id.p[0]);
    }
}

static void
one_document_by_any_name(void **state)
{
    struct fix *f = *state;
    struct kho_document d;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_find(f->s, KHO_SV("3333"), KHO_DOCUMENT_HEAD, f->arena, &d, &err));
    assert_int_equal(KHO_OK,
                     kho_find(f->s, KHO_SV("109-KH/ThU"), KHO_DOCUMENT_ALL, f->arena, &d, &err));
    assert_int_equal('1', d.id.p[0]);
    assert_int_equal(
        KHO_OK, kho_find(f->s, KHO_SV("b/chi thi 33.doc"), KHO_DOCUMENT_HEAD, f->arena, &d, &err));
    assert_int_equal('4', d.id.p[0]);
    assert_int_equal(KHO_ARG,
                     kho_find(f->s, KHO_SV("48/KH-UBND"), KHO_DOCUMENT_HEAD, f->arena, &d, &err));
    assert_non_null(strstr(err.what, "222222222222"));
    assert_int_equal(KHO_NOTFOUND,
                     kho_find(f->s, KHO_SV("abcd"), KHO_DOCUMENT_HEAD, f->arena, &d, &err));
    assert_int_equal(KHO_NOTFOUND,
                     kho_find(f->s, KHO_SV(""), KHO_DOCUMENT_HEAD, f->arena, &d, &err));
}

static void
overview_counts(void **state)
{
    struct fix *f = *state;
    struct kho_overview o;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_overview(f->s, f->arena, &o, &err));
    assert_int_equal(3, o.plans);
    assert_int_equal(2, o.others);
    assert_int_equal(1, o.hidden);
    assert_int_equal(2, o.tasks);
    assert_int_equal(1, o.n_notes);
    assert_int_equal(KHO_NOTES_ENCRYPTED, o.notes[0].note);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_what_they_should),
        cmocka_unit_test(filters_and_facets_agree),
        cmocka_unit_test(dates_beside_the_query_and_sorting),
        cmocka_unit_test(snippets_mark_the_original),
        cmocka_unit_test(citations_of_two_documents_with_one_number),
        cmocka_unit_test(refs_of_a_plan_and_of_all),
        cmocka_unit_test(tasks_by_words_unit_and_any_due_day),
        cmocka_unit_test(one_document_by_any_name),
        cmocka_unit_test(overview_counts),
    };
    return cmocka_run_group_tests_name("query", tests, setup, teardown);
}
