/* test_mail.c - mails taken apart (indexer/mail), and walked as containers (indexer/archive). */
#include "mail.h"

#include "buf.h"
#include "walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static void
put_notes(struct kho_buf *b, uint64_t notes)
{
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((notes >> i & 1) != 0) {
            kho_buf_char(b, ' ');
            kho_buf_str(b, kho_notes[i].alias);
        }
}

/* "index role name|content notes" per part; one that is BELONGS or LOCKED without its content. */
static const char *
apart(kho_sv bytes)
{
    static const char *const roles[] = {"text", "member", "belongs", "locked"};
    static struct kho_buf log;
    const struct kho_mail_source s = kho_mail_memory(&bytes);
    struct kho_mail_part part;
    struct kho_mail *m;
    enum kho_status st = kho_mail_open(&m, &s, NULL);
    const char *p;

    kho_buf_free(&log);
    while (st == KHO_OK && (st = kho_mail_next(m, &part, NULL)) == KHO_OK) {
        kho_buf_fmt(&log, "%u %s%s ", part.index, roles[part.role], part.html ? " html" : "");
        for (size_t i = 0; i < part.n_choices; i++)
            kho_buf_fmt(&log, "(%u.%u) ", part.choices[i].among, part.choices[i].version);
        kho_buf_sv(&log, part.name);
        kho_buf_char(&log, '|');
        for (size_t n; (n = kho_mail_read(m, &p)) > 0;)
            if (part.role <= KHO_MAIL_MEMBER)
                kho_buf_put(&log, p, n);
        put_notes(&log, kho_mail_part_notes(m));
        kho_buf_char(&log, '\n');
    }
    assert_int_equal(KHO_DONE, st);
    kho_buf_char(&log, '.');
    put_notes(&log, kho_mail_notes(m));
    kho_mail_close(m);
    return kho_buf_cstr(&log);
}

#define APART(text) apart(KHO_SV(text))

static void
one_text(void **state)
{
    (void)state;
    assert_string_equal("0 text |xin chao\n\n.", APART("From: a@b.vn\nSubject: x\n\nxin chao\n"));
    assert_string_equal("0 text |chao\n.", APART("Subject: x\r\n\r\nchao"));
    /* What is no field begins the text. */
    assert_string_equal("0 text |khong phai thu\n\n.", APART("khong phai thu\n"));
    assert_string_equal("0 text |\n.", APART(""));
    assert_string_equal("0 text |\n.", APART("From: a@b.vn"));
    assert_string_equal(
        "0 text |K\xe1\xba\xbf =x\n\n.",
        APART("Content-Transfer-Encoding: Quoted-Printable\n\nK=E1=BA=BF =3D=\nx\n"));
    assert_string_equal("0 text html |<p>\n\n.",
                        APART("Content-Type: TEXT/HTML;charset=x\n\n<p>\n"));
    /* A mailbox's line in front. */
    assert_string_equal("0 text |x\n.",
                        APART("From a@b.vn Thu Jan 11 08:30:00 2024\nTo: y@b.vn\n\nx"));
}

static void
boundaries(void **state)
{
    (void)state;
    /* The line end in front of a boundary is no content; preamble and epilogue are none either. */
    assert_string_equal(
        "0 text |mot\n1 text |hai\r\n\n2 text |ba -- bon\n.",
        APART("Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\nmot\n--b  \r\n"
              "\r\nhai\r\n\r\n--b\n\nba -- bon\n--b--\nepi\n--b\n\nno\n"));
    /* One that begins like another, and dashes that are none. */
    assert_string_equal(
        "0 text |--bx\n--\n-\n--b-- x\n.",
        APART("Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\n--bx\n--\n-\n"
              "--b-- x\n--b--\n"));
    /* The outer boundary closes what is open inside. */
    assert_string_equal(
        "0 text |mot\n1 text |hai\n. damaged",
        APART("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
              "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nmot\n--b\n\nhai\n"
              "--b--\n"));
    /* The same boundary once more inside. */
    assert_string_equal(
        "0 text |mot\n1 text |hai\n. damaged",
        APART("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
              "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nmot\n--b\n\nhai\n"
              "--b--\n"));
}

static void
missing_boundaries(void **state)
{
    (void)state;
    assert_string_equal("0 text |mot\n damaged\n. damaged",
                        APART("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nmot\n"));
    assert_string_equal("0 text |--c\n\nmot\n\n. damaged",
                        APART("Content-Type: multipart/mixed; boundary=b\n\n--c\n\nmot\n"));
    assert_string_equal("0 text |mot\n\n. damaged",
                        APART("Content-Type: multipart/mixed\n\nmot\n"));
    assert_string_equal("0 text |x\n1 text |y\n. damaged",
                        APART("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                              "Content-Type: multipart/mixed; boundary=c\n\nx\n--b\n\ny\n--b--\n"));
    assert_string_equal(".", APART("Content-Type: multipart/mixed; boundary=b\n\n--b--\n"));
}

/* Parts in a multipart of a kind: fields and content of each, fields ending with a line end. */
struct piece {
    const char *fields, *content;
};

static kho_sv
multipart(const char *head, const char *kind, const char *mark, const struct piece *piece, size_t n)
{
    static struct kho_buf b[8];
    static size_t next;
    struct kho_buf *out = &b[next++ % 8];

    kho_buf_reset(out);
    kho_buf_fmt(out, "%sContent-Type: multipart/%s; boundary=%s\n\n", head, kind, mark);
    for (size_t i = 0; i < n; i++)
        kho_buf_fmt(out, "--%s\n%s\n%s\n", mark, piece[i].fields, piece[i].content);
    kho_buf_fmt(out, "--%s--\n", mark);
    (void)kho_buf_cstr(out);
    return kho_buf_view(out);
}

#define PIECES(...)                                                                                \
    (const struct piece[]){__VA_ARGS__},                                                           \
        sizeof((const struct piece[]){__VA_ARGS__}) / sizeof(struct piece)

/* The content of a multipart, to stand in another one; valid a while. */
static const char *
content_of(kho_sv s)
{
    static char text[4096];
    const char *p = strstr(s.p, "\n\n") + 2;

    assert_true(s.n < sizeof text);
    memcpy(text, p, (size_t)(s.p + s.n - p) + 1);
    return text;
}

static void
roles(void **state)
{
    struct piece both;

    (void)state;
    assert_string_equal(
        "0 text |x\n1 member a.docx|y\n2 member b.txt|z\n3 text html |w\n4 member phan-5.png|v\n"
        "5 member c.txt|t\n6 member Thu: a-b.eml|Subject: Thu: a/b\n\ns\n7 member phan-8.docx|r\n.",
        apart(multipart(
            "", "mixed", "b",
            PIECES({"", "x"}, {"Content-Type: application/octet-stream; name=a.docx\n", "y"},
                   {"Content-Type: text/plain; name=b.txt\n", "z"},
                   {"Content-Type: text/html\n", "w"}, {"Content-Type: image/png\n", "v"},
                   {"Content-Disposition: attachment; filename=c.txt\n", "t"},
                   {"Content-Type: message/rfc822\n", "Subject: Thu: a/b\n\ns"},
                   {"Content-Type: application/"
                    "vnd.openxmlformats-officedocument.wordprocessingml.document\n",
                    "r"}))));
    /* Several versions, one of them with a picture and another file. */
    both.content = content_of(multipart(
        "", "related", "c",
        PIECES({"Content-Type: text/html\n", "h"}, {"Content-Type: image/png; name=a.png\n", "i"},
               {"Content-Type: application/pdf; name=d.pdf\n", "k"})));
    both.fields = "Content-Type: multipart/related; boundary=c\n";
    assert_string_equal(
        "0 text (1.1) |x\n1 text html (1.2) |h\n2 belongs (1.2) |\n"
        "3 member (1.2) d.pdf|k\n4 belongs (1.3) |\n.",
        apart(multipart("", "alternative", "b",
                        PIECES({"", "x"}, both, {"Content-Type: text/calendar\n", "BEGIN"}))));
    assert_string_equal("0 text |x\n1 belongs |\n.",
                        apart(multipart("", "signed", "b",
                                        PIECES({"", "x"}, {"Content-Type: application/"
                                                           "pgp-signature; name=a.asc\n",
                                                           "y"}))));
    /* A mail that is one file. */
    assert_string_equal("0 member a.pdf|%PDF\n.",
                        APART("Content-Type: application/pdf; name=a.pdf\n\n%PDF"));
    assert_string_equal("0 member phan-1.eml|x\n1 member phan-2.eml|y\n.",
                        apart(multipart("", "digest", "b", PIECES({"", "x"}, {"", "y"}))));
}

static void
saved_pages(void **state)
{
    static const struct piece parts[] = {
        {"Content-Type: text/html\nContent-Location: http://a/\n", "p"},
        {"Content-Type: image/gif\nContent-Location: http://a/b.gif\n", "i"},
        {"Content-Type: text/css\n", "c"},
        {"Content-Type: application/octet-stream\nContent-Location: http://a/f\n", "f"},
        {"Content-Type: text/xml\n", "m"},
        {"Content-Type: text/html; name=khung.html\n", "q"}};

    (void)state;
    assert_string_equal("0 text html |p\n1 belongs |\n2 belongs |\n3 belongs |\n4 belongs |\n"
                        "5 member khung.html|q\n.",
                        apart(multipart("From: <Saved by a browser>\n", "related", "b", parts, 6)));
    /* In a mail only what is a picture belongs to the text. */
    assert_string_equal("0 text html |p\n1 belongs |\n2 belongs |\n3 member phan-4|f\n"
                        "4 member phan-5.xml|m\n5 member khung.html|q\n.",
                        apart(multipart("To: a@b.vn\n", "related", "b", parts, 6)));
}

static void
encrypted(void **state)
{
    (void)state;
    assert_string_equal(
        "0 locked |\n1 locked |\n. encrypted",
        apart(multipart("", "encrypted", "b",
                        PIECES({"Content-Type: application/pgp-encrypted\n", "Version: 1"},
                               {"Content-Type: application/octet-stream\n", "x"}))));
    assert_string_equal("0 locked |\n. encrypted",
                        APART("Content-Type: application/pkcs7-mime; smime-type=enveloped-data;"
                              " name=smime.p7m\n\nx"));
    assert_string_equal("0 member smime.p7m|x\n.",
                        APART("Content-Type: application/pkcs7-mime; smime-type=signed-data;"
                              " name=smime.p7m\n\nx"));
}

static const char *
name_of(const char *disposition)
{
    static char name[2048];
    struct kho_buf b = {.p = NULL};
    struct kho_mail_source s;
    struct kho_mail_part part;
    struct kho_mail *m;
    kho_sv bytes;

    kho_buf_fmt(&b, "Content-Disposition: attachment; %s\n\nx", disposition);
    bytes = kho_buf_view(&b);
    s = kho_mail_memory(&bytes);
    assert_int_equal(KHO_OK, kho_mail_open(&m, &s, NULL));
    assert_int_equal(KHO_OK, kho_mail_next(m, &part, NULL));
    assert_int_equal(KHO_MAIL_MEMBER, part.role);
    assert_true(part.name.n < sizeof name);
    memcpy(name, part.name.p, part.name.n);
    name[part.name.n] = '\0';
    kho_mail_close(m);
    kho_buf_free(&b);
    return name;
}

static void
names(void **state)
{
    (void)state;
    assert_string_equal("Kế hoạch 12.docx",
                        name_of("filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%2012.docx"));
    assert_string_equal("Kế hoạch.docx", name_of("filename*0*=UTF-8''K%E1%BA%BF%20;\n"
                                                 " filename*1*=ho%E1%BA%A1ch; filename*2=.docx"));
    /* Padded words one after the other, in quotes and without. */
    assert_string_equal(
        "Kế hoạch 12.docx",
        name_of("filename=\"=?UTF-8?B?S+G6vyA=?=\n =?utf-8?B?aG/huqFjaA==?= 12.docx\""));
    assert_string_equal("Kế hoạch 12.docx", name_of("filename==?UTF-8?Q?K=E1=BA=BF_ho=E1=BA?=\n"
                                                    " =?UTF-8?Q?=A1ch_12.docx?="));
    assert_string_equal("Kế hoạch 12.docx", name_of("filename=\"Kế hoạch 12.docx\""));
    assert_string_equal("Kế hoạch 12.docx", name_of("filename=Kế hoạch 12.docx"));
    /* Bytes in no charset stand as windows-1252 shows them: here TCVN3. */
    assert_string_equal("KÕ ho¹ch.doc", name_of("filename=\"K\xd5 ho\xb9"
                                                "ch.doc\""));
    assert_string_equal("a?=?.doc", name_of("filename=\"a?=?.doc\""));
    assert_string_equal("phan-1.txt", name_of("filename=\"\""));
    /* Padding that was left out, a character no word may have, a charset nobody knows. */
    assert_string_equal("Kế.doc", name_of("filename=\"=?UTF-8?B?S+G6vy5kb2M?=\""));
    assert_string_equal("Kế a.doc", name_of("filename=\"=?x-la?Q?K=E1=BA=BF a.doc?=\""));
}

static void
look(void **state)
{
    static const struct {
        const char *text;
        enum kho_mail_look look;
        bool holds;
    } cases[] = {
        {"", KHO_MAIL_NO, false},
        {"KẾ HOẠCH\nFrom: a\n", KHO_MAIL_NO, false},
        {"Kính gửi: ông A\n\nx", KHO_MAIL_NO, false},
        {"Note: x\n\nx", KHO_MAIL_NO, false},
        {"From: ông A\n\nx", KHO_MAIL_MAYBE, false},
        {"From: a\nTo: b\nSubject: c\nDate: d\n\nx", KHO_MAIL_MAYBE, false},
        {"From: a\nMessage-ID: <b>\n\nx", KHO_MAIL_YES, false},
        {"Received: from a\n by b\nReturn-Path: <c>\n\nx", KHO_MAIL_YES, false},
        {"Return-Path: <c>\nFrom: d\n\n", KHO_MAIL_YES, false},
        {"MIME-Version: 1.0\nContent-Type: text/html\n\nx", KHO_MAIL_YES, false},
        {"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\nx", KHO_MAIL_YES, true},
        {"MIME-Version: 1.0\nContent-Type: application/pdf\n\nx", KHO_MAIL_YES, true},
        {"From: a\nMIME-Version: 1.0\nContent-Disposition: attachment\n\nx", KHO_MAIL_YES, true},
        /* What goes over the web begins so, too. */
        {"Content-Type: multipart/mixed; boundary=b\nDate: x\n\nx", KHO_MAIL_MAYBE, false},
        /* Lines that are no fields before the empty one. */
        {"From: a\nMessage-ID: <b>\nKẾ HOẠCH\n\nx", KHO_MAIL_MAYBE, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const kho_sv bytes = kho_sv_from(cases[i].text);
        const struct kho_mail_source s = kho_mail_memory(&bytes);
        bool holds;

        if (cases[i].look != kho_mail_look(&s, &holds) || holds != cases[i].holds)
            fail_msg("%s", cases[i].text);
    }
}

static void
fields(void **state)
{
    const kho_sv bytes = KHO_SV("SUBJECT : =?utf-8?B?UlxG4bq/IA==?= =?utf-8?b?aG8=?=\n\t x\n"
                                "Subject: hai\nFrom:\nCc: =?windows-1258?Q?K=EA=EC?= <a@b.vn>\n"
                                "Date: Thu, 11 Jan 2024 08:30:00 +0700\nTo: a\0b\n\n");
    const struct kho_mail_source s = kho_mail_memory(&bytes);
    struct kho_mail *m;

    (void)state;
    assert_int_equal(KHO_OK, kho_mail_open(&m, &s, NULL));
    assert_true(kho_sv_eq(KHO_SV("R\\Fế ho x"), kho_mail_field(m, KHO_MAIL_SUBJECT)));
    assert_int_equal(0, kho_mail_field(m, KHO_MAIL_FROM).n);
    assert_true(kho_sv_eq(KHO_SV("Kế <a@b.vn>"), kho_mail_field(m, KHO_MAIL_CC)));
    assert_true(kho_sv_eq(KHO_SV("a b"), kho_mail_field(m, KHO_MAIL_TO)));
    assert_int_equal(1704936600, kho_mail_time(m));
    kho_mail_close(m);
}

static void
damaged_contents(void **state)
{
    (void)state;
    assert_string_equal("0 text |abc\n.", APART("Content-Transfer-Encoding: base64\n\nYWJj\n"));
    assert_string_equal("0 text |abc damaged\n.",
                        APART("Content-Transfer-Encoding: base64\n\nYWJjZG\n"));
    assert_string_equal("0 text |K=XY\xc3\n.",
                        APART("Content-Transfer-Encoding: quoted-printable\n\nK=XY=C3="));
    assert_string_equal("0 text |x\n.", APART("Content-Transfer-Encoding: lạ\n\nx"));
}

/* Counts: parts that came, and what is noted about the mail. */
static size_t
count_parts(kho_sv bytes, uint64_t *notes)
{
    const struct kho_mail_source s = kho_mail_memory(&bytes);
    struct kho_mail_part part;
    struct kho_mail *m;
    enum kho_status st = kho_mail_open(&m, &s, NULL);
    size_t n = 0;

    while (st == KHO_OK && (st = kho_mail_next(m, &part, NULL)) == KHO_OK)
        n++;
    *notes = kho_mail_notes(m);
    kho_mail_close(m);
    return n;
}

static void
too_much(void **state)
{
    struct kho_buf b = {.p = NULL};
    uint64_t notes;

    (void)state;
    for (int parts = 10000; parts <= 200000; parts *= 20) {
        kho_buf_reset(&b);
        kho_buf_str(&b, "Content-Type: multipart/mixed; boundary=b\n\n");
        for (int i = 0; i < parts; i++)
            kho_buf_str(&b, "--b\n\n");
        kho_buf_str(&b, "--b--\n");
        assert_int_equal(parts < 100000 ? parts : 100000, count_parts(kho_buf_view(&b), &notes));
        assert_int_equal(parts < 100000 ? 0 : UINT64_C(1) << KHO_NOTES_BUDGET, notes);
    }
    for (int deep = 50; deep <= 70; deep += 20) {
        kho_buf_reset(&b);
        for (int i = 0; i < deep; i++)
            kho_buf_fmt(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
        kho_buf_str(&b, "\nday");
        for (int i = deep; i-- > 0;)
            kho_buf_fmt(&b, "\n--b%d--\n", i);
        assert_int_equal(1, count_parts(kho_buf_view(&b), &notes));
        assert_int_equal(deep < 64 ? 0 : UINT64_C(1) << KHO_NOTES_DEPTH, notes);
    }
    /* A field of 4 MB, a million fields, a line of 4 MB: passed over but for their beginning. */
    kho_buf_reset(&b);
    kho_buf_str(&b, "Subject: ");
    for (int i = 0; i < 1 << 20; i++)
        kho_buf_str(&b, "K\xe1\xba\xbf");
    for (int i = 0; i < 1 << 20; i++)
        kho_buf_str(&b, "\nX: y");
    kho_buf_str(&b, "\n\n");
    for (int i = 0; i < 1 << 20; i++)
        kho_buf_str(&b, "--bx");
    assert_int_equal(1, count_parts(kho_buf_view(&b), &notes));
    assert_int_equal(0, notes);
    kho_buf_free(&b);
}

/* -- as a container --------------------------------------------------------------------------- */

/* "path|bytes notes" per member.  What is given without a note can be had again. */
static const char *
walk(kho_sv bytes, int64_t depth)
{
    static struct kho_buf log;
    int fd = memfd_create("thu", MFD_CLOEXEC), back = memfd_create("back", MFD_CLOEXEC);
    struct kho_limits limits;
    struct kho_walk *w;
    struct kho_member m;
    enum kho_status st;

    assert_int_equal(bytes.n, write(fd, bytes.p, bytes.n));
    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_DEPTH] = depth;
    kho_buf_free(&log);
    st = kho_walk_open(&w, fd, KHO_SV("h"), &limits, NULL, NULL);
    while (st == KHO_OK && (st = kho_walk_next(w, &m, NULL)) == KHO_OK) {
        kho_buf_fmt(&log, "%.*s|%zu", KHO_SV_FMT(m.path), m.bytes.n);
        put_notes(&log, m.notes);
        kho_buf_char(&log, '\n');
        if (m.notes == 0) {
            static char p[1 << 16];

            assert_int_equal(0, ftruncate(back, 0));
            (void)lseek(back, 0, SEEK_SET);
            assert_int_equal(KHO_OK, kho_walk_fetch(fd, m.raw, &limits, NULL, back, NULL));
            assert_int_equal(m.bytes.n, pread(back, p, sizeof p, 0));
            assert_memory_equal(m.bytes.p, p, m.bytes.n);
        }
    }
    assert_int_equal(KHO_DONE, st);
    kho_walk_close(w);
    (void)close(fd);
    (void)close(back);
    return kho_buf_cstr(&log);
}

static const char HEAD[] = "From: a@b.vn\nMIME-Version: 1.0\n";

static void
walked(void **state)
{
    static const char fields[] = "Content-Type: message/rfc822\n";
    kho_sv s = multipart(HEAD, "mixed", "a",
                         PIECES({"", "x"},
                                {"Content-Disposition: attachment; filename=\"t/a.txt\"\n", "ab"},
                                {"Content-Type: x/y; name=b.gz\n"
                                 "Content-Transfer-Encoding: base64\n",
                                 "H4sIAAAAAAACA0tMSgYAwkEkNQMAAAA="}));
    char inner[4096];

    (void)state;
    memcpy(inner, s.p, s.n);
    inner[s.n] = '\0';
    assert_string_equal("h//t/a.txt|2\nh//b.gz//b|3\nh|248\n", walk(s, 8));
    /* One in another. */
    s = multipart(HEAD, "mixed", "c", PIECES({"", "y"}, {fields, inner}));
    assert_string_equal("h//phan-2.eml//t/a.txt|2\nh//phan-2.eml//b.gz//b|3\nh//phan-2.eml|248\n"
                        "h|370\n",
                        walk(s, 8));
    /* Not opened any more, but read. */
    assert_string_equal("h//phan-2.eml|248 too-deep limit-depth\nh|370\n", walk(s, 1));
    assert_string_equal("h|370 too-deep limit-depth\n", walk(s, 0));
    /* Nothing is missed of a mail without files. */
    assert_string_equal("h|124\n",
                        walk(multipart(HEAD, "alternative", "d",
                                       PIECES({"", "x"}, {"Content-Type: text/html\n", "y"})),
                             0));
    assert_string_equal("h|8\n", walk(KHO_SV("From: a\n"), 8));
}

static void
walked_damaged(void **state)
{
    (void)state;
    /* The part that is cut has the note; the reader of the mail notes it there. */
    assert_string_equal("h//a.txt|2\nh//b.txt|1 damaged\nh|157\n",
                        walk(KHO_SV("MIME-Version: 1.0\nFrom: a\nContent-Type: multipart/mixed; "
                                    "boundary=b\n\n--b\nContent-Type: text/plain; name=a.txt\n\n"
                                    "ab\n--b\nContent-Type: text/plain; name=b.txt\n\nc"),
                             8));
}

/* Mails in mails, deeper than may be: what is too deep is given as it is. */
static void
walked_deep(void **state)
{
    struct kho_buf b = {.p = NULL};
    const char *got;
    size_t lines = 0;

    (void)state;
    for (int i = 0; i < 50; i++)
        kho_buf_fmt(&b,
                    "%sContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
                    "Content-Type: message/rfc822\n\n",
                    HEAD, i, i);
    kho_buf_str(&b, "Subject: day\n\nx\n");
    for (int i = 50; i-- > 0;)
        kho_buf_fmt(&b, "--b%d--\n", i);
    got = walk(kho_buf_view(&b), 8);
    assert_non_null(strstr(got, " too-deep limit-depth\n"));
    for (const char *p = got; (p = strchr(p, '\n')) != NULL; p++)
        lines++;
    assert_int_equal(9, lines);
    kho_buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_text),
        cmocka_unit_test(boundaries),
        cmocka_unit_test(missing_boundaries),
        cmocka_unit_test(roles),
        cmocka_unit_test(saved_pages),
        cmocka_unit_test(encrypted),
        cmocka_unit_test(names),
        cmocka_unit_test(look),
        cmocka_unit_test(fields),
        cmocka_unit_test(damaged_contents),
        cmocka_unit_test(too_much),
        cmocka_unit_test(walked),
        cmocka_unit_test(walked_damaged),
        cmocka_unit_test(walked_deep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
