/* param.h - the parameters of a request: a table of names, kinds and maxima; anything else is a
 * 400.
 *
 * Handlers see only checked values.
 */
#ifndef KHO_PAGE_PARAM_H
#define KHO_PAGE_PARAM_H

#include "arena.h"
#include "query.h"

enum kho_param_format {
    KHO_PARAM_HTML,
    KHO_PARAM_JSON,
    KHO_PARAM_CSV,
    KHO_PARAM_ICS,
    KHO_PARAM_ATOM,
    KHO_PARAM_DOT,
    KHO_PARAM_GRAPHML,
    KHO_PARAM_FORMATS
};
enum kho_param_due { /* ranges that move with the day */
                     KHO_PARAM_DUE_ANY,
                     KHO_PARAM_DUE_OVER,
                     KHO_PARAM_DUE_SOON,
                     KHO_PARAM_DUE_MONTH,
                     KHO_PARAM_DUE_MONTH_NEXT,
                     KHO_PARAM_DUE_QUARTER,
                     KHO_PARAM_DUE_QUARTER_NEXT,
                     KHO_PARAM_DUE_YEAR,
                     KHO_PARAM_DUES
};
enum kho_param_lang { KHO_PARAM_LANG_NONE, KHO_PARAM_VI, KHO_PARAM_EN };
enum { KHO_PARAM_FILTERS = 16, KHO_PARAM_QUERY_MAX = 4096, KHO_PARAM_PAGE_MAX = 500 };

struct kho_params {
    kho_sv q, from, to, id, key, unit; /* n == 0: not given */
    kho_sv has;                        /* words of the values that are listed */
    kho_sv back;                       /* the search that led here, for the way back */
    kho_sv type;                       /* of a cited document: "NQ" */
    uint32_t page;                     /* from 1 */
    uint32_t n;                        /* results a page */
    unsigned sort;                     /* as kho_ask.sort; KHO_PARAM_BY_DUE */
    unsigned format;                   /* enum kho_param_format */
    unsigned lang;                     /* enum kho_param_lang */
    unsigned due;  /* enum kho_param_due; from and to, where given, count instead */
    unsigned list; /* place in kho_param_lists; 0: not given */
    unsigned stay; /* 1: a number that is searched for opens no page */
    struct kho_filter filters[KHO_PARAM_FILTERS];
    size_t n_filters;
};

/*
 * query: QUERY_STRING as it came, NULL is empty.  Values are percent-decoded into arena.
 * KHO_QUERY: a name or value is not of the table; err->what is the name.  KHO_LIMIT: too long.
 */
enum kho_status kho_params_parse(struct kho_arena *arena, const char *query, struct kho_params *out,
                                 struct kho_err *err);

/* What a link changes of the parameters at hand. */
struct kho_param_change {
    const struct kho_filter *add, *drop; /* NULL: none */
    bool drop_filters;                   /* the dates too */
    bool drop_from, drop_to;
    bool drop_list;  /* and has */
    uint32_t page;   /* 0: the first */
    unsigned lang;   /* KHO_PARAM_LANG_NONE: as it is */
    unsigned format; /* KHO_PARAM_HTML: none */
};
/* "?q=...&f.nam=2024", HTML-safe (only & < > never occur raw); empty parameters are left out. */
void kho_params_link(struct kho_buf *b, const struct kho_params *p,
                     const struct kho_param_change *change);
/* The parameters as hidden inputs of a form, but those the form asks for itself: q, from, to, due,
 * sort, unit. */
void kho_params_hidden(struct kho_buf *b, const struct kho_params *p);

/* Those of a list of values (list=): all but has. */
void kho_params_hidden_list(struct kho_buf *b, const struct kho_params *p);

enum { KHO_PARAM_BY_DUE = 5, KHO_PARAM_SORTS };
extern const char *const kho_param_sorts[KHO_PARAM_SORTS];
extern const char *const kho_param_dues[KHO_PARAM_DUES];
/* Fields whose values can be listed, all of them: kho_fields[].name. */
enum { KHO_PARAM_LISTS = 7 };
extern const char *const kho_param_lists[KHO_PARAM_LISTS];
#endif
