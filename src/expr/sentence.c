/* Trees as sentences. One function says what is true or false (a condition), one what has a value (a term), one what
 * counts rows. Nothing is evaluated here. */
#include "expr/sentence.h"

#include <string.h>

typedef struct speaker {
    onex_buffer *b;
    const onex_program *program;
    bool zh;
} speaker;

static void condition(const speaker *s, const onex_node *node, bool nested);
static void term(const speaker *s, const onex_node *node);
static void relation(const speaker *s, const onex_relation *r);

static void say(const speaker *s, const char *en, const char *zh) {
    onex_buffer_text(s->b, s->zh ? zh : en);
}

static void named(const speaker *s, const onex_decl *decl) {
    if (s->zh)
        onex_buffer_printf(s->b, "“%s”", decl->title ? decl->title : decl->name);
    else
        onex_buffer_text(s->b, decl->name);
}

/* ---- columns and literals ---- */

static void column(const speaker *s, const onex_column_path *path, int depth) {
    if (depth > 0) say(s, "the enclosing row's ", "外层记录的");
    const onex_entity *entity = path->entity;
    for (int i = 0; i < path->nsteps && entity; i++) {
        const onex_column *c = &entity->columns[path->steps[i]];
        if (i) say(s, ".", "的");
        onex_buffer_text(s->b, s->zh ? c->title : c->name);
        entity = onex_column_target(c);
    }
}

static const onex_word *words_of(const speaker *s, const onex_node *node) {
    if (node->op == ONEX_OP_ROW && node->u.column.path.column) return node->u.column.path.column->words;
    if (node->op == ONEX_OP_FACT && s->program->facts[node->u.index].column)
        return s->program->facts[node->u.index].column->words;
    if (node->op == ONEX_OP_OTHERWISE) return words_of(s, node->kids[0]);
    if (node->op == ONEX_OP_RELATION && node->u.relation->take) return words_of(s, node->u.relation->take);
    return NULL;
}

/* "14 days" as written; in Chinese with the unit's Chinese word. */
static void quantity(const speaker *s, const char *text) {
    static const char *const units[][2] = {
        {" days", " 天"}, {" weeks", " 周"}, {" yuan", " 元"}, {" credits", " 学分"}};
    size_t len = strlen(text);
    for (size_t i = 0; s->zh && i < sizeof units / sizeof units[0]; i++) {
        size_t unit = strlen(units[i][0]);
        if (len <= unit || strcmp(text + len - unit, units[i][0]) != 0) continue;
        onex_buffer_put(s->b, text, len - unit);
        onex_buffer_text(s->b, units[i][1]);
        return;
    }
    onex_buffer_text(s->b, text);
}

/* `words`: those of the column on the other side, so that a code is said as its word. */
static void literal(const speaker *s, const onex_node *node, const onex_word *words) {
    onex_value v = node->u.literal;
    char day[ONEX_DAY_TEXT];
    switch (v.kind) {
    case ONEX_V_BOOL: say(s, v.n ? "true" : "false", v.n ? "是" : "否"); return;
    case ONEX_V_DATE: onex_buffer_text(s->b, onex_day_text((onex_day)v.n, day)); return;
    case ONEX_V_TEXT:
        for (; s->zh && words && words->code; words++)
            if (strcmp(words->code, v.text->raw) == 0) {
                onex_buffer_printf(s->b, "“%s”", words->title);
                return;
            }
        onex_buffer_printf(s->b, s->zh ? "“%s”" : "'%s'", v.text->raw);
        return;
    default:
        if (node->literal_text)
            quantity(s, node->literal_text);
        else
            onex_buffer_decimal(s->b, v.n, node->type.scale > 0 ? node->type.scale : 1);
    }
}

static void side(const speaker *s, const onex_node *node, const onex_node *other) {
    if (node->op == ONEX_OP_LITERAL)
        literal(s, node, words_of(s, other));
    else
        term(s, node);
}

/* ---- what is true or false ---- */

static void comparison(const speaker *s, const onex_node *node) {
    static const char *const numbers[][2] = {
        {" is at least ", "不低于"}, {" is at most ", "不高于"}, {" is below ", "低于"}, {" is above ", "高于"}};
    static const char *const dates[][2] = {
        {" is not before ", "不早于"}, {" is not after ", "不晚于"}, {" is before ", "早于"}, {" is after ", "晚于"}};
    const onex_node *a = node->kids[0], *b = node->kids[1];
    side(s, a, b);
    if (node->op == ONEX_OP_EQ)
        say(s, " is ", "为");
    else if (node->op == ONEX_OP_NE)
        say(s, " is not ", "不为");
    else {
        int i = (int)node->op - (int)ONEX_OP_GE;
        bool date = a->type.kind == ONEX_T_DATE;
        say(s, date ? dates[i][0] : numbers[i][0], date ? dates[i][1] : numbers[i][1]);
    }
    side(s, b, a);
}

static void junction(const speaker *s, const onex_node *node, bool nested) {
    bool brackets = nested && node->nkids > 1;
    if (brackets) say(s, "(", "（");
    for (int i = 0; i < node->nkids; i++) {
        if (i && node->op == ONEX_OP_ALL) say(s, " and ", "，且");
        if (i && node->op == ONEX_OP_ANY) say(s, " or ", "，或");
        condition(s, node->kids[i], node->nkids > 1);
    }
    if (brackets) say(s, ")", "）");
}

static void membership(const speaker *s, const onex_node *node, bool in) {
    term(s, node->kids[0]);
    say(s, in ? " is one of " : " is none of ", in ? "属于" : "不属于");
    named(s, &s->program->sets[node->u.index].decl);
}

static void existence(const speaker *s, const onex_relation *r, bool there) {
    say(s, there ? "there is a " : "there is no ", there ? "有" : "没有");
    relation(s, r);
}

static void negation(const speaker *s, const onex_node *kid) {
    switch (kid->op) {
    case ONEX_OP_FACT:
    case ONEX_OP_ROW:
        term(s, kid);
        say(s, " is false", "为否");
        return;
    case ONEX_OP_BLANK:
        term(s, kid->kids[0]);
        say(s, " is filled in", "已填写");
        return;
    case ONEX_OP_KNOWN:
        term(s, kid->kids[0]);
        say(s, " is unknown", "未知");
        return;
    case ONEX_OP_ONE_OF: membership(s, kid, false); return;
    case ONEX_OP_NONE_OF: membership(s, kid, true); return;
    case ONEX_OP_RELATION:
        if (kid->u.relation->word != ONEX_W_HAS) break;
        existence(s, kid->u.relation, false);
        return;
    default: break;
    }
    say(s, "not (", "并非（");
    condition(s, kid, false);
    say(s, ")", "）");
}

static void choice(const speaker *s, const onex_node *node) {
    const onex_reading *r = &s->program->readings[node->u.index];
    say(s, "by the reading ", "按解读");
    named(s, &r->decl);
    say(s, " (", "（");
    for (int i = 0; i < node->nkids; i++) {
        if (i) say(s, "; ", "；");
        onex_buffer_text(s->b, s->zh ? r->titles[i] : r->keys[i]);
        say(s, ": ", "：");
        if (node->type.kind == ONEX_T_BOOL)
            condition(s, node->kids[i], false);
        else
            term(s, node->kids[i]);
    }
    say(s, ")", "）");
}

static void condition(const speaker *s, const onex_node *node, bool nested) {
    switch (node->op) {
    case ONEX_OP_GE:
    case ONEX_OP_LE:
    case ONEX_OP_LT:
    case ONEX_OP_GT:
    case ONEX_OP_EQ:
    case ONEX_OP_NE: comparison(s, node); return;
    case ONEX_OP_NONE:
        term(s, node->kids[0]);
        say(s, " is 0", "为 0");
        return;
    case ONEX_OP_ONE_OF: membership(s, node, true); return;
    case ONEX_OP_NONE_OF: membership(s, node, false); return;
    case ONEX_OP_ALL:
    case ONEX_OP_ANY: junction(s, node, nested); return;
    case ONEX_OP_NO: negation(s, node->kids[0]); return;
    case ONEX_OP_CHOOSE: choice(s, node); return;
    case ONEX_OP_EVERY:
        say(s, "every one of its own is fine by ", "所属各项都符合");
        named(s, &s->program->rules[node->u.index].decl);
        return;
    case ONEX_OP_MET:
        say(s, "fine by ", "符合");
        named(s, &s->program->rules[node->u.index].decl);
        return;
    case ONEX_OP_BLANK:
        term(s, node->kids[0]);
        say(s, " is blank", "未填写");
        return;
    case ONEX_OP_KNOWN:
        term(s, node->kids[0]);
        say(s, " is known", "已知");
        return;
    case ONEX_OP_RELATION:
        if (node->u.relation->word != ONEX_W_HAS) break;
        existence(s, node->u.relation, true);
        return;
    default: break;
    }
    term(s, node);
    if (node->op == ONEX_OP_LITERAL) return;
    say(s, " is true", "为是");
}

/* ---- what has a value ---- */

/* Kids with a word between them, bracketed where they are sums themselves and not the beginning of one. */
static void between(const speaker *s, const onex_node *node, const char *en, const char *zh) {
    for (int i = 0; i < node->nkids; i++) {
        const onex_node *kid = node->kids[i];
        bool sum = kid->op == ONEX_OP_ADD || kid->op == ONEX_OP_SUB;
        bool begins = i == 0 && (node->op == ONEX_OP_ADD || node->op == ONEX_OP_SUB);
        bool brackets = sum && !begins;
        if (i) say(s, en, zh);
        if (brackets) say(s, "(", "（");
        term(s, kid);
        if (brackets) say(s, ")", "）");
    }
}

static void around(const speaker *s, const char *en, const char *zh, const onex_node *kid, const char *en_end,
                   const char *zh_end) {
    say(s, en, zh);
    term(s, kid);
    say(s, en_end, zh_end);
}

static void tally(const speaker *s, const onex_node *node) {
    static const char *const words[][2] = {{"met", "符合"},     {"unmet", "不符合"},  {"hit", "命中"},
                                           {"clear", "未命中"}, {"deviates", "偏离"}, {"excused", "偏离（已说明）"},
                                           {"unknown", "待定"}, {"idle", "未启动"},   {"na", "不适用"}};
    if (node->u.tally.key == ONEX_TALLY_TOTAL) {
        say(s, "the number of its own that are judged by ", "所属各项中适用");
        named(s, &s->program->rules[node->u.tally.rule].decl);
        say(s, "", "的总数");
        return;
    }
    say(s, "the number of its own that are ", "所属各项中");
    if (s->zh) {
        named(s, &s->program->rules[node->u.tally.rule].decl);
        onex_buffer_printf(s->b, "为%s的数目", words[node->u.tally.key][1]);
    } else {
        onex_buffer_printf(s->b, "%s in ", words[node->u.tally.key][0]);
        named(s, &s->program->rules[node->u.tally.rule].decl);
    }
}

static void term(const speaker *s, const onex_node *node) {
    const onex_program *p = s->program;
    switch (node->op) {
    case ONEX_OP_LITERAL: literal(s, node, NULL); return;
    case ONEX_OP_FACT: named(s, &p->facts[node->u.index].decl); return;
    case ONEX_OP_PARAM: named(s, &p->params[node->u.index].decl); return;
    case ONEX_OP_READING: named(s, &p->readings[node->u.index].decl); return;
    case ONEX_OP_AS_OF: say(s, "the day asked about", "所问之日"); return;
    case ONEX_OP_ROW: column(s, &node->u.column.path, node->u.column.depth); return;
    case ONEX_OP_ADD: between(s, node, " + ", " + "); return;
    case ONEX_OP_SUB: between(s, node, " - ", " - "); return;
    case ONEX_OP_MUL: between(s, node, " * ", " × "); return;
    case ONEX_OP_RATIO:
        between(s, node, " / ", "与");
        say(s, "", "之比");
        return;
    case ONEX_OP_LEAST:
    case ONEX_OP_GREATEST:
        if (!s->zh) onex_buffer_text(s->b, node->op == ONEX_OP_LEAST ? "the least of " : "the greatest of ");
        between(s, node, ", ", "、");
        if (s->zh) onex_buffer_text(s->b, node->op == ONEX_OP_LEAST ? "中最小者" : "中最大者");
        return;
    case ONEX_OP_SCALE: term(s, node->kids[0]); return;
    case ONEX_OP_DAYS_BETWEEN:
        say(s, "the days from ", "");
        between(s, node, " to ", "至");
        say(s, "", "的天数");
        return;
    case ONEX_OP_DAYS_AFTER:
        if (s->zh) {
            term(s, node->kids[0]);
            around(s, "", "之后 ", node->kids[1], "",
                   node->kids[1]->op == ONEX_OP_LITERAL && node->kids[1]->type.unit ? "" : " 天");
        } else {
            term(s, node->kids[1]);
            around(s, " days after ", "", node->kids[0], "", "");
        }
        return;
    case ONEX_OP_YEAR_END: around(s, "31 December of ", "", node->kids[0], "", "年 12 月 31 日"); return;
    case ONEX_OP_YEAR_OF: around(s, "the year of ", "", node->kids[0], "", "所在年度"); return;
    case ONEX_OP_DAY_OF:
        around(s, "", "", node->kids[0], "-", "年 ");
        if (node->kids[1]->op == ONEX_OP_LITERAL && node->kids[1]->u.literal.kind == ONEX_V_TEXT)
            onex_buffer_text(s->b, node->kids[1]->u.literal.text->raw);
        return;
    case ONEX_OP_CHOOSE: choice(s, node); return;
    case ONEX_OP_TALLY: tally(s, node); return;
    case ONEX_OP_POINTS:
        say(s, "(", "（");
        around(s, "", "计 ", node->kids[1], " if ", "，条件是：");
        condition(s, node->kids[0], false);
        say(s, ", else 0)", "；否则计 0）");
        return;
    case ONEX_OP_OTHERWISE:
        term(s, node->kids[0]);
        around(s, " (where blank: ", "（未填写时取", node->kids[1], ")", "）");
        return;
    case ONEX_OP_RELATION: relation(s, node->u.relation); return;
    default: condition(s, node, true);
    }
}

/* ---- counting rows ---- */

static void rows_where(const speaker *s, const onex_relation *r) {
    bool any = false;
    for (int i = 0; i < r->nmatch; i++) {
        const onex_column *c = &r->entity->columns[r->match[i].column];
        if (any) say(s, " and ", "，且");
        any = true;
        onex_buffer_text(s->b, s->zh ? c->title : c->name);
        say(s, " is ", "为");
        term(s, r->match[i].value);
    }
    if (!r->where) return;
    if (any) say(s, " and ", "，且");
    condition(s, r->where, any);
}

static bool counts_people(const onex_relation *r) {
    const onex_node *key = r->ndistinct == 1 ? r->distinct[0] : NULL;
    if (!key || key->op != ONEX_OP_ROW || !key->u.column.path.column) return false;
    return key->u.column.path.column->ref && strcmp(key->u.column.path.column->ref, "person") == 0;
}

static void distinct_keys(const speaker *s, const onex_relation *r) {
    for (int i = 0; i < r->ndistinct; i++) {
        if (i) say(s, ", ", "、");
        term(s, r->distinct[i]);
    }
}

/* In Chinese what is taken of the rows comes last: 培训团队中双师型为是的人数. */
static void taken_zh(const speaker *s, const onex_relation *r) {
    switch (r->word) {
    case ONEX_W_COUNT:
        if (counts_people(r)) {
            onex_buffer_text(s->b, "人数");
        } else if (r->ndistinct) {
            onex_buffer_text(s->b, "不同");
            distinct_keys(s, r);
            onex_buffer_text(s->b, "数");
        } else {
            onex_buffer_text(s->b, "条数");
        }
        return;
    case ONEX_W_SUM:
        term(s, r->take);
        onex_buffer_text(s->b, "合计");
        return;
    case ONEX_W_HAS: onex_buffer_text(s->b, "记录"); return;
    case ONEX_W_LOWEST:
        onex_buffer_text(s->b, "最低");
        term(s, r->take);
        return;
    case ONEX_W_HIGHEST:
        onex_buffer_text(s->b, "最高");
        term(s, r->take);
        return;
    case ONEX_W_LATEST:
        onex_buffer_text(s->b, "最近一条（按");
        term(s, r->by);
        if (r->upto) {
            onex_buffer_text(s->b, "，不晚于");
            term(s, r->upto);
        }
        onex_buffer_text(s->b, "）的");
        term(s, r->take);
        return;
    case ONEX_W_LIST: onex_buffer_text(s->b, "清单"); return;
    }
}

/* In English it comes first: the number of team_member rows where dual_qualified is true. */
static void taken_en(const speaker *s, const onex_relation *r) {
    static const char *const words[] = {
        [ONEX_W_COUNT] = "the number of ", [ONEX_W_SUM] = "the sum of ",      [ONEX_W_HAS] = "",
        [ONEX_W_LOWEST] = "the lowest ",   [ONEX_W_HIGHEST] = "the highest ", [ONEX_W_LATEST] = "the latest ",
        [ONEX_W_LIST] = "the list of "};
    onex_buffer_text(s->b, words[r->word]);
    if (r->ndistinct) {
        onex_buffer_text(s->b, "distinct ");
        distinct_keys(s, r);
        onex_buffer_text(s->b, " of ");
    }
    if (r->take) {
        term(s, r->take);
        if (r->by) {
            onex_buffer_text(s->b, " (by ");
            term(s, r->by);
            if (r->upto) {
                onex_buffer_text(s->b, ", not after ");
                term(s, r->upto);
            }
            onex_buffer_char(s->b, ')');
        }
        onex_buffer_text(s->b, " of ");
    }
}

static void relation(const speaker *s, const onex_relation *r) {
    bool limited = r->where || r->nmatch;
    if (!s->zh) taken_en(s, r);
    if (r->in_force) say(s, "current ", "在任的");
    if (r->word == ONEX_W_HAS) say(s, "row of ", "");
    onex_buffer_text(s->b, s->zh ? r->entity->title : r->entity->name);
    if (r->word != ONEX_W_HAS) say(s, " rows", "");
    if (limited) say(s, " where ", "中");
    rows_where(s, r);
    if (!s->zh) return;
    onex_buffer_text(s->b, "的");
    taken_zh(s, r);
}

void onex_sentence_put(onex_buffer *b, const onex_program *program, const onex_node *node, onex_lang lang) {
    speaker s = {b, program, lang == ONEX_LANG_ZH};
    if (node->type.kind == ONEX_T_BOOL)
        condition(&s, node, false);
    else
        term(&s, node);
}
