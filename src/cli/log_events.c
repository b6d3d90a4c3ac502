/* onex log: the events, the oldest first. */
#include <string.h>

#include "cli/log.h"
#include "cli/sheet.h"
#include "store/log.h"

typedef struct listing {
    onex_cli *cli;
    const onex_log_filter *filter;
    onex_sheet sheet;
    onex_buffer json;
    long count;
} listing;

static const char *kind_text(const char *kind) {
    static const struct {
        const char *kind, *en, *zh;
    } words[] = {
        {"init", "init", "建库"},           {"import", "import", "导入"},         {"delete", "delete", "删除"},
        {"decide", "decide", "决定"},       {"waive", "waive", "情况说明"},       {"record", "record", "检查记录"},
        {"publish", "publish", "发布规则"}, {"rollback", "rollback", "规则回退"}, {"law", "law", "载入文本"},
        {"script", "script", "脚本"},       {"upgrade", "upgrade", "升级"},       {"restore", "restore", "恢复"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].kind, kind) == 0) return onex_tr(words[i].en, words[i].zh);
    return kind;
}

static void put_json(listing *l, const onex_event *e) {
    onex_buffer *b = &l->json;
    bool lines = l->cli->format == ONEX_FORMAT_JSONL;
    if (!lines && l->count) onex_buffer_text(b, ",\n");
    onex_buffer_printf(b, "{\"number\":%lld,\"at\":", (long long)e->number);
    onex_buffer_json_text(b, e->at);
    onex_buffer_text(b, ",\"actor\":");
    onex_buffer_json_text(b, e->actor);
    onex_buffer_text(b, ",\"kind\":");
    onex_buffer_json_text(b, e->kind);
    onex_buffer_text(b, ",\"subject\":");
    onex_buffer_json_text(b, e->subject);
    onex_buffer_printf(b, ",\"payload\":%s,\"hash\":", e->payload);
    onex_buffer_json_text(b, e->hash);
    onex_buffer_text(b, lines ? "}\n" : "}");
}

static void put_row(listing *l, const onex_event *e) {
    bool people = l->cli->format == ONEX_FORMAT_TABLE;
    onex_sheet_number(&l->sheet, e->number);
    onex_sheet_cell(&l->sheet, e->at, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&l->sheet, e->actor, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&l->sheet, people ? kind_text(e->kind) : e->kind, ONEX_STYLE_BOLD);
    onex_sheet_cell(&l->sheet, e->subject, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&l->sheet, people ? e->told : e->payload, ONEX_STYLE_PLAIN);
    if (!people) onex_sheet_cell(&l->sheet, e->hash, ONEX_STYLE_DIM);
}

static onex_status on_event(void *ctx, const onex_event *e, onex_error *err) {
    listing *l = ctx;
    if (!onex_log_filter_day(l->filter, e->at)) return ONEX_OK;
    if (l->cli->format == ONEX_FORMAT_JSON || l->cli->format == ONEX_FORMAT_JSONL)
        put_json(l, e);
    else
        put_row(l, e);
    l->count++;
    if (l->json.len < 1 << 16 && !l->json.failed) return ONEX_OK;
    onex_status status = onex_cli_write(l->cli, &l->json, err);
    l->json.len = 0;
    return status;
}

onex_status onex_log_events(onex_cli *cli, onex_store *store, const onex_log_filter *filter, onex_error *err) {
    static const onex_sheet_column fields[] = {
        {"number", "number", "编号", ONEX_SHEET_NUMBER}, {"at", "at (UTC)", "时间（UTC）", ONEX_SHEET_TEXT},
        {"actor", "actor", "经办", ONEX_SHEET_TEXT},     {"kind", "kind", "类别", ONEX_SHEET_TEXT},
        {"subject", "subject", "对象", ONEX_SHEET_TEXT}, {"payload", "what", "内容", ONEX_SHEET_TEXT},
        {"hash", "hash", "散列值", ONEX_SHEET_TEXT},     {0},
    };
    onex_sheet_column columns[8];
    memcpy(columns, fields, sizeof columns);
    if (cli->format == ONEX_FORMAT_TABLE) columns[6] = (onex_sheet_column){0};
    bool json = cli->format == ONEX_FORMAT_JSON, rows = !json && cli->format != ONEX_FORMAT_JSONL;
    onex_log_query query = {.subject = filter->subject, .actor = filter->actor, .kind = filter->kind};
    listing l = {.cli = cli, .filter = filter};
    onex_sheet_init(&l.sheet, columns);
    if (json) onex_buffer_text(&l.json, "{\"schema\":\"onex.log/1\",\"events\":[");
    onex_status status = onex_log_each(store, &query, on_event, &l, err);
    if (json) onex_buffer_text(&l.json, "]}\n");
    if (!status && rows) status = onex_sheet_print(cli, &l.sheet, NULL, "events", err);
    if (!status && !rows) status = onex_cli_write(cli, &l.json, err);
    if (!status)
        onex_cli_hint(cli, onex_tr("onex log verify tells whether the log holds", "onex log verify 核验日志是否完好"));
    onex_sheet_clear(&l.sheet);
    onex_buffer_clear(&l.json);
    return status;
}
