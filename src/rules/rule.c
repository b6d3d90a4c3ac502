/* Rules: conditions, triggers, attestations and outcomes; their keys, expressions and members. Duties and transitions
 * are procedure.c's. */
#include <string.h>

#include "rules/compiler.h"

#define EVERY_RULE                     \
    {"applies", ONEX_K_TEXT, false}, { \
        "only_if", ONEX_K_ANY, false   \
    }
static const onex_key joins_key = {"joins", ONEX_K_ANY, false};
static const onex_key condition_keys[] = {
    EVERY_RULE, {"requires", ONEX_K_ANY, true}, {"strength", ONEX_K_TEXT, false}, {NULL, ONEX_K_ANY, false}};
static const onex_key trigger_keys[] = {EVERY_RULE, {"when", ONEX_K_ANY, true}, {NULL, ONEX_K_ANY, false}};
static const onex_key attestation_keys[] = {EVERY_RULE,
                                            {"as", ONEX_K_TEXT, true},
                                            {"by", ONEX_K_TEXT, false},
                                            {"evidence", ONEX_K_TABLE, false},
                                            {"cases", ONEX_K_TEXT, false},
                                            {NULL, ONEX_K_ANY, false}};
static const onex_key outcome_keys[] = {EVERY_RULE,
                                        {"all", ONEX_K_TABLE, false},
                                        {"any", ONEX_K_TABLE, false},
                                        {"college_may", ONEX_K_TEXT, false},
                                        {NULL, ONEX_K_ANY, false}};

typedef struct {
    const char *word;
    onex_rule_kind kind;
    const onex_key *keys;
} rule_word;
static const rule_word rule_words[] = {{"condition", ONEX_CONDITION, condition_keys},
                                       {"trigger", ONEX_TRIGGER, trigger_keys},
                                       {"attestation", ONEX_ATTESTATION, attestation_keys},
                                       {"outcome", ONEX_OUTCOME, outcome_keys}};

static const rule_word *word_of(const onex_raw_decl *decl) {
    for (size_t i = 0; i < sizeof rule_words / sizeof *rule_words; i++)
        if (strcmp(rule_words[i].word, decl->word) == 0) return &rule_words[i];
    return NULL;
}

/* ---- headers ---- */

static bool evidence(onex_compiler *c, const onex_raw *list, onex_rule *rule) {
    rule->evidence = onex_c_alloc(c, (size_t)list->nitems * sizeof *rule->evidence);
    bool ok = rule->evidence != NULL;
    for (int i = 0; rule->evidence && i < list->nitems; i++) {
        const onex_raw *item = list->items[i];
        bool reference = item->kind == ONEX_RAW_REF && item->npath == 1;
        if (!reference && item->kind != ONEX_RAW_TEXT) {
            onex_c_fault(c, ONEX_P_VALUE, item, NULL,
                         onex_tr("evidence is named by a text or a reference", "依据应为文本或引用"));
            ok = false;
        } else if (reference && strcmp(item->text, "fact") != 0 &&
                   onex_c_lookup(c, ONEX_NS_RULE, item->path[0], item) < 0)
            ok = false;
        else if (reference && strcmp(item->text, "fact") == 0 &&
                 onex_c_fact(c, rule->applies, item->path[0], item, false, NULL) < 0)
            ok = false;
        else
            rule->evidence[rule->nevidence++] = onex_c_text(c, reference ? item->path[0] : item->text);
    }
    return ok;
}

static bool ground(onex_compiler *c, const onex_raw *cases, onex_rule *rule) {
    const onex_entity *incident = onex_entity_find("incident");
    const onex_word *words = incident->columns[onex_entity_column(incident, "ground")].words;
    onex_nearest nearest;
    onex_nearest_init(&nearest, cases->text);
    for (const onex_word *w = words; w->code; w++) {
        if (strcmp(w->code, cases->text) == 0) {
            rule->ground = w->code;
            return true;
        }
        onex_nearest_offer(&nearest, w->code);
    }
    char hint[ONEX_HINT];
    onex_c_fault(c, ONEX_P_VALUE, cases, onex_c_meant(&nearest, hint, sizeof hint),
                 onex_tr("no ground of incidents '%s'", "没有线索情形“%s”"), cases->text);
    return false;
}

static bool attestation_header(onex_compiler *c, const onex_name *name, onex_rule *rule) {
    static const char *const words[] = {"condition", "trigger", NULL};
    const onex_raw *body = name->body, *cases = onex_c_get(body, "cases"), *list = onex_c_get(body, "evidence");
    int as = onex_c_choice(c, body, "as", words, -1);
    rule->as_trigger = as == 1;
    rule->by = onex_c_text_of(c, body, "by");
    if (as == 1 && !cases) {
        onex_c_error(c, ONEX_P_NEEDED, name->at, name->width, NULL,
                     onex_tr("an attestation as trigger needs the key 'cases'", "作为触发情形的认定须写 cases"));
        return false;
    }
    if (as == 0 && cases) {
        onex_c_fault(c, ONEX_P_KEY, cases, NULL,
                     onex_tr("'cases' goes with as = \"trigger\"", "cases 只用于 as = \"trigger\""));
        return false;
    }
    bool ok = as >= 0 && (!cases || ground(c, cases, rule));
    return (!list || evidence(c, list, rule)) && ok;
}

static bool outcome_header(onex_compiler *c, const onex_name *name, onex_rule *rule) {
    static const char *const words[] = {"nothing", "add", NULL};
    const onex_raw *all = onex_c_get(name->body, "all"), *any = onex_c_get(name->body, "any");
    int may = onex_c_choice(c, name->body, "college_may", words, 0);
    rule->as_trigger = any != NULL;
    rule->college_may = may == 1 ? ONEX_MAY_ADD : ONEX_MAY_NOTHING;
    if (!all != !any) return may >= 0;
    onex_c_error(c, ONEX_P_NEEDED, name->at, name->width, NULL,
                 onex_tr("an outcome takes either 'all' or 'any'", "outcome 要么写 all，要么写 any"));
    return false;
}

static bool condition_header(onex_compiler *c, const onex_name *name, onex_rule *rule) {
    static const char *const words[] = {"must", "in_principle", "preferred", NULL};
    int strength = onex_c_choice(c, name->body, "strength", words, ONEX_MUST);
    if (strength >= 0) rule->strength = (onex_strength)strength;
    return strength >= 0;
}

void onex_c_rule_header(onex_compiler *c, int number) {
    onex_name *name = &c->names[ONEX_NS_RULE].items[number];
    const rule_word *word = word_of(name->decl);
    if (!word) return; /* a duty */
    onex_rule *rule = &c->program->rules[name->index];
    rule->kind = word->kind;
    rule->joins = -1;
    onex_key keys[16];
    int n = 0;
    for (; n < 14 && word->keys[n].name; n++) keys[n] = word->keys[n];
    if (name->decl->college) keys[n++] = joins_key;
    keys[n] = (onex_key){NULL, ONEX_K_ANY, false};
    bool ok = onex_c_keys(c, name->body, onex_keys_cited, keys, false, word->word, name->at, name->width);
    ok = onex_c_decl(c, name, &rule->decl) && ok;
    onex_subject applies = onex_c_applies(c, name->body);
    if (applies == ONEX_SUBJECTS || !onex_c_local_subject(c, name, applies)) ok = false;
    rule->applies = name->subject = applies == ONEX_SUBJECTS ? ONEX_PILOT : applies;
    if (ok && rule->kind == ONEX_CONDITION) ok = condition_header(c, name, rule);
    if (ok && rule->kind == ONEX_ATTESTATION) ok = attestation_header(c, name, rule);
    if (ok && rule->kind == ONEX_OUTCOME) ok = outcome_header(c, name, rule);
    if (!ok) name->failed = true;
}

/* ---- expressions ---- */

void onex_c_rule_body(onex_compiler *c, int number) {
    const onex_name *name = &c->names[ONEX_NS_RULE].items[c->rule_names[number]];
    onex_rule *rule = &c->program->rules[number];
    c->college = name->decl->college;
    if (!name->body || name->body->kind != ONEX_RAW_TABLE) return;
    onex_c_view view = {.subject = rule->applies};
    const onex_raw *only_if = onex_c_get(name->body, "only_if");
    const onex_raw *expr = rule->kind == ONEX_CONDITION ? onex_c_get(name->body, "requires")
                           : rule->kind == ONEX_TRIGGER ? onex_c_get(name->body, "when")
                                                        : NULL;
    if (only_if) rule->only_if = onex_c_condition(c, &view, only_if);
    if (expr) rule->expr = onex_c_condition(c, &view, expr);
}

/* ---- verdicts ---- */

bool onex_c_possible(const onex_rule *rule, onex_verdict verdict) {
    bool trigger = rule->kind == ONEX_TRIGGER || (rule->kind != ONEX_CONDITION && rule->as_trigger);
    switch (verdict) {
    case ONEX_MET:
    case ONEX_UNMET: return !trigger;
    case ONEX_DEVIATES:
    case ONEX_EXCUSED: return rule->kind == ONEX_CONDITION && rule->strength != ONEX_MUST;
    case ONEX_HIT:
    case ONEX_CLEAR: return trigger;
    case ONEX_IDLE: return rule->kind == ONEX_ATTESTATION && trigger;
    default: return true;
    }
}

/* ---- members of outcomes ---- */

static const char *kind_text(onex_rule_kind kind) {
    switch (kind) {
    case ONEX_CONDITION: return onex_tr("a condition", "条件");
    case ONEX_TRIGGER: return onex_tr("a trigger", "触发情形");
    case ONEX_ATTESTATION: return onex_tr("an attestation", "认定");
    default: return onex_tr("an outcome", "结论");
    }
}

/* Why the rule cannot be a member; NULL: it can. */
static const char *misfit(const onex_rule *outcome, const onex_rule *member) {
    if (!onex_subject_within(outcome->applies, member->applies))
        return onex_tr("it applies to another kind of subject", "其适用对象不同");
    if (member->kind == ONEX_CONDITION && member->strength == ONEX_PREFERRED)
        return onex_tr("a preferred condition decides nothing", "优先性条件不决定结论");
    bool as_trigger = member->kind == ONEX_TRIGGER || (member->kind != ONEX_CONDITION && member->as_trigger);
    if (outcome->as_trigger == as_trigger) return NULL;
    return outcome->as_trigger ? onex_tr("'any' takes triggers, attestations as trigger and 'any' outcomes",
                                         "any 只收触发情形、作为触发情形的认定和 any 结论")
                               : onex_tr("'all' takes conditions, attestations as condition and 'all' outcomes",
                                         "all 只收条件、作为条件的认定和 all 结论");
}

static void member(onex_compiler *c, onex_rule *outcome, const onex_raw *raw) {
    const onex_name *name = onex_c_rule_named(c, raw, onex_tr("a member is a rule, such as condition.dual_qualified",
                                                             "成员应为规则，如 condition.dual_qualified"));
    if (!name) return;
    const char *why = misfit(outcome, &c->program->rules[name->index]);
    if (why) {
        onex_c_fault(c, ONEX_P_WORD, raw, NULL,
                     onex_tr("'%s' (%s) cannot be a member: %s", "“%s”（%s）不能作为成员：%s"), name->name,
                     kind_text(c->program->rules[name->index].kind), why);
        return;
    }
    for (int i = 0; i < outcome->nmembers; i++)
        if (outcome->members[i] == name->index) {
            onex_c_fault(c, ONEX_P_TAKEN, raw, NULL, onex_tr("'%s' is a member twice", "成员“%s”重复"), name->name);
            return;
        }
    outcome->members[outcome->nmembers++] = name->index;
}

void onex_c_members(onex_compiler *c, int number) {
    const onex_name *name = &c->names[ONEX_NS_RULE].items[c->rule_names[number]];
    onex_rule *rule = &c->program->rules[number];
    if (!name->body || name->body->kind != ONEX_RAW_TABLE) return;
    const onex_raw *list = onex_c_get(name->body, rule->as_trigger ? "any" : "all");
    if (!list || list->kind != ONEX_RAW_TABLE) return;
    rule->members = onex_c_alloc(c, (size_t)list->nitems * sizeof *rule->members);
    if (list->nkeys || !list->nitems) {
        onex_c_fault(c, ONEX_P_VALUE, list, NULL, onex_tr("'%s' takes a list of rules", "“%s”需要规则列表"),
                     rule->as_trigger ? "any" : "all");
        return;
    }
    for (int i = 0; rule->members && i < list->nitems; i++) member(c, rule, list->items[i]);
}
