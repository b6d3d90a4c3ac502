/* onex check: the verdicts of all rules, or of those asked for. Rows are printed as they come, but for people:
 * there they are grouped by subject, and without a question only what needs attention is listed. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/row.h"
#include "cli/settings.h"
#include "cli/sheet.h"
#include "engine/asked.h"
#include "engine/record.h"

typedef struct check {
    onex_cli *cli;
    const onex_program *program;
    bool only[ONEX_VERDICTS]; /* to print, where a choice was made */
    bool chosen;              /* --only was given */
    bool brief;               /* nothing in particular was asked: list only what needs attention */
    bool record, changed;     /* --record; --changed: print only what differs from the last recorded verdict */
    long counts[ONEX_VERDICTS], seen, printed, gone;
    onex_buffer out;
    onex_row_forms *forms;
    onex_sheet sheet;
    char *group; /* subject and code of the last group line */
    char *first; /* "P-01 dual_qualified": the first row that went wrong, for the hint */
    char *first_unknown;
} check;

static bool needs_attention(onex_verdict v) {
    return v == ONEX_UNMET || v == ONEX_HIT || v == ONEX_UNKNOWN || v == ONEX_DEVIATES;
}

static void missing_put(onex_buffer *b, const onex_check_row *row) {
    for (int i = 0; i < row->nmissing; i++) onex_buffer_printf(b, "%s%s", i ? "," : "", row->missing[i].fact);
}

static void row_fields(check *c, const onex_check_row *row) {
    const onex_rule *rule = &c->program->rules[row->rule];
    bool csv = c->cli->format == ONEX_FORMAT_CSV;
    onex_buffer cites = {0}, missing = {0};
    onex_cites_put(&cites, &rule->decl, ",");
    missing_put(&missing, row);
    const char *fields[] = {
        onex_subject_code(row->subject),
        row->code,
        row->college,
        rule->decl.name,
        onex_rule_kind_code(rule->kind),
        onex_verdict_code(row->verdict),
        cites.data,
        rule->decl.title,
        row->measured.known ? row->measured.text : NULL,
        row->threshold.known ? row->threshold.text : NULL,
        missing.data,
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (i) onex_buffer_char(&c->out, csv ? ',' : '\t');
        onex_field_put(&c->out, fields[i], csv);
    }
    onex_buffer_text(&c->out, csv ? "\r\n" : "\n");
    if (cites.failed || missing.failed) c->out.failed = true;
    onex_buffer_clear(&cites);
    onex_buffer_clear(&missing);
}

static void header_fields(check *c) {
    static const char header[] =
        "subject\tcode\tcollege\trule\tkind\tverdict\tcite\ttitle\tmeasured\tthreshold\tmissing";
    for (const char *s = header; *s; s++)
        onex_buffer_char(&c->out, *s == '\t' && c->cli->format == ONEX_FORMAT_CSV ? ',' : *s);
    onex_buffer_text(&c->out, c->cli->format == ONEX_FORMAT_CSV ? "\r\n" : "\n");
}

/* What a person wants beside the verdict: what is missing and who has it, what failed, or the clause. */
static void remark_put(onex_buffer *b, const onex_rule *rule, const onex_check_row *row) {
    if (row->error) {
        onex_buffer_text(b, row->error);
        return;
    }
    for (int i = 0; i < row->nmissing; i++) {
        const onex_missing *m = &row->missing[i];
        onex_buffer_text(b, i ? onex_tr(", ", "、") : onex_tr("missing: ", "缺："));
        onex_buffer_text(b, m->title ? m->title : m->fact);
        if (m->supplied_by) onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), m->supplied_by);
    }
    if (!row->nmissing) onex_cites_put(b, &rule->decl, "、");
}

static void row_for_people(check *c, const onex_check_row *row) {
    const onex_rule *rule = &c->program->rules[row->rule];
    onex_buffer group = {0}, remark = {0};
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_buffer_printf(&group, "%s %s", zh ? onex_subject_title(row->subject) : onex_subject_code(row->subject),
                       row->code);
    if (row->college && row->subject != ONEX_COLLEGE)
        onex_buffer_printf(&group, onex_tr(" (%s)", "（%s）"), row->college);
    if (!c->group || (group.data && strcmp(c->group, group.data) != 0)) {
        onex_sheet_group(&c->sheet, group.data);
        free(c->group);
        c->group = group.data ? strdup(group.data) : NULL;
    }
    remark_put(&remark, rule, row);
    onex_sheet_cell(&c->sheet, onex_verdict_text(row->verdict), onex_verdict_style(row->verdict));
    onex_sheet_cell(&c->sheet, rule->decl.title, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&c->sheet, rule->decl.name, ONEX_STYLE_DIM);
    onex_sheet_cell(&c->sheet, row->measured.known ? row->measured.text : NULL, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&c->sheet, row->threshold.known ? row->threshold.text : NULL, ONEX_STYLE_PLAIN);
    onex_sheet_cell(&c->sheet, remark.data, ONEX_STYLE_PLAIN);
    if (group.failed || remark.failed) c->sheet.failed = true;
    onex_buffer_clear(&group);
    onex_buffer_clear(&remark);
}

static char *question(const check *c, const onex_check_row *row) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s%s%s %s",
                       row->subject == ONEX_EXPENSE || row->subject == ONEX_EXAM ? onex_subject_code(row->subject) : "",
                       row->subject == ONEX_EXPENSE || row->subject == ONEX_EXAM ? ":" : "", row->code,
                       c->program->rules[row->rule].decl.name);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

static onex_status flush(check *c, size_t at_least, onex_error *err) {
    if (c->out.len < at_least && !c->out.failed) return ONEX_OK;
    onex_status status = onex_cli_write(c->cli, &c->out, err);
    c->out.len = 0;
    return status;
}

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    check *c = ctx;
    if (c->cli->format == ONEX_FORMAT_TABLE) onex_cli_progress(c->cli, ++c->seen, onex_tr("verdicts", "个判定"));
    if ((row->verdict == ONEX_UNMET || row->verdict == ONEX_HIT) && !c->first) c->first = question(c, row);
    if (row->verdict == ONEX_UNKNOWN && !c->first_unknown) c->first_unknown = question(c, row);
    switch (c->cli->format) {
    case ONEX_FORMAT_JSON:
    case ONEX_FORMAT_JSONL:
        if (c->cli->format == ONEX_FORMAT_JSON && c->printed) onex_buffer_text(&c->out, ",\n");
        onex_row_forms_json(c->forms, &c->out, row);
        if (c->cli->format == ONEX_FORMAT_JSONL) onex_buffer_char(&c->out, '\n');
        break;
    case ONEX_FORMAT_TABLE: row_for_people(c, row); break;
    default: row_fields(c, row);
    }
    c->printed++;
    return flush(c, 1 << 16, err);
}

/* A row that was held against the last recorded verdict. All are judged, so what is printed is chosen here. */
static onex_status on_compared(void *ctx, const onex_check_row *row, bool changed, onex_error *err) {
    check *c = ctx;
    if (c->changed && !changed) return ONEX_OK;
    if ((c->brief || c->chosen) && !c->only[row->verdict]) return ONEX_OK;
    return on_row(c, row, err);
}

static void head(check *c, onex_day day) {
    char text[ONEX_DAY_TEXT];
    if (c->cli->format == ONEX_FORMAT_JSON)
        onex_buffer_printf(&c->out, "{\"schema\":\"onex.check/1\",\"as_of\":\"%s\",\"ruleset\":\"%s\",\"rows\":[",
                           onex_day_text(day, text), c->program->hash);
    if (c->cli->format == ONEX_FORMAT_TSV || c->cli->format == ONEX_FORMAT_CSV) header_fields(c);
}

/* The counts of all that was asked, also of what was not listed. */
static void summary(check *c, onex_day day, onex_buffer *b) {
    char text[ONEX_DAY_TEXT];
    long total = 0;
    bool first = true;
    for (int v = 0; v < ONEX_VERDICTS; v++) total += c->counts[v];
    onex_buffer_printf(b, onex_tr("%s: %ld verdicts", "%s：共 %ld 个判定"), onex_day_text(day, text), total);
    for (int v = 0; v < ONEX_VERDICTS; v++)
        if (c->counts[v]) {
            onex_buffer_text(b, first ? onex_tr(": ", "：") : onex_tr(", ", "，"));
            first = false;
            onex_style_put(c->cli, b, onex_verdict_style((onex_verdict)v), onex_verdict_text((onex_verdict)v));
            onex_buffer_printf(b, " %ld", c->counts[v]);
        }
    onex_buffer_char(b, '\n');
}

static onex_status tail(check *c, onex_day day, onex_error *err) {
    onex_status status = ONEX_OK;
    if (c->cli->format == ONEX_FORMAT_JSON) onex_buffer_text(&c->out, "]}\n");
    if (c->cli->format == ONEX_FORMAT_TABLE) {
        if (c->printed) status = onex_sheet_print(c->cli, &c->sheet, NULL, NULL, err);
        if (c->printed) onex_buffer_char(&c->out, '\n');
        summary(c, day, &c->out);
    }
    if (!status) status = flush(c, 0, err);
    return status;
}

static void hint(const check *c) {
    if (c->first)
        onex_cli_hint(c->cli, onex_tr("onex why %s tells why", "onex why %s 说明理由"), c->first);
    else if (c->first_unknown)
        onex_cli_hint(c->cli,
                      onex_tr("onex gaps tells what is missing and who has it", "onex gaps 列出缺什么、由谁补"));
    else if (c->changed && !c->printed && !c->gone)
        onex_cli_hint(
            c->cli, onex_tr("nothing changed since the last recorded check; onex log --verdicts tells what did before",
                            "与上次记录相比没有变化；onex log --verdicts 列出以往的变化"));
    else if (c->brief && c->cli->format == ONEX_FORMAT_TABLE)
        onex_cli_hint(c->cli, onex_tr("nothing needs attention; --format tsv lists every verdict",
                                      "没有需要处理的事项；--format tsv 列出全部判定"));
    else
        onex_cli_hint(c->cli, "onex rules list");
}

static onex_status only_parse(check *c, onex_error *err) {
    const char *at = onex_cli_option(c->cli, "only");
    bool any = false;
    c->chosen = at != NULL;
    while (at && *at) {
        size_t len = strcspn(at, ",");
        char word[64] = "";
        if (len < sizeof word) memcpy(word, at, len);
        word[len < sizeof word ? len : 0] = 0;
        onex_verdict v = onex_verdict_find(word);
        if (v == ONEX_VERDICTS) {
            char near[128];
            onex_nearest nearest;
            onex_nearest_init(&nearest, word);
            for (int i = 0; i < ONEX_VERDICTS; i++) onex_nearest_offer(&nearest, onex_verdict_code((onex_verdict)i));
            onex_nearest_text(&nearest, near, sizeof near);
            return onex_fail(err, ONEX_E_USAGE, onex_tr("--only: no verdict '%s'%s%s", "--only：没有判定“%s”%s%s"),
                             word,
                             near[0] ? onex_tr("; nearest: ", "；最接近的是：")
                                     : onex_tr("; onex help verdicts lists them", "；onex help verdicts 列出全部"),
                             near);
        }
        c->only[v] = any = true;
        at += len + (at[len] == ',');
    }
    if (c->chosen && !any)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("--only needs a verdict", "--only 需要写出判定"));
    return ONEX_OK;
}

typedef struct asked {
    onex_subject_ref *subjects;
    bool *rules;
    const char **names; /* of the rules */
    int nnames;
    onex_setting *settings;
    int nsettings;
} asked;

static onex_status ask(check *c, onex_store *store, asked *a, onex_check_query *query, onex_error *err) {
    onex_status status;
    const char *text;
    query->college = onex_cli_option(c->cli, "college");
    if (query->college && (status = onex_asked_college(store, query->college, err))) return status;
    a->subjects = calloc((size_t)c->cli->ngiven + 1, sizeof *a->subjects);
    a->rules = calloc((size_t)c->program->nrules + 1, sizeof *a->rules);
    a->names = calloc((size_t)c->cli->nwords + 1, sizeof *a->names);
    if (!a->subjects || !a->rules || !a->names) return onex_no_memory(err);
    for (; (text = onex_cli_option_at(c->cli, "subject", query->nsubjects)); query->nsubjects++)
        if ((status = onex_asked_subject(&a->subjects[query->nsubjects], store, text, ONEX_SUBJECTS, err)))
            return status;
    for (int i = 0; i < c->cli->nwords; i++) {
        int rule;
        if ((status = onex_asked_rule(&rule, c->program, c->cli->words[i], err))) return status;
        for (int k = 0; k < c->program->nrules; k++) /* colleges may have rules of one name */
            if (strcmp(c->program->rules[k].decl.name, c->program->rules[rule].decl.name) == 0) a->rules[k] = true;
        a->names[a->nnames++] = c->program->rules[rule].decl.name;
    }
    if (query->nsubjects) query->subjects = a->subjects;
    if (c->cli->nwords) query->rules = a->rules;
    if ((status = onex_cli_settings(&a->settings, &a->nsettings, c->cli, c->program, err))) return status;
    query->settings = a->settings;
    query->nsettings = a->nsettings;
    return ONEX_OK;
}

/* Checks against the record, and records when asked to. */
static onex_status compare(check *c, onex_store *store, onex_rules *rules, const asked *a,
                           const onex_check_query *query, onex_error *err) {
    onex_question question = {.rules = a->names,
                              .nrules = a->nnames,
                              .subjects = query->subjects,
                              .nsubjects = query->nsubjects,
                              .college = query->college};
    onex_record_result result;
    onex_record_options options = {.question = &question,
                                   .as_of = query->as_of,
                                   .actor = c->record ? onex_cli_actor(c->cli) : NULL,
                                   .settings = query->settings,
                                   .nsettings = query->nsettings,
                                   .counts = query->counts,
                                   .row = on_compared,
                                   .ctx = c};
    onex_status status = onex_record(&result, store, rules, &options, err);
    if (status) return status;
    c->gone = result.gone;
    if (result.gone)
        onex_cli_note(c->cli,
                      onex_tr("%ld verdict(s) that were recorded are gone: their subject or rule is no more",
                              "另有 %ld 个曾记录的判定已不存在：其对象或规则已无"),
                      result.gone);
    onex_cli_flush(c->cli);
    if (result.run) fprintf(c->cli->err, "run %lld\n", (long long)result.run);
    return ONEX_OK;
}

static onex_status run(check *c, asked *a, onex_error *err) {
    onex_store *store;
    onex_rules *rules;
    onex_check_query query = {0};
    onex_status status = onex_cli_open_as(c->cli, c->record ? ONEX_OPENS_WRITE : ONEX_OPENS_READ, &store, err);
    if (!status) status = onex_cli_day(c->cli, store, &query.as_of, err);
    if (!status) status = onex_cli_rules(c->cli, store, &rules, err);
    if (!status && c->record) status = onex_cli_refuse_rules(c->cli, store, err);
    if (!status) status = onex_cli_folder_differs(c->cli, store, err);
    if (status) return status;
    c->program = onex_rules_program(rules);
    status = ask(c, store, a, &query, err);
    if (status) return status;
    c->brief = c->cli->format == ONEX_FORMAT_TABLE && !query.rules && !query.subjects && !c->changed;
    for (int v = 0; c->brief && !c->chosen && v < ONEX_VERDICTS; v++) c->only[v] = needs_attention((onex_verdict)v);
    query.counts = c->counts;
    c->forms = onex_row_forms_new(c->program);
    if (!c->forms) return onex_no_memory(err);
    head(c, query.as_of);
    if (c->record || c->changed) {
        status = compare(c, store, rules, a, &query, err);
    } else {
        if (c->brief || c->chosen) query.only = c->only;
        status = onex_check(store, rules, &query, on_row, c, err);
    }
    onex_cli_progress(c->cli, c->seen, NULL);
    return status ? status : tail(c, query.as_of, err);
}

static onex_status verdicts(check *c, onex_error *err) {
    asked a = {0};
    c->record = onex_cli_option(c->cli, "record");
    c->changed = onex_cli_option(c->cli, "changed");
    if (c->record && onex_cli_option(c->cli, "set"))
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--record keeps what is so, not what would be with --set; leave one of them out",
                                 "--record 只记录实际情况，不能与 --set 同用；请去掉其中之一"));
    onex_status status = run(c, &a, err);
    onex_row_forms_free(c->forms);
    free(a.subjects);
    free(a.rules);
    free(a.names);
    onex_settings_free(a.settings, a.nsettings);
    return status;
}

static onex_status check_run(onex_cli *cli, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"verdict", "verdict", "判定", ONEX_SHEET_TEXT},
        {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"measured", "measured", "实际", ONEX_SHEET_RIGHT},
        {"threshold", "asked", "要求", ONEX_SHEET_RIGHT},
        {"remark", "clause or what is missing", "条款或缺少的数据", ONEX_SHEET_TEXT},
        {0},
    };
    check c = {.cli = cli};
    onex_sheet_init(&c.sheet, columns);
    onex_status status = only_parse(&c, err);
    if (!status) status = verdicts(&c, err);
    if (!status) hint(&c);
    if (!status && onex_cli_option(cli, "exit-code")) {
        if (c.counts[ONEX_UNMET] || c.counts[ONEX_HIT])
            status = ONEX_E_GATE;
        else if (c.counts[ONEX_UNKNOWN])
            status = ONEX_E_UNSURE;
    }
    onex_sheet_clear(&c.sheet);
    onex_buffer_clear(&c.out);
    free(c.group);
    free(c.first);
    free(c.first_unknown);
    return status;
}

static const onex_option options[] = {
    {"subject", 0, "CODE", true, "only this subject's rows (KIND:CODE where kinds share a code)",
     "只看这个对象（代码相同时写“类别:代码”）"},
    {"college", 0, "C", false, "only this college's subjects", "只看这个学院的对象"},
    {"only", 0, "VERDICT,...", false, "print only these verdicts", "只列出这些判定"},
    {"set", 0, "NAME=VALUE", true, "as if this param or reading were so", "假设某参数或解读取此值"},
    {"record", 0, NULL, false, "keep what changed against the last recorded verdicts",
     "把与上次记录不同的判定记入日志"},
    {"changed", 0, NULL, false, "print only what differs from the last recorded verdicts",
     "只列出与上次记录不同的判定"},
    {"exit-code", 'e', NULL, false, "exit 1 when anything is unmet or hit, 8 when something is only unknown",
     "有不符合或命中时退出码为 1；只有待定时为 8"},
    {0},
};

const onex_command onex_cmd_check = {
    .name = "check",
    .en = "how the pilots stand against the rules",
    .zh = "对照规则检查试点项目",
    .usage = "[RULE...] [--subject CODE]... [--college C] [--only VERDICT,...] [--set NAME=VALUE]... [--record] "
             "[--changed] [-e]",
    .options = options,
    .max_words = -1,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en = "No RULE means every rule. A table lists what needs attention unless a rule, a subject or a verdict "
                  "is asked for;\n"
                  "the other formats list every verdict. Exit 0 whatever the verdicts, but with -e.\n"
                  "--record writes: one run, named on stderr, with what changed (onex log --verdicts).",
    .details_zh = "不写 RULE 即全部规则。表格在没有指定规则、对象或判定时只列需要处理的；其他格式列出全部判定。\n"
                  "不论判定如何退出码都是 0，使用 -e 时除外。\n"
                  "--record 会写入：一次检查记录（编号见标准错误），含有变化的判定（onex log --verdicts）。",
    .run = check_run,
};
