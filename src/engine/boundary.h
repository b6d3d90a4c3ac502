/* Test cases made from the rules themselves: each comparison just below, exactly at and just above its threshold, each
 * condition that has none holding and not, and each fact missing. What a rule says of them is judged as always. */
#ifndef ONEX_ENGINE_BOUNDARY_H
#define ONEX_ENGINE_BOUNDARY_H

#include "base/buffer.h"
#include "base/error.h"
#include "rules/rules.h"

typedef enum { ONEX_EDGE_BELOW, ONEX_EDGE_AT, ONEX_EDGE_ABOVE, ONEX_EDGE_YES, ONEX_EDGE_NO, ONEX_EDGE_MISSING } onex_edge;

typedef struct onex_boundary_case {
    int rule;
    const onex_node *node;    /* the comparison or condition that is tried */
    onex_edge edge;
    const char *missing;      /* MISSING: the name of what is left out; else NULL */
    const char *values;       /* what is given, "team_dual=49 team_total=100" */
    bool again;               /* the same values were tried before, for another comparison of the rule */
    const onex_test *test;    /* one expectation: the rule's verdict */
} onex_boundary_case;

typedef struct onex_boundary_unmade { /* a comparison for which no values were found */
    int rule;
    const onex_node *node;
} onex_boundary_unmade;

typedef struct onex_boundary {
    onex_arena arena, texts;
    onex_boundary_case *cases; /* rule by rule, in rule order */
    int ncases, cap;
    onex_boundary_unmade *unmade;
    int nunmade, cap_unmade;
} onex_boundary;

typedef struct onex_boundary_query {
    const bool *rules;   /* by rule: cases are wanted; NULL: all */
    const char *college; /* only as this college's subjects see it; NULL: the school's, and each college's where a
                          * threshold is its own */
    onex_day day;        /* the day of the cases where no other is needed; moved into the time when the rule holds */
} onex_boundary_query;

/* Makes the cases; the rules must outlive them. Names of the tests differ from those that the program has. `_clear` frees. */
onex_status onex_boundary_make(onex_boundary *out, onex_rules *rules, const onex_boundary_query *query, onex_error *err);
void onex_boundary_clear(onex_boundary *boundary);

/* "just below" and so on, in the language that is set; the code is an ASCII word. */
const char *onex_edge_text(onex_edge edge);
const char *onex_edge_code(onex_edge edge);

#endif
