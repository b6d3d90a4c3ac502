/* A rules folder of its own for each test, and what the front half of loading makes of it. Included after cmocka. The
 * tests' programs are their own rule workers: main hands over to `ruledir_main`. */
#ifndef ONEX_UNIT_RULES_RULEDIR_H
#define ONEX_UNIT_RULES_RULEDIR_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/front.h"

typedef struct ruledir {
    char path[256];
    onex_rules_options options;
    onex_front front;
    onex_problems problems;
    onex_error err;
} ruledir;

static onex_worker_limits ruledir_limits = {1000, 20000}; /* milliseconds; a busy machine must not fail a test */

static inline int ruledir_make(void **state) {
    ruledir *d = calloc(1, sizeof *d);
    const char *base = getenv("TMPDIR");
    if (!d) return -1;
    snprintf(d->path, sizeof d->path, "%s/onex-rules-XXXXXX", base && *base ? base : P_tmpdir);
    if (!mkdtemp(d->path)) return -1;
    char school[300];
    snprintf(school, sizeof school, "%s/school", d->path);
    mkdir(school, 0700);
    d->options = (onex_rules_options){.dir = d->path, .worker = "/proc/self/exe"};
    *state = d;
    return 0;
}

static inline int ruledir_unlink(const char *path, const struct stat *st, int type, struct FTW *walk) {
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

static inline int ruledir_remove(void **state) {
    ruledir *d = *state;
    onex_front_clear(&d->front);
    onex_problems_clear(&d->problems);
    nftw(d->path, ruledir_unlink, 16, FTW_DEPTH | FTW_PHYS);
    free(d);
    onex_lang_set(ONEX_LANG_EN);
    return 0;
}

/* Writes `len` bytes to the path inside the folder; folders on the way are made. */
static inline void ruledir_bytes(ruledir *d, const char *path, const char *bytes, size_t len) {
    char full[600];
    snprintf(full, sizeof full, "%s/%s", d->path, path);
    for (char *slash = strchr(full + strlen(d->path) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(full, 0700);
        *slash = '/';
    }
    FILE *file = fopen(full, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static inline void ruledir_file(ruledir *d, const char *path, const char *text) {
    ruledir_bytes(d, path, text, strlen(text));
}

static inline onex_status ruledir_read(ruledir *d) {
    onex_front_clear(&d->front);
    onex_problems_clear(&d->problems);
    onex_status status = onex_front_read(&d->front, &d->options, ruledir_limits, &d->problems, &d->err);
    onex_rules_options shown = d->options;
    if (!shown.files) shown.dir = "rules";
    if (status == ONEX_OK) assert_int_equal(onex_front_dress(&d->front, &shown, &d->problems, &d->err), ONEX_OK);
    return status;
}

/* Reads a folder of one file, which must have no mistake; gives its first declaration. */
static inline const onex_raw_decl *ruledir_one(ruledir *d, const char *text) {
    ruledir_file(d, "school/a.lua", text);
    assert_int_equal(ruledir_read(d), ONEX_OK);
    if (d->problems.count)
        fail_msg("%s:%d: %s", d->problems.items[0].at.file, d->problems.items[0].at.line, d->problems.items[0].message);
    assert_true(d->front.raw.ndecls > 0);
    return &d->front.raw.decls[0];
}

/* All problems as "line:column code message", one a line, without the file. */
static inline const char *ruledir_told(const ruledir *d) {
    static char told[8192];
    size_t used = 0;
    told[0] = '\0';
    for (int i = 0; i < d->problems.count && used < sizeof told; i++) {
        const onex_problem *p = &d->problems.items[i];
        int n = snprintf(told + used, sizeof told - used, "%s%d:%d %s %s", i ? "\n" : "", p->at.line, p->at.column,
                         p->code, p->message);
        used += n > 0 ? (size_t)n : 0;
    }
    return told;
}

/* What is wrong with a folder of one file. */
static inline const char *ruledir_wrong(ruledir *d, const char *text) {
    ruledir_file(d, "school/a.lua", text);
    assert_int_equal(ruledir_read(d), ONEX_OK);
    return ruledir_told(d);
}

static inline const onex_raw *ruledir_get(const onex_raw *table, const char *key) {
    for (int i = 0; i < table->nkeys; i++)
        if (strcmp(table->keys[i], key) == 0) return table->values[i];
    fail_msg("no key %s", key);
    return NULL;
}

#define RULEDIR_TEST(f) cmocka_unit_test_setup_teardown(f, ruledir_make, ruledir_remove)
#define RULEDIR_MAIN(tests)                                                                              \
    int main(int argc, char **argv) {                                                                    \
        if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv); \
        return cmocka_run_group_tests(tests, NULL, NULL);                                                \
    }

#endif
