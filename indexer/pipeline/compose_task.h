/* compose_task.h - tasks of a plan, as parts of its document.  Inside indexer/pipeline only. */
#ifndef KHO_PIPELINE_COMPOSE_TASK_H
#define KHO_PIPELINE_COMPOSE_TASK_H

#include "document.h"
#include "posting.h"

/*
 * Behind the text (c->placed tells where its words stand), in the order of the tasks:
 *
 *   slot of KHO_FIELDS_TASK   the areas (store/areas.h) of the stream where the words of each stand
 *   slot of KHO_FIELDS_UNIT   the areas of the names of its units, in the words of KHO_FIELDS_UNIT
 *   slot of KHO_FIELDS_DUE    kho_duty_put_id; how many due days it has, and each (kho_due_number)
 *   KHO_FIELDS_UNIT           names of units, once each
 *   KHO_FIELDS_DUE            year and month of each due day: a range of days is a few terms
 *   KHO_FIELDS_TASK           a term that says that there are tasks, as often as there are
 */
enum kho_status kho_compose_tasks(struct kho_postings *c, const struct kho_document *doc,
                                  struct kho_err *err);
#endif
