/* limits.c - defaults of schemas/limits.tsv. */
#include "walk.h"

void
kho_limits_default(struct kho_limits *l)
{
    for (size_t i = 0; i < KHO_LIMITS_COUNT; i++)
        l->value[i] = kho_limits[i].value;
}
