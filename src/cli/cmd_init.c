/* onex init: a new database, a copy of the rules beside it, and with --demo a made-up school's year. What is there
 * already is kept: a database is never touched, rules are not overwritten. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/commands.h"
#include "engine/import.h"
#include "engine/law.h"
#include "io/outfile.h"
#include "io/tree.h"

typedef struct making {
    onex_cli *cli;
    char *db, *rules, *demo;     /* where they go; demo: where it comes from, NULL: none */
    char *school, *code, *today; /* for meta; NULL: none */
    bool rules_made, db_made;
} making;

/* ---- what goes where ---- */

static onex_status paths_choose(making *m, onex_error *err) {
    onex_cli *cli = m->cli;
    if (cli->nwords && cli->db_given)
        return onex_fail(err, ONEX_E_USAGE, onex_tr("either a folder or --db, not both", "文件夹和 --db 只能写一个"));
    if (cli->nwords && !*cli->words[0])
        return onex_fail(err, ONEX_E_USAGE, onex_tr("the folder's name is empty", "文件夹名称为空"));
    if (cli->nwords) {
        onex_buffer b = {0};
        onex_buffer_printf(&b, "%s/onex.db", cli->words[0]);
        m->db = b.data;
        if (b.failed) return onex_no_memory(err);
    } else {
        m->db = strdup(cli->db);
    }
    m->rules = m->db ? onex_cli_beside(m->db, "rules") : NULL;
    if (!m->rules) return onex_no_memory(err);
    cli->db = m->db;
    struct stat st;
    if (lstat(m->db, &st) == 0 && !(S_ISREG(st.st_mode) && st.st_size == 0))
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("there is a file '%s' already; it was left as it is", "已有文件“%s”；未作改动"),
                         m->db);
    return ONEX_OK;
}

static char *text_clean(const char *text) {
    return text ? onex_text_clean(text, strlen(text)) : NULL;
}

/* One line "name = value" of the demo's school.txt. */
static onex_status demo_line(making *m, char *line, onex_error *err) {
    char *equals = strchr(line, '=');
    if (!equals) return ONEX_OK;
    *equals = 0;
    char *name = text_clean(line), *value = text_clean(equals + 1);
    if (!name || !value) {
        free(name);
        free(value);
        return onex_no_memory(err);
    }
    char **to = strcmp(name, "school") == 0  ? &m->school
                : strcmp(name, "code") == 0  ? &m->code
                : strcmp(name, "today") == 0 ? &m->today
                                             : NULL;
    if (to && !*to) {
        *to = value;
        value = NULL;
    }
    free(name);
    free(value);
    return ONEX_OK;
}

/* The demo's folder and what its school.txt says: name, code, and the day that is its today. */
static onex_status demo_find(making *m, onex_error *err) {
    m->demo = onex_cli_installed("demo");
    if (!m->demo) return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("the demo data are not installed", "未安装示例数据"));
    char line[512], *path = NULL;
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s/school.txt", m->demo);
    path = b.data;
    FILE *file = b.failed ? NULL : fopen(path, "re");
    onex_status status = ONEX_OK;
    if (!file) status = onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("cannot read '%s'", "无法读取“%s”"), path ? path : "");
    while (!status && fgets(line, sizeof line, file)) status = demo_line(m, line, err);
    if (file) fclose(file);
    onex_buffer_clear(&b);
    onex_day day;
    if (!status && (!m->today || !onex_day_parse_iso(m->today, strlen(m->today), &day)))
        status = onex_fail(err, ONEX_E_DATA,
                           onex_tr("the demo's school.txt names no day", "示例的 school.txt 没有写明日期"));
    return status;
}

static onex_status names_choose(making *m, onex_error *err) {
    const char *school = onex_cli_option(m->cli, "school"), *code = onex_cli_option(m->cli, "school-code");
    const char *given[] = {school, code};
    char **to[] = {&m->school, &m->code};
    for (int i = 0; i < 2; i++) {
        size_t bad;
        if (!given[i]) continue;
        if (!onex_text_valid(given[i], strlen(given[i]), &bad))
            return onex_fail(err, ONEX_E_USAGE,
                             onex_tr("the school's name is not valid UTF-8", "学校名称不是有效的 UTF-8"));
        if (!(*to[i] = text_clean(given[i]))) return onex_no_memory(err);
        if (!**to[i])
            return onex_fail(err, ONEX_E_USAGE, onex_tr("the school's name or code is blank", "学校名称或代码为空"));
    }
    return onex_cli_option(m->cli, "demo") ? demo_find(m, err) : ONEX_OK;
}

/* ---- making it ---- */

static onex_status rules_make(making *m, onex_error *err) {
    struct stat st;
    if (stat(m->rules, &st) == 0) {
        if (S_ISDIR(st.st_mode)) return ONEX_OK;
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("'%s' is in the way of the rules folder", "“%s”占用了规则文件夹的位置"), m->rules);
    }
    char *from = m->cli->rules_dir ? strdup(m->cli->rules_dir) : onex_cli_installed("rules");
    if (!from)
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("the rules are not installed; name their folder with --rules",
                                 "未安装规则；请用 --rules 指明规则文件夹"));
    onex_status status = onex_tree_copy(from, m->rules, err);
    m->rules_made = !status;
    free(from);
    return status;
}

static onex_status meta_write(making *m, onex_store *store, onex_error *err) {
    const struct {
        const char *name, *value;
    } texts[] = {{"school", m->school}, {"school_code", m->code}, {"today", m->today}};
    onex_status status = ONEX_OK;
    for (size_t i = 0; !status && i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].value) status = onex_store_meta_set(store, texts[i].name, texts[i].value, err);
    return status;
}

static onex_status database_make(making *m, onex_store **store, onex_error *err) {
    onex_status status = onex_cli_open(m->cli, store, err);
    if (status) return status;
    m->db_made = true;
    onex_unfinished_set(m->db);
    onex_buffer payload = {0};
    onex_buffer_text(&payload, "{\"school\":");
    onex_buffer_json_text(&payload, m->school);
    onex_buffer_text(&payload, ",\"school_code\":");
    onex_buffer_json_text(&payload, m->code);
    onex_buffer_printf(&payload, ",\"demo\":%s}", m->demo ? "true" : "false");
    int64_t number;
    status = payload.failed ? onex_no_memory(err) : onex_store_begin(*store, err);
    if (!status) status = meta_write(m, *store, err);
    if (!status)
        status = onex_event_append(*store, onex_cli_actor(m->cli), "init", NULL, payload.data, NULL, 0, &number, err);
    if (!status) status = onex_store_commit(*store, err);
    onex_buffer_clear(&payload);
    return status;
}

static onex_status program_for_import(void *ctx, const onex_program **out, onex_error *err) {
    making *m = ctx;
    onex_rules *rules = NULL;
    onex_status status = onex_cli_rules(m->cli, m->cli->store, &rules, err);
    *out = rules ? onex_rules_program(rules) : NULL;
    return status;
}

static onex_status demo_import(making *m, onex_store *store, onex_error *err) {
    const char *const paths[] = {m->demo};
    onex_import_options import = {.paths = paths,
                                  .npaths = 1,
                                  .initial = true,
                                  .actor = onex_cli_actor(m->cli),
                                  .program = program_for_import,
                                  .ctx = m};
    onex_day_parse_iso(m->today, strlen(m->today), &import.as_of);
    onex_import_result result;
    onex_status status = onex_import(&result, store, &import, err);
    for (int i = 0; status && i < result.nproblems && i < 20; i++)
        fprintf(m->cli->err, "%s:%ld: %s\n", result.problems[i].file, result.problems[i].row,
                result.problems[i].message);
    onex_import_result_clear(&result);
    return status ? onex_wrap(err, "%s", onex_tr("importing the demo data", "导入示例数据")) : ONEX_OK;
}

/* The regulation's text stands beside the demo's folder. */
static onex_status demo_law(making *m, onex_store *store, onex_error *err) {
    onex_law_loaded loaded;
    char *path = onex_cli_beside(m->demo, "regulation.txt");
    onex_status status =
        path ? onex_law_load(&loaded, store, path, onex_cli_actor(m->cli), err) : onex_no_memory(err);
    free(path);
    return status ? onex_wrap(err, "%s", onex_tr("loading the regulation's text", "载入办法文本")) : ONEX_OK;
}

/* ---- telling ---- */

static onex_status tell(const making *m, onex_error *err) {
    onex_buffer b = {0};
    if (m->cli->format == ONEX_FORMAT_JSON) {
        onex_buffer_text(&b, "{\"schema\":\"onex.init/1\",\"database\":");
        onex_buffer_json_text(&b, m->db);
        onex_buffer_text(&b, ",\"rules\":");
        onex_buffer_json_text(&b, m->rules);
        onex_buffer_printf(&b, ",\"rules_kept\":%s,\"demo\":%s}\n", m->rules_made ? "false" : "true",
                           m->demo ? "true" : "false");
    } else {
        onex_buffer_printf(&b, onex_tr("database %s\n", "数据库 %s\n"), m->db);
        onex_buffer_printf(&b,
                           m->rules_made ? onex_tr("rules    %s\n", "规则   %s\n")
                                         : onex_tr("rules    %s (kept as they are)\n", "规则   %s（保留原样）\n"),
                           m->rules);
        if (m->demo)
            onex_buffer_printf(&b, onex_tr("demo     %s, its today is %s\n", "示例   %s，它的“今天”是 %s\n"),
                               m->school ? m->school : "", m->today);
    }
    onex_status status = onex_cli_write(m->cli, &b, err);
    onex_buffer_clear(&b);
    if (status) return status;
    const char *where = strcmp(m->db, "onex.db") == 0 ? "" : m->db, *option = *where ? " --db " : "";
    if (m->demo)
        onex_cli_hint(m->cli, "onex%s%s check", option, where);
    else
        onex_cli_hint(m->cli, "onex%s%s import --initial FOLDER", option, where);
    return ONEX_OK;
}

/* The folder in which --db is to be made must be there: a mistyped path makes no folders. */
static onex_status folder_check(const making *m, onex_error *err) {
    struct stat st;
    char *folder = onex_cli_beside(m->db, ".");
    if (!folder) return onex_no_memory(err);
    onex_status status = ONEX_OK;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        folder[strlen(folder) - 1] = 0;
        status = onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no folder '%s'", "没有文件夹“%s”"), folder);
    }
    free(folder);
    return status;
}

static onex_status make(making *m, onex_error *err) {
    onex_store *store = NULL;
    onex_status status = names_choose(m, err);
    if (!status) status = paths_choose(m, err);
    if (!status && m->cli->nwords) status = onex_tree_make(m->cli->words[0], err);
    if (!status) status = folder_check(m, err);
    if (!status) status = rules_make(m, err);
    if (!status) status = database_make(m, &store, err);
    if (!status && m->demo) status = demo_import(m, store, err);
    if (!status && m->demo) status = demo_law(m, store, err);
    onex_unfinished_set(NULL);
    if (!status) return tell(m, err);
    if (m->db_made) {
        onex_buffer journal = {0};
        onex_store_close(m->cli->store);
        m->cli->store = NULL;
        unlink(m->db);
        onex_buffer_printf(&journal, "%s-journal", m->db);
        if (!journal.failed) unlink(journal.data);
        onex_buffer_clear(&journal);
    }
    if (m->rules_made) onex_tree_remove(m->rules);
    return status;
}

static onex_status init_run(onex_cli *cli, onex_error *err) {
    making m = {.cli = cli};
    onex_status status = make(&m, err);
    onex_rules_close(cli->rules); /* before the paths that it was loaded from are freed */
    cli->rules = NULL;
    cli->db = "";
    free(m.db);
    free(m.rules);
    free(m.demo);
    free(m.school);
    free(m.code);
    free(m.today);
    return status;
}

static const onex_option options[] = {
    {"demo", 0, NULL, false, "with a year of a made-up school", "附一所虚构学校一年的数据"},
    {"school", 0, "NAME", false, "the school's name", "学校名称"},
    {"school-code", 0, "CODE", false, "the school's code", "学校代码"},
    {0},
};

const onex_command onex_cmd_init = {
    .name = "init",
    .en = "a new database and a copy of the rules beside it",
    .zh = "新建数据库，并在旁边放一份规则",
    .usage = "[DIR] [--demo] [--school NAME] [--school-code CODE]",
    .options = options,
    .max_words = 1,
    .opens = ONEX_OPENS_CREATE,
    .formats = ONEX_FORMATS_TEXT,
    .details_en = "The database is DIR/onex.db, or the file that --db names. Rules that are there are kept.\n"
                  "Exit 5: there is such a file already, which is never touched.",
    .details_zh = "数据库为 DIR/onex.db，或 --db 指定的文件。已有的规则保留不动。\n"
                  "退出码 5：已有该文件，绝不改动。",
    .run = init_run,
};
