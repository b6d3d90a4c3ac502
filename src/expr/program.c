/* The compiled program: freeing what it holds, finding declarations by name or Chinese title, values in force on a day.
 * How a program comes about is the rules layer's; what its trees mean is eval.c's. */
#include "expr/eval.h"

#include <string.h>

void onex_program_free(onex_program *program) {
    if (!program) return;
    onex_arena_clear(&program->arena);
    *program = (onex_program){0};
}

static bool is_called(const onex_decl *decl, const char *name) {
    return (decl->name && strcmp(decl->name, name) == 0) || (decl->title && strcmp(decl->title, name) == 0);
}

int onex_program_rule(const onex_program *p, const char *name) {
    for (int i = 0; i < p->nrules; i++)
        if (is_called(&p->rules[i].decl, name)) return i;
    return -1;
}

static bool seen_by(const onex_decl *decl, const char *college) {
    return !decl->college || (college && strcmp(decl->college, college) == 0);
}

int onex_program_rule_of(const onex_program *p, const char *college, const char *name) {
    for (int i = 0; i < p->nrules; i++)
        if (seen_by(&p->rules[i].decl, college) && is_called(&p->rules[i].decl, name)) return i;
    return -1;
}

int onex_program_param(const onex_program *p, const char *name) {
    for (int i = 0; i < p->nparams; i++)
        if (is_called(&p->params[i].decl, name)) return i;
    return -1;
}

int onex_program_transition(const onex_program *p, const char *name) {
    for (int i = 0; i < p->ntransitions; i++)
        if (is_called(&p->transitions[i].decl, name)) return i;
    return -1;
}

int onex_program_duty(const onex_program *p, const char *name) {
    for (int i = 0; i < p->nduties; i++)
        if (is_called(&p->duties[i].decl, name)) return i;
    return -1;
}

int onex_program_set(const onex_program *p, const char *name) {
    for (int i = 0; i < p->nsets; i++)
        if (is_called(&p->sets[i].decl, name)) return i;
    return -1;
}

int onex_program_reading(const onex_program *p, const char *name) {
    for (int i = 0; i < p->nreadings; i++)
        if (is_called(&p->readings[i].decl, name)) return i;
    return -1;
}

/* Of one subject: a declared fact before a column of its own table. `college` NULL: of any. */
static int fact_of(const onex_program *p, bool any, const char *college, onex_subject subject, const char *name) {
    int column = -1;
    for (int i = 0; i < p->nfacts; i++) {
        const onex_fact *fact = &p->facts[i];
        if (fact->subject != subject || !is_called(&fact->decl, name)) continue;
        if (!any && !seen_by(&fact->decl, college)) continue;
        if (fact->source != ONEX_FACT_COLUMN) return i;
        if (column < 0) column = i;
    }
    return column;
}

static int fact_along(const onex_program *p, bool any, const char *college, onex_subject subject, const char *name) {
    for (; subject != ONEX_SUBJECTS; subject = onex_subject_parent(subject)) {
        int found = fact_of(p, any, college, subject, name);
        if (found >= 0) return found;
    }
    return -1;
}

int onex_program_fact(const onex_program *p, onex_subject subject, const char *name) {
    if (subject != ONEX_SUBJECTS) return fact_along(p, true, NULL, subject, name);
    for (int s = 0; s < ONEX_SUBJECTS; s++) {
        int found = fact_of(p, true, NULL, (onex_subject)s, name);
        if (found >= 0) return found;
    }
    return -1;
}

int onex_program_fact_of(const onex_program *p, const char *college, onex_subject subject, const char *name) {
    return fact_along(p, false, college, subject, name);
}

/* ---- values in force ---- */

static const onex_dated *dated_on(const onex_dated *values, int n, onex_day day) {
    const onex_dated *found = NULL;
    for (int i = 0; i < n; i++)
        if (values[i].from == ONEX_DAY_NONE || values[i].from <= day) found = &values[i];
    return found;
}

const onex_dated *onex_param_on(const onex_param *param, onex_day day) {
    return onex_decl_valid(&param->decl, day) ? dated_on(param->values, param->nvalues, day) : NULL;
}

const onex_dated *onex_statement_on(const onex_statement *statement, onex_day day) {
    return dated_on(statement->values, statement->nvalues, day);
}

bool onex_local_holds(const onex_local *local, const char *college, onex_day day) {
    if (!college || strcmp(college, local->college) != 0) return false;
    return (local->from == ONEX_DAY_NONE || local->from <= day) && (local->to == ONEX_DAY_NONE || day < local->to);
}

/* Whether the college's value holds beside the school's: a relaxation does, and what is at least as strict. */
static bool prevails(const onex_param *param, const onex_statement *statement, onex_value local, onex_value school) {
    if (statement->relaxes) return true;
    if (param->college_may == ONEX_MAY_RAISE) return onex_value_compare(local, school) >= 0;
    if (param->college_may == ONEX_MAY_LOWER) return onex_value_compare(local, school) <= 0;
    return true;
}

onex_in_force onex_param_for(const onex_param *param, const char *college, onex_day day, const onex_dated *instead) {
    onex_in_force in = {.value = instead ? instead : onex_param_on(param, day)};
    for (int i = 0; in.value && i < param->nstatements; i++) {
        const onex_statement *statement = &param->statements[i];
        const onex_dated *value = onex_local_holds(&statement->local, college, day) ? onex_statement_on(statement, day) : NULL;
        if (value && prevails(param, statement, value->value, in.value->value))
            return (onex_in_force){.value = value, .statement = statement};
    }
    return in;
}

bool onex_set_holds(const onex_set *set, const char *college, onex_day day, const onex_text *text) {
    bool in = onex_set_has(set, text);
    for (int i = 0; i < set->nchanges; i++) {
        const onex_set_change *change = &set->changes[i];
        if (!onex_local_holds(&change->local, college, day)) continue;
        for (int m = 0; m < change->nmembers; m++)
            if (onex_text_equal(change->members[m], text, false)) in = !change->reduces;
    }
    return in;
}
