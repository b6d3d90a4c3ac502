/* Shows the cases that engine/boundary.c makes: a table for people, TSV and CSV for pipes, JSON. */
#include "cli/boundary_page.h"

#include <string.h>

#include "cli/sheet.h"
#include "engine/testsource.h"
#include "expr/sentence.h"

/* The sentence of the comparison, in the buffer b, which is emptied first. */
static const char *sentence(onex_buffer *b, const onex_program *program, const onex_boundary_case *made) {
    b->len = 0;
    onex_sentence_put(b, program, made->node, onex_lang_get());
    return b->failed ? NULL : b->data;
}

/* ---- tables ---- */

/* For people each comparison stands over its cases; the college is left out where there is none. */
static const onex_sheet_column people[] = {{"case", "case", "情形", ONEX_SHEET_TEXT},
                                           {"given", "given", "给定", ONEX_SHEET_TEXT},
                                           {"as_of", "day", "日期", ONEX_SHEET_TEXT},
                                           {"verdict", "verdict", "结论", ONEX_SHEET_TEXT},
                                           {"college", "college", "学院", ONEX_SHEET_TEXT},
                                           {0}};
static const onex_sheet_column of_school[] = {{"case", "case", "情形", ONEX_SHEET_TEXT},
                                              {"given", "given", "给定", ONEX_SHEET_TEXT},
                                              {"as_of", "day", "日期", ONEX_SHEET_TEXT},
                                              {"verdict", "verdict", "结论", ONEX_SHEET_TEXT},
                                              {0}};
static const onex_sheet_column pipes[] = {{"rule", NULL, NULL, ONEX_SHEET_TEXT},    {"comparison", NULL, NULL, ONEX_SHEET_TEXT},
                                          {"case", NULL, NULL, ONEX_SHEET_TEXT},    {"missing", NULL, NULL, ONEX_SHEET_TEXT},
                                          {"given", NULL, NULL, ONEX_SHEET_TEXT},   {"as_of", NULL, NULL, ONEX_SHEET_TEXT},
                                          {"college", NULL, NULL, ONEX_SHEET_TEXT}, {"verdict", NULL, NULL, ONEX_SHEET_TEXT},
                                          {0}};

/* Lines over the cases: the rule, and below it the comparison. */
static void group_lines(onex_sheet *sheet, const onex_program *program, const onex_boundary *boundary, int at) {
    const onex_boundary_case *made = &boundary->cases[at], *last = at ? made - 1 : NULL;
    const onex_decl *decl = &program->rules[made->rule].decl;
    onex_buffer b = {0};
    bool first = !last || last->rule != made->rule;
    if (first) {
        onex_buffer_printf(&b, "%s  %s", decl->name, decl->title ? decl->title : "");
        onex_sheet_group(sheet, b.data);
    }
    bool same = !first && (made->missing ? last->missing != NULL : last->node == made->node && !last->missing);
    b.len = 0;
    onex_buffer_text(&b, "  ");
    if (made->missing)
        onex_buffer_text(&b, onex_tr("with a fact missing", "缺一项数据"));
    else
        onex_sentence_put(&b, program, made->node, onex_lang_get());
    if (!same) onex_sheet_group(sheet, b.data);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
}

static void person_row(onex_sheet *sheet, bool colleges, const onex_boundary_case *made) {
    char day[ONEX_DAY_TEXT];
    onex_verdict verdict = made->test->expect->verdict;
    onex_buffer b = {0};
    onex_buffer_printf(&b, "  %s", made->missing ? made->missing : onex_edge_text(made->edge));
    onex_sheet_cell(sheet, b.data, ONEX_STYLE_PLAIN);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
    onex_sheet_cell(sheet, made->values, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, onex_day_text(made->test->as_of, day), ONEX_STYLE_DIM);
    onex_sheet_cell(sheet, onex_verdict_text(verdict), onex_verdict_style(verdict));
    if (colleges) onex_sheet_cell(sheet, made->test->test_college, ONEX_STYLE_DIM);
}

static void pipe_row(onex_sheet *sheet, const onex_program *program, const onex_boundary_case *made) {
    onex_buffer b = {0};
    char day[ONEX_DAY_TEXT];
    onex_sheet_cell(sheet, program->rules[made->rule].decl.name, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, made->missing ? NULL : sentence(&b, program, made), ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, onex_edge_code(made->edge), ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, made->missing, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, made->values, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, onex_day_text(made->test->as_of, day), ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, made->test->test_college, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, onex_verdict_code(made->test->expect->verdict), ONEX_STYLE_PLAIN);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
}

static onex_status rows_print(onex_cli *cli, const onex_program *program, const onex_boundary *boundary, onex_error *err) {
    bool table = cli->format == ONEX_FORMAT_TABLE, colleges = false;
    onex_sheet sheet;
    for (int i = 0; i < boundary->ncases; i++) colleges = colleges || boundary->cases[i].test->test_college;
    onex_sheet_init(&sheet, table ? (colleges ? people : of_school) : pipes);
    for (int i = 0; i < boundary->ncases; i++) {
        if (!table) {
            pipe_row(&sheet, program, &boundary->cases[i]);
            continue;
        }
        group_lines(&sheet, program, boundary, i);
        person_row(&sheet, colleges, &boundary->cases[i]);
    }
    onex_status status = onex_sheet_print(cli, &sheet, NULL, "boundary", err);
    onex_sheet_clear(&sheet);
    return status;
}

/* ---- JSON ---- */

static void given_json(onex_buffer *b, const onex_program *program, const onex_given *g) {
    onex_buffer text = {0};
    if (g->is_tally) {
        onex_buffer_char(b, '{');
        for (int v = 0, first = 1; v < ONEX_VERDICTS; v++) {
            if (!g->counts[v]) continue;
            onex_buffer_printf(b, "%s\"%s\":%ld", first ? "" : ",", onex_verdict_code((onex_verdict)v), g->counts[v]);
            first = 0;
        }
        onex_buffer_char(b, '}');
        return;
    }
    if (g->fact >= 0)
        onex_testsource_value(&text, g->value, &program->facts[g->fact].type, false);
    else
        onex_buffer_text(&text, g->reading >= 0 ? program->readings[g->reading].keys[g->option] : onex_verdict_code(g->verdict));
    bool bare = g->fact >= 0 && (g->value.kind == ONEX_V_BOOL ||
                                 (g->value.kind == ONEX_V_NUMBER && g->value.d == 1 && !program->facts[g->fact].type.share));
    if (text.failed)
        b->failed = true;
    else if (bare)
        onex_buffer_text(b, text.data);
    else
        onex_buffer_json_text(b, text.data);
    onex_buffer_clear(&text);
}

/* {"table":[{"column":"value",…},…],…}; null: the case has no rows. */
static void rows_json(onex_buffer *b, const onex_test *test) {
    bool any = false;
    onex_buffer_text(b, test->uses_rows ? "{" : "null");
    for (int i = 0; i < test->nrows; i++) {
        int first = 0;
        while (test->rows[first].entity != test->rows[i].entity) first++;
        if (first < i) continue; /* stands with the first of its table */
        onex_buffer_printf(b, "%s\"%s\":[", any ? "," : "", test->rows[i].entity->name);
        any = true;
        for (int k = i; k < test->nrows; k++) {
            if (test->rows[k].entity != test->rows[i].entity) continue;
            onex_buffer_text(b, k > i ? ",{" : "{");
            for (int c = 0; c < test->rows[k].ncells; c++) {
                onex_buffer text = {0};
                onex_testsource_cell(&text, test->rows[k].entity, &test->rows[k].cells[c], false);
                onex_buffer_printf(b, "%s\"%s\":", c ? "," : "", test->rows[k].cells[c].column);
                onex_buffer_json_text(b, text.failed ? NULL : text.data);
                if (text.failed) b->failed = true;
                onex_buffer_clear(&text);
            }
            onex_buffer_char(b, '}');
        }
        onex_buffer_char(b, ']');
    }
    if (test->uses_rows) onex_buffer_char(b, '}');
}

static void case_json(onex_buffer *b, const onex_program *program, const onex_boundary_case *made) {
    onex_buffer text = {0};
    char day[ONEX_DAY_TEXT];
    const onex_test *test = made->test;
    onex_buffer_text(b, "{\"rule\":");
    onex_buffer_json_text(b, program->rules[made->rule].decl.name);
    onex_buffer_text(b, ",\"comparison\":");
    onex_buffer_json_text(b, made->missing ? NULL : sentence(&text, program, made));
    onex_buffer_printf(b, ",\"case\":\"%s\",\"missing\":", onex_edge_code(made->edge));
    onex_buffer_json_text(b, made->missing);
    onex_buffer_printf(b, ",\"as_of\":\"%s\",\"college\":", onex_day_text(test->as_of, day));
    onex_buffer_json_text(b, test->test_college);
    onex_buffer_text(b, ",\"given\":{");
    for (int i = 0; i < test->ngiven; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, test->given[i].name);
        onex_buffer_char(b, ':');
        given_json(b, program, &test->given[i]);
    }
    onex_buffer_text(b, "},\"rows\":");
    rows_json(b, test);
    onex_buffer_printf(b, ",\"verdict\":\"%s\"}", onex_verdict_code(test->expect->verdict));
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}

static onex_status json_print(onex_cli *cli, const onex_program *program, const onex_boundary *boundary, onex_error *err) {
    onex_buffer b = {0};
    bool lines = cli->format == ONEX_FORMAT_JSONL;
    if (!lines) onex_buffer_text(&b, "{\"schema\":\"onex.test/1\",\"boundary\":[");
    for (int i = 0; i < boundary->ncases; i++) {
        if (i) onex_buffer_text(&b, lines ? "\n" : ",\n");
        case_json(&b, program, &boundary->cases[i]);
    }
    if (!lines) onex_buffer_text(&b, "]}");
    if (!lines || boundary->ncases) onex_buffer_char(&b, '\n');
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

/* ---- the page ---- */

static bool counts_rows(const onex_node *node) {
    if (node->op == ONEX_OP_RELATION) return true;
    for (int i = 0; i < node->nkids; i++)
        if (counts_rows(node->kids[i])) return true;
    return false;
}

/* Which comparisons have no cases, and why. */
static onex_status unmade_note(onex_cli *cli, const onex_program *program, const onex_boundary_unmade *unmade, onex_error *err) {
    onex_buffer b = {0};
    const onex_decl *decl = &program->rules[unmade->rule].decl;
    onex_sentence_put(&b, program, unmade->node, onex_lang_get());
    if (b.failed) {
        onex_buffer_clear(&b);
        return onex_no_memory(err);
    }
    if (counts_rows(unmade->node))
        onex_cli_note(cli, onex_tr("%s (%s:%d): no rows found for: %s; name what is counted with derive, or write a test with rows",
                                   "%s（%s:%d）：找不到行来试“%s”；请用 derive 给所数的命名，或写带 rows 的测试"),
                      decl->name, unmade->node->at.file ? unmade->node->at.file : decl->at.file, unmade->node->at.line, b.data);
    else
        onex_cli_note(cli, onex_tr("%s (%s:%d): no values found for: %s", "%s（%s:%d）：找不到数值来试“%s”"), decl->name,
                      unmade->node->at.file ? unmade->node->at.file : decl->at.file, unmade->node->at.line, b.data);
    onex_buffer_clear(&b);
    return ONEX_OK;
}

onex_status onex_boundary_print(onex_cli *cli, const onex_program *program, const onex_boundary *boundary, onex_error *err) {
    bool json = cli->format == ONEX_FORMAT_JSON || cli->format == ONEX_FORMAT_JSONL;
    onex_status status = json ? json_print(cli, program, boundary, err) : rows_print(cli, program, boundary, err);
    onex_cli_flush(cli);
    for (int i = 0; i < boundary->nunmade && !status; i++) status = unmade_note(cli, program, &boundary->unmade[i], err);
    return status;
}
