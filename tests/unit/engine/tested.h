/* Small rule sets with their tests, loaded from memory. Included after sets.h. */
#ifndef ONEX_TESTS_ENGINE_TESTED_H
#define ONEX_TESTS_ENGINE_TESTED_H

#include "sets.h"

static inline onex_rules *tested_load(const char *rules_text, const char *tests_text) {
    onex_rules *rules = NULL;
    onex_problems problems = {0};
    onex_error err = {0};
    onex_rules_text files[] = {{"school/a.lua", rules_text, strlen(rules_text)}, {"school/tests/a.lua", tests_text, strlen(tests_text)}};
    onex_rules_options options = {.dir = "test", .files = files, .nfiles = 2, .worker = "/proc/self/exe", .with_tests = true};
    if (onex_rules_load(&rules, &options, &problems, &err) != ONEX_OK) fail_msg("%s: %s", err.text, problems.count ? problems.items[0].message : "");
    onex_problems_clear(&problems);
    return rules;
}

#define TESTED_FIELDS                                                \
    "field \"pilot\" \"hours\" { title = \"学时\", type = \"int\" }\n" \
    "field \"pilot\" \"ready\" { title = \"就绪\", type = \"bool\" }\n"
/* A test whose name is what it gives. */
#define TESTED(given, verdict) "test \"" given "\" { as_of = \"2026-01-01\", given = { " given " }, expect = { x = \"" verdict "\" } }\n"

#endif
