/* onex log --verdicts: the recorded changes of verdicts, the oldest first. */
#include <string.h>

#include "base/text.h"
#include "cli/log.h"
#include "cli/sheet.h"
#include "engine/asked.h"
#include "store/finding.h"

typedef struct listing {
    onex_cli *cli;
    const onex_log_filter *filter;
    onex_sheet sheet;
} listing;

static void put_verdict(listing *l, onex_verdict v) {
    bool people = l->cli->format == ONEX_FORMAT_TABLE;
    if (v == ONEX_VERDICTS)
        onex_sheet_cell(&l->sheet, people ? onex_tr("none", "无") : NULL, ONEX_STYLE_DIM);
    else
        onex_sheet_cell(&l->sheet, people ? onex_verdict_text(v) : onex_verdict_code(v), onex_verdict_style(v));
}

static onex_status on_finding(void *ctx, const onex_finding_row *row, onex_error *err) {
    listing *l = ctx;
    const onex_finding *f = &row->finding;
    (void)err;
    if (!onex_log_filter_day(l->filter, row->at)) return ONEX_OK;
    bool words = l->cli->format == ONEX_FORMAT_TABLE && onex_lang_get() == ONEX_LANG_ZH;
    onex_sheet_cell(&l->sheet, words ? onex_subject_title(f->kind) : onex_subject_code(f->kind), ONEX_STYLE_PLAIN);
    onex_sheet_cell(&l->sheet, f->subject, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&l->sheet, f->rule, ONEX_STYLE_PLAIN);
    put_verdict(l, f->from);
    put_verdict(l, f->to);
    onex_sheet_cell(&l->sheet, row->as_of, ONEX_STYLE_PLAIN);
    onex_sheet_number(&l->sheet, row->run);
    return ONEX_OK;
}

/* Names are plain words; anything else is a title, which only the rules know. */
static onex_status find_rule(onex_cli *cli, onex_store *store, const char **rule, onex_error *err) {
    onex_rules *rules;
    int found;
    if (!*rule || onex_text_is_plain(*rule, strlen(*rule))) return ONEX_OK;
    onex_status status = onex_cli_rules(cli, store, &rules, err);
    if (!status) status = onex_asked_rule(&found, onex_rules_program(rules), *rule, err);
    if (!status) *rule = onex_rules_program(rules)->rules[found].decl.name;
    return status;
}

onex_status onex_log_verdicts(onex_cli *cli, onex_store *store, const onex_log_filter *filter, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"subject", "subject", "对象", ONEX_SHEET_TEXT}, {"code", "code", "代码", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},       {"from", "from", "原判定", ONEX_SHEET_TEXT},
        {"to", "to", "现判定", ONEX_SHEET_TEXT},         {"as_of", "as of", "截至", ONEX_SHEET_TEXT},
        {"run", "run", "检查", ONEX_SHEET_NUMBER},       {0},
    };
    onex_finding_query query = {
        .kind = filter->kind_of_subject, .subject = filter->subject, .rule = filter->rule, .actor = filter->actor};
    listing l = {.cli = cli, .filter = filter};
    onex_status status = find_rule(cli, store, &query.rule, err);
    if (status) return status;
    onex_sheet_init(&l.sheet, columns);
    status = onex_finding_each(store, &query, on_finding, &l, err);
    if (!status) status = onex_sheet_print(cli, &l.sheet, NULL, "changes", err);
    if (!status && l.sheet.nrows == 0)
        onex_cli_hint(cli, onex_tr("no such change is recorded; onex check --record records",
                                   "没有这样的变化；onex check --record 记录"));
    else if (!status)
        onex_cli_hint(cli, onex_tr("onex status SUBJECT tells a subject's whole story",
                                   "onex status SUBJECT 给出一个对象的全部经过"));
    onex_sheet_clear(&l.sheet);
    return status;
}
