/* Duties and transitions: their names, keys, references and expressions are checked, so that rule files may hold them;
 * they have no entry in the program. */
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

void onex_c_duty_header(onex_compiler *c, int number) {
    onex_name *name = &c->names[ONEX_NS_RULE].items[number];
    const onex_raw *body = name->body;
    onex_decl decl;
    bool ok = onex_c_keys(c, body, onex_keys_cited, duty_keys, false, "duty", name->at, name->width);
    if (!onex_c_decl(c, name, &decl)) ok = false;
    name->subject = onex_c_applies(c, body);
    if (name->subject == ONEX_SUBJECTS) ok = false;
    bool due = onex_c_get(body, "due"), done = onex_c_get(body, "done"), sql = onex_c_get(body, "sql");
    if (ok && !(sql ? !due && !done : due && done)) {
        onex_c_error(c, ONEX_P_NEEDED, name->at, name->width, NULL,
                     onex_tr("a duty takes either 'due' and 'done', or 'sql'", "duty 要么写 due 和 done，要么写 sql"));
        ok = false;
    }
    if (!ok) name->failed = true;
}

void onex_c_duty_body(onex_compiler *c, int number) {
    const onex_name *name = &c->names[ONEX_NS_RULE].items[number];
    if (name->index >= 0 || name->failed) return;
    onex_c_view view = {.subject = name->subject};
    const onex_raw *only_if = onex_c_get(name->body, "only_if"), *due = onex_c_get(name->body, "due"),
                   *done = onex_c_get(name->body, "done");
    if (only_if) onex_c_condition(c, &view, only_if);
    onex_node *date = due ? onex_c_build(c, &view, due, &onex_type_date) : NULL;
    if (date) onex_c_want(c, date, due, ONEX_T_DATE, "due");
    if (done) onex_c_condition(c, &view, done);
}

/* The rules that a transition needs or that forbid it. */
static void check_rules(onex_compiler *c, const onex_raw *list) {
    for (int i = 0; list && list->kind == ONEX_RAW_TABLE && i < list->nitems; i++) {
        const onex_raw *item = list->items[i];
        bool reference = item->kind == ONEX_RAW_REF && item->npath == 1;
        if (reference || item->kind == ONEX_RAW_TEXT)
            onex_c_lookup(c, ONEX_NS_RULE, reference ? item->path[0] : item->text, item);
        else
            onex_c_fault(c, ONEX_P_VALUE, item, NULL,
                         onex_tr("a rule is wanted here, such as condition.dual_qualified",
                                 "此处应为规则，如 condition.dual_qualified"));
    }
}

void onex_c_transition(onex_compiler *c, int number) {
    const onex_name *name = &c->names[ONEX_NS_TRANSITION].items[number];
    onex_decl decl;
    onex_c_keys(c, name->body, onex_keys_cited, transition_keys, false, "transition", name->at, name->width);
    onex_c_decl(c, name, &decl);
    check_rules(c, onex_c_get(name->body, "needs"));
    check_rules(c, onex_c_get(name->body, "forbids"));
}
