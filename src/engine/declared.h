/* The declarations of a rule set as keys and texts, so that two sets can be held against each other. */
#ifndef ONEX_ENGINE_DECLARED_H
#define ONEX_ENGINE_DECLARED_H

#include "base/arena.h"
#include "base/error.h"
#include "rules/rules.h"

typedef struct onex_stated {
    const char *key;   /* as in the rule language: "value", "requires" */
    const char *text;  /* by names, to be compared */
    const char *shown; /* for people, in the language that is set */
} onex_stated;

typedef struct onex_declared {
    const char *kind;                   /* the word that declares it: "param", "condition" */
    const char *name, *title, *college; /* college NULL: the school's */
    onex_stated *keys;                  /* those that say something */
    int nkeys;
} onex_declared;

/* All declarations but tests, in the order regulation, params, sets, readings, facts, rules, transitions, duties.
 * Everything lives in the arena or the program. */
onex_status onex_declared_list(onex_declared **out, int *count, onex_arena *arena, const onex_rules *rules,
                               onex_error *err);

#endif
