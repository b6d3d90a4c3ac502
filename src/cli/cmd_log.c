/* onex log: the record. What is asked for is read here; log_events.c, log_verdicts.c and log_verify.c print. */
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/log.h"
#include "store/log.h"

bool onex_log_filter_day(const onex_log_filter *filter, const char *at) {
    int64_t seconds;
    if (filter->from == ONEX_DAY_NONE && filter->to == ONEX_DAY_NONE) return true;
    if (!onex_time_parse(at, &seconds)) return false;
    onex_day day = onex_day_of_time(seconds);
    return (filter->from == ONEX_DAY_NONE || day >= filter->from) && (filter->to == ONEX_DAY_NONE || day < filter->to);
}

static onex_status read_day(onex_day *out, const onex_cli *cli, const char *name, onex_error *err) {
    const char *text = onex_cli_option(cli, name);
    *out = ONEX_DAY_NONE;
    if (!text || onex_day_parse(text, strlen(text), out)) return ONEX_OK;
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("--%s: '%s' is no day; write YYYY-MM-DD", "--%s：“%s”不是日期；请写成 YYYY-MM-DD"), name,
                     text);
}

static onex_status check_kind(const char *kind, onex_error *err) {
    char near[256];
    onex_nearest nearest;
    if (!kind) return ONEX_OK;
    onex_nearest_init(&nearest, kind);
    for (int i = 0; onex_event_kinds[i]; i++) {
        if (strcmp(onex_event_kinds[i], kind) == 0) return ONEX_OK;
        onex_nearest_offer(&nearest, onex_event_kinds[i]);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--kind: no kind '%s'; nearest: %s", "--kind：没有类别“%s”；最接近的是：%s"), kind,
                         near);
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("--kind: no kind '%s'; there are init import delete decide waive record publish rollback law "
                "script upgrade restore",
                "--kind：没有类别“%s”；有 init import delete decide waive record publish rollback law script upgrade "
                "restore"),
        kind);
}

/* CODE or KIND:CODE. The subject need not be there any more, so nothing is looked up. */
static void read_subject(onex_log_filter *filter, const char *text) {
    filter->subject = text;
    filter->kind_of_subject = ONEX_SUBJECTS;
    for (int k = 0; text && k < ONEX_SUBJECTS; k++) {
        const char *codes[] = {onex_subject_code((onex_subject)k), onex_subject_title((onex_subject)k)};
        for (int i = 0; i < 2; i++) {
            size_t len = strlen(codes[i]);
            if (strncmp(text, codes[i], len) != 0 || text[len] != ':') continue;
            filter->subject = text + len + 1;
            filter->kind_of_subject = (onex_subject)k;
        }
    }
}

/* Options that do not go together. */
static onex_status check_options(const onex_cli *cli, bool verify, bool verdicts, onex_error *err) {
    static const char *const filters[] = {"subject", "actor", "kind", "from", "to", "rule", "verdicts"};
    if (cli->nwords && !verify)
        return onex_fail(
            err, ONEX_E_USAGE,
            onex_tr("'%s' is not known here; there is onex log verify", "不认识“%s”；可用的是 onex log verify"),
            cli->words[0]);
    for (size_t i = 0; verify && i < sizeof filters / sizeof *filters; i++)
        if (onex_cli_option(cli, filters[i]))
            return onex_fail(err, ONEX_E_USAGE,
                             onex_tr("--%s does not go with verify, which reads the whole log",
                                     "verify 核验整个日志，不能使用 --%s"),
                             filters[i]);
    if (!verify && onex_cli_option(cli, "head"))
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--head goes with onex log verify", "--head 只用于 onex log verify"));
    if (!verdicts && onex_cli_option(cli, "rule"))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("--rule goes with --verdicts", "--rule 须与 --verdicts 同用"));
    if (verdicts && onex_cli_option(cli, "kind"))
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--kind does not go with --verdicts", "--kind 不能与 --verdicts 同用"));
    return ONEX_OK;
}

static onex_status log_run(onex_cli *cli, onex_error *err) {
    bool verify = cli->nwords && strcmp(cli->words[0], "verify") == 0;
    bool verdicts = onex_cli_option(cli, "verdicts");
    onex_store *store;
    onex_log_filter filter = {.actor = onex_cli_option(cli, "actor"),
                              .kind = onex_cli_option(cli, "kind"),
                              .rule = onex_cli_option(cli, "rule")};
    read_subject(&filter, onex_cli_option(cli, "subject"));
    onex_status status = check_options(cli, verify, verdicts, err);
    if (!status) status = check_kind(filter.kind, err);
    if (!status) status = read_day(&filter.from, cli, "from", err);
    if (!status) status = read_day(&filter.to, cli, "to", err);
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_store_begin(store, err);
    if (status) return status;
    if (verify)
        status = onex_log_verified(cli, store, onex_cli_option(cli, "head"), err);
    else
        status = verdicts ? onex_log_verdicts(cli, store, &filter, err) : onex_log_events(cli, store, &filter, err);
    onex_store_rollback(store); /* nothing was written: the end of the snapshot */
    return status;
}

static const onex_option options[] = {
    {"verdicts", 0, NULL, false, "the recorded changes of verdicts instead", "改为列出判定的变化"},
    {"subject", 0, "CODE", false, "about this subject only", "只看这个对象"},
    {"rule", 0, "RULE", false, "with --verdicts: of this rule only", "与 --verdicts 同用：只看这条规则"},
    {"actor", 0, "A", false, "by this actor only", "只看这个经办人"},
    {"kind", 0, "KIND", false, "of this kind only: import, delete, decide, record, ...",
     "只看这一类：import、delete、decide、record 等"},
    {"from", 0, "DATE", false, "from this day on", "从这天起"},
    {"to", 0, "DATE", false, "before this day", "到这天之前"},
    {"head", 0, "N:HASH", false, "with verify: event N must be there with this hash",
     "与 verify 同用：第 N 条须存在且散列值相符"},
    {0},
};

const onex_command onex_cmd_log = {
    .name = "log",
    .en = "the record: who did what when; whether it holds",
    .zh = "日志：何人何时做了什么；核验是否完好",
    .usage =
        "[verify [--head N:HASH]] [--verdicts [--rule RULE]] [--subject CODE] [--actor A] [--kind KIND] [--from DATE] "
        "[--to DATE]",
    .options = options,
    .max_words = 1,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en =
        "verify reads the whole log and what it vouches for: decisions, waivers, findings, rule sets. It names the\n"
        "first event that is missing or does not fit (exit 1) and prints the head; keep that elsewhere, so that a cut\n"
        "end is found with --head.",
    .details_zh = "verify 核验整个日志及其所证的内容：决定、情况说明、判定、规则集。指出第一条缺失或不符的事件（退出码 "
                  "1），并给出\n"
                  "末条的编号与散列值；请另处保存，以便用 --head 发现末尾被截。",
    .run = log_run,
};
