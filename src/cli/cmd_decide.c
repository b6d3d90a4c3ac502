/* onex decide: one step of the procedure, done or refused with every reason. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/row.h"
#include "cli/sheet.h"
#include "engine/act.h"
#include "engine/decide.h"
#include "report/refusal.h"

/* ---- JSON ---- */

static void guards_json(onex_buffer *b, const onex_program *program, const onex_guards *guards, bool forbids) {
    bool first = true;
    onex_buffer_printf(b, ",\"%s\":[", forbids ? "forbids" : "needs");
    for (int i = 0; i < guards->count; i++) {
        const onex_guard *guard = &guards->items[i];
        if (guard->forbids != forbids) continue;
        if (!first) onex_buffer_char(b, ',');
        first = false;
        onex_row_json(b, program, &guard->row, true);
        onex_buffer_printf(b, ",\"%s\":%s,\"rests_on\":[", forbids ? "blocks" : "fulfilled",
                           guard->holds != forbids ? "true" : "false");
        for (int k = 0; k < guard->nrests; k++) {
            if (k) onex_buffer_char(b, ',');
            onex_row_json(b, program, &guard->rests[k], false);
        }
        onex_buffer_text(b, "]}");
    }
    onex_buffer_char(b, ']');
}

static void act_json(const onex_cli *cli, onex_buffer *b, const onex_program *program, const onex_decide_result *r) {
    char day[ONEX_DAY_TEXT];
    const onex_transition *t = &program->transitions[r->transition];
    onex_buffer_text(b, "{\"schema\":\"onex.decide/1\",\"pilot\":");
    onex_buffer_json_text(b, cli->words[0]);
    onex_buffer_printf(b, ",\"transition\":\"%s\",\"title\":", t->decl.name);
    onex_buffer_json_text(b, t->decl.title);
    onex_buffer_printf(b, ",\"day\":\"%s\",\"from\":", onex_day_text(cli->as_of, day));
    onex_buffer_json_text(b, r->from);
    onex_buffer_text(b, ",\"to\":");
    onex_buffer_json_text(b, r->to);
    onex_buffer_text(b, ",\"document\":");
    onex_buffer_json_text(b, r->document);
    if (r->decision)
        onex_buffer_printf(b, ",\"decided\":true,\"decision\":%lld,\"event\":%lld,\"refused\":[",
                           (long long)r->decision, (long long)r->event);
    else
        onex_buffer_text(b, ",\"decided\":false,\"decision\":null,\"event\":null,\"refused\":[");
    for (int i = 0; i < r->nrefusals; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, r->refusals[i]);
    }
    onex_buffer_char(b, ']');
    guards_json(b, program, &r->guards, false);
    guards_json(b, program, &r->guards, true);
    onex_buffer_text(b, "}\n");
}

/* ---- a refusal for people ---- */

/* Every reason, to stderr; what was told is taken from *err. */
static void tell_refusal(onex_cli *cli, const onex_program *program, const onex_decide_result *r, onex_error *err) {
    char day[ONEX_DAY_TEXT];
    onex_buffer b = {0};
    onex_buffer_printf(&b,
                       onex_tr("onex: '%s' of pilot '%s' on %s is refused\n", "onex: “%s”被拒绝（试点项目“%s”，%s）\n"),
                       program->transitions[r->transition].decl.name, cli->words[0], onex_day_text(cli->as_of, day));
    onex_refusal_put(&b, program, r);
    if (!b.failed) {
        onex_cli_flush(cli);
        fwrite(b.data, 1, b.len, cli->err);
        err->text[0] = '\0';
    }
    onex_buffer_clear(&b);
    for (int i = 0; i < r->guards.count; i++)
        if (!r->guards.items[i].holds) {
            onex_cli_hint(cli, "onex why %s %s", cli->words[0], program->rules[r->guards.items[i].row.rule].decl.name);
            return;
        }
    onex_cli_hint(cli, "onex status %s", cli->words[0]);
}

/* ---- the command ---- */

static onex_status tell_done(onex_cli *cli, const onex_program *program, const onex_decide_result *r, onex_error *err) {
    char day[ONEX_DAY_TEXT], from[128], to[128];
    const onex_transition *t = &program->transitions[r->transition];
    onex_buffer b = {0};
    onex_buffer_printf(&b, onex_tr("%s  %s %s on %s: %s -> %s\n", "%s  %s %s，%s：%s → %s\n"), cli->words[0],
                       t->decl.title, t->decl.name, onex_day_text(cli->as_of, day),
                       onex_state_text(r->from, from, sizeof from), onex_state_text(r->to, to, sizeof to));
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status tell(onex_cli *cli, const onex_program *program, const onex_decide_result *r, onex_status outcome,
                        onex_error *err) {
    bool known = r->transition >= 0 && (!outcome || outcome == ONEX_E_REFUSED);
    onex_status status = ONEX_OK;
    if (known && cli->format == ONEX_FORMAT_JSON) {
        onex_buffer b = {0};
        onex_error other = {0};
        act_json(cli, &b, program, r);
        status = onex_cli_write(cli, &b, outcome ? &other : err);
        onex_buffer_clear(&b);
    } else if (!outcome) {
        status = tell_done(cli, program, r, err);
    }
    if (known && outcome) tell_refusal(cli, program, r, err);
    if (outcome) return outcome;
    onex_cli_flush(cli);
    fprintf(cli->err, "decision %lld\n", (long long)r->decision);
    if (!status) onex_cli_hint(cli, "onex status %s", cli->words[0]);
    return status;
}

static onex_status decide_run(onex_cli *cli, onex_error *err) {
    const char *env = getenv("ONEX_ACTOR");
    onex_decide_options options = {.pilot = cli->words[0], .transition = cli->words[1], .actor = onex_cli_actor(cli)};
    options.document = onex_cli_option(cli, "document");
    options.reason = onex_cli_option(cli, "reason");
    onex_store *store = NULL;
    onex_rules *rules = NULL;
    onex_decide_result result;
    bool college;
    if (!cli->actor && !(env && *env))
        return onex_fail(
            err, ONEX_E_USAGE, "%s",
            onex_tr("who acts must be said: --actor A (a college's code, academic_affairs, leading_group "
                    "or commission)",
                    "须写明由谁办理：--actor A（学院代码、academic_affairs、leading_group 或 commission）"));
    onex_status status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_act_actor(store, options.actor, &college, err);
    if (!status) status = onex_cli_day(cli, store, &options.day, err);
    if (!status) status = onex_cli_rules(cli, store, &rules, err);
    if (!status) status = onex_cli_refuse_rules(cli, store, err);
    if (status) return status;
    status = onex_decide(&result, store, rules, &options, err);
    status = tell(cli, onex_rules_program(rules), &result, status, err);
    onex_decide_result_clear(&result);
    return status;
}

static const onex_option options[] = {
    {"document", 0, "NO", false, "the number of the document that says so", "文号"},
    {"reason", 0, "TEXT", false, "why, for the record", "理由，记入记录"},
    {0},
};

const onex_command onex_cmd_decide = {
    .name = "decide",
    .en = "a step of the procedure, guarded by the rules",
    .zh = "办理一个程序步骤，由规则把关",
    .usage = "PILOT TRANSITION --actor A [--document NO] [--reason TEXT]",
    .options = options,
    .min_words = 2,
    .max_words = 2,
    .opens = ONEX_OPENS_WRITE,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "A is a college's code, academic_affairs, leading_group or commission. The rules are asked as of --as-of, the\n"
        "day of the act. What was decided is kept with its grounds; a refused act writes nothing.\n"
        "Exit 2: a word that is no actor. Exit 3: no such pilot or transition. Exit 6: refused, with every reason.",
    .details_zh = "A 是学院代码、academic_affairs、leading_group 或 commission。规则按 --as-of（办理之日）判定。\n"
                  "办理结果连同依据一并记录；被拒绝的不写入任何内容。\n"
                  "退出码 2：不是办理主体。退出码 3：没有该试点项目或步骤。退出码 6：被拒绝，并列出全部理由。",
    .run = decide_run,
};
