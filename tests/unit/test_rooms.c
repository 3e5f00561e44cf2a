/* Tables of schemas/ are looked up in rooms of a fixed size: a row that found none would be left
 * out without a word. */
#include "begins.h"
#include "codes.h"
#include "phrase.h"
#include "tables.h"
#include "tasks_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
every_row_has_room(void **state)
{
    const struct {
        const char *table;
        size_t rows, room;
    } all[] = {
        {"cite_types", kho_cite_types_n, KHO_BEGINS_MAX},
        {"cite_cues", kho_cite_cues_n, KHO_BEGINS_MAX},
        {"cite_bodies", kho_cite_bodies_n, KHO_BEGINS_MAX},
        {"doc_types", kho_doc_types_n, KHO_CODES_MAX},
        {"type_letters", kho_type_letters_n, KHO_CODES_MAX},
        {"issuers", kho_issuers_n, KHO_CODES_MAX},
        {"issuer_forms", kho_issuer_forms_n, KHO_CODES_MAX},
        {"doer_words", kho_doer_words_n, KHO_LEX_MAX},
        {"task_verbs", kho_task_verbs_n, KHO_LEX_MAX},
        {"task_columns", kho_task_columns_n, KHO_LEX_MAX},
        {"task_sections", kho_task_sections_n, KHO_LEX_MAX},
        {"task_attrs", kho_task_attrs_n, KHO_LEX_MAX},
        {"target_cues", kho_target_cues_n, KHO_LEX_MAX},
        {"target_units", kho_target_units_n, KHO_LEX_MAX},
        {"due_cues", kho_due_cues_n, KHO_LEX_MAX},
        {"doc_types, by name", kho_doc_types_n, KHO_PHRASES_MAX},
        {"surnames", kho_surnames_n, KHO_PHRASES_MAX},
        {"name_words", kho_name_words_n, KHO_PHRASES_MAX},
        {"signing", kho_signing_n, KHO_PHRASES_MAX},
        {"org_words", kho_org_words_n, KHO_PHRASES_MAX},
        {"unit_words", kho_unit_words_n, KHO_PHRASES_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].rows > all[i].room)
            fail_msg("%s.tsv has %zu rows, and there is room for %zu", all[i].table, all[i].rows,
                     all[i].room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_has_room)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
