/* The rarer words of expressions: choose, every, tally, met, points, blank, otherwise, known. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

static onex_node *one(onex_compiler *c, onex_op op, onex_type type, const onex_raw *raw, onex_node *kid) {
    onex_node *node = onex_c_node(c, op, type, raw->at, 1);
    if (node) node->kids[0] = kid;
    return node;
}

/* ---- readings ---- */

static int option_of(const onex_reading *reading, const char *key) {
    for (int i = 0; i < reading->noptions; i++)
        if (strcmp(reading->keys[i], key) == 0) return i;
    return -1;
}

static bool covered(onex_compiler *c, const onex_reading *reading, const onex_raw *table, const onex_raw *raw) {
    bool ok = true;
    for (int i = 0; i < table->nkeys; i++) {
        if (option_of(reading, table->keys[i]) >= 0) continue;
        onex_nearest nearest;
        onex_nearest_init(&nearest, table->keys[i]);
        for (int o = 0; o < reading->noptions; o++) onex_nearest_offer(&nearest, reading->keys[o]);
        char hint[ONEX_HINT];
        onex_c_error(
            c, ONEX_P_KEY, table->key_at[i], (int)strlen(table->keys[i]), onex_c_meant(&nearest, hint, sizeof hint),
            onex_tr("the reading '%s' has no option '%s'", "读法“%s”没有选项“%s”"), reading->decl.name, table->keys[i]);
        ok = false;
    }
    for (int o = 0; ok && o < reading->noptions; o++)
        if (!onex_c_get(table, reading->keys[o])) {
            onex_c_fault(c, ONEX_P_NEEDED, raw, NULL,
                         onex_tr("'choose' leaves out the option '%s' of '%s'", "choose 缺少选项“%s”（读法“%s”）"),
                         reading->keys[o], reading->decl.name);
            ok = false;
        }
    return ok;
}

static onex_node *choose_kids(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_raw *table,
                              int index, const onex_type *expected) {
    const onex_reading *reading = &c->program->readings[index];
    onex_node *node = onex_c_node(c, ONEX_OP_CHOOSE, onex_type_bool, raw->at, reading->noptions);
    const onex_raw **raws = onex_c_alloc(c, (size_t)reading->noptions * sizeof *raws);
    if (!node || !raws) return NULL;
    for (int o = 0; o < reading->noptions; o++) raws[o] = onex_c_get(table, reading->keys[o]);
    if (!onex_c_operands(c, view, raws, reading->noptions, expected, node->kids)) return NULL;
    if (!onex_c_agree(c, raw->text, node->kids, raws, reading->noptions, &node->type)) return NULL;
    node->u.index = index;
    return node;
}

static onex_node *choose(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected) {
    const onex_raw *ref = raw->nitems ? raw->items[0] : NULL;
    const onex_raw *table = raw->nitems == 2 ? raw->items[1] : raw;
    if (!ref || ref->kind != ONEX_RAW_REF || strcmp(ref->text, "reading") != 0 || ref->npath != 1 ||
        (table != raw && (table->kind != ONEX_RAW_TABLE || table->nitems))) {
        onex_c_fault(
            c, ONEX_P_WORD, raw, NULL,
            onex_tr("write choose(reading.name, { option = …, … })", "请写 choose(reading.名称, { 选项 = …, … })"));
        return NULL;
    }
    int name = onex_c_lookup(c, ONEX_NS_READING, ref->path[0], ref);
    if (name < 0 || c->names[ONEX_NS_READING].items[name].failed) return NULL;
    int index = c->names[ONEX_NS_READING].items[name].index;
    if (!covered(c, &c->program->readings[index], table, raw)) return NULL;
    return choose_kids(c, view, raw, table, index, expected);
}

/* ---- rules as values ---- */

/* The rule that the argument names; -1 after an error. */
static int rule_argument(onex_compiler *c, const onex_raw *raw, const onex_raw *arg) {
    const char *name = arg->kind == ONEX_RAW_TEXT                     ? arg->text
                       : arg->kind == ONEX_RAW_REF && arg->npath == 1 ? arg->path[0]
                                                                      : NULL;
    if (!name) {
        onex_c_fault(c, ONEX_P_TYPE, arg, NULL, onex_tr("'%s' takes the name of a rule", "“%s”需要规则名称"),
                     raw->text);
        return -1;
    }
    int found = onex_c_lookup(c, ONEX_NS_RULE, name, arg);
    if (found < 0) return -1;
    const onex_name *rule = &c->names[ONEX_NS_RULE].items[found];
    if (rule->failed) return -1;
    if (rule->index < 0)
        onex_c_fault(c, ONEX_P_WORD, arg, NULL, onex_tr("'%s' is a duty and has no verdict", "“%s”是职责，没有结论"),
                     rule->name);
    return rule->index;
}

static int child_rule(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_raw *arg) {
    int rule = rule_argument(c, raw, arg);
    if (rule < 0) return -1;
    onex_subject applies = c->program->rules[rule].applies;
    if (applies != view->subject && onex_subject_within(applies, view->subject)) return rule;
    onex_c_fault(
        c, ONEX_P_WORD, arg, NULL,
        onex_tr("'%s' asks the children of a '%s'; '%s' is a rule of '%s'", "“%s”针对“%s”的下级；“%s”是“%s”的规则"),
        raw->text, onex_subject_code(view->subject), c->program->rules[rule].decl.name, onex_subject_code(applies));
    return -1;
}

static onex_node *met(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 1, 1)) return NULL;
    int rule = rule_argument(c, raw, raw->items[0]);
    if (rule < 0) return NULL;
    onex_subject applies = c->program->rules[rule].applies;
    if (!onex_subject_within(view->subject, applies)) {
        onex_c_fault(
            c, ONEX_P_WORD, raw->items[0],
            onex_tr("use every or tally for rules of children", "下级的规则请用 every 或 tally"),
            onex_tr("'%s' is a rule of '%s', not of '%s' or its parents", "“%s”是“%s”的规则，不属于“%s”或其上级"),
            c->program->rules[rule].decl.name, onex_subject_code(applies), onex_subject_code(view->subject));
        return NULL;
    }
    onex_node *node = onex_c_node(c, ONEX_OP_MET, onex_type_bool, raw->at, 0);
    if (node) node->u.index = rule;
    return node;
}

static onex_node *every(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    int rule = onex_c_arguments(c, raw, 1, 1) ? child_rule(c, view, raw, raw->items[0]) : -1;
    onex_node *node = rule < 0 ? NULL : onex_c_node(c, ONEX_OP_EVERY, onex_type_bool, raw->at, 0);
    if (node) node->u.index = rule;
    return node;
}

static onex_node *tally(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    const char *key = raw->npath                                                 ? raw->path[0]
                      : raw->nitems == 2 && raw->items[1]->kind == ONEX_RAW_TEXT ? raw->items[1]->text
                                                                                 : NULL;
    if (!key || !raw->nitems) {
        onex_c_fault(c, ONEX_P_WORD, raw, NULL, onex_tr("write tally(\"rule\").unmet", "请写 tally(\"规则\").unmet"));
        return NULL;
    }
    int rule = child_rule(c, view, raw, raw->items[0]);
    const onex_rule *of = rule < 0 ? NULL : &c->program->rules[rule];
    onex_verdict verdict = onex_verdict_find(key);
    bool total = strcmp(key, "total") == 0;
    if (verdict == ONEX_VERDICTS && !total) {
        onex_nearest nearest;
        onex_nearest_init(&nearest, key);
        onex_nearest_offer(&nearest, "total");
        for (int v = 0; v < ONEX_VERDICTS; v++) onex_nearest_offer(&nearest, onex_verdict_code((onex_verdict)v));
        char hint[ONEX_HINT];
        onex_c_fault(c, ONEX_P_NAME, raw, onex_c_meant(&nearest, hint, sizeof hint),
                     onex_tr("a tally has no '%s'", "tally 没有“%s”"), key);
        return NULL;
    }
    if (of && !total && !onex_c_possible(of, verdict)) {
        onex_c_fault(c, ONEX_P_NAME, raw, NULL, onex_tr("'%s' is no verdict of '%s'", "“%s”不是“%s”的结论"), key,
                     of->decl.name);
        return NULL;
    }
    onex_node *node = rule < 0 ? NULL : onex_c_node(c, ONEX_OP_TALLY, onex_type_number, raw->at, 0);
    if (!node) return NULL;
    node->u.tally.rule = rule;
    node->u.tally.key = total ? ONEX_TALLY_TOTAL : (onex_tally_key)verdict;
    return node;
}

/* ---- points, blanks ---- */

static onex_node *points(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    onex_node *condition = onex_c_condition(c, view, raw->items[0]);
    onex_node *n = onex_c_build(c, view, raw->items[1], &onex_type_number);
    if (!condition || !n || !onex_c_want(c, n, raw->items[1], ONEX_T_NUMBER, raw->text)) return NULL;
    onex_node *node = onex_c_node(c, ONEX_OP_POINTS, n->type, raw->at, 2);
    if (!node) return NULL;
    node->kids[0] = condition;
    node->kids[1] = n;
    return node;
}

/* The cell that a blank may be asked of: a column of a row, or of the subject's own table. NULL after an error. */
static onex_node *cell(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_raw *arg,
                       const onex_type *expected) {
    onex_node *kid = onex_c_build(c, view, arg, expected);
    if (!kid) return NULL;
    if (kid->op == ONEX_OP_ROW) return kid;
    if (kid->op == ONEX_OP_FACT && c->program->facts[kid->u.index].source == ONEX_FACT_COLUMN &&
        c->program->facts[kid->u.index].column)
        return kid;
    onex_c_fault(c, ONEX_P_WORD, arg, onex_tr("use known(…) for whether a value is known", "判断是否已知请用 known(…)"),
                 onex_tr("'%s' takes a column", "“%s”只用于表列"), raw->text);
    return NULL;
}

/* Whether a blank of the cell means "none" or "not yet", never "unknown". */
static bool blank_means_none(const onex_compiler *c, const onex_node *node) {
    if (node->op == ONEX_OP_FACT) {
        const onex_column *column = c->program->facts[node->u.index].column;
        return !column->required && !column->blank_unknown;
    }
    const onex_column_path *path = &node->u.column.path;
    const onex_entity *entity = path->entity;
    bool can_be_blank = false;
    for (int i = 0; i < path->nsteps && entity; i++) {
        const onex_column *column = &entity->columns[path->steps[i]];
        if (column->blank_unknown) return false;
        if (!column->required) can_be_blank = true;
        entity = onex_column_target(column);
    }
    return can_be_blank;
}

static onex_node *otherwise(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected) {
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    const onex_raw *const *raws = (const onex_raw *const *)raw->items;
    onex_node *kids[2] = {cell(c, view, raw, raws[0], expected), NULL};
    if (!kids[0]) return NULL;
    if (!blank_means_none(c, kids[0])) {
        onex_c_fault(c, ONEX_P_WORD, raws[0], NULL,
                     onex_tr("a blank of this column does not mean 'none'; 'otherwise' cannot fill it",
                             "该列空白并不表示“无”，不能用 otherwise 代替"));
        return NULL;
    }
    kids[1] = onex_c_build(c, view, raws[1], &kids[0]->type);
    onex_type type;
    if (!kids[1] || !onex_c_agree(c, raw->text, kids, raws, 2, &type) ||
        !onex_c_check_text(c, kids[1], raws[1], kids[0]))
        return NULL;
    onex_node *node = onex_c_node(c, ONEX_OP_OTHERWISE, type, raw->at, 2);
    if (!node) return NULL;
    node->kids[0] = kids[0];
    node->kids[1] = kids[1];
    return node;
}

onex_node *onex_c_word(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected,
                       bool *found) {
    const char *word = raw->text;
    *found = true;
    if (strcmp(word, "choose") == 0) return choose(c, view, raw, expected);
    if (strcmp(word, "every") == 0) return every(c, view, raw);
    if (strcmp(word, "tally") == 0) return tally(c, view, raw);
    if (strcmp(word, "met") == 0) return met(c, view, raw);
    if (strcmp(word, "points") == 0) return points(c, view, raw);
    if (strcmp(word, "otherwise") == 0) return otherwise(c, view, raw, expected);
    if (strcmp(word, "blank") == 0) {
        onex_node *kid = onex_c_arguments(c, raw, 1, 1) ? cell(c, view, raw, raw->items[0], NULL) : NULL;
        return kid ? one(c, ONEX_OP_BLANK, onex_type_bool, raw, kid) : NULL;
    }
    if (strcmp(word, "known") == 0) {
        onex_node *kid = onex_c_arguments(c, raw, 1, 1) ? onex_c_build(c, view, raw->items[0], NULL) : NULL;
        return kid ? one(c, ONEX_OP_KNOWN, onex_type_bool, raw, kid) : NULL;
    }
    *found = false;
    return NULL;
}
