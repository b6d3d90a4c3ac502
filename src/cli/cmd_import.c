/* onex import: the words of the command line to an import, and what happened to people or as JSON. */
#include "cli/commands.h"
#include "cli/sheet.h"
#include "engine/import.h"
#include "io/source.h"

static onex_status program_in_force(void *ctx, const onex_program **out, onex_error *err) {
    onex_cli *cli = ctx;
    onex_rules *rules = NULL;
    onex_status status = onex_cli_rules(cli, cli->store, &rules, err);
    *out = rules ? onex_rules_program(rules) : NULL;
    return status;
}

static void rows_read(void *ctx, long rows) {
    onex_cli_progress(ctx, rows, onex_tr("rows read", "行已读入"));
}

/* ---- JSON ---- */

static void json_problem(onex_buffer *b, const onex_import_problem *p) {
    onex_buffer_text(b, "{\"file\":");
    onex_buffer_json_text(b, p->file);
    onex_buffer_text(b, ",\"sheet\":");
    onex_buffer_json_text(b, p->sheet);
    if (p->row)
        onex_buffer_printf(b, ",\"row\":%ld,\"column\":", p->row);
    else
        onex_buffer_text(b, ",\"row\":null,\"column\":");
    onex_buffer_json_text(b, p->column);
    onex_buffer_text(b, ",\"value\":");
    onex_buffer_json_text(b, p->value);
    onex_buffer_text(b, ",\"message\":");
    onex_buffer_json_text(b, p->message);
    onex_buffer_char(b, '}');
}

static onex_status tell_json(onex_cli *cli, const onex_import_result *r, onex_error *err) {
    onex_buffer b = {0};
    bool first = true;
    onex_buffer_text(&b, "{\"schema\":\"onex.import/1\",\"tables\":{");
    for (int i = 0; i < onex_nentities; i++) {
        const onex_import_counts *c = &r->counts[i];
        if (!r->used[i]) continue;
        onex_buffer_printf(&b, "%s\"%s\":{\"new\":%ld,\"updated\":%ld,\"unchanged\":%ld,\"rejected\":%ld}",
                           first ? "" : ",", onex_entities[i].name, c->created, c->updated, c->unchanged, c->rejected);
        first = false;
    }
    onex_buffer_text(&b, "},\"errors\":[");
    first = true;
    for (int i = 0; i < r->nproblems; i++) {
        if (r->problems[i].warning) continue;
        if (!first) onex_buffer_char(&b, ',');
        json_problem(&b, &r->problems[i]);
        first = false;
    }
    onex_buffer_text(&b, "]}\n");
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

/* ---- text ---- */

static onex_status tell_counts(onex_cli *cli, const onex_import_result *r, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"table", "table", "表", ONEX_SHEET_TEXT},           {"new", "new", "新增", ONEX_SHEET_NUMBER},
        {"updated", "updated", "更新", ONEX_SHEET_NUMBER},   {"unchanged", "unchanged", "未变", ONEX_SHEET_NUMBER},
        {"rejected", "rejected", "拒绝", ONEX_SHEET_NUMBER}, {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < onex_nentities; i++) {
        const onex_import_counts *c = &r->counts[i];
        if (!r->used[i]) continue;
        bool zh = cli->format == ONEX_FORMAT_TABLE && cli->lang == ONEX_LANG_ZH;
        onex_sheet_cell(&sheet, zh ? onex_entities[i].title : onex_entities[i].name, ONEX_STYLE_PLAIN);
        onex_sheet_number(&sheet, c->created);
        onex_sheet_number(&sheet, c->updated);
        onex_sheet_number(&sheet, c->unchanged);
        onex_sheet_number(&sheet, c->rejected);
    }
    onex_status status = sheet.nrows || sheet.failed ? onex_sheet_print(cli, &sheet, NULL, NULL, err) : ONEX_OK;
    onex_sheet_clear(&sheet);
    return status;
}

/* A line to people, in one piece: a file's name in it must not steer the terminal. Clears the buffer. */
static void tell_line(onex_cli *cli, onex_buffer *b) {
    for (size_t i = 0; i < b->len; i++)
        if ((unsigned char)b->data[i] < 0x20 || b->data[i] == 0x7F) b->data[i] = '?';
    onex_buffer_char(b, '\n');
    if (!b->failed) fwrite(b->data, 1, b->len, cli->err);
    onex_buffer_clear(b);
}

/* FILE:ROW:COLUMN: message; in Chinese the column by its title. */
static void tell_problem(onex_cli *cli, const onex_import_problem *p) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s:", !p->file ? "onex" : *p->file ? p->file : "''");
    if (p->row) onex_buffer_printf(&b, "%ld:", p->row);
    if (p->column) onex_buffer_printf(&b, "%s:", p->title ? onex_tr(p->column, p->title) : p->column);
    onex_buffer_text(&b, p->warning ? onex_tr(" warning: ", " 警告：") : " ");
    onex_buffer_text(&b, p->message);
    tell_line(cli, &b);
}

static void tell_problems(onex_cli *cli, const onex_import_result *r) {
    for (int i = 0; i < r->nnotes; i++) {
        onex_buffer b = {0};
        onex_buffer_printf(&b, "onex: %s", r->notes[i]);
        tell_line(cli, &b);
    }
    long told = 0;
    for (int i = 0; i < r->nproblems; i++) {
        tell_problem(cli, &r->problems[i]);
        told += !r->problems[i].warning;
    }
    if (told < r->nerrors)
        onex_cli_note(cli, onex_tr("%ld more errors are not listed", "另有%ld处错误未列出"), r->nerrors - told);
}

/* ---- the command ---- */

/* The last lines: what became of it, and what to do next. */
static void tell_outcome(onex_cli *cli, const onex_import_result *r, onex_status outcome, onex_error *err) {
    if ((outcome == ONEX_E_DATA || outcome == ONEX_E_NOT_FOUND) && r->nerrors) {
        fprintf(cli->err, "onex: %s\n", err->text);
        err->text[0] = '\0';
        onex_cli_hint(
            cli, "%s",
            onex_tr("correct what is named above and import the same files again", "请更正以上各处后重新导入"));
    } else if (!outcome && onex_cli_option(cli, "dry-run")) {
        onex_cli_hint(cli, "%s",
                      onex_tr("nothing was written; leave out --dry-run to import", "未写入；去掉 --dry-run 即可导入"));
    } else if (!outcome && !r->event) {
        onex_cli_note(cli, "%s", onex_tr("nothing changed, nothing was written", "没有变化，未写入任何数据"));
    } else if (!outcome) {
        onex_cli_hint(cli, "onex check");
    }
}

static onex_status tell(onex_cli *cli, const onex_import_result *r, onex_status outcome, onex_error *err) {
    onex_error other = {0};
    bool known = r->counts && (!outcome || r->nerrors);
    onex_status status = !known                            ? ONEX_OK
                         : cli->format == ONEX_FORMAT_JSON ? tell_json(cli, r, &other)
                                                           : tell_counts(cli, r, &other);
    onex_cli_flush(cli);
    tell_problems(cli, r);
    if (status && !outcome) {
        *err = other;
        return status;
    }
    tell_outcome(cli, r, outcome, err);
    return outcome;
}

static onex_status import_run(onex_cli *cli, onex_error *err) {
    onex_import_options options = {
        .paths = cli->words, .npaths = cli->nwords, .program = program_in_force, .progress = rows_read, .ctx = cli};
    options.table = onex_cli_option(cli, "table");
    options.encoding = onex_cli_option(cli, "encoding");
    options.initial = onex_cli_option(cli, "initial") != NULL;
    options.dry_run = onex_cli_option(cli, "dry-run") != NULL;
    options.actor = onex_cli_actor(cli);
    onex_store *store = NULL;
    onex_status status = onex_encoding_check(options.encoding, err);
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_cli_day(cli, store, &options.as_of, err);
    if (status) return status;
    onex_error refusal = {0}; /* the last to count of what may be wrong */
    onex_status refused = options.dry_run ? ONEX_OK : onex_cli_refuse_rules(cli, store, &refusal);
    if (refused) options.dry_run = true;
    onex_import_result result;
    status = onex_import(&result, store, &options, err);
    if (!status && refused) {
        *err = refusal;
        status = refused;
    }
    onex_cli_progress(cli, 0, NULL);
    status = tell(cli, &result, status, err);
    onex_import_result_clear(&result);
    return status;
}

static const onex_option options[] = {
    {"table", 0, "TABLE", false, "the table that the files are of", "文件所属的表"},
    {"initial", 0, NULL, false, "may set states and stamped dates of pilots", "可写入试点项目的状态和程序日期"},
    {"dry-run", 0, NULL, false, "check everything, write nothing", "只检查，不写入"},
    {"encoding", 0, "E", false, "the files' encoding: utf-8, gb18030, utf-16", "文件编码：utf-8、gb18030、utf-16"},
    {0},
};

const onex_command onex_cmd_import = {
    .name = "import",
    .en = "rows of CSV or TSV files into the database, all or none",
    .zh = "导入 CSV、TSV 文件的行，要么全部写入，要么都不写入",
    .usage = "PATH... [--table TABLE] [--initial] [--dry-run] [--encoding E]",
    .options = options,
    .min_words = 1,
    .max_words = -1,
    .opens = ONEX_OPENS_WRITE,
    .formats = ONEX_FORMAT_TABLE | ONEX_FORMAT_TSV | ONEX_FORMAT_CSV | ONEX_FORMAT_JSON,
    .details_en =
        "PATH is a file or a folder of them. The table is that of --table, else of the file's name (a table's name\n"
        "or its Chinese title), else of its header. A row whose key is there already updates it. Every error is told\n"
        "with its file, row and column.\n"
        "Exit 3: no such file or table. Exit 5: refused, nothing was written.",
    .details_zh =
        "PATH 是文件或文件夹。表由 --table 指明，否则看文件名（表名或中文名称），再看表头。主键已有的行更新原行。\n"
        "所有错误都注明文件、行和列。\n"
        "退出码 3：没有该文件或表。退出码 5：拒绝，未写入任何数据。",
    .run = import_run,
};
