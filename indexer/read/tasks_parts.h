/* tasks_parts.h - what each paragraph is good for: kind of its section, attribute lines, columns of
 * tables.
 *
 * Private to the readers of tasks, targets and deadlines, which all need it.
 */
#ifndef KHO_READ_TASKS_PARTS_H
#define KHO_READ_TASKS_PARTS_H

#include "tasks_words.h"

enum kho_part_kind { /* kinds of schemas/task_sections.tsv, in this order */
                     KHO_PART_UNKNOWN,
                     KHO_PART_NONE,
                     KHO_PART_TIME,
                     KHO_PART_BUDGET,
                     KHO_PART_AIM,
                     KHO_PART_TARGET,
                     KHO_PART_ORGANISE,
                     KHO_PART_TASK,
                     KHO_PART_BEGIN,
                     KHO_PART_PAST,
                     KHO_PART_SKIP
};

enum kho_attr { /* schemas/task_attrs.tsv */
                KHO_ATTR_NONE,
                KHO_ATTR_LEAD,
                KHO_ATTR_COORD,
                KHO_ATTR_DUE,
                KHO_ATTR_PRODUCT,
                KHO_ATTR_CONTENT,
                KHO_ATTR_OTHER
};

enum kho_col { /* schemas/task_columns.tsv */
               KHO_COL_NONE,
               KHO_COL_NUMBER,
               KHO_COL_CONTENT,
               KHO_COL_LEAD,
               KHO_COL_COORD,
               KHO_COL_DUE,
               KHO_COL_START,
               KHO_COL_END,
               KHO_COL_PRODUCT,
               KHO_COL_UNIT,
               KHO_COL_TARGET,
               KHO_COL_GROUP,
               KHO_COL_OTHER,
               KHO_COL_TITLE /* a cell of the title rows itself */
};

struct kho_parts {
    const struct kho_paras *ps;
    struct kho_toks k; /* working space: the paragraph read last */
    const struct kho_lex *attrs;
    uint8_t *section;   /* enum kho_part_kind per paragraph */
    uint8_t *says;      /* it says so itself, it is not inherited */
    uint8_t *column;    /* enum kho_col per paragraph; NONE outside tables of tasks */
    uint8_t *has_items; /* labelled or bulleted paragraphs stand under it */
    uint8_t *has_under; /* any paragraph stands under it */
};

void kho_parts_make(struct kho_arena *arena, const struct kho_paras *ps, struct kho_parts *out);

/* Is the paragraph in p->k an attribute line?  *value: first word behind the colon (may be k.n). */
enum kho_attr kho_attr_at(const struct kho_parts *p, size_t *value);
/* The next attribute in the same line from word i on: "Chủ trì: Sở Y tế; Thời gian: Quý I".  *at:
 * its first word, k.n when there is none. */
enum kho_attr kho_attr_next(const struct kho_parts *p, size_t i, size_t *at, size_t *value);

/* Read by kho_parts_make (tasks_table.c): fills column. */
void kho_parts_columns(struct kho_parts *p);

/* Nearest paragraph above i that carries a label which is no bullet; -1 none. */
int32_t kho_parts_item(const struct kho_paras *ps, int32_t i);
bool kho_parts_bullet(kho_sv label);
/* Does the text end in the middle of things: without final mark? */
bool kho_parts_open(kho_sv text);
bool kho_parts_ends(kho_sv text, char c);

/* From the first byte of the paragraph to its last; length 0 for an empty one. */
struct kho_span kho_parts_span(const struct kho_paras *ps, const struct kho_para *q, size_t at,
                               size_t n);
#endif
