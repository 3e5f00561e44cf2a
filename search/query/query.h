/* query.h - what people type -> tree -> hits, facets, snippets.
 *
 * Total: any bytes are a query; what does not parse is searched as words.  The same answers for the
 * command line, the page and the batch.  Language: docs/query.md (man page kho-query(7)).
 */
#ifndef KHO_QUERY_QUERY_H
#define KHO_QUERY_QUERY_H

#include "document.h"
#include "store.h"

/* Filters the page and the command line add beside the typed query (facets, date range). */
struct kho_filter {
    enum kho_fields_id field;
    kho_sv value; /* exact facet value for kind flag/year/words facets */
};

enum { KHO_ASK_BUDGET = 3000 /* microseconds */ };

struct kho_ask {
    kho_sv text;     /* the query; empty: all documents */
    kho_sv from, to; /* dates as typed ("2023", "2023-01-10", "10/01/2023"), may be empty */
    const struct kho_filter *filters;
    size_t n_filters;
    uint32_t first, max;
    enum { KHO_BY_RELEVANCE, KHO_BY_DATE, KHO_BY_DATE_UP, KHO_BY_NUMBER, KHO_BY_TITLE } sort;
    bool facets;           /* count them */
    uint32_t facet_values; /* most values of each; 0: 200 */
    bool facets_more; /* and remarks and cited numbers, exactly: looks at every document found */
    bool offers;      /* when little or nothing is found: what else could be asked */
    bool snippets;    /* make them; costs the text of each hit */
    uint32_t snippet_words; /* about how many; 0: 40 */
    /* Microseconds for counting, once 4,096 matches are counted; when they are spent, totals and
     * facets are estimates.  0: KHO_ASK_BUDGET; UINT32_MAX: as long as it takes. */
    uint32_t budget_us;
};

struct kho_mark {
    uint32_t offset, length; /* bytes in the snippet's text; on letter boundaries, ascending */
};

struct kho_snippet {
    kho_sv text;    /* of the original, line breaks as blanks; "" when there is none */
    kho_sv section; /* path of the section it lies in, "" none */
    bool cut_left, cut_right;
    struct kho_mark *marks;
    size_t n_marks;
};

struct kho_answer_hit {
    struct kho_document doc; /* KHO_DOCUMENT_HEAD */
    double score;
    struct kho_snippet snippet;
    struct kho_mark *title_marks;
    size_t n_title_marks;
    uint32_t like; /* the hit before it with nearly the same text: its place + 1; 0 none.  Only with
                    * snippets */
};

struct kho_answer_facet {
    enum kho_fields_id field;
    struct kho_count *counts; /* most frequent first; years from the newest on */
    size_t n;
    size_t all; /* how many different values there are; >= n */
};

/* dia-ban: asked for a province by the name of one time.  Only its own plans are in the answer; the
 * offered query, by the name of today, has those of the provinces it was merged with too. */
struct kho_merged {
    kho_sv asked;  /* "Thái Nguyên"; p NULL: nothing to tell */
    kho_sv now;    /* its name since 1 July 2025 */
    kho_sv others; /* what became one with it, joined: "Bắc Kạn" */
    kho_sv offer;  /* the query with dia-ban-nay: in its place */
    bool kept;     /* asked is also the name of today */
};

/* What of a query could not be meant as it stands. */
struct kho_remark {
    enum kho_remark_kind {
        KHO_REMARK_NO_FIELD,  /* there is no field of this name: searched as words */
        KHO_REMARK_BAD_VALUE, /* the value does not fit the field: searched as words */
        KHO_REMARK_NOTHING    /* no word, number or field in it: nothing is found */
    } kind;
    kho_sv field; /* as typed */
    kho_sv value;
};

/* Another query that finds something, beside the same filters and days. */
struct kho_offer {
    enum kho_offer_kind {
        KHO_OFFER_SPELLING,  /* words as the archive has them */
        KHO_OFFER_WITHOUT,   /* without one condition: dropped */
        KHO_OFFER_ONLY,      /* one condition alone */
        KHO_OFFER_WORDS,     /* a quotation or the value of a field as words anywhere */
        KHO_OFFER_NO_FILTERS /* the same query without filters and days */
    } kind;
    kho_sv query; /* in canonical words */
    kho_sv dropped;
    uint64_t total;
};
enum { KHO_OFFERS_MAX = 8, KHO_UNKNOWN_MAX = 8 };

struct kho_answer {
    uint64_t total;
    bool exact;   /* total and facet counts are exact */
    bool relaxed; /* no document had what was asked, so the rule was relaxed */
    bool cut;     /* a limit (terms, wildcards, time) made the query or the answer smaller */
    size_t n;
    struct kho_answer_hit *hits;
    struct kho_answer_facet *facets;
    size_t n_facets;
    kho_sv number; /* the query is a document number, as typed; else p NULL */
    struct kho_merged merged;
    const struct kho_remark *remarks;
    size_t n_remarks;
    kho_sv *unknown; /* words that no document has; with offers */
    size_t n_unknown;
    struct kho_offer *offers;
    size_t n_offers;
    uint64_t number_own, number_citing; /* documents that bear number, and that cite it */
};

/* KHO_OK also with no hits.  Fails only as the store does (KHO_STALE, KHO_CORRUPT, KHO_IO,
 * KHO_NOMEM). */
enum kho_status kho_ask(struct kho_store *s, const struct kho_ask *ask, struct kho_arena *arena,
                        struct kho_answer *out, struct kho_err *err);

/* The query as kho understood it, in canonical words: for --explain, the page and parse(print(q))
 * == q. */
kho_sv kho_query_print(struct kho_arena *arena, kho_sv text);

/* One part of what a hit weighs. */
struct kho_why {
    enum kho_why_kind {
        KHO_WHY_PART,  /* part: a word, a quotation, a field or a number of the query */
        KHO_WHY_MARKS, /* words in the marks that were typed */
        KHO_WHY_TITLE, /* words in the title */
        KHO_WHY_NEAR /* what is left: words side by side as they were typed, in the marks that were
                      * most likely meant, other names */
    } kind;
    kho_sv part;
    double weight;
};

/* What a hit of the query weighs, part by part; their sum is its score.  *n 0: nothing in the query
 * ranks. */
enum kho_status kho_why(struct kho_store *s, kho_sv query, const struct kho_answer_hit *hit,
                        struct kho_arena *arena, struct kho_why **out, size_t *n,
                        struct kho_err *err);

/* A value of a facet as people read it: "Nhà nước" or "State" for "state", "33/CT-TTg" for
 * "33/CT-TTG"; the value itself when it is text already.  English where that is asked for and
 * known. */
kho_sv kho_value_name(struct kho_arena *arena, enum kho_fields_id field, kho_sv value,
                      bool english);

/* --- citations ------------------------------------------------------------ */

enum { KHO_MAYBE_MAX = 8 };

/* A cited document: one identity, with the plans that cite it. */
struct kho_ref {
    kho_sv key, symbol, name, issuer, date; /* best known; p NULL unknown */
    uint32_t citing;                        /* plans */
    kho_sv in_archive; /* id when the document itself is in the index, else p NULL */
    /* Documents it can mean, when what its mentions leave open (date, term, locality) fits more
     * than one: then it is ambiguous, and none of them.  Without citing, in_archive and maybe. */
    struct kho_ref *maybe;
    size_t n_maybe;
};
struct kho_citing {
    struct kho_document doc; /* KHO_DOCUMENT_HEAD */
    uint32_t docid;
    kho_sv mention;
    struct kho_span first, last, around; /* in the plan's text: pieces of the mention, sentence */
    kho_sv sentence;                     /* "" until it is asked for; the mention's place in it: */
    struct kho_mark mark;
    kho_sv date; /* as this plan states it */
    enum kho_zone zone;
    enum kho_relation relation;
    bool legal_basis;
};
struct kho_cited {
    struct kho_ref ref;
    struct kho_citing *citing; /* by date of the plan, undated last */
    size_t n;
};
struct kho_cites {
    struct kho_cited *docs; /* one per different document that REF can mean, most cited first */
    size_t n;
    bool understood; /* REF was read as a number, a law or a key */
};

/* Plans that cite REF: any written form of a number ("33-CT/TTg"), a key, a law by name. */
enum kho_status kho_cites(struct kho_store *s, kho_sv ref, struct kho_arena *arena,
                          struct kho_cites *out, struct kho_err *err);

/* A plan that cites a document, or cites a plan that does, and so on. */
struct kho_step {
    struct kho_citing citing; /* mention and sentence: where it cites what it comes through */
    uint32_t depth;           /* 1: cites the document itself */
    uint32_t via;             /* the plan it comes through, its place in plans + 1; 0: none */
};
struct kho_arrow {
    uint32_t from, to; /* from cites to: places in plans + 1; 0: the document itself */
};
struct kho_cascade {
    struct kho_ref ref;
    struct kho_step *plans; /* each plan once, at its least depth; by depth, then date */
    size_t n;
    struct kho_arrow *arrows; /* all citations among them, those that close a circle too */
    size_t n_arrows;
    bool cut; /* there are more plans than can be given */
};
struct kho_cascades {
    struct kho_cascade *docs; /* as in kho_cites */
    size_t n;
    bool understood;
};

enum { KHO_CASCADE_DEPTH = 8 };

/* Fills in the sentences of some plans that cite something, on one line each and cut to the
 * neighbourhood of the mention where they are long.  KHO_STALE: the index is another one since. */
enum kho_status kho_citing_sentences(struct kho_store *s, struct kho_citing *const *of, size_t n,
                                     struct kho_arena *arena, struct kho_err *err);
/* Of all. */
enum kho_status kho_cascades_sentences(struct kho_store *s, const struct kho_cascades *c,
                                       struct kho_arena *arena, struct kho_err *err);

/* Plans that cite REF directly or through other plans of the archive, at most max_depth steps
 * away (1: as kho_cites; at most KHO_CASCADE_DEPTH).  A plan is cited by its own key or number,
 * with nothing in date, place and issuer against it. */
enum kho_status kho_cascade(struct kho_store *s, kho_sv ref, uint32_t max_depth,
                            struct kho_arena *arena, struct kho_cascades *out, struct kho_err *err);
struct kho_ref_list {
    struct kho_ref *refs;
    size_t n;
    uint64_t total; /* without first and max */
};

/* What plan cites (doc with KHO_DOCUMENT_PLAN), or every cited document when doc is NULL; by
 * citing, then key.  in_archive is not looked up. */
enum kho_status kho_refs(struct kho_store *s, const struct kho_document *doc, uint32_t first,
                         uint32_t max, struct kho_arena *arena, struct kho_ref_list *out,
                         struct kho_err *err);
/* Looks up in_archive of refs; each takes some documents with the same number. */
enum kho_status kho_refs_locate(struct kho_store *s, struct kho_ref *refs, size_t n,
                                struct kho_arena *arena, struct kho_err *err);

/* --- tasks ---------------------------------------------------------------- */
enum kho_task_sort {
    KHO_TASKS_BEST,   /* by due day when a range is asked for, else by relevance */
    KHO_TASKS_BY_DUE, /* those without a day last */
    KHO_TASKS_NEWEST, /* by the date of the plan */
    KHO_TASKS_OLDEST
};
struct kho_task_ask {
    kho_sv text, unit;                /* words; may be empty */
    kho_sv due_from, due_to;          /* as typed, may be empty: "2024-04" */
    kho_sv plan;                      /* id, or empty */
    const struct kho_filter *filters; /* of the plan */
    size_t n_filters;
    enum kho_task_sort sort;
    bool places; /* count tasks by province */
    bool offers; /* when little or nothing is found: what else could be asked */
    uint32_t first, max;
};
struct kho_task_hit {
    struct kho_document doc; /* KHO_DOCUMENT_HEAD of its plan */
    struct kho_task task;
    double score;
    int due_first, due_last; /* the range that was asked for, YYYYMMDD; 0: open */
};
struct kho_task_answer {
    struct kho_task_hit *hits;
    size_t n;
    uint64_t total;
    /* What is said beside them: remarks, relaxed, unknown and offers of the words, whose totals are
     * tasks.  Nothing else of it is set. */
    struct kho_answer said;
    kho_sv unit; /* the unit as the archive has it, where it has none of the name typed; p NULL */
    uint64_t unit_total;
    bool unit_alone; /* unit_total is without the words, days, plan and filters that were asked */
    struct kho_count *places; /* provinces by their names of today, most tasks first */
    size_t n_places;
};
/* A duty that comes again and again is due on each of its days (record/recurrence.h).  Fails as
 * kho_ask, and as kho_find for plan. */
enum kho_status kho_tasks(struct kho_store *s, const struct kho_task_ask *ask,
                          struct kho_arena *arena, struct kho_task_answer *out,
                          struct kho_err *err);

/* --- one document ---------------------------------------------------------- */
/* ref: an id or a unique beginning of it (at least 4 digits), an own number ("33/CT-TTg"), a member
 * path, the end of one from a slash on ("Kế hoạch 12.docx", also without the extension), or the
 * number alone ("33").
 * KHO_NOTFOUND; KHO_ARG when several documents fit (err names up to three of them). */
enum kho_status kho_find(struct kho_store *s, kho_sv ref, enum kho_document_part part,
                         struct kho_arena *arena, struct kho_document *out, struct kho_err *err);

/* --- status ---------------------------------------------------------------- */
struct kho_note_count {
    enum kho_notes_id note;
    uint32_t docs;
};
struct kho_overview {
    struct kho_store_info info;
    uint64_t plans, others, tasks, inputs,
        hidden; /* hidden: documents whose text is not, or not all, searchable */
    struct kho_note_count notes[KHO_NOTES_COUNT];
    size_t n_notes;
    int64_t indexed_at; /* seconds since 1970, 0 never */
};
enum kho_status kho_overview(struct kho_store *s, struct kho_arena *arena, struct kho_overview *out,
                             struct kho_err *err);
#endif
