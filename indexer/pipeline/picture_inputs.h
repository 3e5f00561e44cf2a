/* picture_inputs.h - the inputs in which documents wait for a recogniser; inside of pictures.c. */
#ifndef KHO_PIPELINE_PICTURE_INPUTS_H
#define KHO_PIPELINE_PICTURE_INPUTS_H

#include "run.h"

struct kho_picture_input {
    char *path, *name;             /* as in struct kho_input */
    struct kho_ledger_entry entry; /* as it was, when marked */
    bool marked, limited;
};

/* Zero at first. */
struct kho_picture_inputs {
    struct kho_picture_input *item; /* malloc */
    size_t n, cap;
    size_t at; /* the one whose documents come back */
    struct kho_idset named;
};

/* The input of a place, once. */
enum kho_status kho_picture_inputs_add(struct kho_picture_inputs *p, const struct kho_place *place,
                                       struct kho_err *err);
/* By path; those that come later in the list are asked for later. */
struct kho_picture_input *kho_picture_inputs_find(struct kho_picture_inputs *p, const char *path);
void kho_picture_inputs_free(struct kho_picture_inputs *p);

/* What the ledger says of an input becomes "under way", committed, before the first change of its
 * documents: should the run be killed meanwhile, the next one looks at all of them. */
enum kho_status kho_picture_input_mark(struct kho_run *r, struct kho_picture_input *in,
                                       struct kho_err *err);
/* As it was, with the next commit.  Where a limit was reached (in->limited), other limits are a
 * reason to read it again. */
enum kho_status kho_picture_input_unmark(struct kho_run *r, struct kho_picture_input *in,
                                         struct kho_err *err);
#endif
