/* One declaration of the rules, told from its tree: nothing here is written twice. */
#include "cli/rule_page.h"

#include <string.h>

#include "cli/row.h"
#include "expr/sentence.h"
#include "expr/walk.h"
#include "report/quote.h"

const onex_decl *onex_named_decl(const onex_program *p, onex_named what) {
    switch (what.kind) {
    case ONEX_NAMED_RULE: return &p->rules[what.index].decl;
    case ONEX_NAMED_PARAM: return &p->params[what.index].decl;
    case ONEX_NAMED_FACT: return &p->facts[what.index].decl;
    case ONEX_NAMED_SET: return &p->sets[what.index].decl;
    case ONEX_NAMED_TRANSITION: return &p->transitions[what.index].decl;
    case ONEX_NAMED_DUTY: return &p->duties[what.index].decl;
    default: return &p->readings[what.index].decl;
    }
}

void onex_place_put(onex_buffer *b, const onex_place *place) {
    if (place->file) onex_buffer_printf(b, "%s:%d", place->file, place->line);
}

const char *onex_may_code(onex_may may) {
    static const char *const codes[] = {"nothing", "raise", "lower", "anything", "extend", "reduce", "add"};
    return codes[may];
}

const char *onex_may_text(onex_may may) {
    switch (may) {
    case ONEX_MAY_RAISE: return onex_tr("a college may raise it", "学院可提高");
    case ONEX_MAY_LOWER: return onex_tr("a college may lower it", "学院可降低");
    case ONEX_MAY_ANYTHING: return onex_tr("a college may change it", "学院可改动");
    case ONEX_MAY_EXTEND: return onex_tr("a college may extend it", "学院可增加");
    case ONEX_MAY_REDUCE: return onex_tr("a college may reduce it", "学院可减少");
    case ONEX_MAY_ADD: return onex_tr("a college may add to it", "学院可增加");
    default: return onex_tr("a college may not change it", "学院不得改动");
    }
}

const char *onex_fact_source_code(onex_fact_source source) {
    static const char *const codes[] = {"column", "field", "sql", "derive", "compute", "attested"};
    return codes[source];
}

static const char *strength_text(onex_strength strength) {
    switch (strength) {
    case ONEX_IN_PRINCIPLE: return onex_tr("in principle", "原则上");
    case ONEX_PREFERRED: return onex_tr("preferred", "优先");
    default: return onex_tr("must", "必须");
    }
}

/* ---- who uses it ---- */

typedef struct use {
    onex_named what;
    bool found;
} use;

static void use_look(void *ctx, const onex_node *node) {
    use *u = ctx;
    int index = -1;
    switch (u->what.kind) {
    case ONEX_NAMED_RULE:
        if (node->op == ONEX_OP_EVERY || node->op == ONEX_OP_MET) index = node->u.index;
        if (node->op == ONEX_OP_TALLY) index = node->u.tally.rule;
        break;
    case ONEX_NAMED_PARAM:
        if (node->op == ONEX_OP_PARAM) index = node->u.index;
        break;
    case ONEX_NAMED_FACT:
        if (node->op == ONEX_OP_FACT) index = node->u.index;
        break;
    case ONEX_NAMED_SET:
        if (node->op == ONEX_OP_ONE_OF || node->op == ONEX_OP_NONE_OF) index = node->u.index;
        break;
    case ONEX_NAMED_READING:
        if (node->op == ONEX_OP_READING || node->op == ONEX_OP_CHOOSE) index = node->u.index;
        break;
    default: break; /* nothing refers to a transition or a duty */
    }
    if (index == u->what.index) u->found = true;
}

static bool rule_uses(const onex_rule *rule, onex_named what) {
    use u = {what, false};
    onex_rule_walk(rule, use_look, &u);
    for (int i = 0; what.kind == ONEX_NAMED_RULE && i < rule->nmembers; i++)
        if (rule->members[i] == what.index) u.found = true;
    for (int i = 0; what.kind == ONEX_NAMED_PARAM && i < rule->nparams; i++)
        if (rule->params[i] == what.index) u.found = true;
    return u.found;
}

static bool duty_uses(const onex_duty *duty, onex_named what) {
    use u = {what, false};
    const onex_node *trees[] = {duty->only_if, duty->due, duty->done};
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) onex_expr_walk(trees[i], use_look, &u);
    return u.found;
}

static bool transition_uses(const onex_transition *step, onex_named what) {
    for (int i = 0; what.kind == ONEX_NAMED_RULE && i < step->nneeds; i++)
        if (step->needs[i] == what.index) return true;
    for (int i = 0; what.kind == ONEX_NAMED_RULE && i < step->nforbids; i++)
        if (step->forbids[i] == what.index) return true;
    return false;
}

void onex_users_put(onex_buffer *b, const onex_program *p, onex_named what) {
    size_t start = b->len;
    for (int i = 0; i < p->nfacts; i++) {
        use u = {what, false};
        onex_fact_walk(&p->facts[i], use_look, &u);
        if (u.found) onex_buffer_printf(b, "%s%s", b->len > start ? "," : "", p->facts[i].decl.name);
    }
    for (int i = 0; i < p->nrules; i++)
        if (rule_uses(&p->rules[i], what))
            onex_buffer_printf(b, "%s%s", b->len > start ? "," : "", p->rules[i].decl.name);
    for (int i = 0; i < p->nduties; i++)
        if (duty_uses(&p->duties[i], what))
            onex_buffer_printf(b, "%s%s", b->len > start ? "," : "", p->duties[i].decl.name);
    for (int i = 0; i < p->ntransitions; i++)
        if (transition_uses(&p->transitions[i], what))
            onex_buffer_printf(b, "%s%s", b->len > start ? "," : "", p->transitions[i].decl.name);
}

/* ---- the sentence ---- */

static void members_put(onex_buffer *b, const onex_program *p, const onex_rule *rule) {
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_buffer_text(b, rule->as_trigger ? onex_tr("any of these: ", "任一命中：")
                                         : onex_tr("all of these hold: ", "以下全部符合："));
    for (int i = 0; i < rule->nmembers; i++) {
        const onex_decl *decl = &p->rules[rule->members[i]].decl;
        onex_buffer_printf(b, "%s%s", i ? onex_tr(", ", "、") : "", zh && decl->title ? decl->title : decl->name);
        if (decl->college) onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), decl->college);
    }
}

/* The word for a ground of incidents. */
static const char *ground_text(const char *ground) {
    const onex_entity *incident = onex_entity_find("incident");
    const onex_word *words = incident->columns[onex_entity_column(incident, "ground")].words;
    for (; onex_lang_get() == ONEX_LANG_ZH && words && words->code; words++)
        if (strcmp(words->code, ground) == 0) return words->title;
    return ground;
}

static void attestation_put(onex_buffer *b, const onex_program *p, const onex_rule *rule) {
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    if (rule->as_trigger && rule->ground)
        onex_buffer_printf(b, onex_tr("a case of '%s' was upheld", "“%s”类问题线索查实"), ground_text(rule->ground));
    else
        onex_buffer_printf(b, onex_tr("as attested by %s", "由%s认定"),
                           rule->by ? rule->by : onex_tr("whoever is entitled", "有权部门"));
    for (int i = 0; i < rule->nevidence; i++) {
        int evidence = onex_program_rule(p, rule->evidence[i]);
        onex_buffer_printf(b, "%s%s", i ? onex_tr(", ", "、") : onex_tr("; evidence: ", "；佐证："),
                           zh && evidence >= 0 ? p->rules[evidence].decl.title : rule->evidence[i]);
    }
}

static void rule_sentence(onex_buffer *b, const onex_program *p, const onex_rule *rule) {
    switch (rule->kind) {
    case ONEX_OUTCOME: members_put(b, p, rule); return;
    case ONEX_ATTESTATION: attestation_put(b, p, rule); return;
    default: onex_sentence_put(b, p, rule->expr, onex_lang_get());
    }
}

static void fact_sentence(onex_buffer *b, const onex_program *p, const onex_fact *fact) {
    switch (fact->source) {
    case ONEX_FACT_DERIVE: onex_sentence_put(b, p, fact->value, onex_lang_get()); return;
    case ONEX_FACT_COMPUTE:
        onex_buffer_text(b, onex_tr("computed from ", "由以下计算："));
        for (int i = 0; i < fact->ninputs; i++) {
            if (i) onex_buffer_text(b, onex_tr(", ", "、"));
            onex_sentence_put(b, p, fact->inputs[i], onex_lang_get());
        }
        return;
    case ONEX_FACT_SQL:
        onex_buffer_text(b, onex_tr("from the SQL of its facts block", "由 facts 块中的 SQL 得出"));
        return;
    case ONEX_FACT_FIELD:
        onex_buffer_text(b, onex_tr("a field, kept in table attribute", "自定义数据（表 attribute）"));
        return;
    default:
        onex_buffer_printf(b, onex_tr("recorded in table %s", "登记在“%s”表中"),
                           onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(fact->subject)
                                                           : onex_subject_code(fact->subject));
    }
}

/* ---- the page ---- */

static void line(onex_buffer *b, const char *label, const char *text) {
    if (text && *text) onex_buffer_printf(b, onex_tr("  %s: %s\n", "  %s：%s\n"), label, text);
}

static const char *origin_text(const onex_param *param, const onex_statement *statement) {
    const char *origin = statement ? statement->local.origin : param->decl.origin;
    return strcmp(origin, "school") == 0 ? onex_tr("school", "学校") : origin;
}

static void param_line(onex_buffer *b, const onex_program *p, int index, const onex_page_asked *asked) {
    const onex_param *param = &p->params[index];
    onex_in_force in = onex_param_for(param, asked->college, asked->day, NULL);
    const onex_dated *value = in.value;
    onex_buffer_printf(b, "    %s %s = %s", param->decl.name, param->decl.title,
                       value ? value->text : onex_tr("(not in force)", "（未生效）"));
    onex_buffer_printf(b, onex_tr(" (%s, ", "（%s，"), origin_text(param, in.statement));
    onex_place_put(b, value ? &value->at : &param->decl.at);
    onex_buffer_text(b, onex_tr(")\n", "）\n"));
}

static void facts_look(void *ctx, const onex_node *node) {
    bool *used = ctx;
    if (node->op == ONEX_OP_FACT) used[node->u.index] = true;
}

static void facts_put(onex_buffer *b, const onex_program *p, const onex_rule *rule) {
    onex_arena arena = {0};
    bool *used = onex_arena_alloc(&arena, (size_t)p->nfacts + 1), any = false;
    if (!used) {
        b->failed = true;
        return;
    }
    onex_rule_walk(rule, facts_look, used);
    for (bool more = true; more;) { /* and the facts that those rest on */
        more = false;
        for (int i = 0; i < p->nfacts; i++) {
            if (!used[i]) continue;
            bool *below = onex_arena_alloc(&arena, (size_t)p->nfacts + 1);
            if (!below) break;
            onex_fact_walk(&p->facts[i], facts_look, below);
            for (int k = 0; k < p->nfacts; k++)
                if (below[k] && !used[k]) used[k] = more = true;
        }
    }
    for (int i = 0; i < p->nfacts; i++) {
        if (!used[i]) continue;
        const onex_fact *fact = &p->facts[i];
        if (!any) onex_buffer_text(b, onex_tr("  rests on:\n", "  依据：\n"));
        any = true;
        onex_buffer_printf(b, onex_tr("    %s %s: ", "    %s %s："), fact->decl.name,
                           fact->decl.title ? fact->decl.title : "");
        fact_sentence(b, p, fact);
        if (fact->supplied_by) onex_buffer_printf(b, onex_tr(" (from %s)", "（%s提供）"), fact->supplied_by);
        onex_buffer_char(b, '\n');
    }
    onex_arena_clear(&arena);
}

static void rule_put(onex_buffer *b, const onex_program *p, int index, const onex_page_asked *asked) {
    const onex_rule *rule = &p->rules[index];
    onex_buffer text = {0};
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    onex_buffer_printf(b, onex_tr("  %s for %s, %s\n", "  %s，适用于%s，%s\n"), onex_rule_kind_text(rule->kind),
                       zh ? onex_subject_title(rule->applies) : onex_subject_code(rule->applies),
                       strength_text(rule->strength));
    if (rule->only_if) {
        onex_sentence_put(&text, p, rule->only_if, onex_lang_get());
        line(b, onex_tr("only if", "前提"), text.data);
        text.len = 0;
    }
    rule_sentence(&text, p, rule);
    line(b, rule->kind == ONEX_TRIGGER || rule->as_trigger ? onex_tr("hit when", "命中情形") : onex_tr("asks", "要求"),
         text.data);
    facts_put(b, p, rule);
    if (rule->nparams) onex_buffer_text(b, onex_tr("  params:\n", "  参数：\n"));
    for (int i = 0; i < rule->nparams; i++) param_line(b, p, rule->params[i], asked);
    line(b, onex_tr("joins", "加入"), rule->joins >= 0 ? p->rules[rule->joins].decl.name : NULL);
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}

/* Where a college's word comes from, in one line behind its value. */
static void local_put(onex_buffer *b, const onex_local *local, const onex_place *at) {
    char day[ONEX_DAY_TEXT];
    onex_buffer_printf(b, onex_tr("  (%s, %s, ", "  （%s，%s，"), local->origin, local->document);
    for (int i = 0; i < local->ncites; i++) onex_buffer_printf(b, onex_tr("%s, ", "%s，"), local->cites[i]);
    onex_place_put(b, at);
    onex_buffer_text(b, onex_tr(")", "）"));
    if (local->to != ONEX_DAY_NONE)
        onex_buffer_printf(b, onex_tr(" until %s", " 至 %s"), onex_day_text(local->to, day));
    onex_buffer_printf(b, onex_tr("\n      reason: %s\n", "\n      理由：%s\n"), local->reason);
    if (local->approved_by)
        onex_buffer_printf(b, onex_tr("      approved by %s, %s\n", "      批准：%s，%s\n"), local->approved_by,
                           local->approval_document);
}

static void statements_put(onex_buffer *b, const onex_param *param, const onex_dated *now) {
    char day[ONEX_DAY_TEXT];
    for (int i = 0; i < param->nstatements; i++) {
        const onex_statement *s = &param->statements[i];
        for (int k = 0; k < s->nvalues; k++) {
            const onex_dated *v = &s->values[k];
            onex_day from = v->from == ONEX_DAY_NONE || v->from < s->local.from ? s->local.from : v->from;
            onex_buffer_printf(b, "  %s %s  %s %s", v == now ? "*" : " ", onex_day_text(from, day),
                               s->relaxes ? onex_tr("relaxed to", "放宽为") : onex_tr("tightened to", "收紧为"), v->text);
            local_put(b, &s->local, &v->at);
        }
    }
}

static void param_put(onex_buffer *b, const onex_param *param, const onex_page_asked *asked) {
    char from[ONEX_DAY_TEXT];
    onex_in_force in = onex_param_for(param, asked->college, asked->day, NULL);
    const onex_dated *now = in.value;
    line(b, onex_tr("value in force", "现行值"), now ? now->text : onex_tr("(not in force)", "（未生效）"));
    if (in.statement || param->decl.college)
        line(b, onex_tr("origin", "来源"), origin_text(param, in.statement));
    if (!param->decl.college) onex_buffer_printf(b, "  %s\n", onex_may_text(param->college_may));
    for (int i = 0; i < param->nvalues; i++) {
        const onex_dated *v = &param->values[i];
        onex_buffer_printf(
            b, "  %s %s  %s  (", v == now ? "*" : " ",
            v->from == ONEX_DAY_NONE ? onex_tr("from the beginning", "自始") : onex_day_text(v->from, from), v->text);
        onex_place_put(b, &v->at);
        onex_buffer_text(b, ")\n");
    }
    statements_put(b, param, now);
}

static void fact_put(onex_buffer *b, const onex_program *p, const onex_fact *fact) {
    onex_buffer text = {0};
    bool zh = onex_lang_get() == ONEX_LANG_ZH;
    line(b, onex_tr("fact of", "对象"), zh ? onex_subject_title(fact->subject) : onex_subject_code(fact->subject));
    if (fact->provided) {
        onex_sentence_put(&text, p, fact->provided, onex_lang_get());
        line(b, onex_tr("known only if", "可知的前提"), text.data);
        text.len = 0;
    }
    fact_sentence(&text, p, fact);
    line(b, onex_tr("is", "含义"), text.data);
    line(b, onex_tr("unit", "单位"), fact->type.unit);
    line(b, onex_tr("supplied by", "提供者"), fact->supplied_by);
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}

static void set_put(onex_buffer *b, const onex_set *set) {
    if (!set->decl.college) onex_buffer_printf(b, "  %s\n", onex_may_text(set->college_may));
    for (int i = 0; i < set->nmembers; i++) onex_buffer_printf(b, "    %s\n", set->members[i]->raw);
    for (int i = 0; i < set->nchanges; i++)
        for (int k = 0; k < set->changes[i].nmembers; k++) {
            char day[ONEX_DAY_TEXT];
            onex_buffer_printf(b, "  %s  %s %s", onex_day_text(set->changes[i].local.from, day),
                               set->changes[i].reduces ? onex_tr("without", "去掉") : onex_tr("with", "加上"),
                               set->changes[i].members[k]->raw);
            local_put(b, &set->changes[i].local, &set->changes[i].local.at);
        }
}

static void reading_put(onex_buffer *b, const onex_reading *r) {
    for (int i = 0; i < r->noptions; i++)
        onex_buffer_printf(b, "  %s %s  %s\n", i == r->chosen ? "*" : " ", r->keys[i], r->titles[i]);
    line(b, onex_tr("decided", "决定"), r->decided);
}

void onex_page_put(onex_buffer *b, const onex_program *p, onex_named what, const onex_page_asked *asked,
                   const onex_laws *laws) {
    const onex_decl *decl = onex_named_decl(p, what);
    onex_buffer text = {0};
    onex_buffer_printf(b, "%s %s\n", decl->name, decl->title ? decl->title : "");
    switch (what.kind) {
    case ONEX_NAMED_RULE: rule_put(b, p, what.index, asked); break;
    case ONEX_NAMED_PARAM: param_put(b, &p->params[what.index], asked); break;
    case ONEX_NAMED_FACT: fact_put(b, p, &p->facts[what.index]); break;
    case ONEX_NAMED_SET: set_put(b, &p->sets[what.index]); break;
    case ONEX_NAMED_READING: reading_put(b, &p->readings[what.index]); break;
    case ONEX_NAMED_TRANSITION: onex_transition_put(b, p, &p->transitions[what.index]); break;
    case ONEX_NAMED_DUTY: onex_duty_put(b, p, &p->duties[what.index]); break;
    }
    onex_cites_put(&text, decl, "、");
    line(b, onex_tr("clause", "条款"), text.data);
    onex_quote_put(b, laws, decl, 4);
    line(b, onex_tr("note", "说明"), decl->note);
    line(b, onex_tr("college", "学院"), decl->college);
    line(b, onex_tr("document", "文件"), decl->document);
    text.len = 0;
    onex_users_put(&text, p, what);
    if (text.len) line(b, onex_tr("used by", "用于"), text.data);
    text.len = 0;
    onex_place_put(&text, &decl->at);
    if (text.len) line(b, onex_tr("written in", "写在"), text.data);
    if (text.failed) b->failed = true;
    onex_buffer_clear(&text);
}
