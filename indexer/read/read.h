/* read.h - lines -> plan record.  Total: any lines give a record; what is not stated stays null.
 *
 *   paras.c      lines -> paragraphs, outline, zones
 *   head.c       type, title, number, symbol, place, date, issuer, level, side, locality
 *   signature.c  signer, recipients
 *   cites.c      citations with keys        relation of words around them
 *   tasks.c      tasks, performers;  targets.c  targets;  due.c  deadlines
 *   infer.c      what is not stated but can be concluded, with evidence
 */
#ifndef KHO_READ_READ_H
#define KHO_READ_READ_H

#include "paras.h"
#include "status.h"

/* All steps.  Memory in arena, which should have room for some 20 times the text; *plan is zeroed
 * first. */
void kho_read(struct kho_arena *arena, const struct kho_lines *lines, struct kho_plan *plan);

/* The steps, in this order; each fills its part of *plan and reads what stands there already. */
void kho_read_head(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan);
void kho_read_signature(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan);
void kho_read_infer_locality(struct kho_arena *arena, const struct kho_paras *ps,
                             struct kho_plan *plan);
void kho_read_citations(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan);
/* These three share what each paragraph is good for, which kho_parts_make finds out
 * (tasks_parts.h). */
struct kho_parts;
void kho_read_deadlines(struct kho_arena *arena, struct kho_parts *parts, struct kho_plan *plan);
void kho_read_targets(struct kho_arena *arena, struct kho_parts *parts, struct kho_plan *plan);
void kho_read_tasks(struct kho_arena *arena, struct kho_parts *parts, struct kho_plan *plan);
void kho_read_infer(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan);
#endif
