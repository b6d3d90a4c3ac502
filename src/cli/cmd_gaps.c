/* onex gaps: which facts are missing for verdicts that are unknown, and who must supply them. One line for each
 * subject and fact, with the rules that wait for it. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "cli/commands.h"
#include "cli/row.h"
#include "cli/sheet.h"
#include "engine/asked.h"

typedef enum { BY_SUBJECT, BY_COLLEGE, BY_PERSON } order;

typedef struct gap {
    onex_subject subject;
    const char *code, *college, *fact, *title, *supplied_by;
    const char **rules;
    int nrules, cap;
    int number; /* of its subject, in the order of check */
} gap;

typedef struct gaps {
    onex_arena arena;
    const onex_program *program;
    gap *items;
    int count, cap, subjects;
    int first; /* the first gap of the subject whose rows come now */
    long failed, seen;
    onex_cli *cli;
    order by;
} gaps;

static const char *keep(gaps *g, const char *text) {
    return text ? onex_arena_text(&g->arena, text, strlen(text)) : NULL;
}

static gap *gap_find(gaps *g, const onex_check_row *row, const onex_missing *missing) {
    for (int i = g->first; i < g->count; i++)
        if (strcmp(g->items[i].fact, missing->fact) == 0) return &g->items[i];
    if (g->count == g->cap) {
        int cap = g->cap ? g->cap * 2 : 64;
        gap *items = realloc(g->items, (size_t)cap * sizeof *items);
        if (!items) return NULL;
        g->items = items;
        g->cap = cap;
    }
    gap *item = &g->items[g->count];
    *item = (gap){.subject = row->subject,
                  .code = keep(g, row->code),
                  .college = keep(g, row->college),
                  .fact = keep(g, missing->fact),
                  .title = keep(g, missing->title),
                  .supplied_by = keep(g, missing->supplied_by),
                  .number = g->subjects};
    if (!item->code || !item->fact) return NULL;
    g->count++;
    return item;
}

static bool gap_rule(gaps *g, gap *item, const char *rule) {
    if (item->nrules == item->cap) {
        int cap = item->cap ? item->cap * 2 : 4;
        const char **rules = onex_arena_alloc(&g->arena, (size_t)cap * sizeof *rules);
        if (!rules) return false;
        if (item->nrules) memcpy(rules, item->rules, (size_t)item->nrules * sizeof *rules);
        item->rules = rules;
        item->cap = cap;
    }
    item->rules[item->nrules++] = rule;
    return true;
}

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    gaps *g = ctx;
    onex_cli_progress(g->cli, ++g->seen, onex_tr("verdicts", "个判定"));
    if (row->verdict != ONEX_UNKNOWN) return ONEX_OK;
    if (row->error) g->failed++;
    const gap *first = g->first < g->count ? &g->items[g->first] : NULL;
    if (first && (first->subject != row->subject || strcmp(first->code, row->code) != 0)) {
        g->first = g->count;
        g->subjects++;
    }
    for (int i = 0; i < row->nmissing; i++) {
        gap *item = gap_find(g, row, &row->missing[i]);
        if (!item || !gap_rule(g, item, g->program->rules[row->rule].decl.name)) return onex_no_memory(err);
    }
    return ONEX_OK;
}

static int compare_texts(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_gaps(const void *a, const void *b, void *ctx) {
    const gap *x = a, *y = b;
    order by = *(const order *)ctx;
    int c = 0;
    if (by == BY_COLLEGE) c = compare_texts(x->college, y->college);
    if (by == BY_PERSON) c = compare_texts(x->supplied_by, y->supplied_by);
    if (c == 0 && by == BY_PERSON) c = compare_texts(x->college, y->college);
    if (c == 0) c = (x->number > y->number) - (x->number < y->number);
    return c ? c : strcmp(x->fact, y->fact);
}

static void rules_put(onex_buffer *b, const gap *item, const char *separator) {
    for (int i = 0; i < item->nrules; i++) onex_buffer_printf(b, "%s%s", i ? separator : "", item->rules[i]);
}

/* The heading under which a gap stands. */
static void heading_put(const gaps *g, const gap *item, onex_buffer *b) {
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    if (g->by == BY_PERSON)
        onex_buffer_text(b, item->supplied_by ? item->supplied_by : onex_tr("nobody named", "未指明提供者"));
    else if (g->by == BY_COLLEGE)
        onex_buffer_text(b, item->college ? item->college : onex_tr("the school", "学校"));
    else
        onex_buffer_printf(b, "%s %s", zh ? onex_subject_title(item->subject) : onex_subject_code(item->subject),
                           item->code);
}

static onex_status print_grouped(onex_cli *cli, const gaps *g, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"code", "subject", "对象", ONEX_SHEET_TEXT},
        {"title", "what is missing", "缺少的数据", ONEX_SHEET_TEXT},
        {"fact", "fact", "事实", ONEX_SHEET_TEXT},
        {"supplied_by", "supplied by", "提供者", ONEX_SHEET_TEXT},
        {"rules", "waited for by", "影响的规则", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    onex_buffer last = {0}, now = {0}, rules = {0};
    for (int i = 0; i < g->count; i++) {
        const gap *item = &g->items[i];
        now.len = rules.len = 0;
        heading_put(g, item, &now);
        rules_put(&rules, item, " ");
        if (!last.len || (now.data && strcmp(last.data, now.data) != 0)) onex_sheet_group(&sheet, now.data);
        last.len = 0;
        onex_buffer_text(&last, now.data);
        onex_sheet_cell(&sheet, item->code, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, item->title, ONEX_STYLE_WARN);
        onex_sheet_cell(&sheet, item->fact, ONEX_STYLE_DIM);
        onex_sheet_cell(&sheet, item->supplied_by, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, rules.data, ONEX_STYLE_DIM);
    }
    onex_status status = last.failed || now.failed || rules.failed ? onex_no_memory(err) : ONEX_OK;
    if (!status && g->count) status = onex_sheet_print(cli, &sheet, NULL, NULL, err);
    onex_sheet_clear(&sheet);
    onex_buffer_clear(&last);
    onex_buffer_clear(&now);
    onex_buffer_clear(&rules);
    return status;
}

static onex_status print_fields(onex_cli *cli, const gaps *g, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"subject", "", "", ONEX_SHEET_TEXT}, {"code", "", "", ONEX_SHEET_TEXT},
        {"college", "", "", ONEX_SHEET_TEXT}, {"fact", "", "", ONEX_SHEET_TEXT},
        {"title", "", "", ONEX_SHEET_TEXT},   {"supplied_by", "", "", ONEX_SHEET_TEXT},
        {"rules", "", "", ONEX_SHEET_LIST},   {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    onex_buffer rules = {0};
    for (int i = 0; i < g->count; i++) {
        const gap *item = &g->items[i];
        rules.len = 0;
        rules_put(&rules, item, ",");
        const char *fields[] = {onex_subject_code(item->subject),
                                item->code,
                                item->college,
                                item->fact,
                                item->title,
                                item->supplied_by,
                                rules.data};
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
            onex_sheet_cell(&sheet, fields[k], ONEX_STYLE_PLAIN);
    }
    onex_status status = rules.failed ? onex_no_memory(err) : onex_sheet_print(cli, &sheet, NULL, "gaps", err);
    onex_sheet_clear(&sheet);
    onex_buffer_clear(&rules);
    return status;
}

static onex_status print(onex_cli *cli, gaps *g, onex_error *err) {
    if (g->count) qsort_r(g->items, (size_t)g->count, sizeof *g->items, compare_gaps, &g->by);
    return cli->format == ONEX_FORMAT_TABLE ? print_grouped(cli, g, err) : print_fields(cli, g, err);
}

static onex_status by_parse(gaps *g, const char *by, onex_error *err) {
    g->by = BY_SUBJECT;
    if (!by) return ONEX_OK;
    if (strcmp(by, "college") == 0)
        g->by = BY_COLLEGE;
    else if (strcmp(by, "person") == 0)
        g->by = BY_PERSON;
    else
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("--by is college or person, not '%s'", "--by 只能是 college 或 person，不是“%s”"), by);
    return ONEX_OK;
}

static onex_status collect(onex_cli *cli, gaps *g, onex_error *err) {
    onex_store *store;
    onex_rules *rules;
    onex_check_query query = {0};
    onex_status status = onex_cli_open(cli, &store, err);
    if (!status) status = onex_cli_day(cli, store, &query.as_of, err);
    if (!status) status = onex_cli_rules(cli, store, &rules, err);
    if (status) return status;
    g->program = onex_rules_program(rules);
    status = onex_check(store, rules, &query, on_row, g, err);
    onex_cli_progress(cli, g->seen, NULL);
    return status;
}

static onex_status gaps_run(onex_cli *cli, onex_error *err) {
    gaps g = {.cli = cli};
    onex_status status = by_parse(&g, onex_cli_option(cli, "by"), err);
    if (!status) status = collect(cli, &g, err);
    if (!status) status = print(cli, &g, err);
    if (!status && g.failed)
        onex_cli_note(cli,
                      onex_tr("%ld verdict(s) are unknown because a rule failed, not for want of data",
                              "另有 %ld 个待定是因为规则出错，并非缺数据"),
                      g.failed);
    if (!status && g.count)
        onex_cli_hint(cli,
                      onex_tr("%d gap(s); onex why %s %s tells what this one is needed for",
                              "共 %d 处缺口；onex why %s %s 说明其用处"),
                      g.count, g.items[0].code, g.items[0].rules[0]);
    else if (!status)
        onex_cli_hint(cli,
                      onex_tr("nothing is missing; onex check gives the verdicts", "没有缺口；onex check 给出判定"));
    free(g.items);
    onex_arena_clear(&g.arena);
    return status;
}

static const onex_option options[] = {
    {"by", 0, "college|person", false, "group by the subject's college, or by who must supply it",
     "按对象所在学院，或按提供者分组"},
    {0},
};

const onex_command onex_cmd_gaps = {
    .name = "gaps",
    .en = "what is unknown and who must supply it",
    .zh = "缺什么数据，由谁补",
    .usage = "[--by college|person]",
    .options = options,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .run = gaps_run,
};
