/* duty.h - due days of tasks, as the index keeps them and as they are looked for. */
#ifndef KHO_RECORD_DUTY_H
#define KHO_RECORD_DUTY_H

#include "arena.h"
#include "buf.h"

enum kho_due_part { KHO_DUE_YEAR, KHO_DUE_MONTH };

/* "2024-04-20" -> 20240420; 0: no day. */
uint32_t kho_due_number(kho_sv date);
/* Term of documents with a task that is due in the month or in the year of a day. */
kho_sv kho_due_term(struct kho_arena *arena, uint32_t day, enum kho_due_part part);

/* What the slot of due days begins with: the first digits of the document's id, by which tasks that
 * are alike are put in order.  take: false when the bytes end. */
void kho_duty_put_id(struct kho_buf *out, kho_sv id);
bool kho_duty_take_id(kho_sv *rest, uint32_t *id);
#endif
