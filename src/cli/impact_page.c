/* The pages of an impact: what is loosened comes first, for that is what needs a second look. */
#include "cli/impact_page.h"

#include <stdlib.h>
#include <string.h>

#include "cli/sheet.h"
#include "report/impact_json.h"

static const char *way_text(int way) {
    switch (way) {
    case ONEX_LOOSENED: return onex_tr("loosened", "放宽");
    case ONEX_TIGHTENED: return onex_tr("tightened", "收紧");
    default: return onex_tr("newly unknown", "新成待定");
    }
}

void onex_impact_ways_put(onex_buffer *b, const long ways[ONEX_IMPACT_WAYS]) {
    for (int w = 0; w < ONEX_IMPACT_WAYS; w++)
        onex_buffer_printf(b, "%s%s %ld", w ? onex_tr(", ", "，") : "", way_text(w), ways[w]);
}

/* ---- rows ---- */

static void side_cell(onex_sheet *sheet, const onex_impact_side *side) {
    onex_buffer b = {0};
    bool local = strncmp(side->origin, "college:", strlen("college:")) == 0;
    if (*side->remark)
        onex_buffer_text(&b, side->remark);
    else if (*side->because)
        onex_buffer_text(&b, side->because);
    else if (*side->measured && *side->threshold)
        onex_buffer_printf(&b, onex_tr("%s, asked %s%s%s%s", "%s（要求 %s%s%s%s）"), side->measured, side->threshold,
                           local ? " (" : "", local ? side->origin : "", local ? ")" : "");
    else
        onex_buffer_text(&b, *side->measured ? side->measured : side->threshold);
    if (b.failed) sheet->failed = true;
    onex_sheet_cell(sheet, b.len ? b.data : NULL, ONEX_STYLE_PLAIN);
    onex_buffer_clear(&b);
}

static void row_for_people(onex_sheet *sheet, const onex_impact_change *c) {
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s %s", zh ? onex_subject_title(c->kind) : onex_subject_code(c->kind), c->code);
    if (c->college && c->kind != ONEX_COLLEGE) onex_buffer_printf(&b, onex_tr(" (%s)", "（%s）"), c->college);
    if (b.failed) sheet->failed = true;
    onex_sheet_cell(sheet, b.data, ONEX_STYLE_PLAIN);
    onex_buffer_clear(&b);
    onex_sheet_cell(sheet, c->title, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, c->rule, ONEX_STYLE_DIM);
    onex_sheet_cell(sheet, onex_verdict_text(c->from), onex_verdict_style(c->from));
    onex_sheet_cell(sheet, onex_verdict_text(c->to), onex_verdict_style(c->to));
    side_cell(sheet, &c->before);
    side_cell(sheet, &c->after);
}

static void row_for_programs(onex_sheet *sheet, const onex_impact_change *c) {
    const char *cells[] = {onex_impact_way_codes[c->way],
                           onex_subject_code(c->kind),
                           c->code,
                           c->college,
                           c->rule,
                           onex_verdict_code(c->from),
                           onex_verdict_code(c->to),
                           c->before.measured,
                           c->before.threshold,
                           c->before.missing,
                           c->after.measured,
                           c->after.threshold,
                           c->after.missing,
                           c->before.origin,
                           c->after.origin};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        onex_sheet_cell(sheet, cells[i] && *cells[i] ? cells[i] : NULL, ONEX_STYLE_PLAIN);
}

static onex_status print_rows(onex_cli *cli, const onex_impact *impact, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"change", "change", "变化", ONEX_SHEET_TEXT},
        {"subject", "subject", "类别", ONEX_SHEET_TEXT},
        {"code", "code", "代码", ONEX_SHEET_TEXT},
        {"college", "college", "学院", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"from", "from", "原判定", ONEX_SHEET_TEXT},
        {"to", "to", "新判定", ONEX_SHEET_TEXT},
        {"measured_before", "measured before", "原实际", ONEX_SHEET_TEXT},
        {"threshold_before", "asked before", "原要求", ONEX_SHEET_TEXT},
        {"missing_before", "missing before", "原缺少", ONEX_SHEET_LIST},
        {"measured_after", "measured after", "新实际", ONEX_SHEET_TEXT},
        {"threshold_after", "asked after", "新要求", ONEX_SHEET_TEXT},
        {"missing_after", "missing after", "新缺少", ONEX_SHEET_LIST},
        {"origin_before", "origin before", "原来源", ONEX_SHEET_TEXT},
        {"origin_after", "origin after", "新来源", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int w = 0; w < ONEX_IMPACT_WAYS; w++)
        for (int i = 0; i < impact->nchanges; i++)
            if ((int)impact->changes[i].way == w) row_for_programs(&sheet, &impact->changes[i]);
    onex_status status = onex_sheet_print(cli, &sheet, NULL, NULL, err);
    onex_sheet_clear(&sheet);
    onex_cli_flush(cli);
    fprintf(cli->err, "token %s\n", impact->token);
    return status;
}

/* ---- for people ---- */

onex_status onex_impact_first_print(onex_cli *cli, const onex_impact *impact, int most, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"subject", "subject", "对象", ONEX_SHEET_TEXT},
        {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"from", "now", "现判定", ONEX_SHEET_TEXT},
        {"to", "then", "新判定", ONEX_SHEET_TEXT},
        {"before", "because now", "现理由", ONEX_SHEET_TEXT},
        {"after", "because then", "新理由", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    int shown = 0;
    for (int w = 0; w < ONEX_IMPACT_WAYS && shown < most; w++) {
        if (impact->ways[w]) onex_sheet_group(&sheet, way_text(w));
        for (int i = 0; i < impact->nchanges && shown < most; i++) {
            if ((int)impact->changes[i].way != w) continue;
            row_for_people(&sheet, &impact->changes[i]);
            shown++;
        }
    }
    onex_status status = impact->nchanges ? onex_sheet_print(cli, &sheet, NULL, NULL, err) : ONEX_OK;
    onex_sheet_clear(&sheet);
    return status;
}

static onex_status print_colleges(onex_cli *cli, const onex_impact_colleges *list, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"college", "college", "学院", ONEX_SHEET_TEXT},
        {"loosened", "loosened", "放宽", ONEX_SHEET_NUMBER},
        {"tightened", "tightened", "收紧", ONEX_SHEET_NUMBER},
        {"newly_unknown", "newly unknown", "新成待定", ONEX_SHEET_NUMBER},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < list->count; i++) {
        const onex_impact_college *c = &list->items[i];
        onex_sheet_cell(&sheet, c->code ? c->code : onex_tr("the school itself", "学校本级"), ONEX_STYLE_PLAIN);
        for (int w = 0; w < ONEX_IMPACT_WAYS; w++) onex_sheet_number(&sheet, c->ways[w]);
    }
    onex_status status = list->count ? onex_sheet_print(cli, &sheet, "", NULL, err) : ONEX_OK;
    onex_sheet_clear(&sheet);
    return status;
}

/* A value that would be looser: whose, how, from when, by whose leave. */
static void value_put(onex_buffer *b, const onex_impact_value *v) {
    char from[ONEX_DAY_TEXT], to[ONEX_DAY_TEXT];
    const char *whose = v->college ? v->college : onex_tr("the school", "学校");
    const char *title = v->title ? v->title : v->name;
    onex_day_text(v->from, from);
    if (!v->after)
        onex_buffer_printf(b, onex_tr("%s: %s %s without '%s', from %s on", "%s：%s（%s）不再含“%s”，自 %s 起"), whose,
                           title, v->name, v->before, from);
    else if (!v->before)
        onex_buffer_printf(b, onex_tr("%s: %s %s with '%s', from %s on", "%s：%s（%s）增加“%s”，自 %s 起"), whose, title,
                           v->name, v->after, from);
    else
        onex_buffer_printf(b, onex_tr("%s: %s %s from %s to %s, from %s on", "%s：%s（%s）由 %s 改为 %s，自 %s 起"), whose, title,
                           v->name, v->before, v->after, from);
    if (v->to != ONEX_DAY_NONE)
        onex_buffer_printf(b, onex_tr(" until %s", "，至 %s 止"), onex_day_text(v->to, to));
    if (v->approved_by)
        onex_buffer_printf(b, onex_tr("; approved by %s, %s", "；由%s批准（%s）"), v->approved_by,
                           v->approval_document ? v->approval_document : "");
}

static void values_put(onex_buffer *b, const onex_impact *impact) {
    if (impact->nvalues)
        onex_buffer_printf(b, "%s%s", impact->nchanges ? "\n" : "",
                           onex_tr("values that would be looser, whether a verdict changes now or not:\n",
                                   "将放宽的取值（不论现在是否影响判定）：\n"));
    for (int i = 0; i < impact->nvalues; i++) {
        onex_buffer_text(b, "  ");
        value_put(b, &impact->values[i]);
        onex_buffer_char(b, '\n');
    }
}

/* Beside rows for programs: they have no place for values. */
static void values_note(onex_cli *cli, const onex_impact *impact) {
    for (int i = 0; i < impact->nvalues; i++) {
        onex_buffer b = {0};
        value_put(&b, &impact->values[i]);
        onex_cli_note(cli, onex_tr("looser: %s", "放宽：%s"), b.data ? b.data : "");
        onex_buffer_clear(&b);
    }
}

static void decisions_put(onex_buffer *b, const onex_impact *impact) {
    if (impact->ndecisions)
        onex_buffer_text(b, onex_tr("\nstanding decisions that rest on it:\n", "\n涉及的已作决定：\n"));
    for (int i = 0; i < impact->ndecisions; i++) {
        const onex_impact_decision *d = &impact->decisions[i];
        onex_buffer_printf(b,
                           d->holds ? onex_tr("  decision %lld (%s %s): '%s' would now be fulfilled\n",
                                              "  决定 %lld（%s %s）：“%s”将变为满足\n")
                                    : onex_tr("  decision %lld (%s %s): '%s' would no longer be fulfilled\n",
                                              "  决定 %lld（%s %s）：“%s”将不再满足\n"),
                           (long long)d->number, d->pilot, d->transition, d->rule);
    }
}

static onex_status print_for_people(onex_cli *cli, const onex_impact *impact, const onex_impact_colleges *list,
                                    onex_day as_of, onex_error *err) {
    char day[ONEX_DAY_TEXT];
    onex_buffer b = {0};
    onex_status status = onex_impact_first_print(cli, impact, impact->nchanges, err);
    if (!status) status = print_colleges(cli, list, err);
    values_put(&b, impact);
    decisions_put(&b, impact);
    onex_buffer_printf(&b, onex_tr("%s%s: %ld verdicts compared: ", "%s%s：比较了 %ld 个判定："),
                       impact->nchanges || impact->nvalues ? "\n" : "", onex_day_text(as_of, day), impact->compared);
    onex_impact_ways_put(&b, impact->ways);
    if (impact->token[0])
        onex_buffer_printf(&b, onex_tr("\ntoken: %s\n", "\n编号：%s\n"), impact->token);
    else
        onex_buffer_char(&b, '\n');
    if (!status) status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

onex_status onex_impact_print(onex_cli *cli, const onex_impact *impact, onex_day as_of, const char *before,
                              const char *after, onex_error *err) {
    onex_impact_colleges list = {0};
    onex_status status = onex_impact_colleges_count(&list, impact, err);
    if (!status && cli->format == ONEX_FORMAT_JSON) {
        onex_buffer b = {0};
        onex_impact_json(&b, impact, &list, as_of, before, after);
        status = onex_cli_write(cli, &b, err);
        onex_buffer_clear(&b);
    } else if (!status && cli->format == ONEX_FORMAT_TABLE)
        status = print_for_people(cli, impact, &list, as_of, err);
    else if (!status)
        status = print_rows(cli, impact, err);
    if (!status && cli->format != ONEX_FORMAT_JSON && cli->format != ONEX_FORMAT_TABLE) values_note(cli, impact);
    free(list.items);
    return status;
}
