/* The descriptors: whole, consistent, and found by name and title. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "model/entity.h"

static const onex_entity *entity(const char *name) {
    const onex_entity *e = onex_entity_find(name);
    assert_non_null(e);
    return e;
}

static const onex_column *column(const char *table, const char *name) {
    const onex_entity *e = entity(table);
    int i = onex_entity_column(e, name);
    assert_true(i >= 0);
    return &e->columns[i];
}

static void there_are_46_tables_in_the_order_of_the_sections(void **state) {
    (void)state;
    assert_int_equal(onex_nentities, 46);
    for (int i = 1; i < onex_nentities; i++) assert_true(onex_entities[i - 1].section <= onex_entities[i].section);
    assert_string_equal(onex_entities[0].name, "college");
    assert_string_equal(onex_entities[45].name, "attribute");
}

static void every_table_is_found_by_name_and_by_title(void **state) {
    (void)state;
    for (int i = 0; i < onex_nentities; i++) {
        assert_ptr_equal(onex_entity_find(onex_entities[i].name), &onex_entities[i]);
        assert_ptr_equal(onex_entity_find(onex_entities[i].title), &onex_entities[i]);
    }
    assert_null(onex_entity_find("nothing"));
    assert_null(onex_entity_find("report_period"));
}

static void check_columns(const onex_entity *e) {
    bool key = false;
    for (int c = 0; c < e->ncolumns; c++) {
        const onex_column *col = &e->columns[c];
        assert_non_null(col->name);
        assert_int_equal(onex_entity_column(e, col->name), c);
        assert_int_equal(onex_entity_column(e, col->title), c);
        key = key || col->key;
        assert_int_equal(col->words != NULL, col->type == ONEX_COL_ENUM);
        if (col->dated_by) assert_true(onex_entity_column(e, col->dated_by) >= 0);
        if (col->type == ONEX_COL_BOOL && !e->pseudo) assert_true(col->blank_unknown);
    }
    assert_true(key);
}

static void every_column_has_its_own_name_and_title_and_its_words(void **state) {
    (void)state;
    for (int i = 0; i < onex_nentities; i++) check_columns(&onex_entities[i]);
    check_columns(&onex_report_period);
}

static void every_stored_column_says_who_supplies_it(void **state) {
    (void)state;
    for (int i = 0; i < onex_nentities; i++)
        for (int c = 0; c < onex_entities[i].ncolumns; c++) assert_non_null(onex_entities[i].columns[c].supplied_by);
}

static void references_point_at_earlier_tables_with_one_key_of_text(void **state) {
    (void)state;
    for (int i = 0; i < onex_nentities; i++)
        for (int c = 0; c < onex_entities[i].ncolumns; c++) {
            const onex_column *col = &onex_entities[i].columns[c];
            const onex_entity *target = onex_column_target(col);
            assert_int_equal(target != NULL, col->ref != NULL);
            if (!target) continue;
            assert_true(target < &onex_entities[i]);
            int keys = 0;
            for (int k = 0; k < target->ncolumns; k++) keys += target->columns[k].key;
            assert_int_equal(keys, 1);
        }
}

static void only_the_college_of_a_seat_may_be_blank_in_a_key(void **state) {
    (void)state;
    for (int i = 0; i < onex_nentities; i++)
        for (int c = 0; c < onex_entities[i].ncolumns; c++) {
            const onex_column *col = &onex_entities[i].columns[c];
            if (col->key && !col->required) assert_ptr_equal(col, column("seat", "college"));
        }
}

static void days_and_offices_name_date_columns(void **state) {
    (void)state;
    for (int i = 0; i < onex_nentities; i++) {
        const onex_entity *e = &onex_entities[i];
        const char *names[] = {e->exists_on, e->from, e->to};
        for (int n = 0; n < 3; n++) {
            if (!names[n] || strchr(names[n], '.')) continue;
            assert_int_equal(e->columns[onex_entity_column(e, names[n])].type, ONEX_COL_DATE);
        }
        assert_int_equal(e->from != NULL, e->to != NULL);
    }
    assert_string_equal(entity("exam_result")->exists_on, "exam.held_on");
    assert_null(entity("report")->exists_on);
    assert_string_equal(entity("assessor")->to, "valid_to");
}

static void what_a_day_hides_counts_as_not_done(void **state) {
    (void)state;
    assert_string_equal(column("incident", "status")->dated_by, "decided_on");
    assert_string_equal(column("incident", "status")->before, "open");
    assert_string_equal(column("report", "state")->before, "draft");
    assert_null(column("change_request", "decision")->before);
    assert_string_equal(column("credit_claim", "decision")->dated_by, "decided_on");
    assert_true(column("pilot", "due_on")->plan);
    assert_true(column("milestone", "due_on")->plan);
    assert_false(column("milestone", "done_on")->plan);
}

static void blanks_that_mean_unknown_are_marked(void **state) {
    (void)state;
    assert_true(column("registration", "rank_score")->blank_unknown);
    assert_true(column("expense", "subject")->blank_unknown);
    assert_true(column("registration", "selected")->blank_unknown);
    assert_false(column("exam_result", "score")->blank_unknown);
}

static void transitions_stamp_state_and_six_dates(void **state) {
    (void)state;
    int stamped = 0;
    for (int c = 0; c < entity("pilot")->ncolumns; c++) stamped += entity("pilot")->columns[c].stamped;
    assert_int_equal(stamped, 7);
    assert_true(column("pilot", "ended_on")->stamped);
    assert_false(column("pilot", "due_on")->stamped);
    assert_string_equal(column("pilot", "state")->initial, "draft");
}

static void bounds_of_numbers_are_those_of_the_data_model(void **state) {
    (void)state;
    assert_true(column("budget_adjustment", "delta")->negative);
    assert_int_equal(column("expense", "amount")->least, 1);
    assert_int_equal(column("charge", "amount")->least, 0);
    assert_int_equal(column("pilot", "year")->most, 9999);
    assert_true(column("report", "period_start")->monday);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_46_tables_in_the_order_of_the_sections),
        cmocka_unit_test(every_table_is_found_by_name_and_by_title),
        cmocka_unit_test(every_column_has_its_own_name_and_title_and_its_words),
        cmocka_unit_test(every_stored_column_says_who_supplies_it),
        cmocka_unit_test(references_point_at_earlier_tables_with_one_key_of_text),
        cmocka_unit_test(only_the_college_of_a_seat_may_be_blank_in_a_key),
        cmocka_unit_test(days_and_offices_name_date_columns),
        cmocka_unit_test(what_a_day_hides_counts_as_not_done),
        cmocka_unit_test(blanks_that_mean_unknown_are_marked),
        cmocka_unit_test(transitions_stamp_state_and_six_dates),
        cmocka_unit_test(bounds_of_numbers_are_those_of_the_data_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
