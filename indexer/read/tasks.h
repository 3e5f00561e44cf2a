/* tasks.h - the list of tasks while it is made.  Private to tasks*.c. */
#ifndef KHO_READ_TASKS_H
#define KHO_READ_TASKS_H

#include "tasks_parts.h"
#include "tasks_units.h"

struct kho_draft {
    struct kho_task t;
    size_t para;  /* the paragraph it stands in */
    size_t n_own; /* of its performers: behind them stand those of a heading */
    bool named;   /* has performers of its own, or by an attribute line */
};

struct kho_drafts {
    struct kho_arena *arena;
    const struct kho_plan *plan; /* its deadlines are looked up */
    const uint32_t *by_place;    /* numbers of plan->deadlines, ascending in offset */
    struct kho_parts *parts;
    const struct kho_units *units;
    const struct kho_lex *rates; /* nouns in front of a period that is theirs */
    struct kho_draft *d;
    size_t n, cap;
};

/* Performers for what stands under a heading. */
struct kho_heir {
    kho_sv *v;
    size_t n;
    bool weak; /* only for tasks that name nobody */
};

struct kho_task_walk {
    struct kho_drafts x;
    struct kho_heir *own; /* per paragraph: of a heading for its children */
    struct kho_heir
        *lead;     /* per paragraph: of a lead-in sentence under this heading for its siblings */
    uint8_t *attr; /* enum kho_attr per paragraph */
    uint8_t *task; /* the paragraph is a task */
    size_t group;  /* first task the next attribute line speaks of */
    enum kho_attr listing; /* of an attribute line without value: bullets behind it hold it */
    kho_sv listing_label;
    size_t target; /* first target that is not before the paragraph */
    bool closed;   /* an attribute line came since the last task */
    bool outlined; /* the document has headings of tasks */
};

/* One more; NULL when the arena is nearly full. */
struct kho_draft *kho_drafts_add(struct kho_drafts *x, size_t para, kho_sv section, kho_sv text,
                                 struct kho_span span);
/* Adds names to a list in the arena, each once, at most KHO_NAMES_MAX. */
void kho_names_join(struct kho_arena *arena, kho_sv **v, size_t *n, const kho_sv *more,
                    size_t n_more);
void kho_draft_lead(struct kho_drafts *x, struct kho_draft *d, const struct kho_names *names);
void kho_draft_coord(struct kho_drafts *x, struct kho_draft *d, const struct kho_names *names);
/* Deadlines that begin inside span become deadlines of the task. */
void kho_draft_due(struct kho_drafts *x, struct kho_draft *d, struct kho_span span);

/* Rows of the table of tasks that starts at paragraph i; paragraph behind the table (tasks_rows.c).
 */
size_t kho_drafts_table(struct kho_drafts *x, size_t i);

/* What a paragraph in w->x.parts.k is (tasks_kind.c). */

/* Heading or lead-in: not itself a task. */
bool kho_task_heading(const struct kho_task_walk *w, size_t i);
/* The sentence between a heading and its first item: it only leads in, unless it names who acts. */
bool kho_task_opens(const struct kho_task_walk *w, size_t i);
/* "Tháng 9/2024: Thành lập ban kiểm tra": a line of a timetable that says what is to be done. */
bool kho_task_scheduled(const struct kho_task_walk *w);
/* An unlabelled paragraph that closes the plan: "Trong quá trình thực hiện, nếu có vướng mắc ...".
 */
bool kho_task_closing(const struct kho_para *q, const struct kho_toks *k);
/* "100% học sinh ...", "Phấn đấu ...": a target among the tasks. */
bool kho_task_target(struct kho_task_walk *w, const struct kho_para *q);
#endif
