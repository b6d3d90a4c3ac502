/* onex test: runs the tests that stand beside the rules, tells the failures and the counts. */
#include <limits.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/boundary_page.h"
#include "cli/commands.h"
#include "cli/coverage_page.h"
#include "cli/sheet.h"
#include "engine/ruletest.h"
#include "engine/testpick.h"

typedef struct testing {
    onex_cli *cli;
    char *dir;  /* the rules folder */
    char *only; /* path inside it; NULL: all tests */
    bool *chosen; /* by test: PATH asks for it; NULL: all that are loaded */
    const onex_program *program;
    bool *ran; /* by test */
    long passed, failed;
    bool covering, mutating;
    onex_coverage coverage;
    onex_mutations mutations;
    onex_buffer out; /* JSON: the cases */
} testing;

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static char *below(const char *dir, const char *name) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s/%s", dir, name);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

/* Whether the path is a whole rules folder. */
static bool is_rules(const char *path) {
    char *school = below(path, "school");
    bool found = school && is_folder(school);
    free(school);
    return found;
}

/* PATH is a rules folder, or a test file or folder inside the one in use, as seen from here or from there. */
static onex_status path_take(testing *t, const char *path, onex_error *err) {
    char inside[PATH_MAX], outside[PATH_MAX];
    if (is_rules(path)) {
        free(t->dir);
        t->dir = strdup(path);
        return t->dir ? ONEX_OK : onex_no_memory(err);
    }
    size_t len = realpath(t->dir, outside) ? strlen(outside) : 0;
    if (len && realpath(path, inside) && strncmp(inside, outside, len) == 0 && inside[len] == '/') {
        t->only = strdup(inside + len + 1);
        return t->only ? ONEX_OK : onex_no_memory(err);
    }
    char *there = below(t->dir, path);
    struct stat st;
    bool found = there && stat(there, &st) == 0;
    free(there);
    if (!found)
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no tests '%s' in '%s'", "没有测试“%s”（规则文件夹“%s”）"),
                         path, t->dir);
    t->only = strdup(path);
    return t->only ? ONEX_OK : onex_no_memory(err);
}

static void case_json(testing *t, const onex_ruletest_result *result) {
    const onex_decl *decl = &result->test->decl;
    char *file = below(t->dir, decl->at.file ? decl->at.file : "");
    onex_buffer_text(&t->out, t->passed + t->failed > 1 ? ",\n{\"name\":" : "{\"name\":");
    onex_buffer_json_text(&t->out, decl->name);
    onex_buffer_text(&t->out, ",\"file\":");
    onex_buffer_json_text(&t->out, file);
    onex_buffer_printf(&t->out, ",\"line\":%d,\"ok\":%s,\"message\":", decl->at.line, result->ok ? "true" : "false");
    onex_buffer_json_text(&t->out, result->ok ? NULL : result->message);
    onex_buffer_char(&t->out, '}');
    free(file);
}

/* A failure for people: place and name, the message's lines below it. */
static void case_put(testing *t, const onex_ruletest_result *result) {
    const onex_decl *decl = &result->test->decl;
    onex_buffer_printf(&t->out, "%s/%s:%d: ", t->dir, decl->at.file ? decl->at.file : "", decl->at.line);
    onex_style_put(t->cli, &t->out, ONEX_STYLE_BAD, onex_tr("failed", "未通过"));
    onex_buffer_printf(&t->out, " %s\n", decl->name);
    for (const char *at = result->message; at && *at;) {
        int len = (int)strcspn(at, "\n");
        onex_buffer_printf(&t->out, "  %.*s\n", len, at);
        at += len + (at[len] == '\n');
    }
}

static onex_status on_case(void *ctx, const onex_ruletest_result *result, onex_error *err) {
    testing *t = ctx;
    (void)err;
    t->ran[result->test - t->program->tests] = true;
    if (result->ok)
        t->passed++;
    else
        t->failed++;
    if (t->cli->format == ONEX_FORMAT_JSON)
        case_json(t, result);
    else if (!result->ok)
        case_put(t, result);
    return ONEX_OK;
}

/* The failures, what was not seen, what was not noticed, the counts. `rules`: what is told of coverage; NULL: all. */
static void text_put(const testing *t, onex_buffer *b, const bool *rules) {
    if (t->out.len) onex_buffer_put(b, t->out.data, t->out.len);
    if (t->covering) onex_coverage_put(t->cli, b, &t->coverage, t->dir, rules);
    if (t->mutating) onex_mutations_put(b, &t->mutations);
    onex_buffer_printf(b, onex_tr("%ld passed, %ld failed\n", "%ld 项通过，%ld 项未通过\n"), t->passed, t->failed);
}

static void json_put(const testing *t, onex_buffer *b, const bool *rules) {
    onex_buffer_printf(b, "{\"schema\":\"onex.test/1\",\"passed\":%ld,\"failed\":%ld,\"cases\":[", t->passed, t->failed);
    if (t->out.len) onex_buffer_put(b, t->out.data, t->out.len);
    onex_buffer_char(b, ']');
    if (t->covering) onex_coverage_json(b, &t->coverage, t->dir, rules);
    if (t->mutating) onex_mutations_json(b, &t->mutations);
    onex_buffer_text(b, "}\n");
}

static onex_status tell(testing *t, const bool *rules, onex_error *err) {
    onex_buffer b = {0};
    if (t->cli->format == ONEX_FORMAT_JSON)
        json_put(t, &b, rules);
    else
        text_put(t, &b, rules);
    if (t->out.failed || t->mutations.told.failed) b.failed = true;
    onex_status status = onex_cli_write(t->cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

/* ---- cases made from rules ---- */

/* The rules that PATH and -r choose. */
static onex_status rules_choose(const testing *t, const onex_program *program, bool *chosen, onex_error *err) {
    const char *select = onex_cli_option(t->cli, "run");
    regex_t regex;
    onex_status status = onex_testpick_rules(program, t->only, chosen, err);
    if (status || !select) return status;
    if (regcomp(&regex, select, REG_EXTENDED | REG_NOSUB))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is no regular expression", "“%s”不是正则表达式"), select);
    onex_testpick_match(program, &regex, chosen);
    regfree(&regex);
    return ONEX_OK;
}

/* The college in whose folder PATH is (malloc'd); NULL: none. */
static char *college_of(const char *only) {
    static const char folder[] = "colleges/";
    if (!only || strncmp(only, folder, sizeof folder - 1) != 0) return NULL;
    only += sizeof folder - 1;
    return strndup(only, strcspn(only, "/"));
}

static onex_status boundary_show(testing *t, onex_boundary *made, onex_rules *rules, onex_error *err) {
    const char *keep = onex_cli_option(t->cli, "keep");
    if (!made->ncases && !made->nunmade)
        return onex_fail(err, ONEX_E_NOT_FOUND, "%s", onex_tr("no rule with a comparison was chosen", "没有选中带比较的规则"));
    onex_status status = keep ? onex_boundary_keep(t->cli, rules, made, keep, err) : ONEX_OK;
    if (!status) status = onex_boundary_print(t->cli, onex_rules_program(rules), made, err);
    if (status) return status;
    if (keep)
        onex_cli_hint(t->cli, onex_tr("read the expectations: they say what the rules do, not what they should; onex test %s runs them",
                                      "请核对期望的结论：它们是规则现在的结果，不一定是应有的结果；onex test %s 运行它们"),
                      keep);
    else
        onex_cli_hint(t->cli, onex_tr("--keep FILE writes these as tests; they belong into %s/school/tests or %s/colleges/CODE/tests",
                                      "--keep 文件 把它们写成测试；应放在 %s/school/tests 或 %s/colleges/学院代码/tests"),
                      t->dir, t->dir);
    return ONEX_OK;
}

static onex_status boundary_run(testing *t, onex_store *store, onex_rules *rules, onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    onex_boundary made = {0};
    onex_boundary_query query = {.day = ONEX_DAY_NONE};
    bool *chosen = calloc((size_t)program->nrules + 1, sizeof *chosen);
    char *college = college_of(t->only);
    onex_status status = chosen ? ONEX_OK : onex_no_memory(err);
    if (!status) status = onex_cli_day(t->cli, store, &query.day, err);
    if (!status) status = rules_choose(t, program, chosen, err);
    query.rules = chosen;
    query.college = college;
    if (!status) status = onex_boundary_make(&made, rules, &query, err);
    if (!status) status = boundary_show(t, &made, rules, err);
    onex_boundary_clear(&made);
    free(college);
    free(chosen);
    return status;
}

/* ---- the command ---- */

/* The tests that rest on a rule file or folder. */
static onex_status tests_choose(testing *t, const onex_program *program, onex_error *err) {
    t->chosen = calloc((size_t)program->ntests + 1, sizeof *t->chosen);
    return t->chosen ? onex_testpick_tests(program, t->only, t->chosen, err) : onex_no_memory(err);
}

/* What the words ask for together. */
static onex_status check_words(const onex_cli *cli, onex_error *err) {
    bool boundary = onex_cli_option(cli, "boundary") != NULL;
    if (boundary && (onex_cli_option(cli, "coverage") || onex_cli_option(cli, "mutate")))
        return onex_fail(err, ONEX_E_USAGE, "%s",
                         onex_tr("--boundary goes alone: it runs no tests", "--boundary 须单独使用：它不运行测试"));
    if (onex_cli_option(cli, "keep") && !boundary)
        return onex_fail(err, ONEX_E_USAGE, "%s", onex_tr("--keep goes with --boundary", "--keep 须与 --boundary 同用"));
    if (!boundary && cli->format_given && !(cli->format & ONEX_FORMATS_TEXT))
        return onex_fail(err, ONEX_E_USAGE, "%s",
                         onex_tr("without --boundary, 'onex test' prints as table or json", "没有 --boundary 时，onex test 的格式只有 table 和 json"));
    return ONEX_OK;
}

/* Of which rules coverage tells: those that PATH asks for, or that the chosen tests rest on (malloc'd); NULL: all. */
static onex_status rules_covered(const testing *t, bool **out, onex_error *err) {
    bool few = t->only || onex_cli_option(t->cli, "run");
    if (!few || !t->covering) return ONEX_OK;
    *out = calloc((size_t)t->program->nrules + 1, sizeof **out);
    if (!*out) return onex_no_memory(err);
    if (t->chosen && !onex_cli_option(t->cli, "run")) return onex_testpick_rules(t->program, t->only, *out, err);
    for (int i = 0; i < t->program->nrules; i++) (*out)[i] = t->coverage.rules_read[i];
    return ONEX_OK;
}

static onex_status changes_try(testing *t, onex_rules *rules, onex_error *err) {
    onex_mutate_query query = {.tests = t->ran, .path = t->chosen ? t->only : NULL, .reached_only = t->only || onex_cli_option(t->cli, "run")};
    t->mutations = (onex_mutations){.cli = t->cli, .dir = t->dir};
    if (t->failed) { /* what fails already notices nothing */
        t->mutating = false;
        onex_cli_note(t->cli, "%s", onex_tr("--mutate needs tests that pass", "测试全部通过后才能使用 --mutate"));
        return ONEX_OK;
    }
    onex_status status = onex_mutate(rules, &query, onex_mutations_take, &t->mutations, err);
    onex_cli_progress(t->cli, t->mutations.changes, NULL);
    return status;
}

/* Runs the tests that PATH and -r choose, and tells what came out. */
static onex_status tests_try(testing *t, onex_rules *rules, onex_error *err) {
    const char *select = onex_cli_option(t->cli, "run");
    bool *covered = NULL;
    t->program = onex_rules_program(rules);
    t->covering = onex_cli_option(t->cli, "coverage") != NULL;
    t->mutating = onex_cli_option(t->cli, "mutate") != NULL;
    t->ran = calloc((size_t)t->program->ntests + 1, sizeof *t->ran);
    onex_status status = t->ran ? ONEX_OK : onex_no_memory(err);
    if (!status && t->only && !onex_testpick_is_test(t->only)) status = tests_choose(t, t->program, err);
    if (!status && t->covering) status = onex_coverage_open(&t->coverage, t->program, err);
    if (!status) status = onex_ruletest_run(rules, t->chosen, select, t->covering ? &t->coverage.watch : NULL, on_case, t, err);
    if (!status && (t->only || select) && t->passed + t->failed == 0)
        return onex_fail(err, ONEX_E_NOT_FOUND, "%s", onex_tr("no test was chosen", "没有选中任何测试"));
    if (!status && t->covering) status = onex_coverage_finish(&t->coverage, err);
    if (!status && t->mutating) status = changes_try(t, rules, err);
    if (!status) status = rules_covered(t, &covered, err);
    if (!status) status = tell(t, covered, err);
    free(covered);
    return status;
}

/* Which tests must be loaded (malloc'd): those of PATH itself, or of the college whose rule file it is; *all: any. */
static char *tests_needed(const testing *t, bool boundary, bool *all) {
    char *college = college_of(t->only);
    onex_buffer b = {0};
    *all = !t->only || (!college && (boundary || !onex_testpick_is_test(t->only)));
    if (*all) return NULL;
    if (college && (boundary || !onex_testpick_is_test(t->only)))
        onex_buffer_printf(&b, "colleges/%s", college);
    else
        onex_buffer_text(&b, t->only);
    free(college);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

static onex_status tests_run(testing *t, onex_error *err) {
    onex_store *store;
    onex_rules *rules;
    bool boundary = onex_cli_option(t->cli, "boundary") != NULL;
    onex_status status = check_words(t->cli, err);
    t->dir = onex_cli_rules_folder(t->cli);
    if (!status && !t->dir) status = onex_no_memory(err);
    if (!status && t->cli->nwords) status = path_take(t, t->cli->words[0], err);
    if (!status) status = onex_cli_open_perhaps(t->cli, &store, err);
    bool all = true;
    char *needed = status ? NULL : tests_needed(t, boundary, &all);
    if (!status && !all && !needed) status = onex_no_memory(err);
    if (!status) status = onex_cli_rule_tests(t->cli, store, t->dir, needed, &rules, err);
    free(needed);
    if (!status && boundary) return boundary_run(t, store, rules, err);
    if (!status) status = tests_try(t, rules, err);
    if (status) return status;
    if (t->failed)
        onex_cli_hint(t->cli, onex_tr("onex test -r NAME runs one test alone; onex rules show RULE tells a rule",
                                      "onex test -r 名称 只运行某个测试；onex rules show RULE 说明规则"));
    else if (t->covering || t->mutating)
        onex_cli_hint(t->cli, onex_tr("onex test --boundary -r RULE makes cases that can be kept as tests",
                                      "onex test --boundary -r 规则 编出可以保存为测试的情形"));
    else
        onex_cli_hint(t->cli, "onex check");
    return t->failed ? ONEX_E_GATE : ONEX_OK;
}

static onex_status test_run(onex_cli *cli, onex_error *err) {
    testing t = {.cli = cli};
    onex_status status = tests_run(&t, err);
    onex_rules_close(cli->rules); /* before the folder's name is freed */
    cli->rules = NULL;
    free(t.dir);
    free(t.only);
    free(t.chosen);
    free(t.ran);
    onex_coverage_clear(&t.coverage);
    onex_buffer_clear(&t.mutations.told);
    onex_buffer_clear(&t.out);
    return status;
}

static const onex_option options[] = {
    {"run", 'r', "REGEX", false, "only tests (with --boundary: rules) whose name or title matches",
     "只运行名称匹配的测试（--boundary：只取名称或标题匹配的规则）"},
    {"boundary", 0, NULL, false, "make cases at, just below and just above each threshold, and with each fact missing",
     "为每个阈值编出恰好、差一点、超一点以及缺少各项数据的情形"},
    {"coverage", 0, NULL, false, "tell which comparisons, thresholds and clauses the tests have not tried",
     "列出测试没有试到的比较、阈值和条款"},
    {"mutate", 0, NULL, false, "change thresholds and operators one at a time and name what no test notices",
     "逐一改动阈值和运算，列出测试察觉不到的改动"},
    {"keep", 'o', "FILE", false, "write the cases of --boundary as a new file of tests", "把 --boundary 的情形写成新的测试文件"},
    {0},
};

const onex_command onex_cmd_test = {
    .name = "test",
    .en = "run the tests of the rules",
    .zh = "运行规则的测试",
    .usage = "[PATH] [-r REGEX] [--coverage] [--mutate] [--boundary [--keep FILE]]",
    .options = options,
    .max_words = 1,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_ROWS,
    .details_en = "PATH is a test file or folder inside the rules, a rule file (then the tests that rest on it run), or a rules\n"
                  "folder. Works without a database too.\n"
                  "--boundary runs no tests: it shows what the rules say of the cases, on the day of --as-of. What --coverage and\n"
                  "--mutate find does not change the exit code.\n"
                  "Exit 1: a test failed; 3: no such test or rule; 4: the rule files cannot be loaded; 5: FILE is there already.",
    .details_zh = "PATH 是规则中的测试文件或文件夹、规则文件（运行依赖它的测试），或一个规则文件夹。没有数据库也可用。\n"
                  "--boundary 不运行测试，只显示规则对各情形的结论，以 --as-of 之日为准。--coverage 和 --mutate 的结果不影响退出码。\n"
                  "退出码 1：有测试未通过；3：没有该测试或规则；4：规则文件无法加载；5：FILE 已经存在。",
    .run = test_run,
};
