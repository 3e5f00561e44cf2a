/* view.h - what the pages share: the request at hand, the frame around a page, parts that recur.
 * Internal. */
#ifndef KHO_PAGE_VIEW_H
#define KHO_PAGE_VIEW_H

#include "glance.h"
#include "html.h"
#include "page.h"
#include "param.h"

#include <time.h>

struct kho_view {
    struct kho_store *store;
    struct kho_arena *arena;
    struct kho_params params;
    const char *base; /* SCRIPT_NAME: links are base + "/plan" ... */
    const char *path; /* of this page: "/", "/plan" */
    bool english;
    struct kho_buf *out;
    struct kho_err *err;
    kho_sv title;     /* of the page; set before the frame is opened */
    const char *host; /* for absolute addresses in feeds; "" unknown, else checked */
    bool https;
    struct kho_store_info info; /* of the index, for the footer */
    int64_t updated;            /* seconds since 1970 of the last complete run, 0 unknown */
    struct timespec began;      /* CLOCK_MONOTONIC, of the request */
    char today[11];             /* local, "2024-03-01" */
    kho_sv sight; /* the same for all who see the same; "" for those who see everything */
    struct kho_buf location; /* a page that sends the reader on puts the address here */
};

const char *kho_view_say(const struct kho_view *v, enum kho_page_texts_id id);
/* The text with {0} ... replaced by escaped strings. */
void kho_view_fill(struct kho_view *v, enum kho_page_texts_id id, const kho_sv *args, size_t n);
#define KHO_FILL(v, id, ...)                                                                       \
    kho_view_fill((v), (id), (const kho_sv[]){__VA_ARGS__},                                        \
                  sizeof((const kho_sv[]){__VA_ARGS__}) / sizeof(kho_sv))
/* A whole number as people write it (12.904 in Vietnamese); the text lies in the arena. */
kho_sv kho_view_number(struct kho_view *v, uint64_t n);
kho_sv kho_view_size(struct kho_view *v, uint64_t bytes); /* "44 KB" */

void kho_view_say_html(struct kho_view *v, enum kho_page_texts_id id);

/* -- frame.c ---------------------------------------------------------------------------------- */

void kho_view_open(struct kho_view *v);  /* doctype to <main> */
void kho_view_close(struct kho_view *v); /* </main> to the end */
/* base + path, then the parameter if it has a value, then the language: links to other pages keep
 * nothing else of this one. */
void kho_view_address(struct kho_view *v, const char *path, const char *name, kho_sv value);
kho_sv kho_view_when(struct kho_view *v, int64_t at); /* "21/03/2024 08:15", local time; "—" */

/* -- said.c ----------------------------------------------------------------------------------- */

/* A link to the same search with other words. */
void kho_view_instead(struct kho_view *v, kho_sv q);
kho_sv kho_view_noun(const struct kho_view *v); /* what this page counts: documents, tasks */
/* What of the query was not meant as typed, words that no document has, that less was asked for,
 * the words as the archive has them and, when nothing is found, what would be with one condition
 * less. */
void kho_view_said(struct kho_view *v, const struct kho_answer *a);
/* Hits with nearly the same text as hit number at, in one line each: drafts, other formats. */
void kho_view_alike(struct kho_view *v, const struct kho_answer *a, size_t at);

/* -- view.c ----------------------------------------------------------------------------------- */

/* href="base/path?..." and the quotes */
void kho_view_href(struct kho_view *v, const char *path, const struct kho_param_change *change);
void kho_view_plan_link(struct kho_view *v,
                        kho_sv id); /* <a href=...> of a plan's page, left open */
void kho_view_cited_link(struct kho_view *v, kho_sv key);
void kho_view_date(struct kho_view *v, kho_sv iso);         /* <time> or "undated" */
void kho_view_day_or_month(struct kho_view *v, kho_sv iso); /* "31/03/2024", "03/2024", "2024" */
void kho_view_marked(struct kho_view *v, kho_sv text, const struct kho_mark *marks, size_t n);
/* Number, title, issuer, date, source: a result card without its snippet; title links to the plan's
 * page. */
void kho_view_card(struct kho_view *v, const struct kho_document *doc, const struct kho_mark *marks,
                   size_t n);
void kho_view_task(struct kho_view *v, const struct kho_task *t);     /* inside of an <li> */
void kho_view_title(struct kho_view *v, enum kho_page_texts_id text); /* <h1>, and v->title */
/* <h2 id=...>; n: a count behind it, 0 none */
void kho_view_heading(struct kho_view *v, enum kho_page_texts_id text, const char *id, uint64_t n);
void kho_view_tag(struct kho_view *v, enum kho_page_texts_id text); /* a small label */
/* "Nam Định (nay thuộc Ninh Bình)" */
void kho_view_place(struct kho_view *v, kho_sv locality);
/* The province that "tỉnh Nam Định" names, by its name of that time; NULL for anything else. */
const struct kho_provinces_row *kho_view_province(kho_sv locality);
/* What people call a document: its number, else its type. */
kho_sv kho_view_name(const struct kho_plan *p);
const char *kho_view_field(const struct kho_view *v, enum kho_fields_id field);
/* Without what stands in brackets, which is for the help page. */
kho_sv kho_view_short_field(const struct kho_view *v, enum kho_fields_id field);
/* A value for people: side "party" -> "Đảng". */
kho_sv kho_view_value(const struct kho_view *v, enum kho_fields_id field, kho_sv value);
/* Links to the same data in other forms; formats: bits 1 << enum kho_param_format. */
void kho_view_formats(struct kho_view *v, unsigned formats);

/* -- parts.c: forms, filters, paging ------------------------------------------------------------
 */

void kho_view_input(struct kho_view *v, const char *name, enum kho_page_texts_id label,
                    kho_sv value, enum kho_page_texts_id example);
void kho_view_button(struct kho_view *v); /* the one of a form */
/* What the parameters ask for beyond words, each with a link that takes it away. */
void kho_view_chips(struct kho_view *v);
/* Values of a field as links that narrow this page down: the first few, others behind "more", and
 * on the page of results a link to the list of them all.  all: how many there are, n at least. */
void kho_view_choices(struct kho_view *v, enum kho_fields_id field, const struct kho_count *counts,
                      size_t n, size_t all);
/* One of them as an <li>: a link to the same page with this filter, or the value in bold when the
 * filter is on. */
void kho_view_choice(struct kho_view *v, enum kho_fields_id field, const struct kho_count *count);
/* Those of an answer, under a title. */
void kho_view_facets(struct kho_view *v, const struct kho_answer *a, enum kho_page_texts_id title);
void kho_view_results(struct kho_view *v); /* a heading of the list that only readers aloud need */
/* Before, page n of m, behind; behind the last page, that this is so and a link to the last. */
void kho_view_pages(struct kho_view *v, uint64_t total);

/* -- cited_parts.c ------------------------------------------------------------------------------
 */

void kho_view_ref_line(struct kho_view *v, const struct kho_ref *r); /* number and name */
void kho_view_ref_meta(struct kho_view *v,
                       const struct kho_ref *r); /* issuer, date, its own page */
/* What its mentions leave open fits more than one document. */
void kho_view_ref_maybe(struct kho_view *v, const struct kho_ref *r);
/* The different ways it is written, as far as the first plans show them. */
void kho_view_ref_forms(struct kho_view *v, const struct kho_cascade *c);
void kho_view_ref(struct kho_view *v, const struct kho_ref *r); /* all of it as an <li> */
/* Of which provinces and offices the archive has plans, but none that cites the document. */
void kho_view_gap(struct kho_view *v, const struct kho_cascade *c);

/* -- picture.c, outline.c: a cascade as a drawing and as a list -------------------------------- */

/* Inline SVG: levels as columns, time downwards, days between on the lines.  Many plans are put
 * together to boxes of plans of one level and year. */
void kho_view_picture(struct kho_view *v, const struct kho_cascade *c);
void kho_view_tree(struct kho_view *v, const struct kho_cascade *c); /* the same as nested lists */
void kho_view_day(struct kho_view *v, kho_sv iso);                   /* dd/mm/yyyy */
kho_sv kho_view_year(struct kho_view *v, const struct kho_plan *p);  /* "" unknown */
kho_sv kho_view_signed(struct kho_view *v, int n);                   /* "+82" */
/* Days from one ISO date to another; false when either is not a full date. */
bool kho_view_days(kho_sv from, kho_sv to, int *days);

/* -- task_due.c: ranges of due days ------------------------------------------------------------ */

/* What from, to or due of the request ask for, as people type it: "2024-04"; empty: open. */
void kho_view_due_range(struct kho_view *v, kho_sv *from, kho_sv *to);
void kho_view_due_links(struct kho_view *v);  /* the ranges people ask for, one click each */
void kho_view_due_choice(struct kho_view *v); /* the same in a form */

/* -- feed.c ------------------------------------------------------------------------------------ */

/* One entry of an Atom feed: a document with what is to be said of it. */
void kho_feed_open(struct kho_view *v);
void kho_feed_entry(struct kho_view *v, const struct kho_document *doc, kho_sv summary);
void kho_feed_close(struct kho_view *v);
/* OpenSearch description: lets a browser search from its address bar. */
void kho_feed_opensearch(struct kho_view *v);

/* -- plan_record.c, plan_text.c, plan_siblings.c: parts of a document's page ------------------- */

void kho_view_record(struct kho_view *v, const struct kho_document *doc);
void kho_view_outline(struct kho_view *v, const struct kho_plan *p);
void kho_view_text(struct kho_view *v, const struct kho_document *doc);
void kho_view_siblings(struct kho_view *v, const struct kho_document *doc);

/* -- page_start.c, chart.c -------------------------------------------------------------------- */

void kho_view_start(struct kho_view *v, const struct kho_answer *latest); /* the start page */
void kho_view_chart(struct kho_view *v, const struct kho_glance *g); /* plans by year and level */

/* The pages.  Each writes its whole answer in the asked format, or returns a status that becomes an
 * error page. */
enum kho_status kho_page_search(struct kho_view *v);
enum kho_status kho_page_values(struct kho_view *v); /* of "/" with list=: values of one field */
enum kho_status kho_page_plan(struct kho_view *v);
enum kho_status kho_page_cited(struct kho_view *v);
enum kho_status kho_page_refs(struct kho_view *v);
enum kho_status kho_page_tasks(struct kho_view *v);
enum kho_status kho_page_status(struct kho_view *v);
enum kho_status kho_page_help(struct kho_view *v);
#endif
