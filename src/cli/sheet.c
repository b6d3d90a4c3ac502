/* Sheets of commands: the format that was asked for, to the command's output. */
#include "cli/sheet.h"

void onex_style_put(const onex_cli *cli, onex_buffer *b, onex_style style, const char *text) {
    onex_paint(b, cli->color, style, text);
}

static void sheet_json(const onex_cli *cli, const onex_sheet *t, const char *key, onex_buffer *b) {
    bool lines = cli->format == ONEX_FORMAT_JSONL;
    if (!lines) onex_buffer_printf(b, "{\"schema\":\"onex.%s/1\",\"%s\":[", cli->command->name, key);
    for (int row = 0; row < t->nrows; row++) {
        if (!lines && row) onex_buffer_text(b, ",\n");
        for (int c = 0; c < t->ncolumns; c++) {
            const char *text = t->cells[(size_t)row * (size_t)t->ncolumns + (size_t)c];
            onex_buffer_printf(b, "%s\"%s\":", c ? "," : "{", t->columns[c].name);
            if (t->columns[c].kind == ONEX_SHEET_LIST)
                onex_list_json(b, text);
            else if (t->columns[c].kind == ONEX_SHEET_NUMBER && text)
                onex_buffer_text(b, text);
            else
                onex_buffer_json_text(b, text);
        }
        onex_buffer_text(b, lines ? "}\n" : "}");
    }
    if (!lines) onex_buffer_text(b, "]}\n");
}

onex_status onex_sheet_print(onex_cli *cli, onex_sheet *t, const char *title, const char *key, onex_error *err) {
    if (t->failed) return onex_no_memory(err);
    onex_buffer b = {0};
    onex_status status = ONEX_OK;
    if (cli->format == ONEX_FORMAT_TABLE)
        status = onex_sheet_put(&b, t, cli->color, title, err);
    else if (cli->format == ONEX_FORMAT_JSON || cli->format == ONEX_FORMAT_JSONL)
        sheet_json(cli, t, key, &b);
    else
        onex_sheet_fields(&b, t, cli->format == ONEX_FORMAT_CSV);
    if (!status) status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}
