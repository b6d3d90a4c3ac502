/* onex why: the whole reasoning behind one verdict. */
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/settings.h"
#include "engine/asked.h"
#include "report/reason.h"

static onex_status tell(onex_cli *cli, const onex_program *program, const onex_reason *root, const onex_laws *laws,
                        onex_error *err) {
    onex_buffer b = {0};
    char *prefix = onex_cli_rules_prefix(cli);
    if (!prefix) return onex_no_memory(err);
    if (cli->format == ONEX_FORMAT_TABLE) {
        onex_reason_put(&b, cli->color, program, root, prefix, laws);
    } else {
        onex_reason_json(&b, program, root, laws);
        onex_buffer_char(&b, '\n');
    }
    onex_status status = onex_cli_write(cli, &b, err);
    free(prefix);
    onex_buffer_clear(&b);
    if (status) return status;
    if (root->row.verdict == ONEX_UNKNOWN)
        onex_cli_hint(cli, onex_tr("onex gaps tells all that is missing", "onex gaps 列出所有缺少的数据"));
    else
        onex_cli_hint(cli, "onex rules show %s", program->rules[root->row.rule].decl.name);
    return ONEX_OK;
}

static onex_status ask(onex_cli *cli, onex_store *store, onex_rules *rules, onex_day day, onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    onex_subject_ref subject;
    onex_setting *settings = NULL;
    int rule, nsettings = 0;
    onex_why why = {0};
    onex_laws laws = {0};
    onex_status status = onex_asked_rule_of(&rule, &subject, program, store, cli->words[0], cli->words[1], err);
    if (!status) status = onex_cli_settings(&settings, &nsettings, cli, program, err);
    if (!status) status = onex_why_ask(&why, store, rules, day, subject, rule, settings, nsettings, err);
    if (!status) status = onex_laws_read(&laws, store, err);
    if (!status) status = tell(cli, program, why.root, &laws, err);
    onex_laws_clear(&laws);
    onex_why_clear(&why);
    onex_settings_free(settings, nsettings);
    return status;
}

static onex_status why_run(onex_cli *cli, onex_error *err) {
    onex_store *store;
    onex_rules *rules;
    onex_day day = ONEX_DAY_NONE;
    onex_status status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_cli_day(cli, store, &day, err);
    if (!status) status = onex_cli_rules(cli, store, &rules, err);
    return status ? status : ask(cli, store, rules, day, err);
}

static const onex_option options[] = {
    {"set", 0, "NAME=VALUE", true, "as if this param or reading were so", "假设某参数或解读取此值"},
    {0},
};

const onex_command onex_cmd_why = {
    .name = "why",
    .en = "the reasons of one verdict",
    .zh = "一个判定的理由",
    .usage = "SUBJECT RULE [--set NAME=VALUE]...",
    .options = options,
    .min_words = 2,
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en = "SUBJECT is the code of what RULE judges (a pilot, an exam, ...). Exit 3: no such subject or rule.",
    .details_zh = "SUBJECT 是 RULE 所判定对象的代码（试点项目、考核场次等）。退出码 3：没有该对象或规则。",
    .run = why_run,
};
