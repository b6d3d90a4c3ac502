/* The database, its day, the actor, files that belong to the program: found in the same way for every command. The
 * rules are ruleset.c's. */
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "store/lock.h"

/* Someone else writes: at a terminal one is told why nothing happens. */
static void tell_waiting(const char *path, const char *pid) {
    fprintf(stderr,
            onex_tr("onex: '%s' is being written by another onex (process %s); waiting, Ctrl-C gives up\n",
                    "onex: “%s”正由另一个 onex（进程 %s）写入；等待中，按 Ctrl-C 放弃\n"),
            path, *pid ? pid : "?");
}

onex_status onex_cli_open_as(onex_cli *cli, onex_opens opens, onex_store **out, onex_error *err) {
    static const onex_store_mode modes[] = {
        [ONEX_OPENS_NOTHING] = ONEX_STORE_READ,
        [ONEX_OPENS_READ] = ONEX_STORE_READ,
        [ONEX_OPENS_WRITE] = ONEX_STORE_WRITE,
        [ONEX_OPENS_CREATE] = ONEX_STORE_CREATE,
    };
    char *notice = NULL;
    onex_lock_set_waiting(!cli->quiet && isatty(fileno(cli->err)) == 1 ? tell_waiting : NULL);
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

onex_status onex_cli_today(onex_cli *cli, onex_store *store, onex_day *out, onex_error *err) {
    char *today = NULL;
    onex_status status = store ? onex_store_meta(store, "today", &today, err) : ONEX_OK;
    if (status) return status;
    if (today && onex_day_parse_iso(today, strlen(today), out)) {
        if (!cli->day_said && cli->as_of == ONEX_DAY_NONE)
            onex_cli_note(cli, onex_tr("a demo database: its today is %s", "示例数据库：它的“今天”是 %s"), today);
        cli->day_said = true;
    } else {
        *out = onex_day_of_time((int64_t)time(NULL));
    }
    free(today);
    return ONEX_OK;
}

onex_status onex_cli_day(onex_cli *cli, onex_store *store, onex_day *out, onex_error *err) {
    *out = cli->as_of;
    if (cli->as_of != ONEX_DAY_NONE) return ONEX_OK;
    onex_status status = onex_cli_today(cli, store, out, err);
    if (!status) cli->as_of = *out; /* one command, one day */
    return status;
}

const char *onex_cli_actor(const onex_cli *cli) {
    const char *env = getenv("ONEX_ACTOR");
    if (cli->actor) return cli->actor;
    if (env && *env) return env;
    const struct passwd *user = getpwuid(getuid());
    return user && user->pw_name && *user->pw_name ? user->pw_name : "unknown";
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
        {"rules", "../share/onex/rules", "school"},   {"rules", "../rules", "school"},
        {"rules", "../../rules", "school"},           {"scripts", "../share/onex/scripts", "README.md"},
        {"scripts", "../scripts", "README.md"},       {"scripts", "../../scripts", "README.md"},
        {"demo", "../share/onex/demo", "school.txt"}, {"demo", "../db/demo", "school.txt"},
        {"demo", "../../db/demo", "school.txt"},
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
