/* view.h - what the pages share: the request at hand, the frame around a page, parts that recur.
 * Internal. */
#ifndef KHO_PAGE_VIEW_H
#define KHO_PAGE_VIEW_H

#include "html.h"
#include "page.h"
#include "param.h"

struct kho_view {
    struct kho_store *store;
    struct kho_arena *arena;
    struct kho_params params;
    const char *base; /* SCRIPT_NAME: links are base + "/plan" ... */
    const char *path; /* of this page: "/", "/plan" */
    bool english;
    struct kho_buf *out;
    struct kho_err *err;
    kho_sv title; /* of the page; set before the frame is opened */
};

const char *kho_view_say(const struct kho_view *v, enum kho_page_texts_id id);
/* The text with {0} ... replaced by escaped strings. */
void kho_view_fill(struct kho_view *v, enum kho_page_texts_id id, const kho_sv *args, size_t n);
#define KHO_FILL(v, id, ...)                                                                       \
    kho_view_fill((v), (id), (const kho_sv[]){__VA_ARGS__},                                        \
                  sizeof((const kho_sv[]){__VA_ARGS__}) / sizeof(kho_sv))
/* A whole number as people write it (12.904 in Vietnamese); the text lies in the arena. */
kho_sv kho_view_number(struct kho_view *v, uint64_t n);

void kho_view_open(struct kho_view *v);  /* doctype to <main> */
void kho_view_close(struct kho_view *v); /* </main> to the end */
void kho_view_say_html(struct kho_view *v, enum kho_page_texts_id id);

/* href="base/path?..." and the quotes */
void kho_view_href(struct kho_view *v, const char *path, const struct kho_param_change *change);
void kho_view_plan_link(struct kho_view *v,
                        kho_sv id); /* <a href=...> of a plan's page, left open */
void kho_view_cited_link(struct kho_view *v, kho_sv key);
void kho_view_date(struct kho_view *v, kho_sv iso); /* <time> or "undated" */
void kho_view_marked(struct kho_view *v, kho_sv text, const struct kho_mark *marks, size_t n);
/* Number, title, issuer, date, source: a result card without its snippet; title links to the plan's
 * page. */
void kho_view_card(struct kho_view *v, const struct kho_document *doc, const struct kho_mark *marks,
                   size_t n);
void kho_view_task(struct kho_view *v, const struct kho_task *t); /* inside of an <li> */
const char *kho_view_field(const struct kho_view *v, enum kho_fields_id field);
/* A value for people: side "party" -> "Đảng". */
kho_sv kho_view_value(const struct kho_view *v, enum kho_fields_id field, kho_sv value);
void kho_view_formats(struct kho_view *v, bool csv,
                      bool ics); /* links to the same data in other forms */

/* The pages.  Each writes its whole answer in the asked format, or returns a status that becomes an
 * error page. */
enum kho_status kho_page_search(struct kho_view *v);
enum kho_status kho_page_plan(struct kho_view *v);
enum kho_status kho_page_cited(struct kho_view *v);
enum kho_status kho_page_refs(struct kho_view *v);
enum kho_status kho_page_tasks(struct kho_view *v);
enum kho_status kho_page_status(struct kho_view *v);
enum kho_status kho_page_help(struct kho_view *v);
#endif
