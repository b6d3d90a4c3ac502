/* A rules folder, loaded and linted: what the tests of lint's checks share. Included after cmocka. */
#ifndef ONEX_UNIT_RULES_LINTING_H
#define ONEX_UNIT_RULES_LINTING_H

#include "ruledir.h"

#include "rules/lint.h"

#define LINT_HEAD                                                                                                       \
    "regulation { title = \"办法\", document = \"1号\", effective = \"2023-12-18\", articles = 27,\n"                    \
    "  interpreted_by = \"教务处\", clauses = { } }\n"
#define LINT_COLLEGE "local_rules { college = \"art\", document = \"美1号\", effective = \"2026-01-01\", under = \"第二十六条\" }\n"
#define CITED(title) "title = \"" title "\", cite = \"第七条\", "

static bool lint_clause_known(void *ctx, const char *clause) {
    return strcmp(clause, ctx) == 0;
}

static const char *lint_known; /* the one clause that the text has; NULL: no text */
static onex_day lint_day;      /* 0: a day in 2026 */

/* The problems whose code begins so, as ruledir_told; what hinders loading fails the test. */
static inline const char *linted(ruledir *d, const char *code) {
    static char told[8192];
    onex_rules *rules = NULL;
    onex_day day;
    onex_rules_options options = d->options;
    options.with_tests = true;
    onex_problems_clear(&d->problems);
    onex_status status = onex_rules_load(&rules, &options, &d->problems, &d->err);
    if (status != ONEX_OK) fail_msg("%s\n%s", d->err.text, ruledir_told(d));
    assert_true(onex_day_parse_iso("2026-06-01", 10, &day));
    onex_lint_options lint = {.loaded = &options, .as_of = lint_day ? lint_day : day,
                              .clause_known = lint_known ? lint_clause_known : NULL, .ctx = (void *)(uintptr_t)lint_known};
    assert_int_equal(onex_rules_lint(rules, &lint, &d->problems, &d->err), ONEX_OK);
    onex_rules_close(rules);
    size_t used = 0;
    told[0] = '\0';
    for (int i = 0; i < d->problems.count; i++) {
        const onex_problem *p = &d->problems.items[i];
        assert_true(p->warning);
        assert_non_null(p->source_line);
        if (strncmp(p->code, code, strlen(code)) != 0) continue;
        used += (size_t)snprintf(told + used, sizeof told - used, "%s%d:%d %s %s", used ? "\n" : "", p->at.line, p->at.column,
                                 p->code, p->message);
    }
    return told;
}

/* The same of a school of one file, whose first two lines are the regulation's. */
static inline const char *linted_school(ruledir *d, const char *code, const char *text) {
    char all[16384];
    snprintf(all, sizeof all, "%s%s", LINT_HEAD, text);
    ruledir_file(d, "school/a.lua", all);
    return linted(d, code);
}

/* With a file of the college art beside it, whose first line is its head. */
static inline const char *linted_college(ruledir *d, const char *code, const char *school, const char *college) {
    char all[16384];
    snprintf(all, sizeof all, "%s%s", LINT_COLLEGE, college);
    ruledir_file(d, "colleges/art/a.lua", all);
    return linted_school(d, code, school);
}

#endif
