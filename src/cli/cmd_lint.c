/* onex lint: what is wrong with the rule files of the folder, and what is probably not meant so. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/lint_page.h"
#include "engine/lint.h"

typedef struct linting {
    onex_cli *cli;
    onex_store *store; /* NULL: no database */
    char *dir;         /* the rules folder */
    char *only;        /* what is shown, as problems show it; NULL: all */
    onex_lint lint;
} linting;

static char *below(const char *dir, const char *name) {
    onex_buffer b = {0};
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/') len--;
    onex_buffer_printf(&b, "%.*s/%s", (int)len, dir, name);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

static bool exists(const char *path, bool folder) {
    struct stat st;
    return path && stat(path, &st) == 0 && (!folder || S_ISDIR(st.st_mode));
}

static bool is_rules(const char *path) {
    char *school = below(path, "school"), *colleges = below(path, "colleges");
    bool found = exists(school, true) || exists(colleges, true);
    free(school);
    free(colleges);
    return found;
}

/* The path inside the folder `dir`, found from here; NULL: it does not lie there. */
static char *inside(const char *dir, const char *path) {
    char folder[PATH_MAX], whole[PATH_MAX];
    size_t len = realpath(dir, folder) ? strlen(folder) : 0;
    if (!len || !realpath(path, whole) || strncmp(whole, folder, len) != 0) return NULL;
    return whole[len] == '/' ? strdup(whole + len + 1) : NULL;
}

/* The rules folder that a file stands in: the nearest above it that is one; NULL: none. */
static char *folder_above(const char *path) {
    char *at = strdup(path);
    while (at) {
        char *slash = strrchr(at, '/');
        if (!slash) break;
        *slash = '\0';
        if (is_rules(*at ? at : "/")) return at;
    }
    free(at);
    return NULL;
}

/* PATH is a rules folder, or a file or folder inside of one: the one in use, as seen from here or from there, or another. */
static onex_status path_take(linting *t, const char *path, onex_error *err) {
    if (exists(path, true) && is_rules(path)) {
        free(t->dir);
        return (t->dir = strdup(path)) ? ONEX_OK : onex_no_memory(err);
    }
    char *within = inside(t->dir, path), *there = within ? NULL : below(t->dir, path);
    if (!within && exists(there, false)) within = strdup(path);
    free(there);
    char *other = within || !exists(path, false) ? NULL : folder_above(path);
    if (other) {
        free(t->dir);
        t->dir = other;
        within = inside(other, path);
    }
    if (within) t->only = below(t->dir, within);
    free(within);
    if (t->only) return ONEX_OK;
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no rule file '%s' in '%s'", "没有规则文件“%s”（规则文件夹“%s”）"), path, t->dir);
}

static onex_status show(linting *t, onex_error *err) {
    onex_buffer b = {0};
    onex_lint_counts counts = onex_lint_count(&t->lint.problems, t->only);
    if (t->cli->format == ONEX_FORMAT_JSON)
        onex_lint_json(&b, &t->lint.problems, t->only);
    else {
        onex_lint_put(&b, &t->lint.problems, t->only);
        onex_lint_counts_put(&b, &counts);
        onex_buffer_char(&b, '\n');
    }
    onex_status status = onex_cli_write(t->cli, &b, err);
    onex_buffer_clear(&b);
    if (status) return status;
    if (counts.elsewhere)
        onex_cli_note(t->cli,
                      onex_tr("the set does not load: %d error(s) in other files; only what stands in the file itself was checked",
                              "规则集无法加载：其他文件中有 %d 处错误；只检查了该文件本身的写法"),
                      counts.elsewhere);
    if (counts.elsewhere)
        onex_cli_hint(t->cli, "onex lint");
    else if (counts.errors || counts.warnings)
        onex_cli_hint(t->cli, onex_tr("onex help codes tells what each code means", "onex help codes 说明各代码的含义"));
    else
        onex_cli_hint(t->cli, "onex test");
    return counts.errors || counts.elsewhere ? ONEX_E_GATE : ONEX_OK;
}

static onex_status linting_do(linting *t, onex_error *err) {
    onex_day as_of;
    t->dir = onex_cli_rules_folder(t->cli);
    onex_status status = t->dir ? ONEX_OK : onex_no_memory(err);
    if (!status && t->cli->nwords) status = path_take(t, t->cli->words[0], err);
    if (!status) status = onex_cli_open_perhaps(t->cli, &t->store, err);
    if (!status) status = onex_cli_day(t->cli, t->store, &as_of, err);
    if (!status) status = onex_cli_lint(t->cli, t->store, t->dir, as_of, &t->lint, err);
    return status ? status : show(t, err);
}

static onex_status lint_run(onex_cli *cli, onex_error *err) {
    linting t = {.cli = cli};
    onex_status status = linting_do(&t, err);
    onex_lint_clear(&t.lint);
    free(t.dir);
    free(t.only);
    return status;
}

const onex_command onex_cmd_lint = {
    .name = "lint",
    .en = "check the rule files for mistakes",
    .zh = "检查规则文件有无毛病",
    .usage = "[PATH]",
    .max_words = 1,
    .opens = ONEX_OPENS_READ,
    .formats = ONEX_FORMATS_TEXT,
    .details_en = "PATH is a rules folder, or a file or folder in it: then only what stands there is shown.\n"
                  "Errors (E) hinder the loading; warnings (W) are probably not meant so; notes (N) are good to know.\n"
                  "Each code: onex help codes. Works without a database too.\n"
                  "Exit 1: there are errors; 3: no such file or folder. Warnings alone: 0.",
    .details_zh = "PATH 是一个规则文件夹，或其中的文件、文件夹：只显示那里的问题。\n"
                  "错误（E）使规则无法加载；警告（W）多半不是本意；说明（N）供参考。\n"
                  "各代码的含义见 onex help codes。没有数据库也可用。\n"
                  "退出码 1：有错误；3：没有该文件或文件夹。只有警告时为 0。",
    .run = lint_run,
};
