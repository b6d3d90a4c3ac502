/* What onex new writes. Whoever takes off the comment marks and fills in what is "……" has a declaration that loads. */
#include "cli/new_text.h"

#include <string.h>

#include "rules/edit.h"

static const char how[] =
    "--- 用法：删去下面各行行首的“-- ”，填好“……”，再运行 onex lint、onex test、onex impact、onex publish。\n"
    "--- To use it: take \"-- \" off the lines below, fill in each \"……\", then onex lint, onex test, onex impact, "
    "onex publish.\n";

static void line_put(onex_buffer *b, const char *text, const char *zh, const char *en) {
    onex_buffer_printf(b, "-- %s  -- %s · %s\n", text, zh, en);
}

static void cite_put(onex_buffer *b, const char *college) {
    line_put(b, college ? "  cite = \"细则第……条\"," : "  cite = \"第……条\",", "依据的条款，几条写 { \"…\", \"…\" }",
             "the clause it rests on; several: a list");
}

/* Keys that every declaration may have. */
static void common_put(onex_buffer *b) {
    line_put(b, "  valid_from = \"2026-09-01\",", "自哪天起，不需要就删去",
             "from which day; leave it out if not needed");
    line_put(b, "  valid_to = \"2099-01-01\",", "到哪天止（不含），不需要就删去",
             "until which day (excluded); likewise");
    line_put(b, "  note = \"……\",", "备注，不需要就删去", "a remark; leave it out if not needed");
}

/* Which conclusions of the school a condition on pilots may enter; nothing where there is none. */
static void joins_put(onex_buffer *b, const onex_program *program) {
    int n = 0;
    for (int i = 0; i < program->nrules; i++) {
        const onex_rule *rule = &program->rules[i];
        if (rule->kind != ONEX_OUTCOME || rule->college_may != ONEX_MAY_ADD) continue;
        if (!n && (rule->as_trigger || rule->applies != ONEX_PILOT)) continue;
        if (!n) onex_buffer_printf(b, "--   joins = \"%s\",  -- 加入学校的结论，不加入就删去；可写：", rule->decl.name);
        onex_buffer_printf(b, "%s%s %s", n++ ? "、" : "", rule->decl.name, rule->decl.title ? rule->decl.title : "");
    }
    if (n) onex_buffer_text(b, " · the school's conclusion that it enters; leave it out if none\n");
}

void onex_new_rule_put(onex_buffer *b, const char *name, const char *college, const onex_program *program) {
    onex_buffer_printf(b, "\n--- 规则 %s 的模板。 A template for the rule %s.\n%s", name, name, how);
    onex_buffer_printf(b, "-- condition \"%s\" {  -- %s · %s\n", name,
                       "应当符合的；不应出现的写 trigger，并把 requires 改为 when",
                       "what ought to hold; what must not happen: trigger, with when for requires");
    line_put(b, "  title = \"……\",", "中文名称，不能与已有的重名", "its Chinese name, which nothing else has");
    cite_put(b, college);
    line_put(b, "  applies = \"pilot\",", "对象：pilot 试点、exam 场次、expense 支出、registration 报名、college 学院",
             "what it is about");
    line_put(b, "  strength = \"must\",", "must 必须、in_principle 原则上、preferred 优先；trigger 没有这一行",
             "how strict; not for a trigger");
    line_put(b, "  only_if = known(fact.started_on),", "什么情况下才看，不成立为“不适用”；总是要看就删去",
             "when it is looked at; always: leave it out");
    line_put(b, "  requires = at_least(count { \"team_member\", distinct = row.person }, 2),",
             "要求：at_least 不少于、at_most 不超过、above 高于、below 低于、equals 等于、none 没有、all{} 都、any{} "
             "任一、no() 非",
             "what is asked");
    if (college) joins_put(b, program);
    common_put(b);
    onex_buffer_text(b, "-- }\n");
}

void onex_new_param_put(onex_buffer *b, const char *name, const char *college) {
    onex_buffer_printf(
        b, "\n--- 界限值 %s 的模板，规则里写 param.%s 引用它。 A template for the value %s; rules say param.%s.\n%s",
        name, name, name, name, how);
    onex_buffer_printf(b, "-- param \"%s\" {\n", name);
    line_put(b, "  title = \"……\",", "中文名称，不能与已有的重名", "its Chinese name, which nothing else has");
    cite_put(b, college);
    line_put(b, "  value = \"60%\",",
             "数 3、比例 \"60%\"、带单位 \"3 weeks\"、金额 \"100 yuan\"、日期 \"2026-12-31\"；分日期 { "
             "[\"2026-09-01\"] = \"60%\", [\"2027-09-01\"] = \"70%\" }",
             "a number, a share, with a unit, money, a date; or by dates");
    if (!college)
        line_put(b, "  college_may = \"nothing\",",
                 "学院可否变更：nothing 不得、raise 只能提高、lower 只能降低、anything 随意",
                 "what a college may do to it");
    common_put(b);
    onex_buffer_text(b, "-- }\n");
}

/* ---- a college's file ---- */

static const char *may_zh(onex_may may) {
    return may == ONEX_MAY_RAISE ? "只能提高" : may == ONEX_MAY_LOWER ? "只能降低" : "可自定";
}

static const char *may_en(onex_may may) {
    return may == ONEX_MAY_RAISE ? "may be raised" : may == ONEX_MAY_LOWER ? "may be lowered" : "is free";
}

/* One value of the school that the college may change, as it is. */
static void tighten_put(onex_buffer *b, const onex_param *param, const onex_dated *value) {
    const char *text = value->text;
    bool bare = param->type.kind == ONEX_T_BOOL ||
                (param->type.kind == ONEX_T_NUMBER && text[strspn(text, "0123456789.")] == '\0');
    onex_buffer_printf(b, "-- tighten \"%s\" { value = ", param->decl.name);
    if (bare)
        onex_buffer_text(b, text);
    else
        onex_lua_text_put(b, text);
    onex_buffer_printf(b, ", cite = \"细则第……条\", reason = \"……\" }  -- %s，学校 %s，%s · %s\n",
                       param->decl.title ? param->decl.title : param->decl.name, text, may_zh(param->college_may),
                       may_en(param->college_may));
}

void onex_new_head_put(onex_buffer *b, const char *college, const onex_program *program, onex_day day) {
    onex_buffer_printf(
        b,
        "--- 学院 %s 的实施细则（第二十六条）。 Implementation rules of the college %s (Article 26).\n%s"
        "--- 文件开头须有 local_rules，写明文号和施行日期。 local_rules must stand first: document number and day.\n"
        "-- local_rules {\n",
        college, college, how);
    onex_buffer_text(b, "--   college = ");
    onex_lua_text_put(b, college);
    onex_buffer_text(b, ",  -- 学院代码，与文件夹同名 · the college's code, as its folder\n");
    line_put(b, "  document = \"……\",", "学院文件的文号", "the number of the college's document");
    line_put(b, "  effective = \"……\",", "施行日期，如 2026-09-01", "the day from which it holds");
    line_put(b, "  under = \"第二十六条\",", "依据的学校条款", "the school's article that allows it");
    onex_buffer_text(b, "-- }\n");
    if (!program) return;
    onex_buffer_text(b, "\n--- 学院可以定得更严的值，现为学校的值；要改的删去行首的“-- ”（也可以用 onex set）。\n"
                        "--- What the college may tighten, with the school's values (onex set does the same).\n");
    for (int i = 0; i < program->nparams; i++) {
        const onex_param *param = &program->params[i];
        const onex_dated *value = onex_param_on(param, day);
        if (!param->decl.college && param->college_may != ONEX_MAY_NOTHING && value) tighten_put(b, param, value);
    }
}
