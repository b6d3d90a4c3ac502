/* onex trace: which rules and tests stand for each clause of the regulation. */
#include "cli/commands.h"
#include "cli/sheet.h"
#include "cli/trace_page.h"
#include "io/outfile.h"

/* ---- rows ---- */

static void names_put(onex_buffer *b, const onex_decl **decls, int n, const char *separator) {
    for (int i = 0; i < n; i++) onex_buffer_printf(b, "%s%s", i ? separator : "", decls[i]->name);
}

static void cell_rules(onex_sheet *sheet, const onex_trace_row *row, const char *separator, bool all) {
    onex_buffer b = {0};
    names_put(&b, row->rules, row->nrules, separator);
    if (all && row->nothers) {
        onex_buffer_text(&b, row->nrules ? " (" : "(");
        names_put(&b, row->others, row->nothers, separator);
        onex_buffer_char(&b, ')');
    }
    onex_sheet_cell(sheet, b.data, ONEX_STYLE_PLAIN);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
}

static onex_status print_table(onex_cli *cli, const onex_trace *trace, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"clause", "clause", "条款", ONEX_SHEET_TEXT},
        {"class", "class", "类别", ONEX_SHEET_TEXT},
        {"tests", "tests", "测试", ONEX_SHEET_NUMBER},
        {"changed", "changed", "改动", ONEX_SHEET_TEXT},
        {"rules", "rules (and what else cites it)", "规则（及其他引用）", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < trace->nrows; i++) {
        const onex_trace_row *row = &trace->rows[i];
        bool bare = i < trace->uncovered;
        onex_sheet_cell(&sheet, row->name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&sheet, *row->class || bare ? onex_trace_class_text(row->class) : NULL,
                        bare ? ONEX_STYLE_BAD : ONEX_STYLE_PLAIN);
        onex_sheet_number(&sheet, row->tests);
        onex_sheet_cell(&sheet, row->changed ? onex_tr("changed", "有改动") : NULL, ONEX_STYLE_WARN);
        cell_rules(&sheet, row, ", ", true);
    }
    onex_status status = onex_sheet_print(cli, &sheet, NULL, NULL, err);
    onex_sheet_clear(&sheet);
    return status;
}

static onex_status print_fields(onex_cli *cli, const onex_trace *trace, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"clause", "", "", ONEX_SHEET_TEXT},  {"class", "", "", ONEX_SHEET_TEXT},   {"rules", "", "", ONEX_SHEET_LIST},
        {"tests", "", "", ONEX_SHEET_NUMBER}, {"changed", "", "", ONEX_SHEET_TEXT}, {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < trace->nrows; i++) {
        const onex_trace_row *row = &trace->rows[i];
        onex_sheet_cell(&sheet, row->name, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, row->class, ONEX_STYLE_PLAIN);
        cell_rules(&sheet, row, ",", false);
        onex_sheet_number(&sheet, row->tests);
        onex_sheet_cell(&sheet, row->changed ? "1" : "0", ONEX_STYLE_PLAIN);
    }
    onex_status status = onex_sheet_print(cli, &sheet, NULL, NULL, err);
    onex_sheet_clear(&sheet);
    return status;
}

static void row_json(onex_buffer *b, const onex_trace_row *row) {
    onex_buffer_text(b, "{\"clause\":");
    onex_buffer_json_text(b, row->name);
    onex_buffer_text(b, ",\"class\":");
    onex_buffer_json_text(b, row->class);
    onex_buffer_text(b, ",\"rules\":[");
    for (int i = 0; i < row->nrules; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, row->rules[i]->name);
    }
    onex_buffer_printf(b, "],\"tests\":%d,\"changed\":%s}", row->tests, row->changed ? "true" : "false");
}

static onex_status print_json(onex_cli *cli, const onex_trace *trace, onex_error *err) {
    onex_buffer b = {0};
    bool lines = cli->format == ONEX_FORMAT_JSONL;
    if (!lines) onex_buffer_text(&b, "{\"schema\":\"onex.trace/1\",\"clauses\":[");
    for (int i = 0; i < trace->nrows; i++) {
        if (!lines) onex_buffer_text(&b, i ? ",\n" : "\n");
        row_json(&b, &trace->rows[i]);
        if (lines) onex_buffer_char(&b, '\n');
    }
    if (!lines) onex_buffer_text(&b, "]}\n");
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

/* ---- the command ---- */

static onex_status write_page(const char *path, const onex_trace *trace, const onex_program *program,
                              const onex_laws *laws, onex_error *err) {
    onex_buffer b = {0};
    onex_trace_page(&b, trace, program, laws);
    onex_status status = onex_outfile_write(path, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status print(onex_cli *cli, const onex_trace *trace, onex_error *err) {
    switch (cli->format) {
    case ONEX_FORMAT_TABLE: return print_table(cli, trace, err);
    case ONEX_FORMAT_JSON:
    case ONEX_FORMAT_JSONL: return print_json(cli, trace, err);
    default: return print_fields(cli, trace, err);
    }
}

/* What people should know beside the rows. */
static void notes(onex_cli *cli, const onex_trace *trace, const onex_program *program, const onex_laws *laws) {
    int articles = laws->now.articles;
    if (articles && program->regulation.articles && articles != program->regulation.articles)
        onex_cli_note(cli,
                      onex_tr("the text has %d articles, the rules say %d", "办法文本共 %d 条，规则中写的是 %d 条"),
                      articles, program->regulation.articles);
    for (int i = 0; articles && i < trace->nrows; i++) {
        const onex_trace_row *row = &trace->rows[i];
        if (!row->text)
            onex_cli_note(cli, onex_tr("the text has no '%s', which '%s' cites", "办法文本没有“%s”，而“%s”引用了它"),
                          row->name,
                          row->nrules    ? row->rules[0]->name
                          : row->nothers ? row->others[0]->name
                                         : "regulation");
    }
}

static onex_status tell(onex_cli *cli, const onex_program *program, const onex_laws *laws, onex_error *err) {
    const char *page = onex_cli_option(cli, "html");
    onex_trace trace;
    onex_status status = onex_trace_make(&trace, program, laws, err);
    if (status) return status;
    status = page ? write_page(page, &trace, program, laws, err) : print(cli, &trace, err);
    if (!status) {
        onex_cli_flush(cli);
        notes(cli, &trace, program, laws);
        if (!laws->now.nclauses)
            onex_cli_hint(cli, onex_tr("onex law load FILE makes every clause of the text appear",
                                       "onex law load 文件 载入原文后，每一处条款都会列出"));
        else if (trace.uncovered)
            onex_cli_hint(cli,
                          onex_tr("%d clause(s) have no rule and no class; onex law %s shows the first",
                                  "%d 处条款没有规则也没有归类；onex law %s 查看第一处"),
                          trace.uncovered, trace.rows[0].name);
        else
            onex_cli_hint(cli, onex_tr("onex rules show NAME tells a rule", "onex rules show 名称 说明某条规则"));
    }
    onex_trace_clear(&trace);
    return status;
}

static onex_status trace_run(onex_cli *cli, onex_error *err) {
    onex_store *store = NULL;
    onex_rules *rules;
    onex_laws laws = {0};
    onex_status status = onex_cli_open_perhaps(cli, &store, err);
    if (!status) status = onex_laws_read(&laws, store, err);
    if (!status) status = onex_cli_rules_tested(cli, store, &rules, err);
    if (!status && store) status = onex_cli_folder_differs(cli, store, err);
    if (!status) status = tell(cli, onex_rules_program(rules), &laws, err);
    onex_laws_clear(&laws);
    return status;
}

static const onex_option options[] = {
    {"html", 0, "FILE", false, "write a page to read and print instead, with the clauses' texts",
     "改为写成网页，附条款原文，可打印"},
    {0},
};

const onex_command onex_cmd_trace = {
    .name = "trace",
    .en = "clause by clause, the rules and tests that stand for it",
    .zh = "逐条列出对应的规则和测试",
    .usage = "[--html FILE]",
    .options = options,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en =
        "Uncovered clauses come first, then those that only have a class (purpose, data, ...), then the others.\n"
        "changed: the clause's text differs from the text loaded before. Works without a database too.\n"
        "Exit 4: the rule files cannot be loaded.",
    .details_zh = "没有着落的条款在前，其次是只有归类的（目的、数据等），然后是其余。\n"
                  "改动：条款原文与前一次载入的文本不同。没有数据库也可用。\n"
                  "退出码 4：规则文件无法加载。",
    .run = trace_run,
};
