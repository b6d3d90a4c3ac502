/* onex status: a subject's whole story on one screen: what it is, what needs attention and since when, what was decided
 * and what is owed. Gathering it is engine/story.c's, laying it out story_text.c's and story_json.c's. */
#include "cli/commands.h"
#include "cli/story.h"
#include "engine/asked.h"

static void hint(const onex_story_page *p) {
    const onex_story *s = p->story;
    bool shared = s->subject.kind == ONEX_EXAM || s->subject.kind == ONEX_EXPENSE; /* kinds that may share codes */
    const char *kind = shared ? onex_subject_code(s->subject.kind) : "", *colon = shared ? ":" : "";
    for (int i = 0; i < s->nverdicts; i++)
        if (s->verdicts[i].row.verdict == ONEX_UNMET || s->verdicts[i].row.verdict == ONEX_HIT) {
            onex_cli_hint(p->cli, onex_tr("onex why %s%s%s %s tells why", "onex why %s%s%s %s 说明理由"), kind, colon,
                          s->subject.code, p->program->rules[s->verdicts[i].row.rule].decl.name);
            return;
        }
    onex_cli_hint(p->cli, "onex log --subject %s%s%s", kind, colon, s->subject.code);
}

static onex_status status_run(onex_cli *cli, onex_error *err) {
    onex_store *store;
    onex_rules *rules;
    onex_day day;
    onex_subject_ref subject;
    onex_story story = {0};
    onex_status status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_cli_day(cli, store, &day, err);
    if (!status) status = onex_asked_subject(&subject, store, cli->words[0], ONEX_SUBJECTS, err);
    if (!status) status = onex_cli_rules(cli, store, &rules, err);
    if (!status) status = onex_cli_folder_differs(cli, store, err);
    if (!status) status = onex_story_tell(&story, store, rules, subject, day, err);
    if (!status) {
        onex_story_page p = {.cli = cli, .program = onex_rules_program(rules), .story = &story};
        onex_day_text(day, p.day);
        status = cli->format == ONEX_FORMAT_JSON ? onex_story_json(&p, err) : onex_story_text(&p, err);
        if (!status) hint(&p);
    }
    onex_story_clear(&story);
    return status;
}

const onex_command onex_cmd_status = {
    .name = "status",
    .en = "a subject's whole story on one screen",
    .zh = "一个对象的全部经过",
    .usage = "SUBJECT",
    .min_words = 1,
    .max_words = 1,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en =
        "SUBJECT is CODE, or KIND:CODE where kinds share a code. Since when a verdict stands is known from recorded\n"
        "checks (onex check --record). Exit 3: no such subject.",
    .details_zh = "SUBJECT 是代码；代码相同时写“类别:代码”。判定自何时起，取自记录的检查（onex check --record）。\n"
                  "退出码 3：没有该对象。",
    .run = status_run,
};
