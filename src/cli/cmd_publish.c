/* onex publish: puts the rules of the folder in force, after their tests and with the token of the impact that was
 * looked at. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/impact_page.h"
#include "cli/sheet.h"
#include "engine/act.h"
#include "engine/publish.h"
#include "engine/ruleset.h"
#include "engine/ruletest.h"

typedef struct publishing {
    onex_cli *cli;
    onex_store *store;
    char *dir;
    char previous[ONEX_SHA256_TEXT]; /* "": none was published */
    onex_rules *rules, *in_force;
    onex_arena arena;
    onex_publish_options options;
    onex_publish_result result;
    long passed, failed;
    onex_buffer failures; /* the names of tests that failed: lines for people, an array's items in JSON */
} publishing;

static onex_status on_case(void *ctx, const onex_ruletest_result *result, onex_error *err) {
    publishing *p = ctx;
    const onex_decl *decl = &result->test->decl;
    (void)err;
    if (result->ok) {
        p->passed++;
        return ONEX_OK;
    }
    if (p->cli->format == ONEX_FORMAT_JSON) {
        if (p->failed) onex_buffer_char(&p->failures, ',');
        onex_buffer_json_text(&p->failures, decl->name);
    } else {
        onex_buffer_printf(&p->failures, "%s/%s:%d: ", p->dir, decl->at.file ? decl->at.file : "", decl->at.line);
        onex_style_put(p->cli, &p->failures, ONEX_STYLE_BAD, onex_tr("failed", "未通过"));
        onex_buffer_printf(&p->failures, " %s\n", decl->name);
    }
    p->failed++;
    return ONEX_OK;
}

static void on_progress(void *ctx, long rows) {
    publishing *p = ctx;
    onex_cli_progress(p->cli, rows, onex_tr("verdicts", "个判定"));
}

static onex_status words_take(publishing *p, onex_error *err) {
    const char *document = onex_cli_option(p->cli, "document");
    onex_status status =
        onex_act_text(&p->options.actor, &p->arena, onex_cli_actor(p->cli), false, onex_tr("--actor", "--actor "), err);
    if (!status)
        status =
            onex_act_text(&p->options.document, &p->arena, document, false, onex_tr("--document", "--document "), err);
    if (!status && !p->options.actor)
        status = onex_fail(err, ONEX_E_USAGE, onex_tr("--actor is empty", "--actor 为空"));
    if (!status && document && !p->options.document)
        status = onex_fail(err, ONEX_E_USAGE, onex_tr("--document is empty", "--document 为空"));
    p->options.token = onex_cli_option(p->cli, "impact");
    p->options.progress = on_progress;
    p->options.ctx = p;
    return status;
}

static onex_status sets_load(publishing *p, onex_error *err) {
    onex_status status = onex_ruleset_in_force(p->store, p->previous, err);
    if (!status) status = onex_cli_rules_other(p->cli, p->store, NULL, p->dir, true, &p->rules, err);
    if (!status && p->previous[0] && strcmp(p->previous, onex_rules_program(p->rules)->hash) != 0)
        status = onex_cli_rules_other(p->cli, p->store, p->previous, NULL, false, &p->in_force, err);
    p->options.rules = p->rules;
    p->options.in_force = p->in_force;
    return status;
}

static onex_status tell(publishing *p, onex_error *err) {
    const char *hash = onex_rules_program(p->rules)->hash;
    onex_buffer b = {0};
    if (p->cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_printf(&b, "{\"schema\":\"onex.publish/1\",\"ruleset\":\"%s\",\"previous\":", hash);
        onex_buffer_json_text(&b, p->previous[0] ? p->previous : NULL);
        onex_buffer_printf(&b, ",\"event\":");
        if (p->result.event)
            onex_buffer_printf(&b, "%lld", (long long)p->result.event);
        else
            onex_buffer_text(&b, "null");
        onex_buffer_printf(&b, ",\"passed\":%ld,\"failed\":[%s]}\n", p->passed,
                           p->failures.data ? p->failures.data : "");
    } else if (p->failed) {
        onex_buffer_printf(&b, onex_tr("%s%ld passed, %ld failed\n", "%s%ld 项通过，%ld 项未通过\n"), p->failures.data,
                           p->passed, p->failed);
    } else if (!p->result.event) {
        onex_buffer_printf(&b, onex_tr("rule set %.12s is in force already\n", "规则集 %.12s 已是现行规则集\n"), hash);
    } else {
        onex_buffer_printf(&b, onex_tr("rule set %.12s is in force", "规则集 %.12s 已成为现行规则集"), hash);
        if (p->previous[0]) {
            onex_buffer_printf(&b, onex_tr(" in place of %.12s: ", "，取代 %.12s："), p->previous);
            onex_impact_ways_put(&b, p->result.ways);
        }
        onex_buffer_char(&b, '\n');
    }
    if (p->failures.failed) b.failed = true;
    onex_status status = onex_cli_write(p->cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status publish(publishing *p, onex_error *err) {
    onex_status status = words_take(p, err);
    p->dir = onex_cli_rules_folder(p->cli);
    if (!status && !p->dir) status = onex_no_memory(err);
    if (!status) status = onex_cli_open(p->cli, &p->store, err);
    if (!status) status = onex_cli_day(p->cli, p->store, &p->options.as_of, err);
    if (!status) status = sets_load(p, err);
    if (status) return status;
    bool identical = strcmp(p->previous, onex_rules_program(p->rules)->hash) == 0;
    if (!identical) status = onex_ruletest_run(p->rules, NULL, NULL, NULL, on_case, p, err);
    p->options.look_only = p->failed > 0;
    if (!status && !identical) status = onex_publish(&p->result, p->store, &p->options, err);
    onex_cli_progress(p->cli, 0, NULL);
    if (!status) status = tell(p, err);
    if (status) return status;
    if (p->failed)
        onex_cli_hint(p->cli, onex_tr("onex test tells what failed and why; the set in force stays",
                                      "onex test 说明哪些未通过及原因；现行规则集不变"));
    else
        onex_cli_hint(p->cli, "onex check");
    return p->failed ? ONEX_E_GATE : ONEX_OK;
}

static onex_status publish_run(onex_cli *cli, onex_error *err) {
    publishing p = {.cli = cli};
    onex_status status = publish(&p, err);
    onex_rules_close(p.in_force);
    onex_rules_close(p.rules);
    onex_buffer_clear(&p.failures);
    onex_arena_clear(&p.arena);
    free(p.dir);
    return status;
}

static const onex_option options[] = {
    {"document", 0, "NO", false, "number of the document that adopts the rules", "采用这些规则的文件号"},
    {"impact", 0, "TOKEN", false, "the token that onex impact gave", "onex impact 给出的编号"},
    {0},
};

const onex_command onex_cmd_publish = {
    .name = "publish",
    .en = "put the rules of the folder in force",
    .zh = "将文件夹中的规则发布为现行规则",
    .usage = "--actor A [--document NO] [--impact TOKEN]",
    .options = options,
    .opens = ONEX_OPENS_WRITE,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "Runs the tests of the rules, then looks at the impact again: only when it is the one whose token is\n"
        "given are the rules adopted. The first set needs no token; a set that is in force already is left.\n"
        "Exit 1: a test failed; 4: the rule files cannot be loaded; 6: the impact was not looked at, or it,\n"
        "the rules or the set in force are others by now.",
    .details_zh =
        "先运行规则的测试，再核对影响分析：与所给编号一致才发布。首次发布不需要编号；已是现行的规则集不作改动。\n"
        "退出码 1：有测试未通过；4：规则文件无法加载；6：未查看影响分析，或影响、规则、现行规则集已变。",
    .run = publish_run,
};
