/* onex rollback: puts the set that was in force before the present one in force again, as a new act. */
#include "cli/commands.h"
#include "engine/act.h"
#include "engine/publish.h"
#include "engine/ruleset.h"

static onex_status tell(onex_cli *cli, const char *hash, const char *previous, int64_t event, onex_error *err) {
    onex_buffer b = {0};
    if (cli->format == ONEX_FORMAT_JSON)
        onex_buffer_printf(&b,
                           "{\"schema\":\"onex.rollback/1\",\"ruleset\":\"%s\",\"previous\":\"%s\",\"event\":%lld}\n",
                           hash, previous, (long long)event);
    else
        onex_buffer_printf(&b,
                           onex_tr("rule set %.12s is in force again in place of %.12s\n",
                                   "规则集 %.12s 重新成为现行规则集，取代 %.12s\n"),
                           hash, previous);
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status rollback_run(onex_cli *cli, onex_error *err) {
    onex_store *store;
    onex_arena arena = {0};
    onex_rules *rules = NULL;
    const char *actor = NULL;
    char hash[ONEX_SHA256_TEXT], previous[ONEX_SHA256_TEXT];
    int64_t event = 0;
    onex_status status = onex_act_text(&actor, &arena, onex_cli_actor(cli), false, onex_tr("--actor", "--actor "), err);
    if (!status && !actor) status = onex_fail(err, ONEX_E_USAGE, onex_tr("--actor is empty", "--actor 为空"));
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_ruleset_in_force(store, previous, err);
    if (!status) status = onex_rollback_target(store, hash, err);
    /* What does not load any more must not come into force. */
    if (!status) status = onex_cli_rules_other(cli, store, hash, NULL, false, &rules, err);
    if (!status) status = onex_rollback(store, hash, actor, &event, err);
    if (!status) status = tell(cli, hash, previous, event, err);
    if (!status)
        onex_cli_hint(cli,
                      onex_tr("onex diff %.12s published tells what differs", "onex diff %.12s published 说明差别"),
                      previous);
    onex_rules_close(rules);
    onex_arena_clear(&arena);
    return status;
}

const onex_command onex_cmd_rollback = {
    .name = "rollback",
    .en = "put the rule set before the present one in force again",
    .zh = "恢复现行规则集之前的那一套",
    .usage = "--actor A",
    .opens = ONEX_OPENS_WRITE,
    .formats = ONEX_FORMATS_TEXT,
    .details_en = "A new act on record; the rules folder is left as it is. Once more, and the other set is back.\n"
                  "Exit 4: that set cannot be loaded any more; 6: there was none before.",
    .details_zh = "作为新的操作记录在案；规则文件夹不变。再执行一次则换回另一套。\n"
                  "退出码 4：那套规则已无法加载；6：之前没有别的规则集。",
    .run = rollback_run,
};
