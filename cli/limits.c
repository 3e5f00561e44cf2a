/* limits.c - limits and sizes as people type them. */
#include "config.h"
#include "walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool
kho_size(const char *typed, uint64_t *bytes)
{
    static const char units[] = "KMGT";
    const char *unit;
    char *end;
    unsigned long long v;

    if (*typed < '0' || *typed > '9')
        return false;
    errno = 0;
    v = strtoull(typed, &end, 10);
    if (errno != 0)
        return false;
    unit = *end == '\0' ? NULL : strchr(units, *end & ~0x20);
    for (ptrdiff_t i = unit == NULL ? -1 : unit - units; i >= 0; i--)
        if (__builtin_mul_overflow(v, 1024, &v))
            return false;
    *bytes = v;
    return v <= INT64_MAX && end[unit == NULL ? 0 : 1] == '\0';
}

static void
names(struct kho_buf *b)
{
    for (size_t i = 0; i < KHO_LIMITS_COUNT; i++)
        kho_buf_fmt(b, "%s%s", i > 0 ? ", " : "", kho_limits[i].name);
}

bool
kho_limit_set(struct kho_limits *limits, const char *typed, enum kho_limits_id *row,
              struct kho_buf *why)
{
    const size_t n = strcspn(typed, "=");
    const bool has_value = typed[n] == '=';
    struct kho_buf name = {.p = NULL}, all = {.p = NULL};
    size_t i = 0;
    uint64_t v = 0;
    bool ok = false;

    kho_buf_put(&name, typed, n);
    names(&all);
    while (i < KHO_LIMITS_COUNT && strcmp(kho_limits[i].name, kho_buf_cstr(&name)) != 0)
        i++;
    if (i == KHO_LIMITS_COUNT) {
        kho_fill(why, KHO_MESSAGES_BAD_LIMIT, KHO_ARGS(kho_buf_cstr(&name), kho_buf_cstr(&all)));
    } else if (!has_value || !kho_size(typed + n + 1, &v)) {
        kho_fill(why, KHO_MESSAGES_BAD_VALUE,
                 KHO_ARGS(has_value ? typed + n + 1 : "", kho_buf_cstr(&name)));
    } else if ((int64_t)v < kho_limits[i].min) {
        kho_fill(why, KHO_MESSAGES_LIMIT_MIN,
                 KHO_ARGS(kho_limits[i].name, kho_digits((uint64_t)kho_limits[i].min).s));
    } else {
        limits->value[i] = (int64_t)v;
        *row = (enum kho_limits_id)i;
        ok = true;
    }
    kho_buf_free(&name);
    kho_buf_free(&all);
    return ok;
}

int
kho_set_limits(struct kho_limits *limits, const struct kho_list *args)
{
    const struct kho_list *const from[] = {&kho_config.limits, args};

    kho_limits_default(limits);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; from[k] != NULL && i < from[k]->n; i++) {
            struct kho_buf why = {.p = NULL};
            enum kho_limits_id row;
            const bool ok = kho_limit_set(limits, from[k]->item[i], &row, &why);

            if (!ok)
                (void)fprintf(stderr, "kho %s: %s\n", kho_cli.command, kho_buf_cstr(&why));
            kho_buf_free(&why);
            if (!ok)
                return kho_status_exit(KHO_ARG);
        }
    return -1;
}
