/* plan.h - what kho knows about one document: the plan record.
 *
 * Public shape: schemas/plan.schema.json (kho.plan/1).  Fields hold what the
 * paper states; what kho concludes stands only in inferred.  A kho_sv with
 * p == NULL means "not stated" (null in JSON).  All memory belongs to the arena
 * the record was made in; strings are UTF-8, NFC.
 *
 * Offsets are bytes into the normalised text (lines.h).
 */
#ifndef KHO_RECORD_PLAN_H
#define KHO_RECORD_PLAN_H

#include "sv.h"
#include "tables.h"

#include <stdint.h>

enum kho_zone {
    KHO_ZONE_TITLE,
    KHO_ZONE_PREAMBLE, /* from the title to "... như sau:": the căn cứ part */
    KHO_ZONE_BODY,
    KHO_ZONE_FOOTNOTE,
    KHO_ZONE_ANNEX,
    /* never zones of a citation that is given out: */
    KHO_ZONE_HEAD, /* letterhead: agency, number, place and date */
    KHO_ZONE_RECIPIENTS,
    KHO_ZONE_SIGNATURE,
    KHO_ZONE_COUNT
};

enum kho_cite_kind {
    KHO_CITE_NUMBERED,    /* number and symbol: "Chỉ thị số 33/CT-TTg" */
    KHO_CITE_NUMBER_ONLY, /* "Kế hoạch số 17 của Ban Thường vụ" */
    KHO_CITE_NAMED,       /* law by its title */
    KHO_CITE_CONGRESS,    /* "Nghị quyết Đại hội Đảng toàn quốc lần thứ XIII" */
    KHO_CITE_UNNUMBERED,  /* issuer, type and subject only */
    KHO_CITE_KIND_COUNT
};

/* How the document relates to what it cites, from the words around. */
enum kho_relation {
    KHO_REL_CITES,      /* nothing more is said */
    KHO_REL_BASIS,      /* căn cứ */
    KHO_REL_IMPLEMENTS, /* thực hiện, triển khai */
    KHO_REL_ATTACHED,   /* ban hành kèm theo */
    KHO_REL_REPLACES,   /* thay thế */
    KHO_REL_AMENDS,     /* sửa đổi, bổ sung */
    KHO_REL_REPEALS,    /* bãi bỏ */
    KHO_REL_COUNT
};

struct kho_span {
    uint32_t offset, length; /* bytes */
};

struct kho_citation {
    kho_sv mention; /* as printed, blanks and line breaks collapsed, pieces joined */
    kho_sv type;    /* code of schemas/doc_types.tsv: "CT", "LUẬT", "NQĐH" */
    kho_sv number;  /* "33", as printed: leading zeros kept */
    kho_sv symbol;  /* "33/CT-TTg", blanks removed, dashes made one; "BCSĐ UBND" keeps its blank */
    kho_sv issuer;  /* words of the document */
    kho_sv issuer_code; /* "TTg"; joint: "BDVTU+BCSĐUBND" */
    kho_sv date;        /* "2021-11-26" */
    kho_sv key;         /* see cite/key.h */
    kho_sv subject;     /* "về ..." in short, for the name of the cited document */
    kho_sv repaired;    /* what was mended for matching, as "seen -> read"; p NULL: nothing */
    enum kho_cite_kind kind;
    enum kho_zone zone;
    enum kho_relation relation;
    bool legal_basis;       /* top-level document of the preamble */
    uint8_t term;           /* khóa stated, 0 none */
    struct kho_span *parts; /* at least one; more when a page break cuts the mention */
    size_t n_parts;
    struct kho_span sentence; /* the sentence around, for kho cites */
};

struct kho_deadline {
    kho_sv text;  /* as printed */
    kho_sv rule;  /* "<2024-04-20", "<=2024-06-15", "within:2024-Q2", "periodic:quarter|half|year",
                   * "monthly:<=day15", "quarterly:<day20-of-last-month" */
    kho_sv date;  /* last day it can be done, ISO; p NULL when the rule gives none */
    kho_sv rrule; /* RFC 5545 recurrence for recurring ones, else p NULL */
    struct kho_span span;
};

struct kho_task {
    kho_sv section; /* "II.2.1" */
    kho_sv text;
    kho_sv *responsible;
    size_t n_responsible;
    kho_sv *coordinating;
    size_t n_coordinating;
    struct kho_deadline *deadlines; /* the first is "deadline" of the JSON */
    size_t n_deadlines;
    struct kho_span span;
};

struct kho_target {
    kho_sv section;
    kho_sv text;
    kho_sv op;    /* "=", ">=", ">", "<=", "<", "range", "increase", "decrease", "zero"; p NULL */
    kho_sv unit;  /* "%", "cuộc", ...; p NULL */
    double value; /* of a range: its lower end */
    double upper; /* of a range: its upper end, above value; else 0 */
    bool has_value;
    struct kho_span span;
};

/* Outline: what kho show and the page print as contents. */
struct kho_section {
    kho_sv path; /* "II.2.1" */
    kho_sv heading;
    struct kho_span span; /* from its heading to the next of the same or a higher level */
};

/* A conclusion and why: {"date":{"not_before":"2024-01-17","evidence":"..."}}. */
struct kho_inferred {
    const char *field; /* static: "issuer", "date", "symbol", "locality", "place", "year" */
    const char *how;   /* static: "value", "not_before", "not_after" */
    kho_sv value;
    kho_sv evidence;
};

struct kho_plan {
    kho_sv type;         /* "KH" */
    kho_sv type_name;    /* "Kế hoạch" */
    kho_sv number;       /* "109" */
    kho_sv symbol;       /* "109-KH/ThU" */
    kho_sv issuer;       /* "Thành ủy Lai Châu" */
    kho_sv issuer_code;  /* "ThU" */
    kho_sv issuer_level; /* trung ương | tỉnh | huyện | xã */
    kho_sv issuer_side;  /* state | party | mass */
    kho_sv *locality;    /* widest first: "tỉnh Lai Châu", "thành phố Lai Châu" */
    size_t n_locality;
    kho_sv loc;   /* locality of its keys, "lai-chau.lai-chau", "?" unknown (cite/key.h) */
    kho_sv place; /* as printed before the date: "TP. Lai Châu" */
    kho_sv date;  /* "2023-01-10"; only a full date */
    kho_sv title; /* trích yếu, lines joined */
    int32_t year; /* of the plan; 0 unknown */
    kho_sv key;   /* its own key when number, type and issuer are stated; else p NULL */
    struct {
        kho_sv authority; /* "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH" */
        kho_sv position;
        kho_sv name;
    } signer;
    kho_sv *recipients;
    size_t n_recipients;
    struct kho_citation *citations; /* in the order of the text */
    size_t n_citations;
    struct kho_task *tasks;
    size_t n_tasks;
    struct kho_target *targets;
    size_t n_targets;
    struct kho_deadline *deadlines; /* all of the document, those of tasks too */
    size_t n_deadlines;
    struct kho_section *sections;
    size_t n_sections;
    struct kho_inferred *inferred;
    size_t n_inferred;
    uint64_t notes; /* bits 1 << enum kho_notes_id */
};

/* Static strings for JSON: "preamble", "numbered", "implements". */
const char *kho_zone_name(enum kho_zone z);
const char *kho_cite_kind_name(enum kho_cite_kind k);
const char *kho_relation_name(enum kho_relation r);
#endif
