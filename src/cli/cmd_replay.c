/* onex replay: recorded runs and decisions computed again, and whether they come out the same. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/sheet.h"
#include "engine/replay.h"

/* ---- what is asked ---- */

static bool read_number(const char *text, int64_t *out) {
    *out = 0;
    if (strlen(text) == 0 || strlen(text) > 18 || strspn(text, "0123456789") != strlen(text)) return false;
    *out = strtoll(text, NULL, 10);
    return *out > 0;
}

/* "run 12" and "decision 7", as one word or two. */
static onex_status read_name(onex_replay_options *out, const onex_cli *cli, onex_error *err) {
    static const struct {
        const char *word;
        bool run;
    } kinds[] = {{"run", true}, {"检查", true}, {"decision", false}, {"决定", false}};
    const char *kind = cli->words[0], *number = cli->nwords > 1 ? cli->words[1] : NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i].word);
        if (strncmp(kind, kinds[i].word, len) != 0) continue;
        const char *rest = kind + len + (kind[len] == ' ');
        out->run = kinds[i].run;
        if (number ? !kind[len] && read_number(number, &out->number) : read_number(rest, &out->number)) return ONEX_OK;
    }
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("'%s%s%s' names nothing that is recorded; write run 12 or decision 7",
                             "“%s%s%s”不是记录的名称；请写 run 12 或 decision 7"),
                     kind, number ? " " : "", number ? number : "");
}

static onex_status read_words(onex_replay_options *out, const onex_cli *cli, onex_error *err) {
    out->all = onex_cli_option(cli, "all");
    if (out->all && cli->nwords)
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--all replays everything; '%s' is too much", "--all 重算全部；不要再写“%s”"),
                         cli->words[0]);
    if (!out->all && !cli->nwords)
        return onex_fail(
            err, ONEX_E_USAGE,
            onex_tr("say what to replay: run 12, decision 7, or --all", "请写明重算什么：run 12、decision 7 或 --all"));
    return out->all ? ONEX_OK : read_name(out, cli, err);
}

/* ---- what came out ---- */

static const char *name_of(const onex_replayed *item, bool people, char buf[64]) {
    const char *kind = item->run ? "run" : "decision";
    if (people) kind = item->run ? onex_tr("run", "检查") : onex_tr("decision", "决定");
    snprintf(buf, 64, "%s %lld", kind, (long long)item->number);
    return buf;
}

static void put_json(onex_buffer *b, const onex_replay_result *result, bool lines) {
    char name[64];
    if (!lines) onex_buffer_text(b, "{\"schema\":\"onex.replay/1\",\"replayed\":[");
    for (int i = 0; i < result->count; i++) {
        const onex_replayed *item = &result->items[i];
        if (!lines && i) onex_buffer_text(b, ",\n");
        onex_buffer_printf(b, "{\"name\":\"%s\",\"identical\":%s,\"differs\":[", name_of(item, false, name),
                           item->identical ? "true" : "false");
        for (int k = 0; k < item->ndiffers; k++) {
            const onex_replay_difference *d = &item->differs[k];
            onex_buffer_printf(b, "%s{\"subject\":\"%s\",\"code\":", k ? "," : "", onex_subject_code(d->kind));
            onex_buffer_json_text(b, d->code);
            onex_buffer_text(b, ",\"rule\":");
            onex_buffer_json_text(b, d->rule);
            onex_buffer_text(b, ",\"then\":");
            onex_buffer_json_text(b, d->then);
            onex_buffer_text(b, ",\"now\":");
            onex_buffer_json_text(b, d->now);
            onex_buffer_char(b, '}');
        }
        onex_buffer_text(b, lines ? "]}\n" : "]}");
    }
    if (!lines) onex_buffer_text(b, "]}\n");
}

/* A verdict in words; a state of a transition as it is; none for NULL. */
static void put_code(onex_sheet *t, const char *code, bool people) {
    onex_verdict v = code ? onex_verdict_find(code) : ONEX_VERDICTS;
    if (!code)
        onex_sheet_cell(t, people ? onex_tr("none", "无") : NULL, ONEX_STYLE_DIM);
    else
        onex_sheet_cell(t, people && v != ONEX_VERDICTS ? onex_verdict_text(v) : code,
                        v == ONEX_VERDICTS ? ONEX_STYLE_PLAIN : onex_verdict_style(v));
}

static void put_item(onex_sheet *t, const onex_replayed *item, bool people) {
    char name[64];
    for (int k = 0; k < (item->ndiffers ? item->ndiffers : 1); k++) {
        const onex_replay_difference *d = item->ndiffers ? &item->differs[k] : NULL;
        const char *outcome = item->identical ? onex_tr("identical", "相同") : onex_tr("differs", "不同");
        if (!d && item->other_facts) outcome = onex_tr("differs: other facts were read", "不同：所据事实有变");
        onex_sheet_cell(t, name_of(item, people, name), ONEX_STYLE_PLAIN);
        if (people)
            onex_sheet_cell(t, outcome, item->identical ? ONEX_STYLE_GOOD : ONEX_STYLE_BAD);
        else
            onex_sheet_cell(t, item->identical ? "1" : "0", ONEX_STYLE_PLAIN);
        bool words = people && onex_lang_get() == ONEX_LANG_ZH;
        onex_sheet_cell(t,
                        !d      ? NULL
                        : words ? onex_subject_title(d->kind)
                                : onex_subject_code(d->kind),
                        ONEX_STYLE_PLAIN);
        onex_sheet_cell(t, d ? d->code : NULL, ONEX_STYLE_PLAIN);
        onex_sheet_cell(t, d ? d->rule : NULL, ONEX_STYLE_PLAIN);
        if (d) {
            put_code(t, d->then, people);
            put_code(t, d->now, people);
        } else {
            onex_sheet_cell(t, NULL, ONEX_STYLE_PLAIN);
            onex_sheet_cell(t, NULL, ONEX_STYLE_PLAIN);
        }
    }
}

static onex_status put_rows(onex_cli *cli, const onex_replay_result *result, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"name", "record", "记录", ONEX_SHEET_TEXT},     {"identical", "outcome", "结果", ONEX_SHEET_TEXT},
        {"subject", "subject", "对象", ONEX_SHEET_TEXT}, {"code", "code", "代码", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},       {"then", "then", "当时", ONEX_SHEET_TEXT},
        {"now", "now", "现在", ONEX_SHEET_TEXT},         {0},
    };
    onex_sheet t;
    onex_sheet_init(&t, columns);
    for (int i = 0; i < result->count; i++) put_item(&t, &result->items[i], cli->format == ONEX_FORMAT_TABLE);
    onex_status status = onex_sheet_print(cli, &t, NULL, NULL, err);
    onex_sheet_clear(&t);
    return status;
}

static onex_status print(onex_cli *cli, const onex_replay_result *result, onex_error *err) {
    bool lines = cli->format == ONEX_FORMAT_JSONL;
    if (!lines && cli->format != ONEX_FORMAT_JSON) return put_rows(cli, result, err);
    onex_buffer b = {0};
    put_json(&b, result, lines);
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

/* ---- the command ---- */

static void on_progress(void *ctx, long done) {
    onex_cli_progress(ctx, done, onex_tr("records", "条记录"));
}

static onex_status replay_run(onex_cli *cli, onex_error *err) {
    onex_store *store;
    onex_rules *other = NULL;
    onex_replay_result result = {0};
    onex_replay_options options = {.worker = "/proc/self/exe", .unconfined = cli->unconfined, .progress = on_progress, .ctx = cli};
    onex_status status = read_words(&options, cli, err);
    if (!status) status = onex_cli_open(cli, &store, err);
    if (!status && cli->rules_dir) status = onex_cli_rules_other(cli, store, NULL, cli->rules_dir, false, &other, err);
    options.rules = other;
    if (!status) status = onex_replay(&result, store, &options, err);
    onex_cli_progress(cli, 0, NULL);
    if (result.unconfined)
        onex_cli_note(cli, "%s",
                      onex_tr("ONEX_SANDBOX=none: rule files of colleges ran unconfined",
                              "ONEX_SANDBOX=none：学院的规则文件未受限制地运行"));
    if (!status) status = print(cli, &result, err);
    if (!status && result.ndiffering)
        status =
            onex_fail(err, ONEX_E_GATE,
                      other ? onex_tr("%d of %d would differ under these rules", "按这套规则会不同：%d 条（共 %d 条）")
                            : onex_tr("%d of %d differ; onex log verify tells whether the record was changed",
                                      "不同：%d 条（共 %d 条）；onex log verify 核验日志是否被改动"),
                      result.ndiffering, result.count);
    else if (!status && !result.count)
        onex_cli_hint(
            cli, onex_tr("nothing is recorded; onex check --record records", "尚无记录；onex check --record 记录"));
    else if (!status)
        onex_cli_hint(cli, "onex log");
    onex_replay_result_clear(&result);
    onex_rules_close(other);
    return status;
}

static const onex_option options[] = {
    {"all", 0, NULL, false, "every recorded run and decision", "全部检查记录和决定"},
    {0},
};

const onex_command onex_cmd_replay = {
    .name = "replay",
    .en = "compute recorded checks and decisions again",
    .zh = "重算记录在案的检查和决定",
    .usage = "run N|decision N|--all",
    .options = options,
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en =
        "With the rules and the rows of its day: identical, or what differs (exit 1). With --rules DIR: which would\n"
        "differ under the rules of that folder.",
    .details_zh =
        "用当日的规则和数据：相同，或列出不同之处（退出码 1）。使用 --rules DIR：按该文件夹的规则，哪些会不同。",
    .run = replay_run,
};
