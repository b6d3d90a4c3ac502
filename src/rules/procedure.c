/* The procedure: transitions (steps that people take) and duties (what someone owes by a day). Checks their keys,
 * states, columns, rules and expressions, and gives them their places in the program. Who may take a step on a day, and
 * what is owed, is the engine's. */
#include <stdio.h>
#include <string.h>

#include "rules/compiler.h"

static const onex_key duty_keys[] = {{"applies", ONEX_K_TEXT, false}, {"only_if", ONEX_K_ANY, false},
                                     {"who", ONEX_K_TEXT, true},      {"due", ONEX_K_ANY, false},
                                     {"done", ONEX_K_ANY, false},     {"sql", ONEX_K_TEXT, false},
                                     {NULL, ONEX_K_ANY, false}};
static const onex_key transition_keys[] = {{"from", ONEX_K_TEXTS, true},     {"to", ONEX_K_TEXT, true},
                                           {"actor", ONEX_K_TEXT, true},     {"stamps", ONEX_K_TEXTS, false},
                                           {"needs", ONEX_K_TABLE, false},   {"forbids", ONEX_K_TABLE, false},
                                           {"document", ONEX_K_BOOL, false}, {NULL, ONEX_K_ANY, false}};

static const char *const actors[] = {"college", "academic_affairs", "leading_group", "commission", NULL};
static const char *const debtors[] = {
    "lead", "college", "academic_affairs", "finance_assets", "student_affairs", "faculty_affairs", NULL};

/* ---- words of lists ---- */

/* The allowed words as they are told: 'a', 'b'. */
typedef struct allowed {
    char text[ONEX_HINT];
    size_t used;
} allowed;

static void allow(allowed *list, const char *word) {
    int n = snprintf(list->text + list->used, sizeof list->text - list->used, "%s'%s'", list->used ? ", " : "", word);
    if (n > 0 && list->used + (size_t)n < sizeof list->text) list->used += (size_t)n;
}

static const onex_entity *pilot_table(void) {
    return onex_entity_find("pilot");
}

/* The code of a state that is written as code or word; NULL after an error. */
static const char *state_of(onex_compiler *c, const onex_raw *raw) {
    const onex_entity *pilot = pilot_table();
    allowed list = {.used = 0};
    onex_nearest nearest;
    onex_nearest_init(&nearest, raw->text);
    for (const onex_word *w = pilot->columns[onex_entity_column(pilot, "state")].words; w->code; w++) {
        if (strcmp(w->code, raw->text) == 0 || strcmp(w->title, raw->text) == 0) return w->code;
        onex_nearest_offer(&nearest, w->code);
        onex_nearest_offer(&nearest, w->title);
        allow(&list, w->code);
    }
    char hint[ONEX_HINT];
    onex_c_fault(c, ONEX_P_VALUE, raw, onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("'%s' is no state of a pilot; the states are %s", "“%s”不是试点项目的状态；状态有 %s"),
                 raw->text, list.text);
    return NULL;
}

/* The name of a date of the pilot that transitions write; NULL after an error. */
static const char *stamp_of(onex_compiler *c, const onex_raw *raw) {
    const onex_entity *pilot = pilot_table();
    allowed list = {.used = 0};
    onex_nearest nearest;
    onex_nearest_init(&nearest, raw->text);
    for (int i = 0; i < pilot->ncolumns; i++) {
        const onex_column *column = &pilot->columns[i];
        if (!column->stamped || column->type != ONEX_COL_DATE) continue;
        if (strcmp(column->name, raw->text) == 0) return column->name;
        onex_nearest_offer(&nearest, column->name);
        allow(&list, column->name);
    }
    char hint[ONEX_HINT];
    onex_c_fault(
        c, ONEX_P_VALUE, raw, onex_c_meant(&nearest, hint, sizeof hint),
        onex_tr("'%s' is no date that a transition writes; these are %s", "“%s”不是步骤写入的日期；这些日期有 %s"),
        raw->text, list.text);
    return NULL;
}

/* A list of words, each once; `find` gives what is stored. */
static const char **words_of(onex_compiler *c, const onex_raw *list,
                             const char *(*find)(onex_compiler *, const onex_raw *), int *count) {
    int n = list->kind == ONEX_RAW_TEXT ? 1 : list->nitems;
    const char **out = onex_c_alloc(c, (size_t)n * sizeof *out);
    *count = 0;
    for (int i = 0; out && i < n; i++) {
        const onex_raw *item = list->kind == ONEX_RAW_TEXT ? list : list->items[i];
        const char *word = find(c, item);
        for (int k = 0; word && k < *count; k++)
            if (out[k] == word) {
                onex_c_fault(c, ONEX_P_TAKEN, item, NULL, onex_tr("'%s' stands here twice", "“%s”重复"), word);
                word = NULL;
            }
        if (word) out[(*count)++] = word;
    }
    return out;
}

/* ---- rules that guard a transition ---- */

/* Whether the rule's verdict can be `hit`. */
static bool can_hit(const onex_rule *rule) {
    return rule->kind == ONEX_TRIGGER || (rule->kind != ONEX_CONDITION && rule->as_trigger);
}

static void guard(onex_compiler *c, const onex_raw *raw, bool forbids, int *rules, int *count) {
    const onex_name *name = onex_c_rule_named(c, raw,
                                              onex_tr("a rule is wanted here, such as condition.dual_qualified",
                                                      "此处应为规则，如 condition.dual_qualified"));
    if (!name) return;
    const onex_rule *rule = &c->program->rules[name->index];
    if (!onex_subject_within(ONEX_PILOT, rule->applies)) {
        onex_c_fault(
            c, ONEX_P_WORD, raw, NULL,
            onex_tr("'%s' applies to '%s'; a transition rests on rules of the pilot, its college or the school",
                    "“%s”的适用对象是“%s”；步骤只能依据试点项目、其二级学院或学校的规则"),
            name->name, onex_subject_code(rule->applies));
        return;
    }
    if (forbids && !can_hit(rule)) {
        onex_c_fault(c, ONEX_P_WORD, raw, onex_tr("what must hold stands in 'needs'", "须满足的写在 needs 中"),
                     onex_tr("'%s' can never be hit, so it forbids nothing", "“%s”不会命中，不能禁止步骤"), name->name);
        return;
    }
    for (int i = 0; i < *count; i++)
        if (rules[i] == name->index) {
            onex_c_fault(c, ONEX_P_TAKEN, raw, NULL, onex_tr("'%s' stands here twice", "“%s”重复"), name->name);
            return;
        }
    rules[(*count)++] = name->index;
}

static int *guards(onex_compiler *c, const onex_raw *body, const char *key, int *count) {
    const onex_raw *list = onex_c_get(body, key);
    *count = 0;
    if (!list) return NULL;
    if (list->nkeys) {
        onex_c_error(c, ONEX_P_KEY, list->key_at[0], (int)onex_text_chars(list->keys[0], strlen(list->keys[0])), NULL,
                     onex_tr("'%s' takes a list of rules", "“%s”需要规则列表"), key);
        return NULL;
    }
    int *rules = onex_c_alloc(c, (size_t)list->nitems * sizeof *rules);
    for (int i = 0; rules && i < list->nitems; i++) guard(c, list->items[i], strcmp(key, "forbids") == 0, rules, count);
    return rules;
}

/* ---- transitions ---- */

/* Where the step leads; false after an error. */
static bool target(onex_compiler *c, const onex_raw *to, onex_transition *out) {
    if (strcmp(to->text, "back") == 0) return true;
    if (!(out->to = state_of(c, to))) return false;
    for (int i = 0; i < out->nfrom; i++)
        if (out->from[i] == out->to) {
            onex_c_fault(c, ONEX_P_VALUE, to, NULL,
                         onex_tr("'%s' is also a state that this step leaves", "“%s”也是本步骤离开的状态"), out->to);
            return false;
        }
    return true;
}

static bool transition(onex_compiler *c, const onex_name *name, onex_transition *out) {
    const onex_raw *body = name->body, *document = onex_c_get(body, "document"), *stamps = onex_c_get(body, "stamps");
    bool ok = onex_c_keys(c, body, onex_keys_cited, transition_keys, false, "transition", name->at, name->width);
    if (!onex_c_decl(c, name, &out->decl) || !ok) return false;
    out->from = words_of(c, onex_c_get(body, "from"), state_of, &out->nfrom);
    if (!out->from || !target(c, onex_c_get(body, "to"), out)) ok = false;
    int actor = onex_c_choice(c, body, "actor", actors, -1);
    if (actor < 0) return false;
    out->actor = actors[actor];
    if (stamps) out->stamps = words_of(c, stamps, stamp_of, &out->nstamps);
    out->needs = guards(c, body, "needs", &out->nneeds);
    out->forbids = guards(c, body, "forbids", &out->nforbids);
    out->document = document && document->integer;
    return ok;
}

/* ---- duties ---- */

/* Who owes it; false after an error. */
static bool debtor(onex_compiler *c, const onex_name *name, onex_duty *out) {
    const onex_raw *who = onex_c_get(name->body, "who");
    if (name->decl->college) { /* its own words */
        out->who = onex_c_text(c, who->text);
        return true;
    }
    int found = onex_c_choice(c, name->body, "who", debtors, -1);
    if (found < 0) return false;
    out->who = debtors[found];
    bool lead = found == 0, college = found == 1;
    if ((lead && out->applies < ONEX_PILOT) || (college && out->applies < ONEX_COLLEGE)) {
        onex_c_fault(c, ONEX_P_VALUE, who, NULL, onex_tr("what applies to '%s' has no '%s'", "适用对象“%s”没有“%s”"),
                     onex_subject_code(out->applies), out->who);
        return false;
    }
    return true;
}

static bool duty_header(onex_compiler *c, const onex_name *name, onex_duty *out) {
    const onex_raw *body = name->body;
    bool ok = onex_c_keys(c, body, onex_keys_cited, duty_keys, false, "duty", name->at, name->width);
    if (!onex_c_decl(c, name, &out->decl)) ok = false;
    out->applies = onex_c_applies(c, body);
    if (out->applies == ONEX_SUBJECTS || !onex_c_local_subject(c, name, out->applies) || !ok) return false;
    const onex_raw *due = onex_c_get(body, "due"), *done = onex_c_get(body, "done"), *sql = onex_c_get(body, "sql");
    if (!(sql ? !due && !done : due && done)) {
        onex_c_error(c, ONEX_P_NEEDED, name->at, name->width, NULL,
                     name->decl->college ? onex_tr("a duty takes 'due' and 'done'", "duty 要写 due 和 done")
                                         : onex_tr("a duty takes either 'due' and 'done', or 'sql'",
                                                   "duty 要么写 due 和 done，要么写 sql"));
        return false;
    }
    if (sql && name->decl->college) {
        onex_c_fault(c, ONEX_P_KEY, sql, NULL,
                     onex_tr("'sql' is a key of school files only", "sql 只能写在学校的规则文件中"));
        return false;
    }
    return debtor(c, name, out);
}

static void duty(onex_compiler *c, const onex_name *name, onex_duty *out) {
    if (!duty_header(c, name, out)) return;
    const onex_raw *only_if = onex_c_get(name->body, "only_if"), *due = onex_c_get(name->body, "due"),
                   *done = onex_c_get(name->body, "done"), *sql = onex_c_get(name->body, "sql");
    onex_c_view view = {.subject = out->applies};
    if (only_if) out->only_if = onex_c_condition(c, &view, only_if);
    if (due) out->due = onex_c_build(c, &view, due, &onex_type_date);
    if (out->due) onex_c_want(c, out->due, due, ONEX_T_DATE, "due");
    if (done) out->done = onex_c_condition(c, &view, done);
    if (!sql || !(out->sql = onex_c_text(c, sql->text))) return;
    onex_c_sql(c, out->sql, sql, out->decl.at);
}

/* ---- all of them ---- */

static bool has_body(const onex_name *name) {
    return name->body && name->body->kind == ONEX_RAW_TABLE && !name->failed;
}

void onex_c_procedure(onex_compiler *c) {
    onex_program *p = c->program;
    const onex_names *rules = &c->names[ONEX_NS_RULE], *steps = &c->names[ONEX_NS_TRANSITION];
    int nduties = 0;
    for (int i = 0; i < rules->count; i++) nduties += rules->items[i].index < 0;
    p->duties = onex_c_alloc(c, (size_t)nduties * sizeof *p->duties);
    p->transitions = onex_c_alloc(c, (size_t)steps->count * sizeof *p->transitions);
    if (c->no_memory) return;
    for (int i = 0; i < rules->count && !c->no_memory; i++)
        if (rules->items[i].index < 0 && has_body(&rules->items[i])) {
            c->college = rules->items[i].decl->college;
            duty(c, &rules->items[i], &p->duties[p->nduties++]);
        }
    c->college = NULL;
    for (int i = 0; i < steps->count && !c->no_memory; i++)
        if (has_body(&steps->items[i])) transition(c, &steps->items[i], &p->transitions[p->ntransitions++]);
}
