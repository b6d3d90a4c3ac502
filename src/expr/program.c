/* The compiled program: freeing what it holds, finding declarations by name or Chinese title, values in force on a day.
 * How a program comes about is the rules layer's; what its trees mean is eval.c's. */
#include "expr/program.h"

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

/* Of one subject: a declared fact before a column of its own table. */
static int fact_of(const onex_program *p, onex_subject subject, const char *name) {
    int column = -1;
    for (int i = 0; i < p->nfacts; i++) {
        const onex_fact *fact = &p->facts[i];
        if (fact->subject != subject || !is_called(&fact->decl, name)) continue;
        if (fact->source != ONEX_FACT_COLUMN) return i;
        if (column < 0) column = i;
    }
    return column;
}

int onex_program_fact(const onex_program *p, onex_subject subject, const char *name) {
    if (subject == ONEX_SUBJECTS) {
        for (int s = 0; s < ONEX_SUBJECTS; s++) {
            int found = fact_of(p, (onex_subject)s, name);
            if (found >= 0) return found;
        }
        return -1;
    }
    for (; subject != ONEX_SUBJECTS; subject = onex_subject_parent(subject)) {
        int found = fact_of(p, subject, name);
        if (found >= 0) return found;
    }
    return -1;
}

const onex_dated *onex_param_on(const onex_param *param, onex_day day) {
    if (!onex_decl_valid(&param->decl, day)) return NULL;
    const onex_dated *found = NULL;
    for (int i = 0; i < param->nvalues; i++)
        if (param->values[i].from == ONEX_DAY_NONE || param->values[i].from <= day) found = &param->values[i];
    return found;
}
