/* Tests of rule files: what is given and expected, with every name resolved and every value read by the type of what it
 * is given for. Running them is the engine's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "rules/compiler.h"

static const onex_key test_keys[] = {{"as_of", ONEX_K_DATE, true},    {"applies", ONEX_K_TEXT, false},
                                     {"college", ONEX_K_TEXT, false}, {"given", ONEX_K_TABLE, false},
                                     {"rows", ONEX_K_TABLE, false},   {"expect", ONEX_K_TABLE, true},
                                     {NULL, ONEX_K_ANY, false}};

/* ---- values ---- */

/* "5/10" as a share. */
static bool fraction_text(const char *text, onex_value *out) {
    const char *slash = strchr(text, '/');
    int64_t n, d;
    if (!slash || onex_number_parse(text, (size_t)(slash - text), 1, &n) != ONEX_NUMBER_OK ||
        onex_number_parse(slash + 1, strlen(slash + 1), 1, &d) != ONEX_NUMBER_OK || d <= 0)
        return false;
    *out = onex_v_fraction(n, d);
    return true;
}

/* What is stored holds whole numbers of its scale. */
static bool storable(onex_compiler *c, const onex_raw *raw, const onex_type *type, onex_value value, const char *name) {
    if (type->kind != ONEX_T_NUMBER || type->share || !onex_v_known(value) || value.d == 1) return true;
    onex_c_fault(c, ONEX_P_VALUE, raw, NULL, onex_tr("'%s' does not hold so many decimals", "“%s”没有这么多位小数"),
                 name);
    return false;
}

/* A value for something of the type; `name` is for the error. */
static bool value_for(onex_compiler *c, const onex_raw *raw, const onex_type *type, const onex_word *words,
                      const char *name, onex_value *out) {
    if (raw->kind == ONEX_RAW_TEXT && strcmp(raw->text, "unknown") == 0 && type->kind != ONEX_T_TEXT) {
        *out = onex_v_unknown();
        return true;
    }
    if (type->share && raw->kind == ONEX_RAW_TEXT && fraction_text(raw->text, out)) return true;
    if (type->kind == ONEX_T_BOOL && raw->kind == ONEX_RAW_INT && (raw->integer == 0 || raw->integer == 1)) {
        *out = onex_v_bool(raw->integer == 1);
        return true;
    }
    bool yes = raw->kind == ONEX_RAW_TEXT && strcmp(raw->text, "是") == 0;
    if (type->kind == ONEX_T_BOOL && (yes || (raw->kind == ONEX_RAW_TEXT && strcmp(raw->text, "否") == 0))) {
        *out = onex_v_bool(yes); /* as in data files */
        return true;
    }
    bool literal = raw->kind == ONEX_RAW_BOOL || raw->kind == ONEX_RAW_INT || raw->kind == ONEX_RAW_FLOAT ||
                   raw->kind == ONEX_RAW_TEXT;
    if (!literal) {
        onex_c_fault(c, ONEX_P_VALUE, raw, NULL, onex_tr("'%s' takes a value of its type: %s", "“%s”的值应为%s"), name,
                     onex_type_text(type));
        return false;
    }
    onex_node *node = onex_c_literal(c, raw, type);
    if (node) node = onex_c_convert(c, name, node, raw, type);
    if (!node) return false;
    *out = node->u.literal;
    for (const onex_word *w = words; w && w->code; w++)
        if (strcmp(w->title, node->literal_text) == 0 || strcmp(w->code, node->literal_text) == 0) {
            const onex_text *code = onex_c_folded(c, w->code);
            if (code) *out = onex_v_text(code);
            return code != NULL;
        }
    if (!words || strcmp(node->literal_text, "unknown") == 0) {
        if (words) *out = onex_v_unknown();
        return true;
    }
    onex_nearest nearest;
    onex_nearest_init(&nearest, node->literal_text);
    for (const onex_word *w = words; w->code; w++) onex_nearest_offer(&nearest, w->code);
    char hint[ONEX_HINT], list[ONEX_HINT];
    onex_c_fault(c, ONEX_P_TEXT, raw, onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("'%s' is no value of '%s'; it takes %s", "“%s”不是“%s”的值；可用 %s"), node->literal_text,
                 name, onex_c_words_text(words, list, sizeof list));
    return false;
}

/* A value of a fact, or "unknown". */
static bool fact_value(onex_compiler *c, const onex_raw *raw, const onex_fact *fact, const char *name,
                       onex_value *out) {
    *out = onex_v_unknown();
    if (raw->kind == ONEX_RAW_TEXT && strcmp(raw->text, "unknown") == 0) return true;
    return value_for(c, raw, &fact->type, fact->column ? fact->column->words : NULL, name, out);
}

static const char *text_of(onex_compiler *c, const onex_raw *raw) {
    char number[32];
    switch (raw->kind) {
    case ONEX_RAW_BOOL: return raw->integer ? "true" : "false";
    case ONEX_RAW_INT: snprintf(number, sizeof number, "%lld", (long long)raw->integer); return onex_c_text(c, number);
    case ONEX_RAW_TEXT:
    case ONEX_RAW_FLOAT: return onex_c_text(c, raw->text);
    default: return NULL;
    }
}

static onex_verdict verdict_of(const onex_raw *raw) {
    return raw->kind == ONEX_RAW_TEXT ? onex_verdict_find(raw->text) : ONEX_VERDICTS;
}

static bool check_verdict(onex_compiler *c, const onex_rule *rule, onex_verdict verdict, const onex_raw *raw) {
    if (verdict != ONEX_VERDICTS && onex_c_possible(rule, verdict)) return true;
    onex_nearest nearest;
    onex_nearest_init(&nearest, raw->kind == ONEX_RAW_TEXT ? raw->text : "");
    for (int v = 0; v < ONEX_VERDICTS; v++)
        if (onex_c_possible(rule, (onex_verdict)v)) onex_nearest_offer(&nearest, onex_verdict_code((onex_verdict)v));
    char hint[ONEX_HINT];
    onex_c_fault(c, ONEX_P_VALUE, raw, onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("'%s' is no verdict of '%s'", "“%s”不是“%s”的结论"),
                 raw->kind == ONEX_RAW_TEXT ? raw->text : "", rule->decl.name);
    return false;
}

/* A rule by name, its index in the program; -1: none of that name, or one that failed. */
static int rule_of(const onex_compiler *c, const char *name, bool *known) {
    int found = onex_c_find(c, ONEX_NS_RULE, name);
    *known = *known || found >= 0;
    if (found < 0 || c->names[ONEX_NS_RULE].items[found].failed) return -1;
    return c->names[ONEX_NS_RULE].items[found].index;
}

static void unknown_name(onex_compiler *c, const onex_test *test, const onex_raw *table, int i, bool params) {
    static const onex_namespace spaces[] = {ONEX_NS_FACT, ONEX_NS_RULE, ONEX_NS_PARAM};
    onex_nearest nearest;
    onex_nearest_init(&nearest, table->keys[i]);
    for (int s = 0; s < (params ? 3 : 2); s++)
        for (int n = 0; n < c->names[spaces[s]].count; n++) {
            const onex_name *name = &c->names[spaces[s]].items[n];
            if (!onex_c_seen(c, name->decl)) continue;
            onex_nearest_offer(&nearest, name->name);
            if (name->title) onex_nearest_offer(&nearest, name->title);
        }
    char hint[ONEX_HINT];
    onex_c_error(c, ONEX_P_NAME, table->key_at[i], (int)onex_text_chars(table->keys[i], strlen(table->keys[i])),
                 onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("no '%s' for a test of '%s'", "没有“%s”可供测试（对象“%s”）"), table->keys[i],
                 onex_subject_code(test->applies));
}

/* ---- given ---- */

static bool tally_counts(onex_compiler *c, const onex_raw *counts, onex_given *given) {
    const onex_rule *rule = &c->program->rules[given->rule];
    bool ok = true;
    for (int i = 0; i < counts->nkeys; i++) {
        onex_verdict verdict = onex_verdict_find(counts->keys[i]);
        const onex_raw *n = counts->values[i];
        onex_raw key = {.kind = ONEX_RAW_TEXT,
                        .text = counts->keys[i],
                        .at = counts->key_at[i],
                        .width = (int)strlen(counts->keys[i])};
        if (!check_verdict(c, rule, verdict, &key)) {
            ok = false;
        } else if (n->kind != ONEX_RAW_INT || n->integer < 0 || n->integer > 1000000) {
            onex_c_fault(c, ONEX_P_VALUE, n, NULL, onex_tr("'%s' takes how many children", "“%s”应为下级个数"),
                         counts->keys[i]);
            ok = false;
        } else
            given->counts[verdict] = (long)n->integer;
    }
    return ok;
}

static void given_tally(onex_compiler *c, onex_test *test, const onex_raw *tally) {
    if (tally->kind != ONEX_RAW_TABLE) {
        onex_c_fault(c, ONEX_P_VALUE, tally, NULL,
                     onex_tr("'tally' takes { rule = { met = 3, … } }", "tally 写作 { 规则 = { met = 3, … } }"));
        return;
    }
    for (int i = 0; i < tally->nkeys; i++) {
        onex_given *given = &test->given[test->ngiven];
        onex_raw key = {.kind = ONEX_RAW_TEXT,
                        .text = tally->keys[i],
                        .at = tally->key_at[i],
                        .width = (int)strlen(tally->keys[i])};
        bool known = false;
        int rule = onex_c_lookup(c, ONEX_NS_RULE, tally->keys[i], &key) < 0 ? -1 : rule_of(c, tally->keys[i], &known);
        if (rule < 0) continue;
        onex_subject applies = c->program->rules[rule].applies;
        if (applies == test->applies || !onex_subject_within(applies, test->applies) ||
            tally->values[i]->kind != ONEX_RAW_TABLE) {
            onex_c_fault(c, ONEX_P_VALUE, tally->values[i], NULL,
                         onex_tr("'%s' is no rule of children with counts of verdicts",
                                 "“%s”不是下级的规则，或其值不是各结论的个数"),
                         tally->keys[i]);
            continue;
        }
        *given = (onex_given){.name = onex_c_text(c, tally->keys[i]),
                              .fact = -1,
                              .param = -1,
                              .reading = -1,
                              .rule = rule,
                              .is_tally = true,
                              .value = onex_v_unknown(),
                              .at = key.at};
        given->at = onex_c_place(c, key.at);
        if (tally_counts(c, tally->values[i], given)) test->ngiven++;
    }
}

static void given_readings(onex_compiler *c, onex_test *test, const onex_raw *readings) {
    for (int i = 0; i < readings->nkeys; i++) {
        onex_raw key = {.kind = ONEX_RAW_TEXT,
                        .text = readings->keys[i],
                        .at = readings->key_at[i],
                        .width = (int)strlen(readings->keys[i])};
        int found = onex_c_lookup(c, ONEX_NS_READING, readings->keys[i], &key);
        if (found < 0 || c->names[ONEX_NS_READING].items[found].failed) continue;
        int index = c->names[ONEX_NS_READING].items[found].index;
        const onex_reading *reading = &c->program->readings[index];
        const char **words = onex_c_alloc(c, (size_t)(reading->noptions + 1) * sizeof *words);
        if (!words) return;
        memcpy(words, reading->keys, (size_t)reading->noptions * sizeof *words);
        int option = onex_c_choice(c, readings, readings->keys[i], words, -1);
        if (option < 0) continue;
        onex_given *given = &test->given[test->ngiven++];
        *given = (onex_given){.name = reading->decl.name,
                              .fact = -1,
                              .param = -1,
                              .rule = -1,
                              .reading = index,
                              .option = option,
                              .value = onex_v_unknown(),
                              .at = key.at};
        given->at = onex_c_place(c, key.at);
    }
}

/* A fact, a param or an attestation. Where a fact and an attestation share a name, the value tells which is meant. */
static void given_value(onex_compiler *c, onex_test *test, const onex_raw *table, int i) {
    const onex_raw *raw = table->values[i];
    const char *name = table->keys[i];
    onex_verdict verdict = verdict_of(raw);
    bool known = false;
    int fact = onex_c_fact(c, test->applies, name, raw, true, &known);
    int rule = rule_of(c, name, &known);
    int param = onex_c_find(c, ONEX_NS_PARAM, name);
    if (param >= 0) {
        known = true;
        param = c->names[ONEX_NS_PARAM].items[param].failed ? -1 : c->names[ONEX_NS_PARAM].items[param].index;
    }
    if (rule >= 0 && (c->program->rules[rule].kind != ONEX_ATTESTATION || (fact >= 0 && verdict == ONEX_VERDICTS)))
        rule = -1;
    if (!known) unknown_name(c, test, table, i, true);
    onex_given given = {.name = onex_c_text(c, name),
                        .fact = -1,
                        .param = -1,
                        .reading = -1,
                        .rule = -1,
                        .value = onex_v_unknown(),
                        .at = table->key_at[i]};
    given.at = onex_c_place(c, given.at);
    if (rule >= 0) {
        given.rule = rule;
        given.verdict = verdict;
        if (!check_verdict(c, &c->program->rules[rule], verdict, raw)) return;
    } else if (fact >= 0) {
        if (!onex_c_fact_ready(c, fact, raw)) return;
        const onex_fact *f = &c->program->facts[fact];
        given.fact = fact;
        if (!fact_value(c, raw, f, name, &given.value)) return;
        if (f->source != ONEX_FACT_DERIVE && !storable(c, raw, &f->type, given.value, name)) return;
    } else if (param >= 0) {
        given.param = param;
        if (!value_for(c, raw, &c->program->params[param].type, NULL, name, &given.value)) return;
    } else {
        if (known && onex_c_find(c, ONEX_NS_RULE, name) >= 0 && rule_of(c, name, &known) >= 0)
            onex_c_fault(c, ONEX_P_WORD, raw, NULL,
                         onex_tr("'%s' is judged, not given; only facts, params, readings and attestations are given",
                                 "“%s”由规则判断，不能给定；只能给定事实、参数、读法和认定"),
                         name);
        return;
    }
    test->given[test->ngiven++] = given;
}

static void build_given(onex_compiler *c, onex_test *test, const onex_raw *table) {
    size_t room = (size_t)table->nkeys;
    const char *const groups[] = {"tally", "readings"};
    for (int g = 0; g < 2; g++) {
        const onex_raw *group = onex_c_get(table, groups[g]);
        if (group) room += (size_t)group->nkeys;
    }
    test->given = onex_c_alloc(c, room * sizeof *test->given);
    for (int i = 0; i < table->nkeys && test->given && !c->no_memory; i++) {
        if (strcmp(table->keys[i], "tally") == 0)
            given_tally(c, test, table->values[i]);
        else if (strcmp(table->keys[i], "readings") == 0 && table->values[i]->kind == ONEX_RAW_TABLE)
            given_readings(c, test, table->values[i]);
        else
            given_value(c, test, table, i);
    }
}

/* ---- rows ---- */

static void build_row(onex_compiler *c, onex_test *test, const onex_entity *entity, const onex_raw *raw) {
    onex_test_row *row = &test->rows[test->nrows];
    *row = (onex_test_row){
        .entity = entity, .at = raw->at, .cells = onex_c_alloc(c, (size_t)raw->nkeys * sizeof *row->cells)};
    row->at = onex_c_place(c, raw->at);
    for (int i = 0; i < raw->nkeys && row->cells; i++) {
        int column = onex_entity_column(entity, raw->keys[i]);
        if (column < 0) {
            onex_nearest nearest;
            onex_nearest_init(&nearest, raw->keys[i]);
            for (int k = 0; k < entity->ncolumns; k++) onex_nearest_offer(&nearest, entity->columns[k].name);
            char hint[ONEX_HINT];
            onex_c_error(c, ONEX_P_ROWS, raw->key_at[i], (int)strlen(raw->keys[i]),
                         onex_c_meant(&nearest, hint, sizeof hint),
                         onex_tr("the table '%s' has no column '%s'", "表“%s”没有列“%s”"), entity->name, raw->keys[i]);
            continue;
        }
        const onex_column *descriptor = &entity->columns[column];
        onex_type type = onex_column_type_of(entity, descriptor);
        onex_test_cell *cell = &row->cells[row->ncells];
        *cell = (onex_test_cell){.column = descriptor->name, .text = text_of(c, raw->values[i]), .at = raw->key_at[i]};
        cell->at = onex_c_place(c, cell->at);
        if (value_for(c, raw->values[i], &type, descriptor->words, descriptor->name, &cell->value) &&
            storable(c, raw->values[i], &type, cell->value, descriptor->name))
            row->ncells++;
    }
    test->nrows++;
}

static void build_table(onex_compiler *c, onex_test *test, const onex_raw *rows, int i) {
    const onex_entity *entity = onex_entity_find(rows->keys[i]);
    const onex_raw *list = rows->values[i];
    if (!entity) {
        onex_nearest nearest;
        onex_nearest_init(&nearest, rows->keys[i]);
        for (int k = 0; k < onex_nentities; k++) onex_nearest_offer(&nearest, onex_entities[k].name);
        char hint[ONEX_HINT];
        onex_c_error(c, ONEX_P_ROWS, rows->key_at[i], (int)strlen(rows->keys[i]),
                     onex_c_meant(&nearest, hint, sizeof hint), onex_tr("no table '%s'", "没有表“%s”"), rows->keys[i]);
        return;
    }
    bool fits = list->kind == ONEX_RAW_TABLE && !list->nkeys;
    for (int k = 0; fits && k < list->nitems; k++)
        fits = list->items[k]->kind == ONEX_RAW_TABLE && !list->items[k]->nitems;
    if (!fits) {
        onex_c_fault(c, ONEX_P_VALUE, list, NULL,
                     onex_tr("rows are written { { column = value, … }, … }", "行写作 { { 列 = 值, … }, … }"));
        return;
    }
    for (int k = 0; k < list->nitems; k++) build_row(c, test, entity, list->items[k]);
}

static void build_rows(onex_compiler *c, onex_test *test, const onex_raw *rows) {
    size_t room = 0;
    for (int i = 0; i < rows->nkeys; i++) room += (size_t)rows->values[i]->nitems;
    test->uses_rows = true;
    test->rows = onex_c_alloc(c, room * sizeof *test->rows);
    for (int i = 0; i < rows->nkeys && test->rows && !c->no_memory; i++) build_table(c, test, rows, i);
}

/* ---- expectations ---- */

static void expect_one(onex_compiler *c, onex_test *test, const onex_raw *table, int i) {
    const onex_raw *raw = table->values[i];
    const char *name = table->keys[i];
    onex_verdict verdict = verdict_of(raw);
    bool known = false;
    int rule = rule_of(c, name, &known);
    int fact = onex_c_fact(c, test->applies, name, raw, true, known ? NULL : &known);
    if (!known) unknown_name(c, test, table, i, false);
    if (rule >= 0 && fact >= 0 && verdict == ONEX_VERDICTS) rule = -1;
    onex_expect *expect = &test->expect[test->nexpect];
    *expect = (onex_expect){.name = onex_c_text(c, name),
                            .rule = rule,
                            .fact = rule >= 0 ? -1 : fact,
                            .verdict = verdict,
                            .value = onex_v_unknown(),
                            .text = text_of(c, raw),
                            .at = table->key_at[i]};
    expect->at = onex_c_place(c, expect->at);
    if (rule >= 0) {
        const onex_rule *r = &c->program->rules[rule];
        if (!onex_subject_within(test->applies, r->applies)) {
            onex_c_fault(c, ONEX_P_WORD, raw, onex_tr("write applies in the test", "请在测试中写明 applies"),
                         onex_tr("'%s' is a rule of '%s', not of '%s'", "“%s”是“%s”的规则，不是“%s”的"), name,
                         onex_subject_code(r->applies), onex_subject_code(test->applies));
            return;
        }
        if (!check_verdict(c, r, verdict, raw)) return;
    } else if (fact >= 0) {
        if (!onex_c_fact_ready(c, fact, raw)) return;
        const onex_fact *f = &c->program->facts[fact];
        if (!fact_value(c, raw, f, name, &expect->value)) return;
    } else
        return;
    test->nexpect++;
}

void onex_c_test(onex_compiler *c, int number, onex_test *test) {
    const onex_name *name = &c->names[ONEX_NS_TEST].items[number];
    const onex_raw *body = name->body, *given = onex_c_get(body, "given"), *rows = onex_c_get(body, "rows"),
                   *expect = onex_c_get(body, "expect");
    bool ok = onex_c_keys(c, body, onex_keys_untitled, test_keys, false, "test", name->at, name->width);
    ok = onex_c_decl(c, name, &test->decl) && ok;
    test->applies = onex_c_applies(c, body);
    test->test_college = onex_c_text_of(c, body, "college");
    if (c->college && test->test_college && strcmp(c->college, test->test_college) != 0) {
        onex_c_fault(c, ONEX_P_LOCAL, onex_c_get(body, "college"), NULL,
                     onex_tr("a college's test is about the college itself, '%s'", "学院的测试只针对本学院“%s”"),
                     c->college);
        ok = false;
    }
    if (c->college && !test->test_college) test->test_college = onex_c_text(c, c->college);
    if (!ok || test->applies == ONEX_SUBJECTS || !onex_c_date(c, onex_c_get(body, "as_of"), &test->as_of)) return;
    if (expect->nitems || !expect->nkeys) {
        onex_c_fault(c, ONEX_P_VALUE, expect, NULL,
                     onex_tr("'expect' takes { rule = verdict, … }", "expect 写作 { 规则 = 结论, … }"));
        return;
    }
    if (given) build_given(c, test, given);
    if (rows) build_rows(c, test, rows);
    test->expect = onex_c_alloc(c, (size_t)expect->nkeys * sizeof *test->expect);
    for (int i = 0; i < expect->nkeys && test->expect && !c->no_memory; i++) expect_one(c, test, expect, i);
}
