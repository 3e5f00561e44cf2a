/* head.h - what head.c, signature.c and infer.c share. */
#ifndef KHO_READ_HEAD_H
#define KHO_READ_HEAD_H

#include "arena.h"
#include "plan.h"

struct kho_letterhead;

static inline void
kho_plan_note(struct kho_plan *plan, enum kho_notes_id note)
{
    plan->notes |= (uint64_t)1 << note;
}

/* Add a conclusion; field and how are static strings of plan.h. */
void kho_plan_infer(struct kho_arena *arena, struct kho_plan *plan, const char *field,
                    const char *how, kho_sv value, kho_sv evidence);

/* Words of two pieces with one blank between; p NULL pieces are left out. */
kho_sv kho_head_join(struct kho_arena *arena, kho_sv a, kho_sv b);

/* Without a blank between. */
kho_sv kho_head_concat(struct kho_arena *arena, kho_sv a, kho_sv b);
/* Without the bytes of set at both ends. */
kho_sv kho_head_trim(kho_sv s, const char *set);

/* Side and level an agency's name states; empty when it does not. */
void kho_head_rank(kho_sv name, kho_sv *side, kho_sv *level);

/* "NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ 94/1998/NĐ-CP NGÀY 17 THÁNG 11 NĂM 1998 VỀ ...": with no letterhead,
 * the title of a typed document says who issued it, its number and its day.  They go into letter,
 * the title keeps what is behind them; nothing changes when it does not say all three. */
void kho_head_from_title(struct kho_arena *arena, struct kho_plan *plan,
                         struct kho_letterhead *letter);
#endif
