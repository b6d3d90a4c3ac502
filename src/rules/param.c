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

static bool dated_value(onex_compiler *c, const onex_raw *raw, const onex_type *wanted, onex_dated *out,
                        onex_node **node) {
    if (raw->kind == ONEX_RAW_NIL) return false;
    bool literal = raw->kind == ONEX_RAW_BOOL || raw->kind == ONEX_RAW_INT || raw->kind == ONEX_RAW_FLOAT ||
                   raw->kind == ONEX_RAW_TEXT;
    if (!literal) {
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL,
                     onex_tr("the value of a param is a number, a share, a date, true, false or a text",
                             "参数的值应为数、比例、日期、true、false 或文本"));
        return false;
    }
    *node = onex_c_literal(c, raw, wanted);
    if (!*node) return false;
    out->text = (*node)->literal_text;
    out->at = (*node)->at;
    return true;
}

static int by_day(const void *a, const void *b) {
    onex_day x = ((const onex_dated *)a)->from, y = ((const onex_dated *)b)->from;
    return (x > y) - (x < y);
}

/* The text of a key as a day. */
static bool day_key(onex_compiler *c, const onex_raw *table, int i, onex_day *day) {
    const onex_raw key = {.kind = ONEX_RAW_TEXT,
                          .text = table->keys[i],
                          .at = table->key_at[i],
                          .width = (int)strlen(table->keys[i])};
    return onex_c_date(c, &key, day);
}

bool onex_c_dated(onex_compiler *c, const onex_raw *value, const onex_type *wanted, onex_type *type,
                  onex_dated **values, int *count) {
    bool dated = value->kind == ONEX_RAW_TABLE;
    int n = dated ? value->nkeys : 1;
    if (dated && (value->nitems || !n)) {
        onex_c_fault(c, ONEX_P_VALUE, value, NULL,
                     onex_tr("dated values are written { [\"2023-12-18\"] = …, … }",
                             "分日期的值写作 { [\"2023-12-18\"] = …, … }"));
        return false;
    }
    onex_node **nodes = onex_c_alloc(c, (size_t)n * sizeof *nodes);
    onex_dated *made = onex_c_alloc(c, (size_t)n * sizeof *made);
    if (!nodes || !made) return false;
    for (int i = 0; i < n; i++) {
        const onex_raw *raw = dated ? value->values[i] : value;
        made[i].from = ONEX_DAY_NONE;
        if (dated && !day_key(c, value, i, &made[i].from)) return false;
        if (!dated_value(c, raw, wanted, &made[i], &nodes[i])) return false;
        if (wanted && !(nodes[i] = onex_c_convert(c, "value", nodes[i], raw, wanted))) return false;
    }
    const onex_raw *const *raws = dated ? (const onex_raw *const *)value->values : &value;
    if (wanted)
        *type = *wanted;
    else if (!onex_c_agree(c, "value", nodes, raws, n, type))
        return false;
    for (int i = 0; i < n; i++) made[i].value = nodes[i]->u.literal;
    qsort(made, (size_t)n, sizeof *made, by_day);
    *values = made;
    *count = n;
    return true;
}

/* What colleges may do to a param or set is the school's to say. */
static bool may_of_college(onex_compiler *c, const onex_name *name) {
    const onex_raw *may = onex_c_get(name->body, "college_may");
    if (!name->decl->college || !may || (may->kind == ONEX_RAW_TEXT && strcmp(may->text, "nothing") == 0)) return true;
    onex_c_fault(c, ONEX_P_KEY, may, NULL,
                 onex_tr("'college_may' is a key of school files only", "college_may 只能写在学校的规则文件中"));
    return false;
}

void onex_c_param(onex_compiler *c, int number) {
    static const char *const words[] = {"nothing", "raise", "lower", "anything", NULL};
    static const onex_may may[] = {ONEX_MAY_NOTHING, ONEX_MAY_RAISE, ONEX_MAY_LOWER, ONEX_MAY_ANYTHING};
    onex_name *name = &c->names[ONEX_NS_PARAM].items[number];
    onex_param *param = &c->program->params[name->index];
    bool ok = onex_c_keys(c, name->body, onex_keys_cited, param_keys, false, "param", name->at, name->width);
    ok = onex_c_decl(c, name, &param->decl) && ok;
    const onex_raw *value = onex_c_get(name->body, "value");
    if (value && !onex_c_dated(c, value, NULL, &param->type, &param->values, &param->nvalues)) ok = false;
    int chosen = onex_c_choice(c, name->body, "college_may", words, 0);
    if (chosen < 0 || !ok || !may_of_college(c, name)) {
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

static bool set_member(onex_compiler *c, const onex_text **members, int *count, const onex_raw *raw) {
    if (raw->kind == ONEX_RAW_NIL) return false;
    const onex_text *text = raw->kind == ONEX_RAW_TEXT ? onex_c_folded(c, raw->text) : NULL;
    if (!text || !text->folded_len) {
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL, onex_tr("a member of a set is a text", "集合的成员应为文本"));
        return false;
    }
    for (int i = 0; i < *count; i++)
        if (strcmp(members[i]->folded, text->folded) == 0) {
            onex_c_fault(c, ONEX_P_TAKEN, raw, NULL, onex_tr("'%s' is twice in the set", "“%s”在集合中重复"),
                         raw->text);
            return false;
        }
    members[(*count)++] = text;
    return true;
}

enum { SET_MEMBERS = 2000 };

bool onex_c_set_members(onex_compiler *c, const onex_raw *list, const onex_text ***members, int *count) {
    bool ok = true;
    *count = 0;
    *members = NULL;
    if (list->nitems > SET_MEMBERS) {
        onex_c_fault(c, ONEX_P_VALUE, list, NULL, onex_tr("a set of more than %d members", "集合的成员超过 %d 个"),
                     SET_MEMBERS);
        return false;
    }
    *members = onex_c_alloc(c, (size_t)list->nitems * sizeof **members);
    for (int i = 0; *members && i < list->nitems; i++)
        if (!set_member(c, *members, count, list->items[i])) ok = false;
    if (*members) qsort(*members, (size_t)*count, sizeof **members, by_folded);
    return ok && *members;
}

void onex_c_set(onex_compiler *c, int number) {
    static const char *const words[] = {"nothing", "extend", "reduce", NULL};
    static const onex_may may[] = {ONEX_MAY_NOTHING, ONEX_MAY_EXTEND, ONEX_MAY_REDUCE};
    onex_name *name = &c->names[ONEX_NS_SET].items[number];
    onex_set *set = &c->program->sets[name->index];
    bool ok = onex_c_keys(c, name->body, onex_keys_plain, set_keys, true, "set", name->at, name->width);
    ok = onex_c_decl(c, name, &set->decl) && ok;
    if (!onex_c_set_members(c, name->body, &set->members, &set->nmembers)) ok = false;
    int chosen = onex_c_choice(c, name->body, "college_may", words, 0);
    if (chosen < 0 || !ok || !may_of_college(c, name))
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
