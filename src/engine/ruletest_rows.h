/* The rows of a rule test in the scratch database. */
#ifndef ONEX_ENGINE_RULETEST_ROWS_H
#define ONEX_ENGINE_RULETEST_ROWS_H

#include "base/error.h"
#include "expr/program.h"
#include "store/store.h"

/* Puts the case's rows into the empty scratch database (inside the caller's transaction), for one subject called `test`: a cell that would say to which
 * subject the row belongs is filled in where the case leaves it out, and so is the subject's own row. */
onex_status onex_ruletest_fill(onex_store *scratch, const onex_test *test, onex_error *err);

/* What the subject of a test with rows is called: `test`; a college's test of the college itself has the college's code. */
const char *onex_ruletest_subject(const onex_test *test);

#endif
