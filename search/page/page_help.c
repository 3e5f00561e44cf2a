/* page_help.c - how to ask: examples that are links, and the fields.  tests/cgi/help.sh follows
 * each of them. */
#include "view.h"

struct example {
    const char *query;
    enum kho_page_texts_id meaning;
};

static const struct example words[] = {
    {"chuyen doi so", KHO_PAGE_TEXTS_HELP_WORDS},
    {"\"dân vận khéo\"", KHO_PAGE_TEXTS_HELP_PHRASE},
    {"chuyển đổi số HOẶC cải cách hành chính", KHO_PAGE_TEXTS_HELP_OR},
    {"dân vận KHÔNG tôn giáo", KHO_PAGE_TEXTS_HELP_NOT},
    {"(giám sát HOẶC kiểm tra) dân chủ", KHO_PAGE_TEXTS_HELP_GROUP},
    {"giam sat*", KHO_PAGE_TEXTS_HELP_PREFIX},
};

static const struct example fields[] = {
    {"33/CT-TTg", KHO_PAGE_TEXTS_HELP_ALONE},
    {"so:48/KH-UBND", KHO_PAGE_TEXTS_HELP_NUMBER},
    {"vien-dan:33/CT-TTg", KHO_PAGE_TEXTS_HELP_CITES},
    {"co-quan:\"Ủy ban nhân dân\" nam:2024", KHO_PAGE_TEXTS_HELP_ISSUER},
    {"dia-ban:\"Nam Định\"", KHO_PAGE_TEXTS_HELP_PLACE},
    {"ngay:2022..2024", KHO_PAGE_TEXTS_HELP_DATE},
    {"nhiem-vu:\"báo cáo\"", KHO_PAGE_TEXTS_HELP_TASK},
};

static void
table(struct kho_view *v, const struct example *examples, size_t n)
{
    kho_html(v->out, "<table class=\"data\"><thead><tr><th scope=\"col\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_EXAMPLE);
    kho_html(v->out, "</th><th scope=\"col\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_MEANING);
    kho_html(v->out, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < n; i++) {
        kho_html(v->out, "<tr><td><a class=\"example\" href=\"");
        kho_view_address(v, "/", "q", kho_sv_from(examples[i].query));
        kho_html(v->out, "\"><code>");
        kho_html_str(v->out, examples[i].query);
        kho_html(v->out, "</code></a></td><td>");
        kho_view_say_html(v, examples[i].meaning);
        kho_html(v->out, "</td></tr>");
    }
    kho_html(v->out, "</tbody></table>");
}

static void
all_fields(struct kho_view *v)
{
    kho_html(v->out, "<details><summary>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_FIELDS);
    kho_html(v->out, "</summary><table class=\"data\"><tbody>");
    for (size_t i = 0; i < kho_fields_n; i++) {
        if (kho_fields[i].name[0] == '-')
            continue;
        kho_html(v->out, "<tr><th scope=\"row\"><code>");
        kho_html_str(v->out, kho_fields[i].name);
        kho_html(v->out, ":</code> <code>");
        kho_html_str(v->out, kho_fields[i].alias);
        kho_html(v->out, ":</code></th><td>");
        kho_html_str(v->out, kho_view_field(v, (enum kho_fields_id)i));
        kho_html(v->out, "</td></tr>");
    }
    kho_html(v->out, "</tbody></table></details>");
}

/* What people come for, each with where to go. */
static void
questions(struct kho_view *v)
{
    static const struct {
        const char *path;
        enum kho_page_texts_id question, answer;
    } rows[] = {{"/", KHO_PAGE_TEXTS_HELP_Q_PLAN, KHO_PAGE_TEXTS_HELP_A_PLAN},
                {"/refs", KHO_PAGE_TEXTS_HELP_Q_CITED, KHO_PAGE_TEXTS_HELP_A_CITED},
                {"/tasks", KHO_PAGE_TEXTS_HELP_Q_TASKS, KHO_PAGE_TEXTS_HELP_A_TASKS}};

    kho_html(v->out, "<dl>");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        kho_html(v->out, "<dt><a href=\"");
        kho_view_address(v, rows[i].path, "", (kho_sv){NULL, 0});
        kho_html(v->out, "\">");
        kho_view_say_html(v, rows[i].question);
        kho_html(v->out, "</a></dt><dd>");
        kho_view_say_html(v, rows[i].answer);
        kho_html(v->out, "</dd>");
    }
    kho_html(v->out, "</dl>");
}

enum kho_status
kho_page_help(struct kho_view *v)
{
    kho_view_title(v, KHO_PAGE_TEXTS_NAV_HELP);
    questions(v);
    kho_view_heading(v, KHO_PAGE_TEXTS_HELP_BY_WORDS, "words", 0);
    kho_html(v->out, "<p>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_INTRO);
    kho_html(v->out, "</p>");
    table(v, words, sizeof words / sizeof words[0]);
    kho_view_heading(v, KHO_PAGE_TEXTS_HELP_BY_FIELDS, "fields", 0);
    table(v, fields, sizeof fields / sizeof fields[0]);
    all_fields(v);
    kho_view_close(v);
    return KHO_OK;
}
