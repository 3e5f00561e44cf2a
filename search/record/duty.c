/* duty.c - see duty.h. */
#include "duty.h"

#include "terms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t
kho_due_number(kho_sv date)
{
    uint32_t day = 0;

    if (date.n != 10)
        return 0;
    for (size_t i = 0; i < date.n; i++) {
        if (i == 4 || i == 7)
            continue;
        if (date.p[i] < '0' || date.p[i] > '9')
            return 0;
        day = day * 10 + (uint32_t)(date.p[i] - '0');
    }
    return day;
}

kho_sv
kho_due_term(struct kho_arena *arena, uint32_t day, enum kho_due_part part)
{
    static const size_t digits[] = {4, 6};
    char b[16];

    (void)snprintf(b, sizeof b, "%08u", (unsigned)day);
    return kho_term_raw(arena, KHO_FIELDS_DUE, (kho_sv){b, digits[part]});
}

void
kho_duty_put_id(struct kho_buf *out, kho_sv id)
{
    char first[9] = "";
    unsigned long v;

    memcpy(first, id.p, id.n < 8 ? id.n : 8);
    v = strtoul(first, NULL, 16); /* an id is 32 digits */
    for (int shift = 24; shift >= 0; shift -= 8)
        kho_buf_char(out, (char)(v >> shift & 0xff));
}

bool
kho_duty_take_id(kho_sv *rest, uint32_t *id)
{
    if (rest->n < 4)
        return false;
    *id = 0;
    for (int i = 0; i < 4; i++)
        *id = *id << 8 | (unsigned char)rest->p[i];
    *rest = (kho_sv){rest->p + 4, rest->n - 4};
    return true;
}
