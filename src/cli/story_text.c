/* A subject's story for people: on one screen, what needs attention first. */
#include <stdio.h>
#include <string.h>

#include "cli/row.h"
#include "cli/sheet.h"
#include "cli/story.h"
#include "cli/todo.h"
#include "engine/act.h"
#include "engine/decide.h"

static bool needs_attention(onex_verdict v) {
    return v == ONEX_UNMET || v == ONEX_HIT || v == ONEX_UNKNOWN || v == ONEX_DEVIATES;
}

static void put_head(const onex_story_page *p, onex_buffer *b) {
    const onex_story *s = p->story;
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    char state[128];
    onex_buffer head = {0};
    onex_buffer_printf(&head, "%s %s", zh ? onex_subject_title(s->subject.kind) : onex_subject_code(s->subject.kind),
                       s->subject.code);
    if (s->college && s->subject.kind != ONEX_COLLEGE)
        onex_buffer_printf(&head, onex_tr(" (%s)", "（%s）"), s->college);
    if (s->state) onex_buffer_printf(&head, "  %s", onex_state_text(s->state, state, sizeof state));
    onex_style_put(p->cli, b, ONEX_STYLE_BOLD, head.data ? head.data : "");
    onex_buffer_printf(b, onex_tr("  on %s\n", "  截至 %s\n"), p->day);
    if (head.failed) b->failed = true;
    onex_buffer_clear(&head);
    for (int i = 0; i < s->ndates; i++) {
        const onex_column *column = s->dates[i].column;
        onex_buffer_printf(b, "%s%s %s", i ? onex_tr(", ", "，") : "  ", zh ? column->title : column->name,
                           s->dates[i].day);
    }
    if (s->ndates) onex_buffer_char(b, '\n');
    for (int i = 0; i < s->nleads; i++)
        onex_buffer_printf(b, "%s%s %s", i ? onex_tr(", ", "、") : onex_tr("  lead: ", "  负责人："), s->leads[i].name,
                           s->leads[i].code);
    if (s->nleads) onex_buffer_char(b, '\n');
    if (s->subject.kind == ONEX_PILOT && !s->nleads) onex_buffer_text(b, onex_tr("  lead: none\n", "  负责人：无\n"));
}

static void put_since(onex_sheet *t, const onex_story_verdict *v) {
    char text[160];
    if (v->since)
        snprintf(text, sizeof text, onex_tr("since %s", "自 %s"), v->since);
    else if (v->run && v->was != ONEX_VERDICTS)
        snprintf(text, sizeof text, onex_tr("new; was '%s' in run %lld", "新；原为“%s”（检查 %lld）"),
                 onex_verdict_text(v->was), (long long)v->run);
    else
        snprintf(text, sizeof text, "%s", onex_tr("not recorded", "未记录"));
    onex_sheet_cell(t, text, ONEX_STYLE_DIM);
}

static void put_measure(onex_sheet *t, const onex_check_row *row) {
    onex_buffer b = {0};
    if (row->measured.known) onex_buffer_text(&b, row->measured.text);
    if (row->threshold.known)
        onex_buffer_printf(&b, onex_tr("%sasked %s", "%s要求 %s"), b.len ? onex_tr(", ", "，") : "",
                           row->threshold.text);
    if (row->error) onex_buffer_text(&b, row->error);
    for (int i = 0; i < row->nmissing; i++) {
        const onex_missing *m = &row->missing[i];
        onex_buffer_text(&b, i       ? onex_tr(", ", "、")
                             : b.len ? onex_tr("; missing: ", "；缺：")
                                     : onex_tr("missing: ", "缺："));
        onex_buffer_text(&b, m->title ? m->title : m->fact);
        if (m->supplied_by) onex_buffer_printf(&b, onex_tr(" (%s)", "（%s）"), m->supplied_by);
    }
    if (b.failed) t->failed = true;
    onex_sheet_cell(t, b.data, ONEX_STYLE_PLAIN);
    onex_buffer_clear(&b);
}

/* The rows under a title, after an empty line; nothing where there are none. */
static onex_status put_section(const onex_story_page *p, onex_sheet *t, const char *title, onex_error *err) {
    if (t->nrows == 0 && !t->failed) return ONEX_OK;
    onex_buffer b = {0};
    onex_buffer_char(&b, '\n');
    onex_status status = onex_cli_write(p->cli, &b, err);
    onex_buffer_clear(&b);
    return status ? status : onex_sheet_print(p->cli, t, title, NULL, err);
}

/* What needs attention, the worst first; the rest as counts. */
static onex_status put_verdicts(const onex_story_page *p, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"verdict", "verdict", "判定", ONEX_SHEET_TEXT},
        {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"measured", "measured and missing", "实际与缺少", ONEX_SHEET_TEXT},
        {"since", "since", "起始", ONEX_SHEET_TEXT},
        {0},
    };
    static const onex_verdict order[] = {ONEX_UNMET, ONEX_HIT, ONEX_UNKNOWN, ONEX_DEVIATES};
    long counts[ONEX_VERDICTS] = {0};
    onex_sheet t;
    onex_sheet_init(&t, columns);
    for (int i = 0; i < p->story->nverdicts; i++) counts[p->story->verdicts[i].row.verdict]++;
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (int i = 0; i < p->story->nverdicts; i++) {
            const onex_story_verdict *v = &p->story->verdicts[i];
            const onex_decl *decl = &p->program->rules[v->row.rule].decl;
            if (v->row.verdict != order[o]) continue;
            onex_sheet_cell(&t, onex_verdict_text(v->row.verdict), onex_verdict_style(v->row.verdict));
            onex_sheet_cell(&t, decl->title, ONEX_STYLE_PLAIN);
            onex_sheet_cell(&t, decl->name, ONEX_STYLE_DIM);
            put_measure(&t, &v->row);
            put_since(&t, v);
        }
    onex_status status = put_section(p, &t, onex_tr("needs attention", "需要处理"), err);
    onex_buffer b = {0};
    bool any = false;
    for (int v = 0; v < ONEX_VERDICTS; v++) {
        if (!counts[v] || needs_attention((onex_verdict)v)) continue;
        onex_buffer_text(&b, any       ? onex_tr(", ", "，")
                             : t.nrows ? onex_tr("the others: ", "其余：")
                                       : onex_tr("\nnothing needs attention: ", "\n没有需要处理的："));
        onex_style_put(p->cli, &b, onex_verdict_style((onex_verdict)v), onex_verdict_text((onex_verdict)v));
        onex_buffer_printf(&b, " %ld", counts[v]);
        any = true;
    }
    if (any) onex_buffer_char(&b, '\n');
    if (!status) status = onex_cli_write(p->cli, &b, err);
    onex_buffer_clear(&b);
    onex_sheet_clear(&t);
    return status;
}

const char *onex_story_title(const onex_story_page *p, const onex_story_act *act) {
    int found = act->waiver ? onex_program_rule(p->program, act->act) : onex_program_transition(p->program, act->act);
    if (found < 0) return act->act; /* the rules of today do not know it any more */
    return act->waiver ? p->program->rules[found].decl.title : p->program->transitions[found].decl.title;
}

static void put_effect(const onex_story_page *p, onex_sheet *t, const onex_story_act *act) {
    char text[256], from[128], to[128];
    if (!act->waiver)
        snprintf(text, sizeof text, "%s -> %s", onex_state_text(act->from, from, sizeof from),
                 onex_state_text(act->to, to, sizeof to));
    else if (!act->stands)
        snprintf(text, sizeof text, "%s",
                 strcmp(act->on, p->day) > 0 ? onex_tr("begins later", "尚未开始")
                                             : onex_tr("ended or replaced", "已到期或被替代"));
    else if (act->until)
        snprintf(text, sizeof text, onex_tr("stands until %s", "有效至 %s"), act->until);
    else
        snprintf(text, sizeof text, "%s", onex_tr("stands", "有效"));
    onex_sheet_cell(t, text, act->waiver && !act->stands ? ONEX_STYLE_DIM : ONEX_STYLE_PLAIN);
}

static onex_status put_acts(const onex_story_page *p, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"decision", "decision", "决定", ONEX_SHEET_NUMBER},
        {"on", "on", "日期", ONEX_SHEET_TEXT},
        {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"act", "name", "名称", ONEX_SHEET_TEXT},
        {"actor", "by", "由", ONEX_SHEET_TEXT},
        {"document", "document", "文号", ONEX_SHEET_TEXT},
        {"effect", "effect", "结果", ONEX_SHEET_TEXT},
        {"reason", "reason", "理由", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet t;
    char actor[128];
    onex_sheet_init(&t, columns);
    for (int i = 0; i < p->story->nacts; i++) {
        const onex_story_act *act = &p->story->acts[i];
        onex_sheet_number(&t, act->number);
        onex_sheet_cell(&t, act->on, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, onex_story_title(p, act), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, act->act, ONEX_STYLE_DIM);
        onex_sheet_cell(&t, onex_act_actor_text(act->actor, actor, sizeof actor), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, act->document, ONEX_STYLE_PLAIN);
        put_effect(p, &t, act);
        onex_sheet_cell(&t, act->reason, ONEX_STYLE_PLAIN);
    }
    onex_status status = put_section(p, &t, onex_tr("decisions and waivers", "决定与情况说明"), err);
    onex_sheet_clear(&t);
    return status;
}

static onex_status put_duties(const onex_story_page *p, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"due", "due", "期限", ONEX_SHEET_TEXT},           {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"what", "which", "内容", ONEX_SHEET_TEXT},        {"code", "of", "对象", ONEX_SHEET_TEXT},
        {"who", "who owes it", "由谁办", ONEX_SHEET_TEXT}, {0},
    };
    onex_sheet t;
    onex_sheet_init(&t, columns);
    for (int i = 0; i < p->story->duties.count; i++) {
        const onex_owed *owed = &p->story->duties.items[i];
        onex_buffer due = {0}, title = {0}, who = {0};
        char day[ONEX_DAY_TEXT];
        onex_buffer_text(&due,
                         owed->due == ONEX_DAY_NONE ? onex_tr("not known", "待定") : onex_day_text(owed->due, day));
        if (owed->overdue) onex_buffer_text(&due, onex_tr(" overdue", " 逾期"));
        onex_todo_title_put(&title, owed);
        onex_todo_debtor_put(&who, owed, true);
        onex_sheet_cell(&t, due.data, owed->overdue ? ONEX_STYLE_BAD : ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, title.data, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, owed->what, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, strcmp(owed->code, p->story->subject.code) != 0 ? owed->code : NULL, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, who.data, ONEX_STYLE_PLAIN);
        if (due.failed || title.failed || who.failed) t.failed = true;
        onex_buffer_clear(&due);
        onex_buffer_clear(&title);
        onex_buffer_clear(&who);
    }
    onex_status status = put_section(p, &t, onex_tr("open duties", "未完成的事项"), err);
    onex_sheet_clear(&t);
    return status;
}

/* What changed since it was first recorded. */
static onex_status put_changes(const onex_story_page *p, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"as_of", "as of", "截至", ONEX_SHEET_TEXT}, {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"from", "from", "原判定", ONEX_SHEET_TEXT}, {"to", "to", "现判定", ONEX_SHEET_TEXT},
        {"run", "run", "检查", ONEX_SHEET_NUMBER},   {0},
    };
    onex_sheet t;
    onex_sheet_init(&t, columns);
    for (int i = 0; i < p->story->nchanges; i++) {
        const onex_story_change *c = &p->story->changes[i];
        if (c->from == ONEX_VERDICTS) continue;
        onex_sheet_cell(&t, c->as_of, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, c->rule, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&t, onex_verdict_text(c->from), onex_verdict_style(c->from));
        if (c->to == ONEX_VERDICTS)
            onex_sheet_cell(&t, onex_tr("none", "无"), ONEX_STYLE_DIM);
        else
            onex_sheet_cell(&t, onex_verdict_text(c->to), onex_verdict_style(c->to));
        onex_sheet_number(&t, c->run);
    }
    onex_status status = put_section(p, &t, onex_tr("recorded changes", "记录的变化"), err);
    onex_sheet_clear(&t);
    return status;
}

onex_status onex_story_text(const onex_story_page *p, onex_error *err) {
    onex_buffer b = {0};
    put_head(p, &b);
    onex_status status = onex_cli_write(p->cli, &b, err);
    onex_buffer_clear(&b);
    if (!status) status = put_verdicts(p, err);
    if (!status) status = put_acts(p, err);
    if (!status) status = put_duties(p, err);
    return status ? status : put_changes(p, err);
}
