/* Between boundary.c and boundary_case.c only: a subject with values becomes a case. */
#ifndef ONEX_ENGINE_BOUNDARY_MAKE_H
#define ONEX_ENGINE_BOUNDARY_MAKE_H

#include "engine/boundary.h"
#include "engine/imagine.h"
#include "engine/ruletest.h"

typedef struct onex_making {
    onex_boundary *out;
    onex_testbench bench;
    const onex_program *program;
    onex_imagined subject;
    int rule;
    const onex_node *node;
    bool elsewhere; /* not the usual day and college: names say which */
    int first;      /* the rule's first case */
    onex_error *err;
} onex_making;

/* Whether the limit stands on the left and what is tried on the right. */
bool onex_boundary_turned(const onex_node *node);

/* Makes the test's rows from what counts of rows are to come to; false: there are none that do, or memory is gone. */
bool onex_boundary_rows(onex_making *m, onex_test *test);

/* Adds the case that the subject's values make, unless the rule has it already, or it is not in force and tells nothing;
 * *made: it, or the one that was there, does what the edge says. */
onex_status onex_boundary_add(onex_making *m, onex_edge edge, bool *made);
/* For each value given in a case of the rule: the same case without it. */
onex_status onex_boundary_missing(onex_making *m);

#endif
