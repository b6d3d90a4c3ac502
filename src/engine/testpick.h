/* Which rules and tests a path inside the rules folder stands for. */
#ifndef ONEX_ENGINE_TESTPICK_H
#define ONEX_ENGINE_TESTPICK_H

#include <regex.h>

#include "base/error.h"
#include "expr/program.h"

/* Whether the path stands in a folder of tests, or is one: "school/tests/07.lua". */
bool onex_testpick_is_test(const char *path);

/* Marks (by index; the arrays are given zeroed) what a path asks for: the rules that are declared there, whose own
 * threshold, set, reading or fact is, or that a test there expects something of. NULL: all. */
onex_status onex_testpick_rules(const onex_program *program, const char *path, bool *rules, onex_error *err);

/* Marks the tests that stand there, and those that rest on something declared there: through rules, facts, params, sets
 * and readings, as far as they are not given. NULL: all. */
onex_status onex_testpick_tests(const onex_program *program, const char *path, bool *tests, onex_error *err);

/* Leaves only the marked rules whose name or title matches, with the members of those that are outcomes. */
void onex_testpick_match(const onex_program *program, const regex_t *regex, bool *rules);

#endif
