/* onex schema: the tables and their columns, from the entity descriptors. */
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/sheet.h"
#include "model/entity.h"

static const char *type_code(onex_column_type type) {
    static const char *const codes[] = {
        [ONEX_COL_TEXT] = "text",       [ONEX_COL_ENUM] = "enum",     [ONEX_COL_INT] = "int",
        [ONEX_COL_DATE] = "date",       [ONEX_COL_BOOL] = "bool",     [ONEX_COL_YUAN] = "yuan",
        [ONEX_COL_CREDITS] = "credits", [ONEX_COL_NUMBER] = "number",
    };
    return codes[type];
}

static void words_text(const onex_word *words, onex_buffer *b) {
    for (int i = 0; words && words[i].code; i++)
        onex_buffer_printf(b, "%s%s=%s", i ? ";" : "", words[i].code, words[i].title);
}

static void column_json(const onex_column *c, onex_buffer *b) {
    onex_buffer_text(b, "{\"name\":");
    onex_buffer_json_text(b, c->name);
    onex_buffer_text(b, ",\"title\":");
    onex_buffer_json_text(b, c->title);
    onex_buffer_printf(b, ",\"type\":\"%s\",\"key\":%s,\"required\":%s,\"references\":", type_code(c->type),
                       c->key ? "true" : "false", c->required ? "true" : "false");
    onex_buffer_json_text(b, c->ref);
    onex_buffer_text(b, ",\"words\":");
    if (!c->words) onex_buffer_text(b, "null");
    for (int i = 0; c->words && c->words[i].code; i++) {
        onex_buffer_text(b, i ? "," : "{");
        onex_buffer_json_text(b, c->words[i].code);
        onex_buffer_char(b, ':');
        onex_buffer_json_text(b, c->words[i].title);
    }
    if (c->words) onex_buffer_char(b, '}');
    onex_buffer_text(b, ",\"supplied_by\":");
    onex_buffer_json_text(b, c->supplied_by);
    onex_buffer_char(b, '}');
}

static void entity_json(const onex_entity *e, onex_buffer *b) {
    onex_buffer_text(b, "{\"name\":");
    onex_buffer_json_text(b, e->name);
    onex_buffer_text(b, ",\"title\":");
    onex_buffer_json_text(b, e->title);
    onex_buffer_text(b, ",\"exists_on\":");
    onex_buffer_json_text(b, e->exists_on);
    onex_buffer_text(b, ",\"columns\":[");
    for (int i = 0; i < e->ncolumns; i++) {
        if (i) onex_buffer_char(b, ',');
        column_json(&e->columns[i], b);
    }
    onex_buffer_text(b, "]}");
}

static onex_status schema_json(onex_cli *cli, const onex_entity *only, onex_error *err) {
    onex_buffer b = {0};
    bool lines = cli->format == ONEX_FORMAT_JSONL, first = true;
    if (!lines) onex_buffer_text(&b, "{\"schema\":\"onex.schema/1\",\"tables\":[");
    for (int i = 0; i < onex_nentities; i++) {
        if (only && only != &onex_entities[i]) continue;
        if (!lines && !first) onex_buffer_text(&b, ",\n");
        first = false;
        entity_json(&onex_entities[i], &b);
        if (lines) onex_buffer_char(&b, '\n');
    }
    if (!lines) onex_buffer_text(&b, "]}\n");
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status tables_list(onex_cli *cli, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"table", "table", "表", ONEX_SHEET_TEXT},
        {"title", "title", "名称", ONEX_SHEET_TEXT},
        {"key", "key", "主键", ONEX_SHEET_TEXT},
        {"columns", "columns", "列数", ONEX_SHEET_RIGHT},
        {"exists_on", "exists from", "存在自", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < onex_nentities; i++) {
        const onex_entity *e = &onex_entities[i];
        onex_buffer key = {0};
        for (int c = 0; c < e->ncolumns; c++)
            if (e->columns[c].key) onex_buffer_printf(&key, "%s%s", key.len ? "," : "", e->columns[c].name);
        onex_sheet_cell(&sheet, e->name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&sheet, e->title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, key.data, ONEX_STYLE_PLAIN);
        onex_sheet_number(&sheet, e->ncolumns);
        onex_sheet_cell(&sheet, e->exists_on, ONEX_STYLE_DIM);
        onex_buffer_clear(&key);
    }
    onex_status status = onex_sheet_print(cli, &sheet, NULL, NULL, err);
    onex_sheet_clear(&sheet);
    if (!status) onex_cli_hint(cli, "onex schema pilot");
    return status;
}

static onex_status table_show(onex_cli *cli, const onex_entity *e, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"column", "column", "列", ONEX_SHEET_TEXT},
        {"title", "title", "列标题", ONEX_SHEET_TEXT},
        {"type", "type", "类型", ONEX_SHEET_TEXT},
        {"key", "key", "主键", ONEX_SHEET_TEXT},
        {"required", "required", "必填", ONEX_SHEET_TEXT},
        {"references", "references", "引用", ONEX_SHEET_TEXT},
        {"words", "words", "取值", ONEX_SHEET_TEXT},
        {"supplied_by", "supplied by", "提供者", ONEX_SHEET_TEXT},
        {0},
    };
    bool people = cli->format == ONEX_FORMAT_TABLE;
    const char *yes = people ? onex_tr("yes", "是") : "1", *no = people ? NULL : "0";
    char title[256];
    snprintf(title, sizeof title, "%s %s", e->name, e->title);
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < e->ncolumns; i++) {
        const onex_column *c = &e->columns[i];
        onex_buffer words = {0};
        words_text(c->words, &words);
        onex_sheet_cell(&sheet, c->name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&sheet, c->title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, type_code(c->type), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, c->key ? yes : no, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, c->required ? yes : no, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, c->ref, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, words.data, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, c->supplied_by, ONEX_STYLE_DIM);
        onex_buffer_clear(&words);
    }
    onex_status status = onex_sheet_print(cli, &sheet, title, NULL, err);
    onex_sheet_clear(&sheet);
    if (!status)
        onex_cli_hint(cli,
                      onex_tr("onex import %s.csv takes these columns, or their titles, as header",
                              "onex import %s.csv 以这些列名或列标题作表头"),
                      e->name);
    return status;
}

static onex_status no_table(const char *name, onex_error *err) {
    char near[256];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < onex_nentities; i++) {
        onex_nearest_offer(&nearest, onex_entities[i].name);
        onex_nearest_offer(&nearest, onex_entities[i].title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no table '%s'; nearest: %s", "没有表“%s”；最接近的是：%s"),
                         name, near);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no table '%s'; onex schema lists them", "没有表“%s”；onex schema 列出全部"), name);
}

static onex_status schema_run(onex_cli *cli, onex_error *err) {
    const onex_entity *only = NULL;
    if (cli->nwords && !(only = onex_entity_find(cli->words[0]))) return no_table(cli->words[0], err);
    if (cli->format == ONEX_FORMAT_JSON || cli->format == ONEX_FORMAT_JSONL) return schema_json(cli, only, err);
    return only ? table_show(cli, only, err) : tables_list(cli, err);
}

const onex_command onex_cmd_schema = {
    .name = "schema",
    .en = "the tables of the database, or the columns of one",
    .zh = "数据库的表，或一个表的列",
    .usage = "[TABLE]",
    .max_words = 1,
    .formats = ONEX_FORMATS_ROWS,
    .details_en = "TABLE is a table's name or its Chinese title. Exit 3: no such table.",
    .details_zh = "TABLE 是表名或其中文名称。退出码 3：没有该表。",
    .run = schema_run,
};
