/* fuzz_request.c - any request: an answer that is well-formed and holds no markup of the asker's,
 * or of the documents'; never an internal error.
 *
 * Input: a path by its first byte, accepted languages and host by its second, then the query
 * string up to a line break, then the path itself when the first byte asks for that.
 */
#include "compose.h"
#include "fold.h"
#include "page.h"
#include "read.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {"/",      "/plan",           "/cited", "/refs",
                                    "/tasks", "/status",         "/help",  "/style.css",
                                    "/file",  "/opensearch.xml", NULL /* as the input has it */};
enum { PATHS = sizeof paths / sizeof paths[0], DOCUMENTS = 4 };

/* Invented, and hostile where a document can be. */
static const char *const documents[DOCUMENTS] = {
    "ỦY BAN NHÂN DÂN\nTỈNH NAM ĐỊNH\nSố: 32/KH-UBND\nNam Định, ngày 07 tháng 3 năm 2023\nKẾ HOẠCH\n"
    "Chuyển đổi số <script>alert(1)</script> năm 2023\n"
    "Căn cứ Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ;\n"
    "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:\nI. NHIỆM VỤ\n"
    "1. Sở Nội vụ: Lập danh sách \"thiết bị\" & báo cáo trước ngày 20/4/2023.\n",
    "ỦY BAN NHÂN DÂN\nXÃ AN LẠC\nSố: 12/KH-UBND\nAn Lạc, ngày 05 tháng 4 năm 2023\nKẾ HOẠCH\n"
    "Chuyển đổi số '\"><img src=x onerror=alert(1)> năm 2023\n"
    "Căn cứ Kế hoạch số 32/KH-UBND ngày 07/3/2023 của Ủy ban nhân dân tỉnh Nam Định;\n"
    "Căn cứ Chỉ thị số 33-CT/TTg <b> ngày 26/11/2021 của Thủ tướng Chính phủ;\n"
    "Ủy ban nhân dân xã ban hành kế hoạch như sau:\nI. MỤC TIÊU\n100% hộ dân &lt;b&gt;.\n",
    "Ghi chép ngắn về ]]> <!-- chuyển đổi số --> </main></body>\n",
    "THÀNH ỦY LAI CHÂU\n*\nSố 109-KH/ThU\nTP. Lai Châu, ngày 10 tháng 01 năm 2022\nKẾ HOẠCH\n"
    "công tác dân vận năm 2022\nThực hiện Nghị quyết số 25-NQ/TW, ngày 03/6/2013, Thành ủy ban "
    "hành kế hoạch như sau:\n1. Tuyên truyền.\n"};

static struct kho_page_site *site;

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static void
put(struct kho_store *s, struct kho_arena *a, size_t i)
{
    struct kho_document d = {.format = KHO_SV("txt"), .size = strlen(documents[i])};
    struct kho_place place = {.path = KHO_SV("a.zip//<b>\"'&.txt"), .input = KHO_SV("/a.zip")};
    struct kho_store_doc doc;
    kho_sv rest = kho_sv_from(documents[i]), line;
    char id[33];

    kho_arena_reset(a);
    (void)snprintf(id, sizeof id, "%032zx", 0xabc0 + i);
    d.id = kho_sv_from(id);
    d.places = &place;
    d.n_places = 1;
    place.member = KHO_SV("");
    d.lines.text = rest;
    d.lines.lines = KHO_NEW_N(a, rest.n + 1, struct kho_line);
    while (kho_sv_next(&rest, '\n', &line))
        d.lines.lines[d.lines.n++] = (struct kho_line){.offset = (uint32_t)(line.p - documents[i]),
                                                       .length = (uint32_t)line.n,
                                                       .rowspan = 1,
                                                       .colspan = 1};
    kho_read(a, &d.lines, &d.plan);
    must(kho_compose_plan(a, &d, (kho_sv){NULL, 0}, &doc, NULL) == KHO_OK);
    must(kho_store_put(s, &doc, NULL) == KHO_OK);
}

static char dir[] = "/tmp/kho-fuzz-XXXXXX";

static void
clean(void)
{
    char command[64];

    (void)snprintf(command, sizeof command, "rm -r %s", dir);
    (void)!system(command); /* NOLINT(cert-env33-c): a name of our own */
}

static void
make_site(void)
{
    const struct kho_page_hooks none = {NULL, NULL};
    struct kho_arena *a = kho_arena_new((size_t)1 << 28);
    struct kho_store *s;

    must(mkdtemp(dir) != NULL);
    must(atexit(clean) == 0);
    must(kho_store_open(&s, dir, KHO_STORE_CREATE, NULL) == KHO_OK);
    for (size_t i = 0; i < DOCUMENTS; i++)
        put(s, a, i);
    must(kho_store_commit(s, NULL) == KHO_OK);
    kho_store_close(s);
    kho_arena_free(a);
    site = kho_page_site_new(dir, &none);
    must(site != NULL);
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
one_of(kho_sv name, const char *list)
{
    for (kho_sv rest = kho_sv_from(list), word; kho_sv_next(&rest, ' ', &word);)
        if (kho_sv_eq(name, word))
            return true;
    return false;
}

/* Markup is what the page itself writes: its tags, its attributes, values in quotes. */
static void
check_markup(kho_sv s)
{
    static const char tags[] =
        "html head meta title link body a header nav ul ol li dl dt dd main footer form label span "
        "input button select option div p h1 h2 h3 b mark code details summary section aside "
        "article table thead tbody tr th td time svg g path rect text";
    static const char attributes[] =
        "charset name content rel href type title class id lang hreflang aria-label aria-current "
        "aria-hidden aria-describedby role action method value placeholder maxlength accesskey for "
        "selected open scope colspan rowspan start datetime download width height viewBox x y d rx "
        "fill stroke text-anchor";

    for (size_t i = 0; i < s.n; i++) {
        size_t from = i + 1;

        must(s.p[i] != '>');
        if (s.p[i] != '<')
            continue;
        if (i == 0 && s.n > 15 && memcmp(s.p, "<!DOCTYPE html>", 15) == 0) {
            i = 14;
            continue;
        }
        if (from < s.n && s.p[from] == '/')
            from++;
        for (i = from; i < s.n && (is_letter(s.p[i]) || (s.p[i] >= '0' && s.p[i] <= '9'));)
            i++;
        must(one_of((kho_sv){s.p + from, i - from}, tags));
        while (i < s.n && s.p[i] != '>' && s.p[i] != '/') {
            if (s.p[i] == ' ') {
                i++;
                continue;
            }
            for (from = i; i < s.n && (is_letter(s.p[i]) || s.p[i] == '-');)
                i++;
            must(one_of((kho_sv){s.p + from, i - from}, attributes));
            if (i + 1 < s.n && s.p[i] == '=') {
                must(s.p[i + 1] == '"');
                for (i += 2; i < s.n && s.p[i] != '"'; i++)
                    must(s.p[i] != '<' && s.p[i] != '>');
                i++;
            }
        }
        if (i < s.n && s.p[i] == '/')
            i++;
        must(i < s.n && s.p[i] == '>');
    }
}

static void
check_utf8(kho_sv s)
{
    struct kho_arena *a = kho_arena_new(((size_t)64 << 20) + 8 * s.n);
    kho_sv clean_text;

    must(kho_text_normalise(a, s, &clean_text, NULL) == KHO_OK);
    /* Offered text is clean, so nothing of it is replaced. */
    for (size_t i = 0, k = 0; i + 2 < clean_text.n; i++)
        if (memcmp(clean_text.p + i, "\xEF\xBF\xBD", 3) == 0) {
            while (k + 2 < s.n && memcmp(s.p + k, "\xEF\xBF\xBD", 3) != 0)
                k++;
            must(k + 2 < s.n);
            k += 3;
        }
    kho_arena_free(a);
}

static void
check(const struct kho_response *r)
{
    const kho_sv heads = kho_buf_view(&r->headers), body = kho_buf_view(&r->body);

    must(r->status == 200 || r->status == 303 || r->status == 400 || r->status == 404 ||
         r->status == 405 || r->status == 414);
    must(heads.n > 2 && memcmp(heads.p + heads.n - 2, "\r\n", 2) == 0);
    for (kho_sv rest = {heads.p, heads.n - 2}, line; kho_sv_next(&rest, '\n', &line);) {
        const char *colon = memchr(line.p, ':', line.n);

        must(line.n > 0 && colon != NULL && is_letter(line.p[0]));
        must(memchr(line.p, '\r', line.n - 1) == NULL);
    }
    check_utf8(body);
    if (memmem(heads.p, heads.n, "text/html", 9) != NULL)
        check_markup(body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kho_request req = {.method = "GET", .script = "/kho"};
    struct kho_response r;
    char *text, *own;

    if (size < 2)
        return 0;
    if (site == NULL)
        make_site();
    text = malloc(size);
    must(text != NULL);
    memcpy(text, data + 2, size - 2);
    text[size - 2] = '\0';
    own = strchr(text, '\n');
    if (own != NULL)
        *own++ = '\0';
    req.path = paths[data[0] % PATHS] != NULL ? paths[data[0] % PATHS] : own;
    req.query = text;
    req.accept_language = (data[1] & 1) != 0 ? "en" : NULL;
    req.host = (data[1] & 2) != 0 ? own : "kho.example:8080";
    req.https = (data[1] & 4) != 0;
    kho_page_answer(site, &req, &r);
    check(&r);
    kho_response_free(&r);
    free(text);
    return 0;
}
