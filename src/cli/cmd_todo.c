/* onex todo: who owes what by when, and which verdicts time alone will change. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/todo.h"
#include "engine/asked.h"

enum { WITHIN = 30, DAYS_MOST = 3660 };

/* "30d" or "4w" as days; `given` NULL: nothing was said. */
static onex_status span_parse(const char *option, const char *given, int *days, onex_error *err) {
    int n = 0;
    const char *at = given;
    if (!given) return ONEX_OK;
    while (*at >= '0' && *at <= '9' && n <= DAYS_MOST) n = n * 10 + (*at++ - '0');
    bool weeks = *at == 'w';
    if (at != given && (weeks || *at == 'd') && !at[1] && (weeks ? n * 7 : n) <= DAYS_MOST) {
        *days = weeks ? n * 7 : n;
        return ONEX_OK;
    }
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("--%s: '%s' is no number of days; write it as 30d or 4w, at most %dd",
                             "--%s：“%s”不是天数；请写成 30d 或 4w，最多 %dd"),
                     option, given, DAYS_MOST);
}

typedef struct todo {
    onex_cli *cli;
    onex_store *store;
    onex_rules *rules;
    onex_duties duties;
    onex_flips flips;
    onex_day as_of;
    int within, ahead; /* days; ahead -1: --flips was not given */
    const char *college;
} todo;

static void progress(void *ctx, long days) {
    onex_cli_progress(ctx, days, onex_tr("days", "天"));
}

static onex_status find(todo *t, onex_error *err) {
    onex_duty_query duties = {.as_of = t->as_of, .within = t->within, .college = t->college};
    onex_flip_query flips = {
        .as_of = t->as_of, .days = t->ahead, .college = t->college, .progress = progress, .ctx = t->cli};
    onex_status status = onex_store_begin(t->store, err);
    if (status) return status;
    status = onex_duties_find(&t->duties, t->store, t->rules, &duties, err);
    if (!status && t->ahead >= 0) status = onex_flips_find(&t->flips, t->store, t->rules, &flips, err);
    onex_cli_progress(t->cli, 0, NULL);
    onex_store_rollback(t->store); /* nothing was written: the end of the snapshot */
    return status;
}

static onex_status print_table(todo *t, onex_error *err) {
    char day[ONEX_DAY_TEXT];
    int overdue = 0, unknown = 0;
    for (int i = 0; i < t->duties.count; i++) {
        overdue += t->duties.items[i].overdue;
        unknown += t->duties.items[i].due == ONEX_DAY_NONE;
    }
    onex_buffer b = {0};
    onex_buffer_printf(&b, onex_tr("On %s: %d overdue, %d due within %d day(s)", "截至 %s：逾期 %d 项，%d 项应在"),
                       onex_day_text(t->as_of, day), overdue, t->duties.count - overdue - unknown, t->within);
    if (onex_lang_get() == ONEX_LANG_ZH) onex_buffer_printf(&b, " %d 天内办结", t->within);
    if (unknown) onex_buffer_printf(&b, onex_tr(", %d of unknown day", "，%d 项日期待定"), unknown);
    onex_buffer_char(&b, '\n');
    onex_status status = onex_cli_write(t->cli, &b, err);
    if (!status) status = onex_todo_table(t->cli, &t->duties, t->as_of, err);
    b.len = 0;
    if (t->ahead >= 0)
        onex_buffer_printf(&b,
                           onex_tr("\n%d verdict(s) will change within %d day(s)\n", "\n%d 个判定将在 %d 天内变化\n"),
                           t->flips.count, t->ahead);
    if (!status) status = onex_cli_write(t->cli, &b, err);
    if (!status && t->ahead >= 0) status = onex_todo_flip_table(t->cli, onex_rules_program(t->rules), &t->flips, err);
    onex_buffer_clear(&b);
    return status;
}

static onex_status print_ics(todo *t, onex_error *err) {
    char *school = NULL;
    int unknown = 0;
    onex_status status = onex_store_meta(t->store, "school_code", &school, err);
    if (!status) status = onex_todo_ics(t->cli, &t->duties, school ? school : "", t->as_of, err);
    for (int i = 0; i < t->duties.count; i++) unknown += t->duties.items[i].due == ONEX_DAY_NONE;
    if (!status && unknown)
        onex_cli_note(
            t->cli,
            onex_tr("%d duty(ies) without a known day are not in the calendar", "另有 %d 项日期待定，未列入日历"),
            unknown);
    free(school);
    return status;
}

static onex_status print(todo *t, onex_error *err) {
    const onex_program *program = onex_rules_program(t->rules);
    switch (t->cli->format) {
    case ONEX_FORMAT_JSON: return onex_todo_json(t->cli, &t->duties, program, &t->flips, err);
    case ONEX_FORMAT_ICS: return print_ics(t, err);
    case ONEX_FORMAT_TABLE: return print_table(t, err);
    default:
        return t->ahead >= 0 ? onex_todo_flip_fields(t->cli, program, &t->flips, err)
                             : onex_todo_fields(t->cli, &t->duties, err);
    }
}

static void hint(const todo *t) {
    if (t->flips.count)
        onex_cli_hint(t->cli,
                      onex_tr("onex --as-of %s why %s %s tells why then", "onex --as-of %s why %s %s 说明届时的理由"),
                      onex_day_text(t->flips.items[0].on, (char[ONEX_DAY_TEXT]){0}), t->flips.items[0].code,
                      onex_rules_program(t->rules)->rules[t->flips.items[0].rule].decl.name);
    else if (t->duties.count && t->cli->format == ONEX_FORMAT_TABLE)
        onex_cli_hint(t->cli, onex_tr("onex todo --format ics > duties.ics makes a calendar",
                                      "onex todo --format ics > duties.ics 可导入日历"));
    else if (!t->duties.count && t->ahead < 0)
        onex_cli_hint(t->cli, onex_tr("nothing is owed; --within 12w looks further ahead",
                                      "没有应办事项；--within 12w 可看得更远"));
}

static onex_status run(todo *t, onex_error *err) {
    onex_cli *cli = t->cli;
    const char *flips = onex_cli_option(cli, "flips");
    t->within = WITHIN;
    t->ahead = -1;
    onex_status status = span_parse("within", onex_cli_option(cli, "within"), &t->within, err);
    if (!status) status = span_parse("flips", flips, &t->ahead, err);
    if (!status && flips && cli->format == ONEX_FORMAT_ICS)
        status = onex_fail(err, ONEX_E_USAGE,
                           onex_tr("a calendar holds duties, not verdicts; leave --flips out",
                                   "日历只列应办事项，不列判定；请去掉 --flips"));
    if (!status) status = onex_cli_open(cli, &t->store, err);
    if (!status) status = onex_cli_day(cli, t->store, &t->as_of, err);
    if (!status) status = onex_cli_rules(cli, t->store, &t->rules, err);
    if (!status && (t->college = onex_cli_option(cli, "college")))
        status = onex_asked_college(t->store, t->college, err);
    if (!status) status = find(t, err);
    return status ? status : print(t, err);
}

static onex_status todo_run(onex_cli *cli, onex_error *err) {
    todo t = {.cli = cli};
    onex_status status = run(&t, err);
    if (!status) hint(&t);
    onex_duties_clear(&t.duties);
    onex_flips_clear(&t.flips);
    return status;
}

static const onex_option options[] = {
    {"college", 0, "C", false, "only this college's subjects", "只看这个学院的对象"},
    {"within", 0, "30d", false, "due within so many days (30d) or weeks (4w)", "多少天（30d）或周（4w）内到期的"},
    {"flips", 0, "60d", false, "verdicts that time alone will change in so many days",
     "这些天内仅因日期推移将变化的判定"},
    {0},
};

const onex_command onex_cmd_todo = {
    .name = "todo",
    .en = "who owes what by when",
    .zh = "谁应在哪一天之前办什么",
    .usage = "[--college C] [--within 30d] [--flips 60d]",
    .options = options,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMAT_TABLE | ONEX_FORMAT_TSV | ONEX_FORMAT_CSV | ONEX_FORMAT_JSON | ONEX_FORMAT_ICS,
    .details_en = "What is overdue is always listed, and what is due within 30 days or as --within says.\n"
                  "--format ics is a calendar that a calendar program imports; with --flips TSV and CSV list the "
                  "verdicts only.",
    .details_zh = "逾期的总会列出；未到期的只列 30 天内或 --within 所定天数内的。\n"
                  "--format ics 输出可供日历程序导入的日历；用 --flips 时 TSV 和 CSV 只列判定。",
    .run = todo_run,
};
