/* onex waive: a shortfall of what is asked in principle, excused on record. */
#include <string.h>

#include "cli/commands.h"
#include "engine/act.h"
#include "engine/asked.h"
#include "engine/waive.h"

static onex_status put_result(onex_cli *cli, const onex_program *program, const onex_waive_options *o,
                              const onex_waive_result *r, onex_error *err) {
    char day[ONEX_DAY_TEXT], until[ONEX_DAY_TEXT] = "";
    const onex_decl *rule = &program->rules[o->rule].decl;
    onex_buffer b = {0};
    onex_day_text(o->day, day);
    if (o->until != ONEX_DAY_NONE) onex_day_text(o->until, until);
    if (cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_printf(&b,
                           "{\"schema\":\"onex.waive/1\",\"decision\":%lld,\"event\":%lld,\"subject\":\"%s\",\"code\":",
                           (long long)r->decision, (long long)r->event, onex_subject_code(o->subject.kind));
        onex_buffer_json_text(&b, o->subject.code);
        onex_buffer_printf(&b,
                           ",\"rule\":\"%s\",\"verdict_before\":\"%s\",\"granted_on\":\"%s\",\"until\":", rule->name,
                           onex_verdict_code(r->before), day);
        onex_buffer_json_text(&b, *until ? until : NULL);
        if (r->replaces)
            onex_buffer_printf(&b, ",\"replaces\":%lld}\n", (long long)r->replaces);
        else
            onex_buffer_text(&b, ",\"replaces\":null}\n");
    } else {
        onex_buffer_printf(&b, onex_tr("%s  %s %s waived from %s", "%s  %s %s：自 %s 起以情况说明代替"),
                           o->subject.code, rule->title, rule->name, day);
        if (*until) onex_buffer_printf(&b, onex_tr(" until %s", "，至 %s 止"), until);
        if (r->replaces)
            onex_buffer_printf(&b, onex_tr("; replaces that of decision %lld", "；取代决定 %lld"),
                               (long long)r->replaces);
        onex_buffer_char(&b, '\n');
    }
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status tell(onex_cli *cli, const onex_program *program, const onex_waive_options *o,
                        const onex_waive_result *r, onex_error *err) {
    onex_status status = put_result(cli, program, o, r, err);
    onex_cli_flush(cli);
    fprintf(cli->err, "decision %lld\n", (long long)r->decision);
    if (!status) onex_cli_hint(cli, "onex why %s %s", cli->words[0], program->rules[o->rule].decl.name);
    return status;
}

/* The words that need neither database nor rules. */
static onex_status read_words(onex_cli *cli, onex_waive_options *o, onex_error *err) {
    static const char *const needed[] = {"reason", "granted-by", "document"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!onex_cli_option(cli, needed[i]))
            return onex_fail(err, ONEX_E_USAGE,
                             onex_tr("--%s is missing; onex waive SUBJECT RULE --reason T --granted-by A --document NO",
                                     "缺少 --%s；onex waive SUBJECT RULE --reason T --granted-by A --document NO"),
                             needed[i]);
    const char *until = onex_cli_option(cli, "until");
    o->reason = onex_cli_option(cli, "reason");
    o->granted_by = onex_cli_option(cli, "granted-by");
    o->document = onex_cli_option(cli, "document");
    o->until = ONEX_DAY_NONE;
    if (until && !onex_day_parse(until, strlen(until), &o->until))
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--until '%s' is no day; write YYYY-MM-DD", "--until“%s”不是日期；请写作 YYYY-MM-DD"),
                         until);
    return ONEX_OK;
}

static onex_status waive_run(onex_cli *cli, onex_error *err) {
    onex_waive_options o = {0};
    onex_waive_result result;
    onex_store *store = NULL;
    onex_rules *rules = NULL;
    bool college;
    onex_status status = read_words(cli, &o, err);
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_act_actor(store, o.granted_by, &college, err);
    if (!status) status = onex_cli_day(cli, store, &o.day, err);
    if (!status) status = onex_cli_rules(cli, store, &rules, err);
    if (!status)
        status = onex_asked_rule_of(&o.rule, &o.subject, onex_rules_program(rules), store, cli->words[0], cli->words[1],
                                    err);
    if (!status) status = onex_cli_refuse_rules(cli, store, err);
    if (!status) status = onex_waive(&result, store, rules, &o, err);
    return status ? status : tell(cli, onex_rules_program(rules), &o, &result, err);
}

static const onex_option options[] = {
    {"reason", 0, "TEXT", false, "why the shortfall is excused", "为何准予"},
    {"granted-by", 0, "A", false, "academic_affairs or leading_group", "academic_affairs 或 leading_group"},
    {"document", 0, "NO", false, "the number of the document that says so", "文号"},
    {"until", 0, "DATE", false, "the first day no longer excused (else without end)",
     "不再准予的第一天（不写则无期限）"},
    {0},
};

const onex_command onex_cmd_waive = {
    .name = "waive",
    .en = "excuse a shortfall of what is asked in principle",
    .zh = "以情况说明代替“原则上”的要求",
    .usage = "SUBJECT RULE --reason TEXT --granted-by A --document NO [--until DATE]",
    .options = options,
    .min_words = 2,
    .max_words = 2,
    .opens = ONEX_OPENS_WRITE,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "SUBJECT is the code of what RULE judges. The waiver begins on --as-of; a later one for the same subject and\n"
        "rule replaces it.\n"
        "Exit 3: no such subject or rule. Exit 6: RULE is not asked in principle, A may not grant it, or no document.",
    .details_zh =
        "SUBJECT 是 RULE 所判定对象的代码。情况说明自 --as-of 起有效；同一对象、同一规则的后一份取代前一份。\n"
        "退出码 3：没有该对象或规则。退出码 6：RULE 不是“原则上”的条件，A 无权准予，或没有文号。",
    .run = waive_run,
};
