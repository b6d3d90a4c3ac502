/* The folder in which a command runs. Two copies are kept: "place", and "before", as it was made. */
#include "place.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/sha256.h"
#include "cli/command.h"

static void give_up(const char *what) {
    perror(what);
    exit(1);
}

static void shell(const char *line) {
    if (system(line) != 0) give_up(line);
}

char *place_read(const char *path) {
    FILE *file = fopen(path, "r");
    onex_buffer b = {0};
    char part[4096];
    if (!file) return NULL;
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;) onex_buffer_put(&b, part, n);
    fclose(file);
    onex_buffer_text(&b, "");
    return b.data;
}

/* ---- making ---- */

static void onex(const char *const *words) {
    char *argv[16] = {(char *)"onex", (char *)"-q"};
    int argc = 2, status = 0;
    while (*words) argv[argc++] = (char *)*words++;
    pid_t child = fork();
    if (child == 0) {
        if (chdir("place") != 0) _exit(99);
        FILE *out = fopen("/dev/null", "w"), *err = fopen("../making", "w");
        _exit(out && err ? onex_cli_main(argc, argv, out, err) : 99);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) give_up("cannot make the place");
}

static void write_file(const char *folder, const char *name, const char *text) {
    char path[256];
    mkdir(folder, 0777);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) give_up(path);
}

void place_make(const char *kind, const char *rules, const char *school) {
    shell("rm -rf place before && mkdir place");
    if (*kind) onex((const char *const[]){"--rules", rules, "init", NULL});
    bool recorded = strcmp(kind, "recorded") == 0;
    if (strcmp(kind, "school") == 0 || recorded) {
        onex((const char *const[]){"import", "--initial", school, NULL});
        write_file("place/changes", "person.csv", "code,name,kind,college\nT1,王一一,staff,art\nT9,新人,external,\n");
        write_file("place/changes", "team_member.csv", "pilot,person,dual_qualified,source\nP-01,T9,1,industry\nP-01,T2,1,internal\n");
        write_file("place/changes", "expense.csv", "code,pilot,head,amount,spent_on\nE-9,P-01,考务,12.50,2026-03-09\n");
        write_file("place/refused", "person.csv", "code,name,kind,college\nT8,新人,external,\n");
        write_file("place/refused", "expense.csv", "code,pilot,head,amount,spent_on\nE-8,P-01,考务,12.50,2026-02-30\n");
    }
    if (recorded) {
        onex((const char *const[]){"--as-of", "2026-09-01", "check", "--record", NULL});
        onex((const char *const[]){"--as-of", "2026-09-01", "import", "changes", NULL});
    }
    shell("cp -a place before");
}

/* ---- comparing ---- */

static struct listing {
    char **lines;
    size_t count, root; /* root: bytes of the path that are left out */
    const char *but;
} *into;

static int list_file(const char *path, const struct stat *st, int type, struct FTW *at) {
    (void)at;
    const char *name = path + into->root, *end = strrchr(name, '.');
    if (type != FTW_F || (end && strcmp(end, ".lock") == 0)) return 0;
    if (into->but && strncmp(name, into->but, strlen(into->but)) == 0) return 0;
    onex_buffer b = {0};
    char *text = place_read(path), hash[ONEX_SHA256_TEXT];
    if (end && strcmp(end, ".db-journal") == 0 && (!text || !*text)) { /* one that SQLite passes over */
        free(text);
        return 0;
    }
    onex_sha256(text ? text : "", text ? (size_t)st->st_size : 0, hash);
    onex_buffer_printf(&b, "%s (%lld bytes, %.12s)", name, (long long)st->st_size, hash);
    free(text);
    into->lines = realloc(into->lines, (into->count + 1) * sizeof *into->lines);
    if (!into->lines || b.failed) give_up("memory");
    into->lines[into->count++] = b.data;
    return 0;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static struct listing list(const char *folder, const char *but) {
    struct listing l = {.root = strlen(folder) + 1, .but = but};
    into = &l;
    nftw(folder, list_file, 16, FTW_PHYS);
    if (l.count) qsort(l.lines, l.count, sizeof *l.lines, by_text);
    return l;
}

static void list_clear(struct listing *l) {
    for (size_t i = 0; i < l->count; i++) free(l->lines[i]);
    free(l->lines);
}

static const char *database(void) {
    return access("place/new/onex.db", F_OK) == 0 ? "place/new/onex.db" : "place/onex.db";
}

/* Lets SQLite undo what was broken off. */
static void recover(void) {
    sqlite3 *db = NULL;
    struct stat st;
    char journal[64];
    snprintf(journal, sizeof journal, "%s-journal", database());
    if (stat(journal, &st) != 0 || st.st_size == 0) return;
    if (sqlite3_open_v2(database(), &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        sqlite3_exec(db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    sqlite3_close(db);
}

const char *place_differs(const char *but) {
    static char what[300];
    recover();
    struct listing was = list("before", NULL), is = list("place", but);
    size_t i = 0;
    while (i < was.count && i < is.count && strcmp(was.lines[i], is.lines[i]) == 0) i++;
    bool same = i == was.count && i == is.count;
    snprintf(what, sizeof what, "not as before: %s instead of %s", i < is.count ? is.lines[i] : "nothing",
             i < was.count ? was.lines[i] : "nothing");
    list_clear(&was);
    list_clear(&is);
    return same ? NULL : what;
}

void place_restore(void) {
    if (place_differs(NULL)) shell("rm -rf place && cp -a before place");
}

/* ---- rows ---- */

static int put_row(void *ctx, int n, char **cells, char **names) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], "at") != 0 && !strstr(names[i], "hash"))
            onex_buffer_printf(ctx, "%s=%s ", names[i], cells[i] ? cells[i] : "-");
    onex_buffer_char(ctx, '\n');
    return 0;
}

static int put_table(void *ctx, int n, char **cells, char **names) {
    (void)n;
    (void)names;
    onex_buffer *lines = ctx;
    onex_buffer_printf(lines, "SELECT '%s' AS \"table\", * FROM \"%s\";", cells[0], cells[0]);
    return 0;
}

char *place_rows(void) {
    sqlite3 *db = NULL;
    onex_buffer selects = {0}, rows = {0};
    recover();
    bool ok = sqlite3_open_v2(database(), &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
              sqlite3_exec(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", put_table, &selects, NULL) == SQLITE_OK &&
              sqlite3_exec(db, selects.data, put_row, &rows, NULL) == SQLITE_OK;
    sqlite3_close(db);
    onex_buffer_clear(&selects);
    if (!ok) onex_buffer_clear(&rows);
    return rows.data;
}
