/* Duties and verdicts to come as text: tables for people, TSV and CSV, JSON. The calendar is todo_ics.c's. */
#include "cli/todo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/row.h"
#include "cli/sheet.h"

/* ---- words ---- */

static const char *who_text(const char *who) {
    static const struct {
        const char *who, *en, *zh;
    } words[] = {
        {"lead", "project lead", "项目负责人"},
        {"college", "college", "二级学院"},
        {"academic_affairs", "academic affairs office", "教务处"},
        {"finance_assets", "finance and assets office", "财务与资产管理处"},
        {"student_affairs", "student affairs department", "党委学生工作部"},
        {"faculty_affairs", "faculty affairs department", "党委教师工作部"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].who, who) == 0) return onex_lang_get() == ONEX_LANG_ZH ? words[i].zh : words[i].en;
    return who;
}

void onex_todo_debtor_put(onex_buffer *b, const onex_owed *owed, bool full) {
    onex_buffer_text(b, owed->college ? owed->college_name : onex_tr("the school", "学校"));
    if (full && owed->college) onex_buffer_printf(b, " %s", owed->college);
    onex_buffer_printf(b, " · %s", who_text(owed->who));
    for (int i = 0; i < owed->npersons; i++) {
        onex_buffer_printf(b, "%s%s", i ? onex_tr(", ", "、") : " ", owed->persons[i].name);
        if (full) onex_buffer_printf(b, " %s", owed->persons[i].code);
    }
    if (strcmp(owed->who, "lead") == 0 && owed->npersons == 0)
        onex_buffer_text(b, onex_tr(" (nobody in office)", "（暂缺）"));
}

void onex_todo_title_put(onex_buffer *b, const onex_owed *owed) {
    if (strcmp(owed->duty, ONEX_WAIVER_LAPSE) == 0)
        onex_buffer_printf(b, onex_tr("waiver ends: %s", "情况说明到期：%s"), owed->title);
    else
        onex_buffer_text(b, owed->title);
}

static void days_put(onex_buffer *b, const onex_owed *owed, onex_day as_of) {
    int left = owed->due == ONEX_DAY_NONE ? 0 : owed->due - as_of;
    if (owed->due == ONEX_DAY_NONE)
        onex_buffer_text(b, onex_tr("day unknown", "日期待定"));
    else if (left < 0)
        onex_buffer_printf(b, onex_tr("%d day(s) overdue", "逾期 %d 天"), -left);
    else if (left == 0)
        onex_buffer_text(b, onex_tr("today", "今天到期"));
    else
        onex_buffer_printf(b, onex_tr("in %d day(s)", "还有 %d 天"), left);
}

static void subject_put(onex_buffer *b, onex_subject kind, const char *code) {
    onex_buffer_printf(b, "%s %s", onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind) : onex_subject_code(kind),
                       code);
}

static void persons_put(onex_buffer *b, const onex_owed *owed) {
    onex_buffer_text(b, "");
    for (int i = 0; i < owed->npersons; i++) onex_buffer_printf(b, "%s%s", i ? "," : "", owed->persons[i].code);
}

/* ---- tables ---- */

static int compare_debtors(const onex_owed *x, const onex_owed *y) {
    int c = strcmp(x->college ? x->college : "", y->college ? y->college : "");
    if (c == 0) c = strcmp(x->who, y->who);
    for (int i = 0; c == 0 && i < x->npersons && i < y->npersons; i++)
        c = strcmp(x->persons[i].code, y->persons[i].code);
    return c ? c : (x->npersons > y->npersons) - (x->npersons < y->npersons);
}

static int by_debtor(const void *a, const void *b) {
    const onex_owed *const *x = a, *const *y = b;
    int c = compare_debtors(*x, *y);
    return c ? c : (*x > *y) - (*x < *y); /* else in the order in which they were found */
}

typedef struct line {
    onex_buffer text;
    bool failed;
} line;

static void cell(onex_sheet *sheet, line *l, onex_style style) {
    if (l->text.failed) l->failed = true;
    onex_sheet_cell(sheet, l->text.len ? l->text.data : NULL, style);
    l->text.len = 0;
}

static void owed_cells(onex_sheet *sheet, line *l, const onex_owed *owed, onex_day as_of) {
    char day[ONEX_DAY_TEXT];
    onex_style style = owed->overdue                ? ONEX_STYLE_BAD
                       : owed->due == ONEX_DAY_NONE ? ONEX_STYLE_WARN
                       : owed->due - as_of <= 7     ? ONEX_STYLE_WARN
                                                    : ONEX_STYLE_PLAIN;
    onex_sheet_cell(sheet, owed->due == ONEX_DAY_NONE ? NULL : onex_day_text(owed->due, day), style);
    days_put(&l->text, owed, as_of);
    cell(sheet, l, style);
    onex_todo_title_put(&l->text, owed);
    cell(sheet, l, ONEX_STYLE_PLAIN);
    if (owed->missing)
        onex_buffer_printf(&l->text, onex_tr("missing: %s", "缺：%s"), owed->missing);
    else
        onex_buffer_text(&l->text, owed->what);
    cell(sheet, l, ONEX_STYLE_PLAIN);
    subject_put(&l->text, owed->subject, owed->code);
    cell(sheet, l, ONEX_STYLE_PLAIN);
    onex_sheet_cell(sheet, owed->cite, ONEX_STYLE_DIM);
}

onex_status onex_todo_table(onex_cli *cli, const onex_duties *duties, onex_day as_of, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"due", "due", "到期日", ONEX_SHEET_TEXT},
        {"days", "", "", ONEX_SHEET_TEXT},
        {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"what", "which", "哪一件", ONEX_SHEET_TEXT},
        {"code", "subject", "对象", ONEX_SHEET_TEXT},
        {"cite", "clause", "依据", ONEX_SHEET_TEXT},
        {0},
    };
    const onex_owed **order = malloc(((size_t)duties->count + 1) * sizeof *order);
    if (!order) return onex_no_memory(err);
    for (int i = 0; i < duties->count; i++) order[i] = &duties->items[i];
    if (duties->count) qsort(order, (size_t)duties->count, sizeof *order, by_debtor);
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    line l = {0};
    for (int i = 0; i < duties->count; i++) {
        if (i == 0 || compare_debtors(order[i - 1], order[i]) != 0) {
            onex_todo_debtor_put(&l.text, order[i], true);
            onex_sheet_group(&sheet, l.text.data);
            l.text.len = 0;
        }
        owed_cells(&sheet, &l, order[i], as_of);
    }
    onex_status status = l.failed || l.text.failed ? onex_no_memory(err) : ONEX_OK;
    if (!status && duties->count) status = onex_sheet_print(cli, &sheet, NULL, NULL, err);
    onex_sheet_clear(&sheet);
    onex_buffer_clear(&l.text);
    free(order);
    return status;
}

onex_status onex_todo_flip_table(onex_cli *cli, const onex_program *program, const onex_flips *flips, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"code", "subject", "对象", ONEX_SHEET_TEXT},
        {"title", "what", "事项", ONEX_SHEET_TEXT},
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"from", "from", "原判定", ONEX_SHEET_TEXT},
        {"to", "to", "将变为", ONEX_SHEET_TEXT},
        {"because", "because", "原因", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    line l = {0};
    for (int i = 0; i < flips->count; i++) {
        const onex_flip *flip = &flips->items[i];
        char day[ONEX_DAY_TEXT];
        if (i == 0 || flips->items[i - 1].on != flip->on) onex_sheet_group(&sheet, onex_day_text(flip->on, day));
        subject_put(&l.text, flip->subject, flip->code);
        cell(&sheet, &l, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, program->rules[flip->rule].decl.title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, program->rules[flip->rule].decl.name, ONEX_STYLE_DIM);
        onex_sheet_cell(&sheet, onex_verdict_text(flip->from), onex_verdict_style(flip->from));
        onex_sheet_cell(&sheet, onex_verdict_text(flip->to), onex_verdict_style(flip->to));
        onex_sheet_cell(&sheet, flip->because, ONEX_STYLE_PLAIN);
    }
    onex_status status = l.failed ? onex_no_memory(err) : ONEX_OK;
    if (!status && flips->count)
        status = onex_sheet_print(
            cli, &sheet, onex_tr("Verdicts that time alone will change", "仅因日期推移将变化的判定"), NULL, err);
    onex_sheet_clear(&sheet);
    onex_buffer_clear(&l.text);
    return status;
}

/* ---- TSV and CSV ---- */

onex_status onex_todo_fields(onex_cli *cli, const onex_duties *duties, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"duty", "", "", ONEX_SHEET_TEXT},    {"subject", "", "", ONEX_SHEET_TEXT}, {"code", "", "", ONEX_SHEET_TEXT},
        {"college", "", "", ONEX_SHEET_TEXT}, {"title", "", "", ONEX_SHEET_TEXT},   {"what", "", "", ONEX_SHEET_TEXT},
        {"who", "", "", ONEX_SHEET_TEXT},     {"persons", "", "", ONEX_SHEET_LIST}, {"due", "", "", ONEX_SHEET_TEXT},
        {"overdue", "", "", ONEX_SHEET_TEXT}, {"cite", "", "", ONEX_SHEET_TEXT},    {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    line l = {0};
    for (int i = 0; i < duties->count; i++) {
        const onex_owed *owed = &duties->items[i];
        char day[ONEX_DAY_TEXT];
        const char *fields[] = {
            owed->duty, onex_subject_code(owed->subject), owed->code, owed->college, owed->title, owed->what,
            owed->who};
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
            onex_sheet_cell(&sheet, fields[k], ONEX_STYLE_PLAIN);
        persons_put(&l.text, owed);
        cell(&sheet, &l, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, owed->due == ONEX_DAY_NONE ? NULL : onex_day_text(owed->due, day), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, owed->overdue ? "1" : "0", ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, owed->cite, ONEX_STYLE_PLAIN);
    }
    onex_status status = l.failed ? onex_no_memory(err) : onex_sheet_print(cli, &sheet, NULL, "duties", err);
    onex_sheet_clear(&sheet);
    onex_buffer_clear(&l.text);
    return status;
}

onex_status onex_todo_flip_fields(onex_cli *cli, const onex_program *program, const onex_flips *flips,
                                  onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"on", "", "", ONEX_SHEET_TEXT},      {"subject", "", "", ONEX_SHEET_TEXT},
        {"code", "", "", ONEX_SHEET_TEXT},    {"rule", "", "", ONEX_SHEET_TEXT},
        {"from", "", "", ONEX_SHEET_TEXT},    {"to", "", "", ONEX_SHEET_TEXT},
        {"because", "", "", ONEX_SHEET_TEXT}, {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < flips->count; i++) {
        const onex_flip *flip = &flips->items[i];
        char day[ONEX_DAY_TEXT];
        const char *fields[] = {onex_day_text(flip->on, day),
                                onex_subject_code(flip->subject),
                                flip->code,
                                program->rules[flip->rule].decl.name,
                                onex_verdict_code(flip->from),
                                onex_verdict_code(flip->to),
                                flip->because};
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
            onex_sheet_cell(&sheet, fields[k], ONEX_STYLE_PLAIN);
    }
    onex_status status = onex_sheet_print(cli, &sheet, NULL, "flips", err);
    onex_sheet_clear(&sheet);
    return status;
}

/* ---- JSON ---- */

static void pair(onex_buffer *b, char before, const char *key, const char *value) {
    onex_buffer_printf(b, "%c\"%s\":", before, key);
    onex_buffer_json_text(b, value);
}

void onex_todo_owed_json(onex_buffer *b, const onex_owed *owed) {
    char day[ONEX_DAY_TEXT];
    pair(b, '{', "duty", owed->duty);
    pair(b, ',', "subject", onex_subject_code(owed->subject));
    pair(b, ',', "code", owed->code);
    pair(b, ',', "what", owed->what);
    pair(b, ',', "who", owed->who);
    onex_buffer_text(b, ",\"persons\":[");
    for (int i = 0; i < owed->npersons; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, owed->persons[i].code);
    }
    onex_buffer_char(b, ']');
    pair(b, ',', "due", owed->due == ONEX_DAY_NONE ? NULL : onex_day_text(owed->due, day));
    onex_buffer_printf(b, ",\"overdue\":%s", owed->overdue ? "true" : "false");
    pair(b, ',', "cite", owed->cite);
    onex_buffer_char(b, '}');
}

static void flip_json(onex_buffer *b, const onex_program *program, const onex_flip *flip) {
    char day[ONEX_DAY_TEXT];
    pair(b, '{', "subject", onex_subject_code(flip->subject));
    pair(b, ',', "code", flip->code);
    pair(b, ',', "rule", program->rules[flip->rule].decl.name);
    pair(b, ',', "on", onex_day_text(flip->on, day));
    pair(b, ',', "from", onex_verdict_code(flip->from));
    pair(b, ',', "to", onex_verdict_code(flip->to));
    pair(b, ',', "because", flip->because);
    onex_buffer_char(b, '}');
}

onex_status onex_todo_json(onex_cli *cli, const onex_duties *duties, const onex_program *program,
                           const onex_flips *flips, onex_error *err) {
    onex_buffer b = {0};
    onex_buffer_text(&b, "{\"schema\":\"onex.todo/1\",\"duties\":[");
    for (int i = 0; i < duties->count; i++) {
        if (i) onex_buffer_text(&b, ",\n");
        onex_todo_owed_json(&b, &duties->items[i]);
    }
    onex_buffer_text(&b, "],\"flips\":[");
    for (int i = 0; i < flips->count; i++) {
        if (i) onex_buffer_text(&b, ",\n");
        flip_json(&b, program, &flips->items[i]);
    }
    onex_buffer_text(&b, "]}\n");
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}
