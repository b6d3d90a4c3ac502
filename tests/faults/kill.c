/* Kills the program while it imports, again and again, at another moment each time. What it said is done must be there,
 * nothing may be there by half, the database must be whole and its chain of events unbroken.
 * usage: kill SCHOOL FOLDER      (FOLDER: an empty one to work in; $FAULT_KILLS: how often, default 150) */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "rules/rules.h"
#include "store/store.h"

enum { PERSONS = 300 };

static void give_up(const char *what) {
    fprintf(stderr, "kill: %s: %s\n", what, errno ? strerror(errno) : "failed");
    exit(1);
}

static pid_t start(const char *const *words) {
    char *argv[16] = {(char *)"onex", (char *)"-q"};
    int argc = 2;
    while (*words) argv[argc++] = (char *)*words++;
    pid_t child = fork();
    if (child < 0) give_up("fork");
    if (child) return child;
    FILE *nothing = fopen("/dev/null", "w");
    _exit(nothing ? onex_cli_main(argc, argv, nothing, stderr) : 99);
}

static int end(pid_t child) {
    int status = 0;
    if (waitpid(child, &status, 0) != child) give_up("waitpid");
    return status;
}

/* Persons and what refers to them, with codes of this round only. */
static void write_batch(int round) {
    FILE *person = fopen("batch/person.csv", "w"), *member = fopen("batch/team_member.csv", "w");
    if (!person || !member) give_up("batch");
    fputs("code,name,kind,college\n", person);
    fputs("pilot,person,dual_qualified,source\n", member);
    for (int i = 0; i < PERSONS; i++) {
        fprintf(person, "R%d-%d,某人%d,staff,art\n", round, i, i);
        fprintf(member, "P-01,R%d-%d,%d,internal\n", round, i, i % 2);
    }
    if (fclose(person) != 0 || fclose(member) != 0) give_up("batch");
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Waits for a part of `whole` seconds and kills; gives whether the program had said that it is done. */
static bool killed_import(double whole, unsigned *seed) {
    pid_t child = start((const char *const[]){"import", "batch", NULL});
    double delay = whole * (double)(rand_r(seed) % 1200) / 1000;
    struct timespec pause = {(time_t)delay, (long)((delay - (double)(time_t)delay) * 1e9)};
    nanosleep(&pause, NULL);
    kill(child, SIGKILL);
    int status = end(child);
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) give_up("the import fails by itself");
    return WIFEXITED(status);
}

/* ---- judging ---- */

static long ask(sqlite3 *db, const char *sql) {
    sqlite3_stmt *stmt = NULL;
    long answer = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        answer = (long)sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return answer;
}

static bool chain_holds(void) {
    onex_store *store = NULL;
    onex_error err;
    int64_t bad = -1;
    if (onex_store_open(&store, "onex.db", ONEX_STORE_READ, NULL, &err) == ONEX_OK) onex_event_verify(store, &bad, &err);
    onex_store_close(store);
    return bad == 0;
}

/* The rows that the batch of the round left, or -1 when something is broken. */
static long judge(int round) {
    sqlite3 *db = NULL;
    char sql[200];
    if (sqlite3_open_v2("onex.db", &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) give_up("cannot open the database");
    snprintf(sql, sizeof sql, "SELECT count(*) FROM person WHERE code LIKE 'R%d-%%'", round);
    long persons = ask(db, sql);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM team_member WHERE person LIKE 'R%d-%%'", round);
    long members = ask(db, sql);
    bool whole = ask(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1 &&
                 ask(db, "SELECT count(*) FROM pragma_foreign_key_check") == 0;
    sqlite3_close(db);
    return whole && persons == members && (persons == 0 || persons == PERSONS) && chain_holds() ? persons : -1;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    if (argc != 3) return 2;
    const char *given = getenv("FAULT_KILLS");
    int rounds = given && atoi(given) > 0 ? atoi(given) : 150, done = 0, cut = 0, failed = 0;
    unsigned seed = 1;
    char *school = realpath(argv[1], NULL), *rules = realpath("rules", NULL);
    setlocale(LC_CTYPE, "C.UTF-8");
    setenv("ONEX_ACTOR", "tester", 1);
    if (!school || !rules || chdir(argv[2]) != 0) give_up(argv[2]);
    if (end(start((const char *const[]){"--rules", rules, "init", NULL})) != 0) give_up("init");
    if (end(start((const char *const[]){"import", "--initial", school, NULL})) != 0) give_up("import");
    if (system("mkdir batch") != 0) give_up("batch");
    write_batch(0);
    double from = seconds();
    if (end(start((const char *const[]){"import", "batch", NULL})) != 0) give_up("import");
    double whole = seconds() - from;
    for (int round = 1; round <= rounds; round++) {
        write_batch(round);
        bool said = killed_import(whole, &seed);
        long rows = judge(round);
        done += said;
        cut += !said && rows == 0;
        if (rows < 0 || (said && rows != PERSONS)) {
            failed++;
            printf("round %d: %s, %ld rows\n", round, said ? "said that it is done" : "killed", rows);
        }
    }
    printf("kill: %d passed, %d failed (%d finished, %d undone)\n", rounds - failed, failed, done, cut);
    free(school);
    free(rules);
    return failed != 0;
}
