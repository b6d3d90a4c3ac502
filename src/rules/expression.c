/* Expressions: references, comparisons, logic, arithmetic and dates to typed nodes. Texts beside enums and sets are in
 * member.c, the rarer words in word.c, counting rows in relation.c. A NULL node means that the error was said already.
 */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

/* ---- shared checks ---- */

bool onex_c_want(onex_compiler *c, const onex_node *node, const onex_raw *raw, onex_type_kind kind, const char *word) {
    if (node->type.kind == kind) return true;
    onex_type wanted = {.kind = kind, .scale = 1};
    const char *want = kind == ONEX_T_NUMBER ? onex_tr("a number", "数") : onex_type_text(&wanted);
    onex_c_fault(c, ONEX_P_TYPE, raw, NULL, onex_tr("'%s' takes %s, not %s", "“%s”需要%s，而不是%s"), word, want,
                 onex_type_text(&node->type));
    return false;
}

bool onex_c_operands(onex_compiler *c, const onex_c_view *view, const onex_raw *const *raws, int n,
                     const onex_type *expected, onex_node **nodes) {
    bool ok = true;
    const onex_type *by = expected;
    for (int i = 0; i < n; i++) nodes[i] = NULL;
    for (int i = 0; i < n; i++) {
        if (raws[i]->kind == ONEX_RAW_TEXT) continue;
        nodes[i] = onex_c_build(c, view, raws[i], expected);
        if (!nodes[i])
            ok = false;
        else if (!by || by == expected)
            by = &nodes[i]->type;
    }
    if (!ok) return false; /* a text cannot be read without its other side */
    for (int i = 0; i < n; i++) {
        if (raws[i]->kind != ONEX_RAW_TEXT) continue;
        nodes[i] = onex_c_literal(c, raws[i], by);
        if (!nodes[i]) ok = false;
    }
    return ok;
}

onex_node *onex_c_condition(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    onex_node *node = onex_c_build(c, view, raw, NULL);
    if (!node) return NULL;
    if (node->type.kind == ONEX_T_BOOL) return node;
    onex_c_fault(c, ONEX_P_TYPE, raw,
                 onex_tr("compare it, for example with at_least(…)", "请加以比较，例如 at_least(…)"),
                 onex_tr("a condition is wanted here, not %s", "此处应为条件，而不是%s"), onex_type_text(&node->type));
    return NULL;
}

bool onex_c_arguments(onex_compiler *c, const onex_raw *raw, int least, int most) {
    bool fits = raw->nitems >= least && (most < 0 || raw->nitems <= most) && !raw->nkeys;
    if (fits) return true;
    if (raw->nkeys)
        onex_c_error(c, ONEX_P_KEY, raw->key_at[0], 0, NULL, onex_tr("'%s' takes no key '%s'", "“%s”没有键“%s”"),
                     raw->text, raw->keys[0]);
    else if (least == most)
        onex_c_fault(c, ONEX_P_WORD, raw, NULL,
                     onex_tr("'%s' takes %d values, not %d", "“%s”需要 %d 个值，而不是 %d 个"), raw->text, least,
                     raw->nitems);
    else
        onex_c_fault(c, ONEX_P_WORD, raw, NULL,
                     onex_tr("'%s' takes at least %d values, not %d", "“%s”至少需要 %d 个值，而不是 %d 个"), raw->text,
                     least, raw->nitems);
    return false;
}

/* ---- comparisons ---- */

static onex_node *two(onex_compiler *c, onex_op op, onex_type type, const onex_raw *raw, onex_node *a, onex_node *b) {
    onex_node *node = onex_c_node(c, op, type, raw->at, 2);
    if (!node) return NULL;
    node->kids[0] = a;
    node->kids[1] = b;
    return node;
}

static onex_node *comparison(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, onex_op op) {
    onex_node *kids[2];
    onex_type type;
    const onex_raw *const *raws = (const onex_raw *const *)raw->items;
    if (!onex_c_arguments(c, raw, 2, 2) || !onex_c_operands(c, view, raws, 2, NULL, kids)) return NULL;
    if (!onex_c_agree(c, raw->text, kids, raws, 2, &type)) return NULL;
    bool ordered = op != ONEX_OP_EQ && op != ONEX_OP_NE;
    if (type.kind == ONEX_T_LIST || (ordered && type.kind != ONEX_T_NUMBER && type.kind != ONEX_T_DATE)) {
        onex_c_fault(c, ONEX_P_TYPE, raw,
                     type.kind == ONEX_T_LIST ? NULL : onex_tr("use equals or differs", "请用 equals 或 differs"),
                     onex_tr("'%s' does not compare %s", "“%s”不能比较%s"), raw->text, onex_type_text(&type));
        return NULL;
    }
    if (!onex_c_check_text(c, kids[0], raws[0], kids[1]) || !onex_c_check_text(c, kids[1], raws[1], kids[0]))
        return NULL;
    return two(c, op, onex_type_bool, raw, kids[0], kids[1]);
}

static onex_node *none(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 1, 1)) return NULL;
    onex_node *kid = onex_c_build(c, view, raw->items[0], &onex_type_number);
    if (!kid || !onex_c_want(c, kid, raw->items[0], ONEX_T_NUMBER, raw->text)) return NULL;
    onex_node *node = onex_c_node(c, ONEX_OP_NONE, onex_type_bool, raw->at, 1);
    if (node) node->kids[0] = kid;
    return node;
}

/* ---- logic ---- */

static onex_node *junction(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, onex_op op) {
    const onex_raw *list = onex_c_table(raw);
    if (list->nkeys || !list->nitems) {
        onex_c_fault(c, ONEX_P_WORD, raw, NULL, onex_tr("'%s' takes a list of conditions", "“%s”需要条件列表"),
                     raw->text);
        return NULL;
    }
    onex_node *node = onex_c_node(c, op, onex_type_bool, raw->at, list->nitems);
    bool ok = node != NULL;
    for (int i = 0; node && i < list->nitems; i++) {
        node->kids[i] = onex_c_condition(c, view, list->items[i]);
        if (!node->kids[i]) ok = false;
    }
    return ok ? node : NULL;
}

static onex_node *negation(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 1, 1)) return NULL;
    onex_node *kid = onex_c_condition(c, view, raw->items[0]);
    onex_node *node = kid ? onex_c_node(c, ONEX_OP_NO, onex_type_bool, raw->at, 1) : NULL;
    if (node) node->kids[0] = kid;
    return node;
}

/* ---- arithmetic ---- */

static bool numbers(onex_compiler *c, const onex_raw *raw, onex_node *const *kids, const onex_raw *const *raws, int n) {
    for (int i = 0; i < n; i++) {
        if (kids[i]->type.kind == ONEX_T_DATE && strcmp(raw->text, "*") != 0) {
            onex_c_fault(c, ONEX_P_TYPE, raws[i],
                         onex_tr("for dates use days_after or days_between", "日期请用 days_after 或 days_between"),
                         onex_tr("'%s' takes %s, not %s", "“%s”需要%s，而不是%s"), raw->text, onex_tr("a number", "数"),
                         onex_tr("a date", "日期"));
            return false;
        }
        if (!onex_c_want(c, kids[i], raws[i], ONEX_T_NUMBER, raw->text)) return false;
    }
    return true;
}

static onex_node *sum(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, onex_op op,
                      const onex_type *expected) {
    onex_node *kids[2];
    onex_type type;
    const onex_raw *const *raws = (const onex_raw *const *)raw->items;
    if (!onex_c_arguments(c, raw, 2, 2) || !onex_c_operands(c, view, raws, 2, expected, kids)) return NULL;
    if (!numbers(c, raw, kids, raws, 2) || !onex_c_agree(c, raw->text, kids, raws, 2, &type)) return NULL;
    if (op == ONEX_OP_RATIO) type = onex_type_share;
    return two(c, op, type, raw, kids[0], kids[1]);
}

/* How much a unit weighs in a product: a count times a price is a price. */
static int weight(const onex_type *type) {
    if (type->share || !type->unit) return 0;
    return strcmp(type->unit, "yuan") == 0 || strcmp(type->unit, "credits") == 0 || strcmp(type->unit, "score") == 0
               ? 2
               : 1;
}

static onex_node *product(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    onex_node *kids[2];
    const onex_raw *const *raws = (const onex_raw *const *)raw->items;
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    for (int i = 0; i < 2; i++) kids[i] = onex_c_build(c, view, raws[i], NULL);
    if (!kids[0] || !kids[1] || !numbers(c, raw, kids, raws, 2)) return NULL;
    const onex_type *a = &kids[0]->type, *b = &kids[1]->type;
    onex_type type = onex_type_number;
    type.share = a->share && b->share;
    if ((int64_t)a->scale * b->scale > 1000000) {
        onex_c_fault(c, ONEX_P_TYPE, raw, NULL, onex_tr("a product of %s and %s is not supported", "不支持%s与%s相乘"),
                     onex_type_text(a), onex_type_text(b));
        return NULL;
    }
    type.scale = a->scale * b->scale;
    if (weight(a) != weight(b) || weight(a) == 0 || strcmp(a->unit, b->unit) == 0)
        type.unit = weight(a) >= weight(b) ? a->unit : b->unit;
    else {
        size_t size = strlen(a->unit) + strlen(b->unit) + sizeof "·";
        char *both = onex_c_alloc(c, size);
        if (!both) return NULL;
        snprintf(both, size, "%s·%s", a->unit, b->unit);
        type.unit = both;
    }
    return two(c, ONEX_OP_MUL, type, raw, kids[0], kids[1]);
}

static onex_node *extreme(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, onex_op op,
                          const onex_type *expected) {
    const onex_raw *list = onex_c_table(raw);
    const onex_raw *const *raws = (const onex_raw *const *)list->items;
    if (!onex_c_arguments(c, list, 2, -1)) return NULL;
    onex_node *node = onex_c_node(c, op, onex_type_number, raw->at, list->nitems);
    if (!node || !onex_c_operands(c, view, raws, list->nitems, expected, node->kids)) return NULL;
    if (!onex_c_agree(c, raw->text, node->kids, raws, list->nitems, &node->type)) return NULL;
    if (node->type.kind != ONEX_T_DATE && !onex_c_want(c, node->kids[0], raws[0], ONEX_T_NUMBER, raw->text))
        return NULL;
    return node;
}

/* ---- dates ---- */

static onex_node *date_kid(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, int i) {
    onex_node *kid = onex_c_build(c, view, raw->items[i], &onex_type_date);
    return kid && onex_c_want(c, kid, raw->items[i], ONEX_T_DATE, raw->text) ? kid : NULL;
}

static onex_node *days_between(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    onex_node *a = date_kid(c, view, raw, 0), *b = date_kid(c, view, raw, 1);
    onex_type days = {.kind = ONEX_T_NUMBER, .scale = 1, .unit = "days"};
    return a && b ? two(c, ONEX_OP_DAYS_BETWEEN, days, raw, a, b) : NULL;
}

/* Days as they are, weeks times seven. */
static onex_node *as_days(onex_compiler *c, const onex_raw *raw, onex_node *n, const char *word) {
    const char *unit = n->type.unit;
    if (!onex_c_want(c, n, raw, ONEX_T_NUMBER, word)) return NULL;
    bool weeks = unit && strcmp(unit, "weeks") == 0;
    if (n->type.share || n->type.scale != 1 || (unit && !weeks && strcmp(unit, "days") != 0)) {
        onex_c_fault(c, ONEX_P_UNIT, raw, NULL,
                     onex_tr("'%s' takes days or weeks, not %s", "“%s”需要天数或周数，而不是%s"), word,
                     onex_type_text(&n->type));
        return NULL;
    }
    if (!weeks) return n;
    onex_type days = {.kind = ONEX_T_NUMBER, .scale = 1, .unit = "days"};
    onex_node *scale = onex_c_node(c, ONEX_OP_SCALE, days, n->at, 1);
    if (!scale) return NULL;
    scale->kids[0] = n;
    scale->u.factor = 7;
    return scale;
}

static onex_node *days_after(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    onex_node *date = date_kid(c, view, raw, 0), *n = onex_c_build(c, view, raw->items[1], &onex_type_number);
    if (n) n = as_days(c, raw->items[1], n, raw->text);
    return date && n ? two(c, ONEX_OP_DAYS_AFTER, onex_type_date, raw, date, n) : NULL;
}

static onex_node *year_kid(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    onex_node *year = onex_c_build(c, view, raw->items[0], &onex_type_number);
    if (!year || !onex_c_want(c, year, raw->items[0], ONEX_T_NUMBER, raw->text)) return NULL;
    if (!year->type.share && !year->type.unit) return year;
    onex_c_fault(c, ONEX_P_UNIT, raw->items[0], NULL, onex_tr("'%s' takes a year, not %s", "“%s”需要年份，而不是%s"),
                 raw->text, onex_type_text(&year->type));
    return NULL;
}

static onex_node *day_of(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    if (!onex_c_arguments(c, raw, 2, 2)) return NULL;
    onex_node *year = year_kid(c, view, raw);
    const onex_raw *text = raw->items[1];
    char iso[16] = "";
    onex_day day;
    if (text->kind == ONEX_RAW_TEXT && strlen(text->text) == 5) snprintf(iso, sizeof iso, "2000-%s", text->text);
    if (!onex_day_parse_iso(iso, strlen(iso), &day)) {
        onex_c_fault(c, ONEX_P_LITERAL, text, NULL,
                     onex_tr("'%s' takes a month and a day, such as \"06-30\"", "“%s”需要月和日，如 \"06-30\""),
                     raw->text);
        return NULL;
    }
    onex_node *dom = onex_c_literal(c, text, &onex_type_text_plain);
    return year && dom ? two(c, ONEX_OP_DAY_OF, onex_type_date, raw, year, dom) : NULL;
}

static onex_node *year_word(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, bool end) {
    if (!onex_c_arguments(c, raw, 1, 1)) return NULL;
    onex_node *kid = end ? year_kid(c, view, raw) : date_kid(c, view, raw, 0);
    onex_node *node = kid ? onex_c_node(c, end ? ONEX_OP_YEAR_END : ONEX_OP_YEAR_OF,
                                        end ? onex_type_date : onex_type_number, raw->at, 1)
                          : NULL;
    if (node) node->kids[0] = kid;
    return node;
}

/* ---- references ---- */

static onex_node *indexed(onex_compiler *c, onex_op op, onex_type type, const onex_raw *raw, int index) {
    onex_node *node = onex_c_node(c, op, type, raw->at, 0);
    if (node) node->u.index = index;
    return node;
}

static onex_node *fact_reference(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    int fact = onex_c_fact(c, view->subject, raw->path[0], raw, false, NULL);
    if (fact < 0 || !onex_c_fact_ready(c, fact, raw)) return NULL;
    return indexed(c, ONEX_OP_FACT, c->program->facts[fact].type, raw, fact);
}

static onex_node *param_reference(onex_compiler *c, const onex_raw *raw) {
    int name = onex_c_lookup(c, ONEX_NS_PARAM, raw->path[0], raw);
    if (name < 0 || c->names[ONEX_NS_PARAM].items[name].failed) return NULL;
    int index = c->names[ONEX_NS_PARAM].items[name].index;
    return indexed(c, ONEX_OP_PARAM, c->program->params[index].type, raw, index);
}

static onex_node *reading_reference(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    int name = onex_c_lookup(c, ONEX_NS_READING, raw->path[0], raw);
    if (name < 0 || c->names[ONEX_NS_READING].items[name].failed) return NULL;
    if (!view->inputs) {
        char hint[ONEX_HINT];
        snprintf(hint, sizeof hint, onex_tr("write choose(reading.%s, { … })", "请写 choose(reading.%s, { … })"),
                 raw->path[0]);
        onex_c_fault(c, ONEX_P_WORD, raw, hint,
                     onex_tr("the reading '%s' is no value here", "读法“%s”在此不能作为值"), raw->path[0]);
        return NULL;
    }
    return indexed(c, ONEX_OP_READING, onex_type_text_plain, raw, c->names[ONEX_NS_READING].items[name].index);
}

static onex_node *reference(onex_compiler *c, const onex_c_view *view, const onex_raw *raw) {
    const char *space = raw->text;
    if (strcmp(space, "as_of") == 0) return indexed(c, ONEX_OP_AS_OF, onex_type_date, raw, 0);
    if (strcmp(space, "row") == 0 || strcmp(space, "outer") == 0) return onex_c_row(c, view, raw);
    if (raw->npath != 1) {
        onex_c_fault(c, ONEX_P_NAME, raw, NULL, onex_tr("'%s' takes one name", "“%s”之后只能有一个名称"), space);
        return NULL;
    }
    if (strcmp(space, "fact") == 0) return fact_reference(c, view, raw);
    if (strcmp(space, "param") == 0) return param_reference(c, raw);
    if (strcmp(space, "reading") == 0) return reading_reference(c, view, raw);
    char hint[ONEX_HINT];
    bool set = strcmp(space, "set") == 0;
    snprintf(hint, sizeof hint,
             set ? onex_tr("write one_of(x, set.%s)", "请写 one_of(x, set.%s)")
                 : onex_tr("write met \"%s\"", "请写 met \"%s\""),
             raw->path[0]);
    onex_c_fault(c, ONEX_P_WORD, raw, hint, onex_tr("'%s.%s' is no value", "“%s.%s”不是值"), space, raw->path[0]);
    return NULL;
}

/* ---- words ---- */

const onex_raw *onex_c_table(const onex_raw *call) {
    return call->nitems == 1 && !call->nkeys && call->items[0]->kind == ONEX_RAW_TABLE ? call->items[0] : call;
}

typedef struct {
    const char *word;
    onex_op op;
} word_op;
static const word_op words[] = {
    {"at_least", ONEX_OP_GE},
    {"at_most", ONEX_OP_LE},
    {"below", ONEX_OP_LT},
    {"above", ONEX_OP_GT},
    {"equals", ONEX_OP_EQ},
    {"differs", ONEX_OP_NE},
    {"none", ONEX_OP_NONE},
    {"one_of", ONEX_OP_ONE_OF},
    {"none_of", ONEX_OP_NONE_OF},
    {"all", ONEX_OP_ALL},
    {"any", ONEX_OP_ANY},
    {"no", ONEX_OP_NO},
    {"+", ONEX_OP_ADD},
    {"-", ONEX_OP_SUB},
    {"*", ONEX_OP_MUL},
    {"ratio", ONEX_OP_RATIO},
    {"least", ONEX_OP_LEAST},
    {"greatest", ONEX_OP_GREATEST},
    {"days_between", ONEX_OP_DAYS_BETWEEN},
    {"days_after", ONEX_OP_DAYS_AFTER},
    {"year_end", ONEX_OP_YEAR_END},
    {"year_of", ONEX_OP_YEAR_OF},
    {"day_of", ONEX_OP_DAY_OF},
    {NULL, ONEX_OP_LITERAL},
};

static onex_node *call(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected) {
    const word_op *w = words;
    while (w->word && strcmp(w->word, raw->text) != 0) w++;
    switch (w->op) {
    case ONEX_OP_GE:
    case ONEX_OP_LE:
    case ONEX_OP_LT:
    case ONEX_OP_GT:
    case ONEX_OP_EQ:
    case ONEX_OP_NE: return comparison(c, view, raw, w->op);
    case ONEX_OP_NONE: return none(c, view, raw);
    case ONEX_OP_ONE_OF:
    case ONEX_OP_NONE_OF: return onex_c_membership(c, view, raw, w->op);
    case ONEX_OP_ALL:
    case ONEX_OP_ANY: return junction(c, view, raw, w->op);
    case ONEX_OP_NO: return negation(c, view, raw);
    case ONEX_OP_ADD:
    case ONEX_OP_SUB: return sum(c, view, raw, w->op, expected);
    case ONEX_OP_RATIO: return sum(c, view, raw, w->op, NULL);
    case ONEX_OP_MUL: return product(c, view, raw);
    case ONEX_OP_LEAST:
    case ONEX_OP_GREATEST: return extreme(c, view, raw, w->op, expected);
    case ONEX_OP_DAYS_BETWEEN: return days_between(c, view, raw);
    case ONEX_OP_DAYS_AFTER: return days_after(c, view, raw);
    case ONEX_OP_YEAR_END:
    case ONEX_OP_YEAR_OF: return year_word(c, view, raw, w->op == ONEX_OP_YEAR_END);
    case ONEX_OP_DAY_OF: return day_of(c, view, raw);
    default: break;
    }
    bool found;
    onex_node *node = onex_c_word(c, view, raw, expected, &found);
    if (!found) node = onex_c_relation(c, view, raw, &found);
    if (!found)
        onex_c_fault(c, ONEX_P_WORD, raw, NULL, onex_tr("'%s' is no word of expressions", "“%s”不是表达式的词"),
                     raw->text);
    return found ? node : NULL;
}

onex_node *onex_c_build(onex_compiler *c, const onex_c_view *view, const onex_raw *raw, const onex_type *expected) {
    if (c->no_memory) return NULL;
    switch (raw->kind) {
    case ONEX_RAW_REF: return reference(c, view, raw);
    case ONEX_RAW_CALL: return call(c, view, raw, expected);
    case ONEX_RAW_FUNCTION:
        onex_c_fault(c, ONEX_P_TYPE, raw, onex_tr("functions stand in 'compute' only", "函数只能写在 compute 中"),
                     onex_tr("a function is no value", "函数不是值"));
        return NULL;
    default: return onex_c_literal(c, raw, expected);
    }
}
