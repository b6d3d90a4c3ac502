/* Types and units: what agrees with what, and the scale in which two sides meet. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

const onex_type onex_type_bool = {.kind = ONEX_T_BOOL, .scale = 1};
const onex_type onex_type_number = {.kind = ONEX_T_NUMBER, .scale = 1};
const onex_type onex_type_share = {.kind = ONEX_T_NUMBER, .share = true, .scale = 1};
const onex_type onex_type_date = {.kind = ONEX_T_DATE, .scale = 1};
const onex_type onex_type_text_plain = {.kind = ONEX_T_TEXT, .scale = 1};

#define LONGEST_SHOWN 80 /* bytes of a unit in messages */

const char *onex_type_text(const onex_type *type) {
    static char units[2][96];
    static int turn;
    switch (type->kind) {
    case ONEX_T_BOOL: return onex_tr("true or false", "是否值");
    case ONEX_T_DATE: return onex_tr("a date", "日期");
    case ONEX_T_TEXT: return onex_tr("a text", "文本");
    case ONEX_T_LIST: return onex_tr("a list", "列表");
    case ONEX_T_NUMBER: break;
    }
    if (type->share) return onex_tr("a share", "比例");
    if (!type->unit) return onex_tr("a bare number", "无单位数");
    size_t len = strlen(type->unit), bad;
    if (len > LONGEST_SHOWN && !onex_text_valid(type->unit, len = LONGEST_SHOWN, &bad)) len = bad;
    turn = !turn;
    snprintf(units[turn], sizeof units[turn], onex_tr("'%.*s'", "“%.*s”"), (int)len, type->unit);
    return units[turn];
}

onex_type onex_unit_type(onex_compiler *c, const char *unit) {
    onex_type type = onex_type_number;
    if (strcmp(unit, "share") == 0) return onex_type_share;
    if (strcmp(unit, "day") == 0) unit = "days";
    if (strcmp(unit, "week") == 0) unit = "weeks";
    if (strcmp(unit, "yuan") == 0) type.scale = 100;
    if (strcmp(unit, "credits") == 0) type.scale = 10;
    if (strcmp(unit, "score") == 0) type.scale = 1000;
    type.unit = onex_c_text(c, unit);
    return type;
}

bool onex_c_declared_type(onex_compiler *c, const onex_raw *body, onex_type *out) {
    static const char *const words[] = {"int", "money", "date", "bool", "text", "credits", NULL};
    const onex_raw *unit = onex_c_get(body, "unit");
    int word = onex_c_choice(c, body, "type", words, -1);
    if (word < 0) return false;
    static const onex_type_kind kinds[] = {ONEX_T_NUMBER, ONEX_T_NUMBER, ONEX_T_DATE,
                                           ONEX_T_BOOL,   ONEX_T_TEXT,   ONEX_T_NUMBER};
    *out = (onex_type){.kind = kinds[word], .scale = 1};
    const char *own = word == 1 ? "yuan" : word == 5 ? "credits" : NULL; /* the unit that the type brings along */
    if (own) *out = onex_unit_type(c, own);
    if (!unit || unit->kind != ONEX_RAW_TEXT) return !unit;
    if (own ? strcmp(unit->text, own) == 0 : word == 0 && strcmp(unit->text, "share") != 0) {
        if (!own) out->unit = onex_unit_type(c, unit->text).unit;
        return true;
    }
    onex_c_fault(c, ONEX_P_UNIT, unit, NULL,
                 onex_tr("the unit '%s' does not go with the type '%s'", "单位“%s”与类型“%s”不符"), unit->text,
                 words[word]);
    return false;
}

/* Whether a text column holds codes: keys of tables and references to them. */
static bool is_code(const onex_column *column) {
    static const char *const names[] = {"code", "certificate_no", "standard_item"};
    if (column->ref || column->type == ONEX_COL_ENUM) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(column->name, names[i]) == 0) return true;
    return false;
}

onex_type onex_column_type_of(const onex_entity *entity, const onex_column *column) {
    bool named = entity && (strcmp(entity->name, "attestation") == 0 || strcmp(entity->name, "attribute") == 0) &&
                 strcmp(column->name, "subject") == 0;
    switch (column->type) {
    case ONEX_COL_TEXT:
    case ONEX_COL_ENUM: return (onex_type){.kind = ONEX_T_TEXT, .scale = 1, .code = is_code(column) || named};
    case ONEX_COL_DATE: return onex_type_date;
    case ONEX_COL_BOOL: return onex_type_bool;
    case ONEX_COL_YUAN: return (onex_type){.kind = ONEX_T_NUMBER, .scale = 100, .unit = "yuan"};
    case ONEX_COL_CREDITS: return (onex_type){.kind = ONEX_T_NUMBER, .scale = 10, .unit = "credits"};
    case ONEX_COL_NUMBER: return (onex_type){.kind = ONEX_T_NUMBER, .scale = 1000, .unit = "score"};
    case ONEX_COL_INT: break;
    }
    return onex_type_number;
}

/* ---- agreement ---- */

onex_node *onex_c_node(onex_compiler *c, onex_op op, onex_type type, onex_place at, int nkids) {
    onex_node *node = onex_c_alloc(c, sizeof *node);
    onex_node **kids = nkids ? onex_c_alloc(c, (size_t)nkids * sizeof *kids) : NULL;
    if (!node || (nkids && !kids)) return NULL;
    *node = (onex_node){.op = op, .type = type, .nkids = nkids, .kids = kids, .at = at};
    node->at = onex_c_place(c, at);
    return node;
}

/* The node times factor; literals are multiplied at once. */
static onex_node *scaled(onex_compiler *c, onex_node *node, int64_t factor, const onex_raw *raw) {
    onex_type type = node->type;
    type.scale = (int)(type.scale * factor);
    if (node->op == ONEX_OP_LITERAL) {
        onex_value *v = &node->u.literal;
        if (v->d % factor == 0)
            v->d /= factor;
        else if (__builtin_mul_overflow(v->n, factor, &v->n)) {
            onex_c_fault(c, ONEX_P_LITERAL, raw, NULL, onex_tr("'%s' is too large", "“%s”过大"), node->literal_text);
            return NULL;
        }
        if (v->d > 1 && v->n % v->d == 0) *v = onex_v_int(v->n / v->d);
        node->type = type;
        return node;
    }
    onex_node *wrap = onex_c_node(c, ONEX_OP_SCALE, type, node->at, 1);
    if (!wrap) return NULL;
    wrap->kids[0] = node;
    wrap->u.factor = factor;
    return wrap;
}

static bool units_clash(const onex_type *a, const onex_type *b) {
    if (a->share != b->share) return true;
    return a->unit && b->unit && strcmp(a->unit, b->unit) != 0;
}

static bool is_time(const char *unit) {
    return strcmp(unit, "days") == 0 || strcmp(unit, "weeks") == 0;
}

static void disagree(onex_compiler *c, const char *word, const onex_type *a, const onex_type *b, const onex_raw *at) {
    bool share = a->kind == ONEX_T_NUMBER && b->kind == ONEX_T_NUMBER && a->share != b->share;
    bool written = (a->share && b->kind == ONEX_T_TEXT) || (b->share && a->kind == ONEX_T_TEXT);
    bool days = a->unit && b->unit && is_time(a->unit) && is_time(b->unit);
    const char *hint = NULL;
    if (share) hint = onex_tr("a share agrees only with a share, such as \"50%\"", "比例只能与比例相比，如 \"50%\"");
    if (written)
        hint = onex_tr("a share is written \"50%\", a third ratio(1, 3)", "比例写作 \"50%\"，三分之一写作 ratio(1, 3)");
    if (days) hint = onex_tr("a week is \"7 days\"", "一周写作 \"7 days\"");
    if (a->kind != b->kind)
        onex_c_fault(c, ONEX_P_TYPE, at, hint, onex_tr("'%s': %s beside %s", "“%s”：%s与%s不能放在一起"), word,
                     onex_type_text(a), onex_type_text(b));
    else
        onex_c_fault(c, ONEX_P_UNIT, at, hint,
                     onex_tr("units do not agree in '%s': %s and %s", "“%s”中的单位不一致：%s与%s"), word,
                     onex_type_text(a), onex_type_text(b));
}

/* The operand that decides the common type: the first with a unit or share, else the first that is no literal. */
static int decider(onex_node **nodes, int n) {
    for (int pass = 0; pass < 3; pass++)
        for (int i = 0; i < n; i++) {
            bool rich = nodes[i]->type.kind != ONEX_T_NUMBER || nodes[i]->type.unit || nodes[i]->type.share;
            bool literal = nodes[i]->op == ONEX_OP_LITERAL;
            if (pass == 0 ? rich && !literal : pass == 1 ? !literal : rich) return i;
        }
    return 0;
}

bool onex_c_agree(onex_compiler *c, const char *word, onex_node **nodes, const onex_raw *const *raws, int n,
                  onex_type *out) {
    int first = decider(nodes, n);
    *out = nodes[first]->type;
    for (int i = 0; i < n; i++) {
        const onex_type *type = &nodes[i]->type;
        if (type->kind != out->kind || (type->kind == ONEX_T_NUMBER && units_clash(out, type))) {
            const onex_raw *at = raws[i];
            if (nodes[first]->op == ONEX_OP_LITERAL) at = raws[first];
            disagree(c, word, out, type, at);
            return false;
        }
        if (!out->unit) out->unit = type->unit;
        if (type->scale > out->scale) out->scale = type->scale;
        out->code = out->code && type->code;
    }
    for (int i = 0; i < n && out->kind == ONEX_T_NUMBER; i++)
        if (nodes[i]->type.scale < out->scale) {
            nodes[i] = scaled(c, nodes[i], out->scale / nodes[i]->type.scale, raws[i]);
            if (!nodes[i]) return false;
            nodes[i]->type.unit = out->unit;
        }
    return true;
}

onex_node *onex_c_convert(onex_compiler *c, const char *word, onex_node *node, const onex_raw *raw,
                          const onex_type *to) {
    if (node->type.kind != to->kind || (to->kind == ONEX_T_NUMBER && units_clash(to, &node->type)) ||
        node->type.scale > to->scale) {
        disagree(c, word, to, &node->type, raw);
        return NULL;
    }
    if (to->kind == ONEX_T_NUMBER && node->type.scale < to->scale)
        return scaled(c, node, to->scale / node->type.scale, raw);
    return node;
}
