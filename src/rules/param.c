/* Params, sets and readings: values of the regulation that stand by themselves. */
#include <stdlib.h>
#include <string.h>

#include "rules/compiler.h"

static const onex_key param_keys[] = {
    {"value", ONEX_K_ANY, true}, {"college_may", ONEX_K_TEXT, false}, {NULL, ONEX_K_ANY, false}};
static const onex_key set_keys[] = {{"college_may", ONEX_K_TEXT, false}, {NULL, ONEX_K_ANY, false}};
static const onex_key reading_keys[] = {{"options", ONEX_K_TABLE, true},
                                        {"chosen", ONEX_K_TEXT, true},
                                        {"decided", ONEX_K_TEXT, false},
                                        {NULL, ONEX_K_ANY, false}};

/* ---- params ---- */

static bool dated_value(onex_compiler *c, const onex_raw *raw, onex_dated *out, onex_node **node) {
    if (raw->kind == ONEX_RAW_NIL) return false;
    bool literal = raw->kind == ONEX_RAW_BOOL || raw->kind == ONEX_RAW_INT || raw->kind == ONEX_RAW_FLOAT ||
                   raw->kind == ONEX_RAW_TEXT;
    if (!literal) {
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL,
                     onex_tr("the value of a param is a number, a share, a date, true, false or a text",
                             "参数的值应为数、比例、日期、true、false 或文本"));
        return false;
    }
    *node = onex_c_literal(c, raw, NULL);
    if (!*node) return false;
    out->text = (*node)->literal_text;
    out->at = (*node)->at;
    return true;
}

static int by_day(const void *a, const void *b) {
    onex_day x = ((const onex_dated *)a)->from, y = ((const onex_dated *)b)->from;
    return (x > y) - (x < y);
}

/* The values by day; all of one type. */
static bool param_values(onex_compiler *c, const onex_raw *value, onex_param *param) {
    bool dated = value->kind == ONEX_RAW_TABLE;
    int n = dated ? value->nkeys : 1;
    if (dated && (value->nitems || !n)) {
        onex_c_fault(c, ONEX_P_VALUE, value, NULL,
                     onex_tr("dated values are written { [\"2023-12-18\"] = …, … }",
                             "分日期的值写作 { [\"2023-12-18\"] = …, … }"));
        return false;
    }
    onex_node **nodes = onex_c_alloc(c, (size_t)n * sizeof *nodes);
    param->values = onex_c_alloc(c, (size_t)n * sizeof *param->values);
    if (!nodes || !param->values) return false;
    for (int i = 0; i < n; i++) {
        onex_dated *at = &param->values[i];
        at->from = ONEX_DAY_NONE;
        if (dated) {
            onex_raw key = {.kind = ONEX_RAW_TEXT,
                            .text = value->keys[i],
                            .at = value->key_at[i],
                            .width = (int)strlen(value->keys[i])};
            if (!onex_c_date(c, &key, &at->from)) return false;
        }
        if (!dated_value(c, dated ? value->values[i] : value, at, &nodes[i])) return false;
    }
    const onex_raw *const *raws = dated ? (const onex_raw *const *)value->values : &value;
    if (!onex_c_agree(c, "value", nodes, raws, n, &param->type)) return false;
    for (int i = 0; i < n; i++) param->values[i].value = nodes[i]->u.literal;
    param->nvalues = n;
    qsort(param->values, (size_t)n, sizeof *param->values, by_day);
    return true;
}

void onex_c_param(onex_compiler *c, int number) {
    static const char *const words[] = {"nothing", "raise", "lower", "anything", NULL};
    static const onex_may may[] = {ONEX_MAY_NOTHING, ONEX_MAY_RAISE, ONEX_MAY_LOWER, ONEX_MAY_ANYTHING};
    onex_name *name = &c->names[ONEX_NS_PARAM].items[number];
    onex_param *param = &c->program->params[name->index];
    bool ok = onex_c_keys(c, name->body, onex_keys_cited, param_keys, false, "param", name->at, name->width);
    ok = onex_c_decl(c, name, &param->decl) && ok;
    const onex_raw *value = onex_c_get(name->body, "value");
    if (value && !param_values(c, value, param)) ok = false;
    int chosen = onex_c_choice(c, name->body, "college_may", words, 0);
    if (chosen < 0 || !ok) {
        name->failed = true;
        return;
    }
    param->college_may = may[chosen];
    bool ordered = param->type.kind == ONEX_T_NUMBER || param->type.kind == ONEX_T_DATE;
    if (!ordered && (param->college_may == ONEX_MAY_RAISE || param->college_may == ONEX_MAY_LOWER)) {
        onex_c_fault(c, ONEX_P_VALUE, onex_c_get(name->body, "college_may"), NULL,
                     onex_tr("%s can neither be raised nor lowered", "%s无所谓提高或降低"),
                     onex_type_text(&param->type));
        name->failed = true;
    }
}

/* ---- sets ---- */

static int by_folded(const void *a, const void *b) {
    const onex_text *x = *(const onex_text *const *)a, *y = *(const onex_text *const *)b;
    uint32_t len = x->folded_len < y->folded_len ? x->folded_len : y->folded_len;
    int order = memcmp(x->folded, y->folded, len);
    return order ? order : (x->folded_len > y->folded_len) - (x->folded_len < y->folded_len);
}

static bool set_member(onex_compiler *c, onex_set *set, const onex_raw *raw) {
    if (raw->kind == ONEX_RAW_NIL) return false;
    if (raw->kind != ONEX_RAW_TEXT || !raw->text[0]) {
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL, onex_tr("a member of a set is a text", "集合的成员应为文本"));
        return false;
    }
    const onex_text *text = onex_c_folded(c, raw->text);
    if (!text) return false;
    for (int i = 0; i < set->nmembers; i++)
        if (strcmp(set->members[i]->folded, text->folded) == 0) {
            onex_c_fault(c, ONEX_P_TAKEN, raw, NULL, onex_tr("'%s' is twice in the set", "“%s”在集合中重复"),
                         raw->text);
            return false;
        }
    set->members[set->nmembers++] = text;
    return true;
}

void onex_c_set(onex_compiler *c, int number) {
    static const char *const words[] = {"nothing", "extend", "reduce", NULL};
    static const onex_may may[] = {ONEX_MAY_NOTHING, ONEX_MAY_EXTEND, ONEX_MAY_REDUCE};
    onex_name *name = &c->names[ONEX_NS_SET].items[number];
    onex_set *set = &c->program->sets[name->index];
    bool ok = onex_c_keys(c, name->body, onex_keys_plain, set_keys, true, "set", name->at, name->width);
    ok = onex_c_decl(c, name, &set->decl) && ok;
    set->members = onex_c_alloc(c, (size_t)name->body->nitems * sizeof *set->members);
    for (int i = 0; set->members && i < name->body->nitems; i++)
        if (!set_member(c, set, name->body->items[i])) ok = false;
    if (set->nmembers) qsort(set->members, (size_t)set->nmembers, sizeof *set->members, by_folded);
    int chosen = onex_c_choice(c, name->body, "college_may", words, 0);
    if (chosen < 0 || !ok)
        name->failed = true;
    else
        set->college_may = may[chosen];
}

/* ---- readings ---- */

static bool reading_options(onex_compiler *c, const onex_raw *options, onex_reading *reading) {
    int n = options->nkeys;
    if (options->nitems || !n) {
        onex_c_fault(c, ONEX_P_VALUE, options, NULL,
                     onex_tr("'options' takes { key = \"title\", … }", "options 写作 { 键 = \"标题\", … }"));
        return false;
    }
    reading->keys = onex_c_alloc(c, (size_t)n * sizeof *reading->keys);
    reading->titles = onex_c_alloc(c, (size_t)n * sizeof *reading->titles);
    reading->key_texts = onex_c_alloc(c, (size_t)n * sizeof *reading->key_texts);
    if (!reading->keys || !reading->titles || !reading->key_texts) return false;
    for (int i = 0; i < n; i++) {
        reading->keys[i] = onex_c_text(c, options->keys[i]);
        reading->key_texts[i] = onex_c_folded(c, options->keys[i]);
        reading->titles[i] = onex_c_text_of(c, options, options->keys[i]);
        if (c->no_memory) return false;
        if (!reading->titles[i]) {
            onex_c_fault(c, ONEX_P_VALUE, options->values[i], NULL,
                         onex_tr("the title of an option is a text", "选项的标题应为文本"));
            return false;
        }
    }
    reading->noptions = n;
    return true;
}

void onex_c_reading(onex_compiler *c, int number) {
    onex_name *name = &c->names[ONEX_NS_READING].items[number];
    onex_reading *reading = &c->program->readings[name->index];
    const onex_raw *options = onex_c_get(name->body, "options");
    bool ok = onex_c_keys(c, name->body, onex_keys_cited, reading_keys, false, "reading", name->at, name->width);
    ok = onex_c_decl(c, name, &reading->decl) && ok;
    reading->decided = onex_c_text_of(c, name->body, "decided");
    if (!ok || !reading_options(c, options, reading)) {
        name->failed = true;
        return;
    }
    const char **words = onex_c_alloc(c, (size_t)(reading->noptions + 1) * sizeof *words); /* ends with NULL */
    if (!words) return;
    memcpy(words, reading->keys, (size_t)reading->noptions * sizeof *words);
    reading->chosen = onex_c_choice(c, name->body, "chosen", words, -1);
    if (reading->chosen < 0) name->failed = true;
}
