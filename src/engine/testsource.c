/* Writes rule tests. Which tests is boundary.c's. */
#include "engine/testsource.h"

#include <stdlib.h>
#include <string.h>

#include "expr/eval.h"

void onex_testsource_text(onex_buffer *b, const char *text) {
    onex_buffer_char(b, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') onex_buffer_char(b, '\\');
        if (*text == '\n')
            onex_buffer_text(b, "\\n");
        else
            onex_buffer_char(b, *text);
    }
    onex_buffer_char(b, '"');
}

static void number(onex_buffer *b, onex_value v, const onex_type *type, bool quoted) {
    bool plain = type->scale <= 1 && v.d == 1 && !type->share;
    if (quoted && !plain) onex_buffer_char(b, '"');
    if (type->share)
        onex_buffer_printf(b, "%lld/%lld", (long long)v.n, (long long)v.d);
    else if (v.d == 1 && type->scale == 100 && v.n % 100)
        onex_buffer_printf(b, "%s%lld.%02lld", v.n < 0 ? "-" : "", llabs((long long)v.n) / 100, llabs((long long)v.n) % 100);
    else if (v.d == 1)
        onex_buffer_decimal(b, v.n, type->scale > 0 ? type->scale : 1);
    else
        onex_buffer_printf(b, "%lld/%lld", (long long)v.n, (long long)v.d);
    if (quoted && type->scale == 100 && !type->share && v.d == 1) onex_buffer_text(b, " yuan");
    if (quoted && !plain) onex_buffer_char(b, '"');
}

void onex_testsource_value(onex_buffer *b, onex_value v, const onex_type *type, bool quoted) {
    char day[ONEX_DAY_TEXT];
    const char *text = NULL;
    switch (v.kind) {
    case ONEX_V_BOOL: onex_buffer_text(b, v.n ? "true" : "false"); return;
    case ONEX_V_NUMBER: number(b, v, type, quoted); return;
    case ONEX_V_DATE: text = onex_day_text((onex_day)v.n, day); break;
    case ONEX_V_TEXT: text = v.text->raw; break;
    default: text = "unknown";
    }
    if (quoted)
        onex_testsource_text(b, text);
    else
        onex_buffer_text(b, text);
}

/* { met = 3, unmet = 1 } */
static void counts(onex_buffer *b, const onex_given *given) {
    bool any = false;
    onex_buffer_text(b, "{ ");
    for (int v = 0; v < ONEX_VERDICTS; v++) {
        if (!given->counts[v]) continue;
        onex_buffer_printf(b, "%s%s = %ld", any ? ", " : "", onex_verdict_code((onex_verdict)v), given->counts[v]);
        any = true;
    }
    onex_buffer_text(b, any ? " }" : "}");
}

static const onex_type *type_of(const onex_program *p, const onex_given *given) {
    return given->fact >= 0 ? &p->facts[given->fact].type : &p->params[given->param].type;
}

static void given_value(onex_buffer *b, const onex_program *p, const onex_given *given, bool quoted) {
    const char *word = NULL;
    if (given->fact >= 0 || given->param >= 0) {
        onex_testsource_value(b, given->value, type_of(p, given), quoted);
        return;
    }
    if (given->reading >= 0) word = p->readings[given->reading].keys[given->option];
    if (given->rule >= 0) word = onex_verdict_code(given->verdict);
    if (quoted)
        onex_testsource_text(b, word);
    else
        onex_buffer_text(b, word);
}

/* ---- rows ---- */

static const onex_test_cell *cell_named(const onex_test_row *row, const char *column) {
    for (int i = 0; i < row->ncells; i++)
        if (!strcmp(row->cells[i].column, column)) return &row->cells[i];
    return NULL;
}

static bool same_columns(const onex_test_row *a, const onex_test_row *b) {
    if (a->entity != b->entity || a->ncells != b->ncells) return false;
    for (int i = 0; i < a->ncells; i++)
        if (strcmp(a->cells[i].column, b->cells[i].column) != 0) return false;
    return true;
}

static onex_type type_of_column(const onex_entity *entity, const char *name) {
    static const int scales[] = {[ONEX_COL_YUAN] = 100, [ONEX_COL_CREDITS] = 10, [ONEX_COL_NUMBER] = 1000};
    int column = onex_entity_column(entity, name);
    onex_column_type type = column < 0 ? ONEX_COL_TEXT : entity->columns[column].type;
    return (onex_type){.kind = ONEX_T_NUMBER, .scale = type >= ONEX_COL_YUAN ? scales[type] : 1};
}

void onex_testsource_cell(onex_buffer *b, const onex_entity *entity, const onex_test_cell *cell, bool quoted) {
    onex_type type = type_of_column(entity, cell->column);
    onex_testsource_value(b, cell->value, &type, quoted);
}

/* "training=3(audience=external)": how many rows, and what all of them have. */
static void rows_summary(onex_buffer *b, const onex_test *test, int first, int end) {
    const onex_test_row *row = &test->rows[first];
    bool any = false;
    onex_buffer_printf(b, "%s=%d", row->entity->name, end - first);
    for (int c = 0; c < row->ncells; c++) {
        bool common = true;
        for (int i = first + 1; i < end && common; i++) {
            const onex_test_cell *other = cell_named(&test->rows[i], row->cells[c].column);
            common = other && onex_value_compare(other->value, row->cells[c].value) == 0;
        }
        if (!common) continue;
        onex_buffer_printf(b, "%s%s=", any ? "," : "(", row->cells[c].column);
        onex_testsource_cell(b, row->entity, &row->cells[c], false);
        any = true;
    }
    if (any) onex_buffer_char(b, ')');
}

static void put_row(onex_buffer *b, const onex_test_row *row) {
    onex_buffer_text(b, "{");
    for (int c = 0; c < row->ncells; c++) {
        onex_buffer_printf(b, "%s%s = ", c ? ", " : " ", row->cells[c].column);
        onex_testsource_cell(b, row->entity, &row->cells[c], true);
    }
    onex_buffer_text(b, row->ncells ? " }" : "}");
}

/* rows = { table = { { … }, … }, … } */
static void put_rows(onex_buffer *b, const onex_test *test) {
    onex_buffer_text(b, test->nrows ? "  rows = {\n" : "  rows = {},\n");
    for (int i = 0; i < test->nrows; i++) {
        int before = 0;
        while (test->rows[before].entity != test->rows[i].entity) before++;
        if (before < i) continue; /* stands with the first of its table */
        onex_buffer_printf(b, "    %s = {\n", test->rows[i].entity->name);
        for (int k = i; k < test->nrows; k++) {
            if (test->rows[k].entity != test->rows[i].entity) continue;
            onex_buffer_text(b, "      ");
            put_row(b, &test->rows[k]);
            onex_buffer_text(b, ",\n");
        }
        onex_buffer_text(b, "    },\n");
    }
    if (test->nrows) onex_buffer_text(b, "  },\n");
}

void onex_testsource_given(onex_buffer *b, const onex_program *p, const onex_test *test) {
    for (int i = 0; i < test->ngiven; i++) {
        const onex_given *given = &test->given[i];
        if (i) onex_buffer_char(b, ' ');
        if (!given->is_tally) {
            onex_buffer_printf(b, "%s=", given->name);
            given_value(b, p, given, false);
            continue;
        }
        bool any = false;
        for (int v = 0; v < ONEX_VERDICTS; v++) {
            if (!given->counts[v]) continue;
            onex_buffer_printf(b, "%s%s.%s=%ld", any ? " " : "", given->name, onex_verdict_code((onex_verdict)v), given->counts[v]);
            any = true;
        }
        if (!any) onex_buffer_printf(b, "%s={}", given->name);
    }
    for (int first = 0, end; first < test->nrows; first = end) {
        for (end = first + 1; end < test->nrows && same_columns(&test->rows[first], &test->rows[end]);) end++;
        if (first || test->ngiven) onex_buffer_char(b, ' ');
        rows_summary(b, test, first, end);
    }
    if (test->uses_rows && !test->nrows) onex_buffer_text(b, test->ngiven ? " rows={}" : "rows={}");
}

/* The given of one group (tally, readings), or those that stand by themselves; false: there are none. */
static bool group(onex_buffer *b, const onex_program *p, const onex_test *test, bool tally, bool reading) {
    bool any = false;
    for (int i = 0; i < test->ngiven; i++) {
        const onex_given *given = &test->given[i];
        if (given->is_tally != tally || (given->reading >= 0) != reading) continue;
        onex_buffer_printf(b, "%s%s = ", any ? ", " : "", given->name);
        if (tally)
            counts(b, given);
        else
            given_value(b, p, given, true);
        any = true;
    }
    return any;
}

static void put_given(onex_buffer *b, const onex_program *p, const onex_test *test) {
    static const char *const names[] = {"", "tally", "readings"};
    bool any = false;
    onex_buffer_text(b, "  given = { ");
    for (int g = 0; g < 3; g++) {
        onex_buffer part = {0};
        if (group(&part, p, test, g == 1, g == 2)) {
            if (any) onex_buffer_text(b, ", ");
            onex_buffer_printf(b, g ? "%s = { %s }" : "%s%s", names[g], part.data ? part.data : "");
            any = true;
        }
        if (part.failed) b->failed = true;
        onex_buffer_clear(&part);
    }
    onex_buffer_text(b, any ? " },\n" : "},\n");
}

static void put_cites(onex_buffer *b, const onex_test *test) {
    if (!test->decl.ncites) return;
    onex_buffer_text(b, test->decl.ncites > 1 ? "cite = { " : "cite = ");
    for (int i = 0; i < test->decl.ncites; i++) {
        if (i) onex_buffer_text(b, ", ");
        onex_testsource_text(b, test->decl.cites[i]);
    }
    onex_buffer_text(b, test->decl.ncites > 1 ? " }, " : ", ");
}

void onex_testsource_put(onex_buffer *b, const onex_program *p, const onex_test *test) {
    char day[ONEX_DAY_TEXT];
    onex_buffer_text(b, "test ");
    onex_testsource_text(b, test->decl.name);
    onex_buffer_text(b, " {\n  ");
    put_cites(b, test);
    onex_buffer_printf(b, "as_of = \"%s\",", onex_day_text(test->as_of, day));
    if (test->applies != ONEX_PILOT) onex_buffer_printf(b, " applies = \"%s\",", onex_subject_code(test->applies));
    if (test->test_college) {
        onex_buffer_text(b, " college = ");
        onex_testsource_text(b, test->test_college);
        onex_buffer_char(b, ',');
    }
    onex_buffer_char(b, '\n');
    if (test->ngiven || !test->uses_rows) put_given(b, p, test);
    if (test->uses_rows) put_rows(b, test);
    onex_buffer_text(b, "  expect = { ");
    for (int i = 0; i < test->nexpect; i++)
        onex_buffer_printf(b, "%s%s = \"%s\"", i ? ", " : "", test->expect[i].name, onex_verdict_code(test->expect[i].verdict));
    onex_buffer_text(b, " },\n}\n");
}
