/* Counts in a college's file: `match` must stay with the rows of the subject, its pilot or its college. */
#include "builder.h"

static void count_with(const char *table_name, const char *column, onex_raw *value) {
    declare_head("art", "2026-01-01");
    of_college("art", declare("derive", "counted", TITLE("计数"),
         KEY("value", call("count", IT(text(table_name)), KEY("match", table(KEY(column, value)))))));
}

static void rows_tied_to_the_pilot_are_the_colleges(void **state) {
    (void)state;
    count_with("expense", "pilot", fact("code"));
    compile_cleanly();
}

static void rows_tied_to_the_college_are_the_colleges(void **state) {
    (void)state;
    count_with("appraisal", "college", fact("college"));
    compile_cleanly();
}

static void rows_that_nothing_ties_are_refused(void **state) {
    (void)state;
    count_with("expense", "forms_asset", truth(true));
    compile_badly("E0309", "these rows of 'expense' may be other colleges'");
}

static void a_tie_to_the_wrong_code_is_none(void **state) {
    (void)state;
    count_with("appraisal", "college", fact("code"));
    compile_badly("E0309", "may be other colleges'");
}

static void the_catalogue_is_everyones(void **state) {
    (void)state;
    count_with("standard_item", "certificate", fact("certificate"));
    compile_cleanly();
}

static void a_row_of_the_subject_ties_what_is_counted_within(void **state) {
    (void)state;
    declare_head("art", "2026-01-01");
    onex_raw *within = call("has", IT(text("expense")), KEY("match", table(KEY("pilot", ref("outer", "pilot", NULL)))));
    of_college("art", declare("derive", "counted", TITLE("计数"),
                              KEY("value", call("count", IT(text("training")), KEY("where", within)))));
    compile_cleanly();
}

static void a_row_of_the_catalogue_ties_nothing(void **state) {
    (void)state;
    declare_head("art", "2026-01-01");
    onex_raw *within = call("has", IT(text("appraisal")), KEY("match", table(KEY("college", ref("outer", "college", NULL)))));
    of_college("art", declare("derive", "counted", TITLE("计数"),
                              KEY("value", call("count", IT(text("person")), KEY("match", table(KEY("kind", text("staff")))),
                                                KEY("where", within)))));
    compile_badly("E0309", "these rows of 'appraisal' may be other colleges'");
}

static void the_school_counts_whose_rows_it_wants(void **state) {
    (void)state;
    declare("derive", "counted", TITLE("计数"),
            KEY("value", call("count", IT(text("expense")), KEY("match", table(KEY("forms_asset", truth(true)))))));
    compile_cleanly();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(rows_tied_to_the_pilot_are_the_colleges),
        UNIT(rows_tied_to_the_college_are_the_colleges),
        UNIT(rows_that_nothing_ties_are_refused),
        UNIT(a_tie_to_the_wrong_code_is_none),
        UNIT(the_catalogue_is_everyones),
        UNIT(a_row_of_the_subject_ties_what_is_counted_within),
        UNIT(a_row_of_the_catalogue_ties_nothing),
        UNIT(the_school_counts_whose_rows_it_wants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
