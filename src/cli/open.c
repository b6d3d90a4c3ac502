/* The database, its day, the actor, the rules: found and opened in the same way for every command. */
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "store/row.h"

onex_status onex_cli_open_as(onex_cli *cli, onex_opens opens, onex_store **out, onex_error *err) {
    static const onex_store_mode modes[] = {
        [ONEX_OPENS_NOTHING] = ONEX_STORE_READ,
        [ONEX_OPENS_READ] = ONEX_STORE_READ,
        [ONEX_OPENS_WRITE] = ONEX_STORE_WRITE,
        [ONEX_OPENS_CREATE] = ONEX_STORE_CREATE,
    };
    char *notice = NULL;
    onex_status status = onex_store_open(&cli->store, cli->db, modes[opens], &notice, err);
    if (notice) fprintf(cli->err, "onex: %s\n", notice);
    free(notice);
    *out = cli->store;
    return status;
}

onex_status onex_cli_open(onex_cli *cli, onex_store **out, onex_error *err) {
    return onex_cli_open_as(cli, cli->command->opens, out, err);
}

onex_status onex_cli_open_perhaps(onex_cli *cli, onex_store **out, onex_error *err) {
    *out = NULL;
    if (access(cli->db, F_OK) == 0) return onex_cli_open(cli, out, err);
    onex_cli_note(
        cli,
        onex_tr("no database '%s': names of college folders are not checked", "没有数据库“%s”：不核对学院文件夹的名称"),
        cli->db);
    return ONEX_OK;
}

onex_status onex_cli_day(onex_cli *cli, onex_store *store, onex_day *out, onex_error *err) {
    *out = cli->as_of;
    if (cli->as_of != ONEX_DAY_NONE) return ONEX_OK;
    char *today = NULL;
    onex_status status = store ? onex_store_meta(store, "today", &today, err) : ONEX_OK;
    if (status) return status;
    if (today && onex_day_parse_iso(today, strlen(today), out)) {
        if (!cli->day_said)
            onex_cli_note(cli, onex_tr("a demo database: its today is %s", "示例数据库：它的“今天”是 %s"), today);
        cli->day_said = true;
    } else {
        *out = onex_day_of_time((int64_t)time(NULL));
    }
    free(today);
    cli->as_of = *out; /* one command, one day */
    return ONEX_OK;
}

const char *onex_cli_actor(const onex_cli *cli) {
    const char *env = getenv("ONEX_ACTOR");
    if (cli->actor) return cli->actor;
    if (env && *env) return env;
    const struct passwd *user = getpwuid(getuid());
    return user && user->pw_name && *user->pw_name ? user->pw_name : "unknown";
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* dir + "/" + name; a NULL dir is the working folder. */
static char *join(const char *dir, const char *name) {
    onex_buffer b = {0};
    if (dir && *dir) onex_buffer_printf(&b, "%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/");
    onex_buffer_text(&b, name);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

char *onex_cli_beside(const char *path, const char *name) {
    const char *slash = strrchr(path, '/');
    if (!slash) return join(NULL, name);
    char *dir = strndup(path, (size_t)(slash - path) + 1);
    char *found = dir ? join(dir, name) : NULL;
    free(dir);
    return found;
}

char *onex_cli_installed(const char *name) {
    static const struct {
        const char *name, *path, *mark; /* mark: what must be in it, for build folders have a rules/ too */
    } places[] = {
        {"rules", "../share/onex/rules", "school"}, {"rules", "../rules", "school"},
        {"rules", "../../rules", "school"},         {"demo", "../share/onex/demo", "school.txt"},
        {"demo", "../db/demo", "school.txt"},       {"demo", "../../db/demo", "school.txt"},
    };
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len <= 0) return NULL;
    self[len] = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (strcmp(places[i].name, name) != 0) continue;
        char *found = onex_cli_beside(self, places[i].path), *mark = found ? join(found, places[i].mark) : NULL;
        char *clean = mark && access(mark, F_OK) == 0 ? realpath(found, NULL) : NULL;
        free(found);
        free(mark);
        if (clean) return clean;
    }
    return NULL;
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

void onex_cli_problems(onex_cli *cli, const onex_problems *problems) {
    onex_buffer b = {0};
    for (int i = 0; i < problems->count; i++)
        if (!problems->items[i].warning || !cli->quiet) onex_problem_print(&problems->items[i], &b);
    onex_cli_flush(cli);
    if (b.len) fwrite(b.data, 1, b.len, cli->err);
    onex_buffer_clear(&b);
}

static onex_status rules_load(onex_cli *cli, onex_store *store, onex_rules_options *options, onex_rules **out,
                              onex_error *err) {
    onex_problems problems = {0};
    codes colleges = {0};
    onex_status status = store ? colleges_read(store, &colleges, err) : ONEX_OK;
    if (!status) {
        static const char *const none[1] = {NULL};
        options->worker = "/proc/self/exe";
        options->colleges = store ? (const char **)(colleges.items ? (void *)colleges.items : (void *)none) : NULL;
        options->ncolleges = colleges.count;
        status = onex_rules_load(&cli->rules, options, &problems, err);
    }
    onex_cli_problems(cli, &problems);
    if (status == ONEX_E_RULE && problems.errors > 0)
        onex_fail(err, ONEX_E_RULE,
                  onex_tr("the rules in '%s' cannot be loaded: %d error(s); nothing was evaluated",
                          "“%s”中的规则无法加载：%d 处错误；未作任何判定"),
                  options->dir, problems.errors);
    onex_problems_clear(&problems);
    codes_clear(&colleges);
    *out = cli->rules;
    return status;
}

onex_status onex_cli_rules(onex_cli *cli, onex_store *store, onex_rules **out, onex_error *err) {
    *out = cli->rules;
    if (cli->rules) return ONEX_OK;
    char *dir = onex_cli_rules_folder(cli);
    if (!dir) return onex_no_memory(err);
    onex_status status = rules_load(cli, store, &(onex_rules_options){.dir = dir}, out, err);
    free(dir);
    return status;
}

onex_status onex_cli_rule_tests(onex_cli *cli, onex_store *store, const char *dir, const char *only, onex_rules **out,
                                onex_error *err) {
    return rules_load(cli, store, &(onex_rules_options){.dir = dir, .with_tests = true, .only = only}, out, err);
}
