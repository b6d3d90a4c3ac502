/* onex delete: one row removed by its key, with a reason. */
#include "cli/commands.h"
#include "engine/delete.h"
#include "model/entity_name.h"

static onex_status tell(onex_cli *cli, const onex_entity *entity, int64_t event, onex_error *err) {
    onex_buffer b = {0};
    if (cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_printf(&b, "{\"schema\":\"onex.delete/1\",\"table\":\"%s\",\"key\":[", entity->name);
        for (int i = 1; i < cli->nwords; i++) {
            if (i > 1) onex_buffer_char(&b, ',');
            onex_buffer_json_text(&b, *cli->words[i] ? cli->words[i] : NULL);
        }
        onex_buffer_printf(&b, "],\"event\":%lld}\n", (long long)event);
    } else {
        onex_buffer_printf(&b, onex_tr("deleted from %s:", "已从 %s 删除："), entity->name);
        for (int i = 1; i < cli->nwords; i++) onex_buffer_printf(&b, " %s", *cli->words[i] ? cli->words[i] : "''");
        onex_buffer_char(&b, '\n');
    }
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    if (!status) onex_cli_hint(cli, "onex check");
    return status;
}

static onex_status delete_run(onex_cli *cli, onex_error *err) {
    onex_delete_options options = {.keys = cli->words + 1, .nkeys = cli->nwords - 1};
    options.reason = onex_cli_option(cli, "reason");
    options.actor = onex_cli_actor(cli);
    onex_store *store = NULL;
    int64_t event = 0;
    if (!options.reason)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("a reason is needed: --reason TEXT", "须写明理由：--reason TEXT"));
    onex_status status = onex_entity_named(&options.entity, cli->words[0], err);
    if (!status) status = onex_delete_check(&options, err);
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_cli_day(cli, store, &options.as_of, err);
    if (!status) status = onex_cli_refuse_rules(cli, store, err);
    if (!status) status = onex_delete(store, &options, &event, err);
    return status ? status : tell(cli, options.entity, event, err);
}

static const onex_option options[] = {
    {"reason", 0, "TEXT", false, "why the row is wrong; kept in the record", "该行为何有误；记入日志"},
    {0},
};

const onex_command onex_cmd_delete = {
    .name = "delete",
    .en = "remove one row, with a reason",
    .zh = "删除一行，须写明理由",
    .usage = "TABLE KEY... --reason TEXT",
    .options = options,
    .min_words = 2,
    .max_words = -1,
    .opens = ONEX_OPENS_WRITE,
    .formats = ONEX_FORMATS_TEXT,
    .details_en = "KEY is the row's key, value by value in the order that onex schema TABLE shows; a blank is ''.\n"
                  "Exit 3: no such row. Exit 5: others refer to it, or its pilot is past the point where it may go.",
    .details_zh = "KEY 是主键的各个值，顺序同 onex schema TABLE；空值写作 ''。\n"
                  "退出码 3：没有该行。退出码 5：有其他行引用它，或其项目已不允许删除。",
    .run = delete_run,
};
