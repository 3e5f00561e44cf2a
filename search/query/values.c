/* values.c - what people call the values of fields that have a list of them. */
#include "parse.h"

#include "groups.h"

/* "cấp tỉnh" is the level "tỉnh". */
static const char LEVEL_WORD[] = "cap-";

static bool
of_table(enum kho_fields_id field, kho_sv *slug)
{
    const char *id = kho_fields[field].id;
    bool known = false;

    for (size_t i = 0; i < kho_flag_values_n; i++) {
        const struct kho_flag_values_row *row = &kho_flag_values[i];

        if (strcmp(row->field, id) != 0)
            continue;
        known = known || kho_sv_eq(*slug, kho_sv_from(row->value));
        if (kho_sv_eq(*slug, kho_sv_from(row->typed))) {
            *slug = kho_sv_from(row->value);
            return true;
        }
    }
    return known;
}

static bool
of_notes(kho_sv *slug)
{
    for (size_t i = 0; i < kho_notes_n; i++)
        if (kho_sv_eq(*slug, kho_sv_from(kho_notes[i].name)) ||
            kho_sv_eq(*slug, kho_sv_from(kho_notes[i].alias))) {
            *slug = kho_sv_from(kho_notes[i].name);
            return true;
        }
    return false;
}

kho_sv
kho_query_flag(struct kho_arena *arena, enum kho_fields_id field, kho_sv typed, bool *known)
{
    const size_t skip = sizeof LEVEL_WORD - 1;
    kho_sv slug = kho_slug(arena, typed);

    if (field == KHO_FIELDS_LEVEL && slug.n > skip && memcmp(slug.p, LEVEL_WORD, skip) == 0)
        slug = (kho_sv){slug.p + skip, slug.n - skip};
    *known = of_table(field, &slug);
    if (field == KHO_FIELDS_NOTE)
        *known = of_notes(&slug);
    else if (field != KHO_FIELDS_LEVEL && field != KHO_FIELDS_SIDE)
        *known = true; /* types and formats are what documents say */
    return slug;
}

/* Without what stands in parentheses in the table: "Decision (normative)". */
static kho_sv
name_of_type(kho_sv value)
{
    for (size_t i = 0; i < kho_doc_types_n; i++) {
        const char *name = kho_doc_types[i].english, *end = strstr(name, " (");

        if (kho_sv_eq(value, kho_sv_from(kho_doc_types[i].vietnamese_name)))
            return end == NULL ? kho_sv_from(name) : (kho_sv){name, (size_t)(end - name)};
    }
    return value;
}

kho_sv
kho_value_name(struct kho_arena *arena, enum kho_fields_id field, kho_sv value, bool english)
{
    const char *id = kho_fields[field].id;

    for (size_t i = 0; i < kho_value_names_n; i++)
        if (strcmp(kho_value_names[i].field, id) == 0 &&
            kho_sv_eq(value, kho_sv_from(kho_value_names[i].value)))
            return kho_sv_from(english ? kho_value_names[i].en : kho_value_names[i].vi);
    for (size_t i = 0; field == KHO_FIELDS_NOTE && i < kho_notes_n; i++)
        if (kho_sv_eq(value, kho_sv_from(kho_notes[i].name)))
            return kho_sv_from(english ? kho_notes[i].en : kho_notes[i].vi);
    if (field == KHO_FIELDS_CITES)
        return kho_symbol_usual(arena, value);
    return english && field == KHO_FIELDS_TYPE ? name_of_type(value) : value;
}
