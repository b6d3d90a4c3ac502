/* Filling the scratch database for a rule test. */
#include "engine/ruletest_rows.h"

#include <stdlib.h>
#include <string.h>

#include "store/row.h"

static onex_cell text_cell(const char *text) { return onex_cell_text(text, strlen(text)); }

static onex_cell cell_of(onex_value v, char day[ONEX_DAY_TEXT]) {
    switch (v.kind) {
    case ONEX_V_BOOL: case ONEX_V_NUMBER: return onex_cell_int(v.n);
    case ONEX_V_DATE: return text_cell(onex_day_text((onex_day)v.n, day));
    case ONEX_V_TEXT: return onex_cell_text(v.text->raw, v.text->raw_len);
    default: return onex_cell_null();
    }
}

const char *onex_ruletest_subject(const onex_test *test) {
    return test->applies == ONEX_COLLEGE && test->decl.college ? test->decl.college : "test";
}

/* What a column says when the case leaves it out; NULL: nothing. */
static const char *implied(const onex_test *test, const onex_entity *entity, const onex_column *column) {
    onex_subject kind = test->applies;
    const char *college = kind != ONEX_COLLEGE && test->test_college ? test->test_college : "test";
    if (!strcmp(column->name, "code") && !strcmp(entity->name, "college")) return college;
    if (!strcmp(column->name, "pilot") && kind >= ONEX_PILOT) return "test";
    if (!strcmp(column->name, "exam") && kind >= ONEX_PILOT) return "test";
    if (!strcmp(column->name, "subject_kind")) return onex_subject_code(kind);
    if (!strcmp(column->name, "subject") && entity->section != 7) return kind == ONEX_SCHOOL ? "school" : onex_ruletest_subject(test);
    bool own = !strcmp(entity->name, onex_subject_code(kind)) || (kind > ONEX_PILOT && !strcmp(entity->name, "pilot"));
    if (!strcmp(column->name, "code") && own) return onex_ruletest_subject(test);
    if (!strcmp(column->name, "code") && !strcmp(entity->name, "exam") && kind >= ONEX_PILOT) return "test";
    if (!strcmp(column->name, "college") && (own || kind == ONEX_COLLEGE)) return kind == ONEX_COLLEGE ? onex_ruletest_subject(test) : college;
    if (!strcmp(column->name, "state") && own) return "draft";
    return NULL;
}

static onex_status put(onex_store *scratch, const onex_test *test, const onex_entity *entity, const onex_test_row *row, onex_error *err) {
    onex_table *table = NULL;
    onex_status status = onex_table_open(&table, scratch, entity, err);
    onex_cell *cells = calloc((size_t)entity->ncolumns, sizeof *cells);
    char(*days)[ONEX_DAY_TEXT] = calloc((size_t)entity->ncolumns, sizeof *days);
    if (!status && (!cells || !days)) status = onex_no_memory(err);
    for (int c = 0; c < entity->ncolumns && !status; c++) {
        const char *text = implied(test, entity, &entity->columns[c]);
        cells[c] = text ? text_cell(text) : onex_cell_null();
        if (!text && !strcmp(entity->name, "pilot") && !strcmp(entity->columns[c].name, "year"))
            cells[c] = onex_cell_int(onex_day_year(test->as_of));
        for (int i = 0; row && i < row->ncells; i++)
            if (!strcmp(row->cells[i].column, entity->columns[c].name)) cells[c] = cell_of(row->cells[i].value, days[c]);
    }
    if (!status) status = onex_table_insert(table, cells, 0, err);
    free(cells);
    free(days);
    onex_table_close(table);
    return status;
}

static bool named(const onex_test *test, const char *table) {
    for (int i = 0; i < test->nrows; i++)
        if (!strcmp(test->rows[i].entity->name, table)) return true;
    return false;
}

static bool names_college(const onex_test *test, const char *code) {
    for (int i = 0; i < test->nrows; i++) {
        const onex_test_row *row = &test->rows[i];
        if (strcmp(row->entity->name, "college")) continue;
        bool coded = false;
        for (int c = 0; c < row->ncells; c++)
            if (!strcmp(row->cells[c].column, "code")) {
                coded = true;
                if (row->cells[c].value.kind == ONEX_V_TEXT && !strcmp(row->cells[c].value.text->raw, code)) return true;
            }
        if (!coded) return true;
    }
    return false;
}

/* The subject's own row and its parents', where the case does not give them. */
static onex_status put_subject(onex_store *scratch, const onex_test *test, onex_error *err) {
    const char *college = test->applies == ONEX_COLLEGE ? onex_ruletest_subject(test) : test->test_college;
    onex_status status = ONEX_OK;
    if (college && test->applies >= ONEX_COLLEGE && !names_college(test, college)) {
        onex_text text = {.raw = college, .folded = college, .raw_len = (uint32_t)strlen(college), .folded_len = (uint32_t)strlen(college)};
        onex_test_cell cell = {.column = "code", .value = onex_v_text(&text)};
        onex_test_row row = {.cells = &cell, .ncells = 1};
        status = put(scratch, test, onex_entity_find("college"), &row, err);
    }
    if (!status && test->applies >= ONEX_PILOT && !named(test, "pilot")) status = put(scratch, test, onex_entity_find("pilot"), NULL, err);
    const char *own = onex_subject_code(test->applies);
    if (!status && test->applies > ONEX_PILOT && test->applies != ONEX_REGISTRATION && !named(test, own))
        status = put(scratch, test, onex_entity_find(own), NULL, err);
    return status;
}

onex_status onex_ruletest_fill(onex_store *scratch, const onex_test *test, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < test->nrows && !status; i++) status = put(scratch, test, test->rows[i].entity, &test->rows[i], err);
    return status ? status : put_subject(scratch, test, err);
}
