/* Texts beside enums and sets: a text that could never be equal is a mistake. Membership: one_of, none_of. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

const onex_word *onex_c_words(const onex_compiler *c, const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_ROW: return node->u.column.path.column->words;
    case ONEX_OP_FACT: {
        const onex_fact *fact = &c->program->facts[node->u.index];
        if (fact->column) return fact->column->words;
        return fact->value ? onex_c_words(c, fact->value) : NULL;
    }
    case ONEX_OP_RELATION: return node->u.relation->take ? onex_c_words(c, node->u.relation->take) : NULL;
    case ONEX_OP_OTHERWISE:
    case ONEX_OP_CHOOSE: return onex_c_words(c, node->kids[0]);
    default: return NULL;
    }
}

/* The value of a param beside an enum must be one of its words on every day. */
static bool check_param(onex_compiler *c, const onex_param *param, const onex_raw *raw, const onex_word *words) {
    for (int s = 0; s < param->nstatements; s++)
        for (int i = 0; i < param->statements[s].nvalues; i++) {
            const onex_dated *value = &param->statements[s].values[i];
            const onex_word *w = words;
            while (w->code && strcmp(w->code, value->text) != 0) w++;
            if (w->code) continue;
            onex_c_error(
                c, ONEX_P_TEXT, value->at, 0, NULL,
                onex_tr("'%s' is no value of the column that '%s' is held against", "“%s”不是与“%s”比较的列的值"),
                value->text, param->decl.name);
            return false;
        }
    for (int i = 0; i < param->nvalues; i++) {
        const onex_word *w = words;
        while (w->code && strcmp(w->code, param->values[i].text) != 0) w++;
        if (w->code) continue;
        onex_c_fault(c, ONEX_P_TEXT, raw, NULL,
                     onex_tr("'%s', a value of '%s', is no value of this column", "“%s”（参数“%s”的值）不是该列的值"),
                     param->values[i].text, param->decl.name);
        return false;
    }
    return true;
}

const char *onex_c_words_text(const onex_word *words, char *buf, size_t size) {
    size_t used = 0;
    buf[0] = '\0';
    for (const onex_word *w = words; w->code; w++) {
        int n = snprintf(buf + used, size - used, "%s'%s'", used ? ", " : "",
                         onex_lang_get() == ONEX_LANG_ZH ? w->title : w->code);
        if (n > 0 && used + (size_t)n < size) used += (size_t)n;
    }
    return buf;
}

static bool check_enum(onex_compiler *c, onex_node *literal, const onex_raw *raw, const onex_word *words) {
    char list[ONEX_HINT], hint[ONEX_HINT];
    onex_nearest nearest;
    onex_nearest_init(&nearest, literal->literal_text);
    for (const onex_word *w = words; w->code; w++) {
        onex_nearest_offer(&nearest, w->code);
        onex_nearest_offer(&nearest, w->title);
        if (strcmp(w->code, literal->literal_text) == 0 || strcmp(w->title, literal->literal_text) == 0) {
            const onex_text *code = onex_c_folded(c, w->code);
            if (code) literal->u.literal = onex_v_text(code);
            literal->type.code = true;
            return code != NULL;
        }
    }
    onex_c_fault(c, ONEX_P_TEXT, raw, onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("'%s' is no value of this column; it takes %s", "“%s”不是该列的值；可用 %s"),
                 literal->literal_text, onex_c_words_text(words, list, sizeof list));
    return false;
}

static bool is_among(const onex_text *const *members, int n, const onex_text *text, onex_nearest *nearest) {
    for (int m = 0; m < n; m++) {
        if (strcmp(members[m]->folded, text->folded) == 0) return true;
        onex_nearest_offer(nearest, members[m]->raw);
    }
    return false;
}

/* Of the sets that can be seen, with what the college itself has added. */
static bool in_some_set(const onex_compiler *c, const onex_text *text, onex_nearest *nearest) {
    for (int i = 0; i < c->names[ONEX_NS_SET].count; i++) {
        const onex_name *name = &c->names[ONEX_NS_SET].items[i];
        const onex_set *set = &c->program->sets[name->index];
        if (!onex_c_seen(c, name->decl)) continue;
        if (is_among(set->members, set->nmembers, text, nearest)) return true;
        for (int k = 0; k < set->nchanges; k++)
            if (c->college && strcmp(set->changes[k].local.college, c->college) == 0 &&
                is_among(set->changes[k].members, set->changes[k].nmembers, text, nearest))
                return true;
    }
    return false;
}

/* A set whose declaration failed might have held the text. */
static bool a_set_failed(const onex_compiler *c) {
    for (int i = 0; i < c->names[ONEX_NS_SET].count; i++)
        if (c->names[ONEX_NS_SET].items[i].failed && onex_c_seen(c, c->names[ONEX_NS_SET].items[i].decl)) return true;
    return false;
}

bool onex_c_check_text(onex_compiler *c, onex_node *literal, const onex_raw *raw, const onex_node *other) {
    const onex_word *words = onex_c_words(c, other);
    if (literal->type.kind != ONEX_T_TEXT) return true;
    if (literal->op == ONEX_OP_PARAM && words) return check_param(c, &c->program->params[literal->u.index], raw, words);
    if (literal->op == ONEX_OP_CHOOSE) {
        bool ok = true;
        for (int i = 0; i < literal->nkids; i++) {
            const onex_raw at = {.kind = ONEX_RAW_TEXT, .at = literal->kids[i]->at};
            if (!onex_c_check_text(c, literal->kids[i], &at, other)) ok = false;
        }
        return ok;
    }
    if (literal->op != ONEX_OP_LITERAL) return true;
    if (words) return check_enum(c, literal, raw, words);
    onex_nearest nearest;
    onex_nearest_init(&nearest, literal->literal_text);
    if (a_set_failed(c) || in_some_set(c, literal->u.literal.text, &nearest)) return true;
    char hint[ONEX_HINT], declare[ONEX_HINT];
    const char *meant = onex_c_meant(&nearest, hint, sizeof hint);
    snprintf(declare, sizeof declare,
             onex_tr("declare a set that holds it: set \"…\" { \"%s\", title = \"…\" }",
                     "请声明含有该文本的集合：set \"…\" { \"%s\", title = \"…\" }"),
             strlen(literal->literal_text) < 100 ? literal->literal_text : "…");
    onex_c_fault(c, ONEX_P_TEXT, raw, meant ? meant : declare,
                 onex_tr("'%s' is a member of no set", "“%s”不属于任何集合"), literal->literal_text);
    return false;
}

/* ---- membership ---- */

/* A set whose members can never be values of the enum beside it is a mistake. */
static bool check_set_words(onex_compiler *c, const onex_set *set, const onex_word *words, const onex_raw *raw) {
    for (int m = 0; m < set->nmembers; m++) {
        bool found = false;
        for (const onex_word *w = words; w->code && !found; w++) found = strcmp(w->code, set->members[m]->raw) == 0;
        if (found) continue;
        onex_nearest nearest;
        onex_nearest_init(&nearest, set->members[m]->raw);
        for (const onex_word *w = words; w->code; w++) onex_nearest_offer(&nearest, w->code);
        char hint[ONEX_HINT];
        onex_c_fault(
            c, ONEX_P_TEXT, raw, onex_c_meant(&nearest, hint, sizeof hint),
            onex_tr("the member '%s' of set '%s' is no value of this column", "成员“%s”（集合“%s”）不是该列的值"),
            set->members[m]->raw, set->decl.name);
        return false;
    }
    return true;
}

onex_node *onex_c_membership(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, onex_op op) {
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    onex_node *kid = onex_c_build(c, view, raw->items[0], &onex_type_text_plain);
    const onex_raw *ref = raw->items[1];
    if (ref->kind != ONEX_RAW_REF || strcmp(ref->text, "set") != 0 || ref->npath != 1) {
        onex_c_fault(c, ONEX_P_TYPE, ref, NULL,
                     onex_tr("'%s' takes a set, such as set.budget_heads", "“%s”需要集合，如 set.budget_heads"),
                     raw->text);
        return NULL;
    }
    int set = onex_c_lookup(c, ONEX_NS_SET, ref->path[0], ref);
    if (!kid || set < 0 || c->names[ONEX_NS_SET].items[set].failed) return NULL;
    if (!onex_c_want(c, kid, raw->items[0], ONEX_T_TEXT, raw->text)) return NULL;
    int index = c->names[ONEX_NS_SET].items[set].index;
    const onex_word *words = onex_c_words(c, kid);
    if (words && !check_set_words(c, &c->program->sets[index], words, ref)) return NULL;
    onex_node *node = onex_c_node(c, op, onex_type_bool, raw->at, 1);
    if (!node) return NULL;
    node->kids[0] = kid;
    node->u.index = index;
    return node;
}
