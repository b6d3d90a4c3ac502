/* The rules for a command: the set in force, which is the published one or, until there is one, the rules folder; the
 * option
 * --rules takes the place of both. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "engine/ruleset.h"
#include "store/row.h"

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *onex_cli_rules_folder(const onex_cli *cli) {
    const char *env = getenv("ONEX_RULES");
    if (cli->rules_dir) return strdup(cli->rules_dir);
    if (env && *env) return strdup(env);
    char *beside = onex_cli_beside(cli->db, "rules");
    if (!beside || is_folder(beside)) return beside;
    char *installed = onex_cli_installed("rules");
    if (!installed) return beside; /* so that the error names the place where rules belong */
    free(beside);
    return installed;
}

typedef struct codes {
    char **items;
    int count;
} codes;

static void codes_clear(codes *c) {
    for (int i = 0; i < c->count; i++) free(c->items[i]);
    free(c->items);
}

/* The codes of the colleges in the database. */
static onex_status colleges_read(onex_store *store, codes *out, onex_error *err) {
    const onex_entity *entity = onex_entity_find("college");
    int column = onex_entity_column(entity, "code");
    onex_rows *rows = NULL;
    onex_status status = onex_rows_open(&rows, store, entity, err);
    const onex_cell *row = NULL;
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) {
        char **items = realloc(out->items, ((size_t)out->count + 1) * sizeof *items);
        if (items) out->items = items;
        char *code = items ? strndup(row[column].text, row[column].len) : NULL;
        if (code)
            out->items[out->count++] = code;
        else
            status = onex_no_memory(err);
    }
    onex_rows_close(rows);
    return status;
}

/* That rule files ran unconfined is said even with -q. */
void onex_cli_problems(onex_cli *cli, const onex_problems *problems) {
    onex_buffer b = {0};
    for (int i = 0; i < problems->count; i++)
        if (!problems->items[i].warning || !cli->quiet || strcmp(problems->items[i].code, "W0109") == 0) onex_problem_print(&problems->items[i], &b);
    onex_cli_flush(cli);
    if (b.len) fwrite(b.data, 1, b.len, cli->err);
    onex_buffer_clear(&b);
}

/* ---- loading ---- */

/* What hinders the loading, in one line. */
static onex_status refuse(const onex_rules_options *options, bool stored, int errors, onex_error *err) {
    if (stored)
        return onex_fail(err, ONEX_E_RULE,
                         onex_tr("the published rule set cannot be loaded: %d error(s); nothing was evaluated",
                                 "无法加载已发布的规则集：%d 处错误；未作任何判定"),
                         errors);
    return onex_fail(err, ONEX_E_RULE,
                     onex_tr("the rules in '%s' cannot be loaded: %d error(s); nothing was evaluated",
                             "“%s”中的规则无法加载：%d 处错误；未作任何判定"),
                     options->dir, errors);
}

/* The worker to start, and the colleges of the database, which live in `colleges`. */
static onex_status options_fill(const onex_cli *cli, onex_store *store, codes *colleges, onex_rules_options *options, onex_error *err) {
    static const char *const none[1] = {NULL};
    onex_status status = store ? colleges_read(store, colleges, err) : ONEX_OK;
    options->worker = "/proc/self/exe";
    options->unconfined = cli->unconfined;
    options->colleges = store ? (const char **)(colleges->items ? (void *)colleges->items : (void *)none) : NULL;
    options->ncolleges = colleges->count;
    return status;
}

onex_status onex_cli_lint(const onex_cli *cli, onex_store *store, const char *dir, onex_day as_of, onex_lint *out,
                          onex_error *err) {
    onex_rules_options options = {.dir = dir};
    codes colleges = {0};
    *out = (onex_lint){0};
    onex_status status = options_fill(cli, store, &colleges, &options, err);
    if (!status) status = onex_lint_run(out, &options, store, as_of, err);
    codes_clear(&colleges);
    return status;
}

/* Loads the folder options->dir, or the stored set `hash` (NULL: the folder). */
static onex_status rules_load(onex_cli *cli, onex_store *store, const char *hash, onex_rules_options *options,
                              onex_rules **out, onex_error *err) {
    onex_problems problems = {0};
    codes colleges = {0};
    onex_status status = options_fill(cli, store, &colleges, options, err);
    if (!status) {
        status = hash ? onex_ruleset_load(out, store, hash, options, &problems, err)
                      : onex_rules_load(out, options, &problems, err);
    }
    onex_cli_problems(cli, &problems);
    if (status == ONEX_E_RULE && problems.errors > 0) refuse(options, hash != NULL, problems.errors, err);
    onex_problems_clear(&problems);
    codes_clear(&colleges);
    return status;
}

static onex_status rules_in_force(onex_cli *cli, onex_store *store, bool tests, onex_rules **out, onex_error *err) {
    char hash[ONEX_SHA256_TEXT] = "";
    *out = cli->rules;
    if (cli->rules) return ONEX_OK;
    onex_status status = store && !cli->rules_dir ? onex_ruleset_in_force(store, hash, err) : ONEX_OK;
    if (status) return status;
    char *dir = hash[0] ? NULL : onex_cli_rules_folder(cli);
    if (!hash[0] && !dir) return onex_no_memory(err);
    status = onex_cli_rules_other(cli, store, hash[0] ? hash : NULL, dir, tests, &cli->rules, err);
    free(dir);
    cli->published = hash[0] != '\0';
    *out = cli->rules;
    return status;
}

onex_status onex_cli_rules(onex_cli *cli, onex_store *store, onex_rules **out, onex_error *err) {
    return rules_in_force(cli, store, false, out, err);
}

onex_status onex_cli_rules_tested(onex_cli *cli, onex_store *store, onex_rules **out, onex_error *err) {
    return rules_in_force(cli, store, true, out, err);
}

onex_status onex_cli_rules_other(onex_cli *cli, onex_store *store, const char *hash, const char *dir, bool tests,
                                 onex_rules **out, onex_error *err) {
    *out = NULL;
    return rules_load(cli, store, hash, &(onex_rules_options){.dir = hash ? "published" : dir, .with_tests = tests},
                      out, err);
}

onex_status onex_cli_rules_edited(onex_cli *cli, onex_store *store, const char *dir, const onex_rules *loaded,
                                  const char *path, const onex_buffer *text, onex_rules **out, onex_error *err) {
    int n = onex_rules_program(loaded)->nfiles, count = 0;
    onex_rules_text *files = calloc((size_t)n + 1, sizeof *files);
    *out = NULL;
    if (!files) return onex_no_memory(err);
    for (int i = 0; i < n; i++) {
        onex_rules_text *file = &files[count];
        onex_rules_file(loaded, i, &file->path, &file->text, &file->len);
        if (strcmp(file->path, path) != 0) count++;
    }
    files[count++] = (onex_rules_text){path, text->data, text->len};
    onex_rules_options options = {.dir = dir, .files = files, .nfiles = count, .edited = true};
    onex_status status = rules_load(cli, store, NULL, &options, out, err);
    free(files);
    return status;
}

onex_status onex_cli_rule_tests(onex_cli *cli, onex_store *store, const char *dir, const char *only, onex_rules **out,
                                onex_error *err) {
    onex_status status = rules_load(
        cli, store, NULL, &(onex_rules_options){.dir = dir, .with_tests = true, .only = only}, &cli->rules, err);
    *out = cli->rules;
    return status;
}

/* ---- the published set and the folder ---- */

char *onex_cli_rules_prefix(const onex_cli *cli) {
    if (cli->published) return strdup("published:");
    char *dir = onex_cli_rules_folder(cli);
    onex_buffer b = {0};
    size_t len = dir ? strlen(dir) : 0;
    while (len > 1 && dir[len - 1] == '/') len--;
    if (dir) onex_buffer_printf(&b, "%.*s/", (int)len, dir);
    free(dir);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

onex_status onex_cli_folder_differs(onex_cli *cli, onex_store *store, onex_error *err) {
    char hash[ONEX_SHA256_TEXT] = "", now[ONEX_SHA256_TEXT];
    if (cli->rules_dir) return ONEX_OK;
    onex_status status = onex_ruleset_in_force(store, hash, err);
    if (status || !hash[0]) return status;
    char *dir = onex_cli_rules_folder(cli);
    if (!dir) return onex_no_memory(err);
    onex_error unread = {0}; /* a folder that cannot be read is no concern of a command that does not use it */
    if (onex_rules_folder_hash(dir, now, &unread) == ONEX_OK && strcmp(hash, now) != 0)
        onex_cli_note(cli,
                      onex_tr("the rules in '%s' differ from the published set, which is the one used; see onex impact",
                              "“%s”中的规则与已发布的规则集不同，这里用的是已发布的；差别见 onex impact"),
                      dir);
    free(dir);
    return ONEX_OK;
}

onex_status onex_cli_refuse_rules(const onex_cli *cli, onex_store *store, onex_error *err) {
    char hash[ONEX_SHA256_TEXT] = "";
    onex_status status = cli->rules_dir ? onex_ruleset_in_force(store, hash, err) : ONEX_OK;
    if (status || !hash[0]) return status;
    return onex_fail(err, ONEX_E_REFUSED, "%s",
                     onex_tr("a rule set is published, so nothing is written under --rules; leave the option out",
                             "已有发布的规则集，不能在 --rules 下写入；请去掉该选项"));
}
