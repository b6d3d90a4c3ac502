/* onex rules: browse what the rule files declare. Nothing is evaluated. */
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/row.h"
#include "cli/rule_page.h"
#include "cli/sheet.h"
#include "engine/asked.h"

typedef struct browse {
    onex_cli *cli;
    const onex_program *program;
    onex_day day;
    const char *college; /* NULL: all */
} browse;

static bool wanted(const browse *w, const onex_decl *decl) {
    return !w->college || !decl->college || strcmp(w->college, decl->college) == 0;
}

/* Buffers made ready for a cell: a text of one kind after another. */
static void cell_cites(onex_sheet *sheet, const onex_decl *decl) {
    onex_buffer b = {0};
    onex_cites_put(&b, decl, ",");
    onex_sheet_cell(sheet, b.data, ONEX_STYLE_PLAIN);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
}

static void cell_place(onex_sheet *sheet, const onex_place *place) {
    onex_buffer b = {0};
    onex_place_put(&b, place);
    onex_sheet_cell(sheet, b.data, ONEX_STYLE_DIM);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
}

static void cell_users(onex_sheet *sheet, const onex_program *program, onex_named_kind kind, int index) {
    onex_buffer b = {0};
    onex_users_put(&b, program, (onex_named){kind, index});
    onex_sheet_cell(sheet, b.data, ONEX_STYLE_DIM);
    if (b.failed) sheet->failed = true;
    onex_buffer_clear(&b);
}

static onex_status list_rules(browse *w, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"rule", "rule", "规则", ONEX_SHEET_TEXT},
        {"title", "title", "标题", ONEX_SHEET_TEXT},
        {"kind", "kind", "类别", ONEX_SHEET_TEXT},
        {"applies", "applies to", "对象", ONEX_SHEET_TEXT},
        {"strength", "strength", "强度", ONEX_SHEET_TEXT},
        {"cite", "clause", "条款", ONEX_SHEET_LIST},
        {"college", "college", "学院", ONEX_SHEET_TEXT},
        {"place", "written in", "位置", ONEX_SHEET_TEXT},
        {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < w->program->nrules; i++) {
        const onex_rule *rule = &w->program->rules[i];
        if (!wanted(w, &rule->decl)) continue;
        onex_sheet_cell(&sheet, rule->decl.name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&sheet, rule->decl.title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, onex_rule_kind_code(rule->kind), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, onex_subject_code(rule->applies), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, onex_strength_code(rule->strength), ONEX_STYLE_PLAIN);
        cell_cites(&sheet, &rule->decl);
        onex_sheet_cell(&sheet, rule->decl.college, ONEX_STYLE_PLAIN);
        cell_place(&sheet, &rule->decl.at);
    }
    onex_status status = onex_sheet_print(w->cli, &sheet, NULL, "rules", err);
    onex_sheet_clear(&sheet);
    if (!status && w->program->nrules) onex_cli_hint(w->cli, "onex rules show %s", w->program->rules[0].decl.name);
    return status;
}

static onex_status list_params(browse *w, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"param", "param", "参数", ONEX_SHEET_TEXT},       {"title", "title", "标题", ONEX_SHEET_TEXT},
        {"value", "in force", "现行值", ONEX_SHEET_RIGHT}, {"from", "from", "自", ONEX_SHEET_TEXT},
        {"origin", "origin", "来源", ONEX_SHEET_TEXT},     {"college_may", "a college may", "学院可", ONEX_SHEET_TEXT},
        {"cite", "clause", "条款", ONEX_SHEET_LIST},       {"place", "written in", "位置", ONEX_SHEET_TEXT},
        {"used_by", "used by", "用于", ONEX_SHEET_LIST},   {"document", "document", "文件", ONEX_SHEET_TEXT},
        {"reason", "reason", "理由", ONEX_SHEET_TEXT},     {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < w->program->nparams; i++) {
        const onex_param *param = &w->program->params[i];
        const char *whose = w->college ? w->college : param->decl.college;
        onex_in_force in = onex_param_for(param, whose, w->day, NULL);
        const onex_dated *value = in.value;
        const onex_local *local = in.statement ? &in.statement->local : NULL;
        char from[ONEX_DAY_TEXT];
        onex_day since = value ? value->from : ONEX_DAY_NONE;
        if (local && (since == ONEX_DAY_NONE || since < local->from)) since = local->from;
        if (!wanted(w, &param->decl)) continue;
        onex_sheet_cell(&sheet, param->decl.name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&sheet, param->decl.title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, value ? value->text : NULL, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, since != ONEX_DAY_NONE ? onex_day_text(since, from) : NULL, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, local ? local->origin : param->decl.origin, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, onex_may_code(param->college_may), ONEX_STYLE_PLAIN);
        onex_decl cited = param->decl;
        if (local) {
            cited.cites = local->cites;
            cited.ncites = local->ncites;
        }
        cell_cites(&sheet, &cited);
        cell_place(&sheet, value ? &value->at : &param->decl.at);
        cell_users(&sheet, w->program, ONEX_NAMED_PARAM, i);
        onex_sheet_cell(&sheet, local ? local->document : param->decl.document, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, local ? local->reason : NULL, ONEX_STYLE_PLAIN);
    }
    onex_status status = onex_sheet_print(w->cli, &sheet, NULL, "params", err);
    onex_sheet_clear(&sheet);
    if (!status && w->program->nparams)
        onex_cli_hint(w->cli, onex_tr("onex rules show %s tells its history", "onex rules show %s 列出其历次取值"),
                      w->program->params[0].decl.name);
    return status;
}

static onex_status list_facts(browse *w, onex_error *err) {
    static const onex_sheet_column columns[] = {
        {"fact", "fact", "事实", ONEX_SHEET_TEXT},       {"title", "title", "标题", ONEX_SHEET_TEXT},
        {"subject", "of", "对象", ONEX_SHEET_TEXT},      {"source", "source", "来源", ONEX_SHEET_TEXT},
        {"unit", "unit", "单位", ONEX_SHEET_TEXT},       {"supplied_by", "supplied by", "提供者", ONEX_SHEET_TEXT},
        {"college", "college", "学院", ONEX_SHEET_TEXT}, {"place", "written in", "位置", ONEX_SHEET_TEXT},
        {"used_by", "used by", "用于", ONEX_SHEET_LIST}, {0},
    };
    onex_sheet sheet;
    onex_sheet_init(&sheet, columns);
    for (int i = 0; i < w->program->nfacts; i++) {
        const onex_fact *fact = &w->program->facts[i];
        if (!wanted(w, &fact->decl)) continue;
        onex_sheet_cell(&sheet, fact->decl.name, ONEX_STYLE_BOLD);
        onex_sheet_cell(&sheet, fact->decl.title, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, onex_subject_code(fact->subject), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, onex_fact_source_code(fact->source), ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, fact->type.unit, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, fact->supplied_by, ONEX_STYLE_PLAIN);
        onex_sheet_cell(&sheet, fact->decl.college, ONEX_STYLE_PLAIN);
        cell_place(&sheet, &fact->decl.at);
        cell_users(&sheet, w->program, ONEX_NAMED_FACT, i);
    }
    onex_status status = onex_sheet_print(w->cli, &sheet, NULL, "facts", err);
    onex_sheet_clear(&sheet);
    if (!status && w->program->nfacts) onex_cli_hint(w->cli, "onex rules show %s", w->program->facts[0].decl.name);
    return status;
}

static int count_of(const onex_program *p, onex_named_kind kind) {
    const int counts[] = {p->nrules, p->nparams, p->nfacts, p->nsets, p->nreadings, p->ntransitions, p->nduties};
    return counts[kind];
}

static onex_status no_name(const onex_program *p, const char *name, onex_error *err) {
    char near[512];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int kind = 0; kind <= ONEX_NAMED_DUTY; kind++)
        for (int i = 0; i < count_of(p, (onex_named_kind)kind); i++) {
            const onex_decl *decl = onex_named_decl(p, (onex_named){(onex_named_kind)kind, i});
            onex_nearest_offer(&nearest, decl->name);
            if (decl->title) onex_nearest_offer(&nearest, decl->title);
        }
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(
            err, ONEX_E_NOT_FOUND,
            onex_tr("nothing is called '%s'; nearest: %s", "没有名为“%s”的规则、参数或事实；最接近的是：%s"), name,
            near);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("nothing is called '%s'; onex rules lists the rules",
                             "没有名为“%s”的规则、参数或事实；onex rules 列出全部规则"),
                     name);
}

/* The declaration of that name which the college has, where several colleges use one name; -1: none. */
static int named_for(const browse *w, onex_named what) {
    if (what.index < 0 || wanted(w, onex_named_decl(w->program, what))) return what.index;
    const onex_decl *found = onex_named_decl(w->program, what);
    for (int i = 0; i < count_of(w->program, what.kind); i++) {
        const onex_decl *decl = onex_named_decl(w->program, (onex_named){what.kind, i});
        if (decl->college && strcmp(decl->college, w->college) == 0 && strcmp(decl->name, found->name) == 0) return i;
    }
    return -1;
}

/* A name may stand for a rule and a fact at once: all of them are shown. */
static onex_status show(browse *w, const char *name, onex_error *err) {
    const onex_program *p = w->program;
    onex_named all[] = {
        {ONEX_NAMED_RULE, onex_program_rule(p, name)},
        {ONEX_NAMED_PARAM, onex_program_param(p, name)},
        {ONEX_NAMED_FACT, onex_program_fact(p, ONEX_SUBJECTS, name)},
        {ONEX_NAMED_SET, onex_program_set(p, name)},
        {ONEX_NAMED_READING, onex_program_reading(p, name)},
        {ONEX_NAMED_TRANSITION, onex_program_transition(p, name)},
        {ONEX_NAMED_DUTY, onex_program_duty(p, name)},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) all[i].index = named_for(w, all[i]);
    bool json = w->cli->format == ONEX_FORMAT_JSON;
    const onex_page_asked asked = {w->day, w->college};
    onex_buffer b = {0};
    onex_laws laws;
    int shown = 0;
    onex_status status = onex_laws_read(&laws, w->cli->store, err);
    if (status) return status;
    if (json) onex_buffer_text(&b, "{\"schema\":\"onex.rules/1\",\"shown\":[");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].index < 0) continue;
        if (shown++) onex_buffer_char(&b, json ? ',' : '\n');
        if (json)
            onex_page_json(&b, p, all[i], &asked);
        else
            onex_page_put(&b, p, all[i], &asked, &laws);
    }
    if (json) onex_buffer_text(&b, "]}\n");
    status = shown ? onex_cli_write(w->cli, &b, err) : no_name(p, name, err);
    onex_buffer_clear(&b);
    onex_laws_clear(&laws);
    if (!status && all[0].index >= 0) onex_cli_hint(w->cli, "onex check %s", p->rules[all[0].index].decl.name);
    return status;
}

/* Which list or page is asked for: checked before anything is opened. */
static onex_status words_check(const onex_cli *cli, onex_error *err) {
    const char *what = cli->nwords ? cli->words[0] : "list";
    bool shows = strcmp(what, "show") == 0;
    if (shows && cli->nwords < 2)
        return onex_fail(
            err, ONEX_E_USAGE,
            onex_tr("show needs a name; write: onex rules show NAME", "show 需要名称；写法：onex rules show NAME"));
    if (!shows && cli->nwords > 1)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("one word too many: '%s'", "多余的参数“%s”"), cli->words[1]);
    if (shows && cli->format_given && cli->format != ONEX_FORMAT_TABLE && cli->format != ONEX_FORMAT_JSON)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("show prints table or json", "show 只有 table 和 json 两种格式"));
    if (shows || strcmp(what, "list") == 0 || strcmp(what, "params") == 0 || strcmp(what, "facts") == 0) return ONEX_OK;
    return onex_fail(
        err, ONEX_E_USAGE,
        onex_tr("no list '%s'; there are: list, show, params, facts", "没有“%s”；可用：list、show、params、facts"),
        what);
}

static onex_status rules_run(onex_cli *cli, onex_error *err) {
    browse w = {.cli = cli, .college = onex_cli_option(cli, "college")};
    onex_store *store = NULL;
    onex_rules *rules;
    const char *what = cli->nwords ? cli->words[0] : "list";
    onex_status status = words_check(cli, err);
    if (!status) status = onex_cli_open_perhaps(cli, &store, err);
    if (!status) status = onex_cli_day(cli, store, &w.day, err);
    if (!status && w.college && store) status = onex_asked_college(store, w.college, err);
    if (!status) status = onex_cli_rules(cli, store, &rules, err);
    if (status) return status;
    w.program = onex_rules_program(rules);
    if (strcmp(what, "params") == 0) return list_params(&w, err);
    if (strcmp(what, "facts") == 0) return list_facts(&w, err);
    if (strcmp(what, "show") == 0) return show(&w, cli->words[1], err);
    return list_rules(&w, err);
}

static const onex_option options[] = {
    {"college", 0, "C", false, "the school's and this college's only", "只看学校的和这个学院的"},
    {0},
};

const onex_command onex_cmd_rules = {
    .name = "rules",
    .en = "browse rules, params and facts",
    .zh = "查看规则、参数和事实",
    .usage = "[list|show NAME|params|facts] [--college C]",
    .options = options,
    .max_words = 2,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en = "show tells one rule, param, fact, set, reading, transition or duty: its sentence, clause, values "
                  "and who uses it.\n"
                  "Works without a database too. Exit 3: no such name; 4: the rule files cannot be loaded.",
    .details_zh = "show 说明一条规则、参数、事实、集合、解读、步骤或应办事项：内容、条款、取值、用于何处。\n"
                  "没有数据库也可用。退出码 3：没有该名称；4：规则文件无法加载。",
    .run = rules_run,
};
