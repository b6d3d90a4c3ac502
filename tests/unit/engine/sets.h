/* Small rule sets of one text, loaded from memory. Included after cmocka; the test's main hands over to SETS_MAIN. */
#ifndef ONEX_TESTS_ENGINE_SETS_H
#define ONEX_TESTS_ENGINE_SETS_H

#include <stdio.h>
#include <string.h>

#include "rules/rules.h"

#define SETS_LAW "regulation { effective = \"2023-12-18\", articles = 27 }\n"
/* P-1 of the school of importing.h has one milestone, P-2 none. */
#define SETS_FLOOR(n)                                                                                              \
    SETS_LAW "param \"floor\" { title = \"下限\", cite = \"第九条\", value = " n ", college_may = \"nothing\" }\n" \
             "condition \"planned\" { title = \"有进度安排\", cite = \"第九条\", "                         \
             "requires = at_least(count { \"milestone\" }, param.floor) }\n"

static inline onex_rules *set_load(const char *text) {
    onex_rules *rules = NULL;
    onex_problems problems = {0};
    onex_error err = {0};
    onex_rules_text file = {"school/a.lua", text, strlen(text)};
    onex_rules_options options = {.dir = "test", .files = &file, .nfiles = 1, .worker = "/proc/self/exe"};
    if (onex_rules_load(&rules, &options, &problems, &err) != ONEX_OK)
        fail_msg("%s: %s", err.text, problems.count ? problems.items[0].message : "");
    onex_problems_clear(&problems);
    return rules;
}

#define SETS_MAIN(tests)                                                                                 \
    int main(int argc, char **argv) {                                                                    \
        if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv); \
        return cmocka_run_group_tests(tests, NULL, NULL);                                                \
    }

#endif
