/* Runs commands of the program again and again, each time with another call failing: every way to an allocation, every
 * input and output on files; once, and from there on for good. Each run must end with a proper exit code and a message,
 * leave nothing by half, and keep no memory that a run without failure would have freed.
 * usage: faults RULES SCHOOL FOLDER [SCENARIO...]    (FOLDER: an empty one to work in)
 * $FAULT_POINTS: at most so many calls of a scenario are made to fail (default 50). */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "inject.h"
#include "place.h"
#include "rules/rules.h"

enum { WORDS = 16, POINTS = 20000, SECONDS = 60 };

typedef struct scenario {
    const char *name;
    const char *place; /* what is there before: "", "empty" (a database without rows) "school", or "recorded" (with a run) */
    bool writes;
    const char *makes; /* a folder or file that comes when it is done; NULL: none */
    const char *words[WORDS]; /* RULES and SCHOOL stand for the paths */
} scenario;

static const scenario scenarios[] = {
    {"init", "", true, NULL, {"--rules", "RULES", "init", "new"}},
    {"import", "empty", true, NULL, {"import", "--initial", "SCHOOL"}},
    {"import-again", "school", true, NULL, {"import", "--as-of", "2026-09-01", "changes"}},
    {"import-refused", "school", false, NULL, {"import", "--as-of", "2026-09-01", "refused"}},
    {"delete", "school", true, NULL, {"delete", "attestation", "pilot", "P-01", "facilities", "2026-02-01", "--reason", "x"}},
    {"check", "school", false, NULL, {"--as-of", "2026-09-01", "check"}},
    {"check-json", "school", false, NULL, {"--as-of", "2026-09-01", "check", "--format", "json"}},
    {"check-rulebook", "school", false, NULL, {"--as-of", "2026-09-01", "--rules", "RULES", "check"}},
    {"record", "school", true, NULL, {"--as-of", "2026-09-01", "check", "--record"}},
    {"record-again", "recorded", true, NULL, {"--as-of", "2026-09-02", "check", "--record", "--changed"}},
    {"status", "recorded", false, NULL, {"--as-of", "2026-09-01", "status", "P-01"}},
    {"log", "recorded", false, NULL, {"log", "--format", "json"}},
    {"log-verdicts", "recorded", false, NULL, {"log", "--verdicts", "--subject", "P-01"}},
    {"log-verify", "recorded", false, NULL, {"log", "verify"}},
    {"replay", "recorded", false, NULL, {"replay", "--all"}},
    {"why", "school", false, NULL, {"--as-of", "2026-09-01", "why", "P-01", "may_declare"}},
    {"gaps", "school", false, NULL, {"--as-of", "2026-09-01", "gaps"}},
    {"export", "school", false, "out", {"export", "--all", "-o", "out"}},
    {"export-table", "school", false, NULL, {"export", "pilot", "--format", "json"}},
    {"test", "school", false, NULL, {"test"}},
    {"test-boundary", "school", false, NULL, {"--as-of", "2026-09-01", "test", "--boundary"}},
    {"test-changes", "school", false, NULL, {"test", "--coverage", "--mutate"}},
    {"lint", "school", false, NULL, {"--as-of", "2026-09-01", "lint", "RULES"}},
    {"watch", "school", false, NULL, {"--as-of", "2026-09-01", "watch", "--once"}},
    {"rules", "school", false, NULL, {"rules", "show", "may_declare"}},
    {"impact", "school", false, NULL, {"--as-of", "2026-09-01", "impact", "--set", "dual_floor=20%"}},
    {"publish", "school", true, NULL, {"--as-of", "2026-09-01", "publish", "--actor", "a"}},
    {"set", "school", false, "rules/colleges/art/90-set.lua",
     {"set", "dual_floor", "60%", "--college", "art", "--cite", "细则第四条", "--reason", "r", "--document", "d",
      "--effective", "2026-09-01"}},
    {"new", "school", false, "rules/colleges/art/10-rules.lua", {"--as-of", "2026-09-01", "new", "local", "art"}},
    {"diff", "school", false, NULL, {"diff", "rules", "RULES"}},
};

/* What a run did, told by the child. */
typedef struct report {
    long calls, kept;
    bool fired, over;
} report;

typedef struct fault {
    inject_kind kind;
    long at;
    bool lasting;
    int error;
} fault;

static struct {
    const char *rules, *school;
    report *report; /* shared with the child */
    long *numbers;  /* shared: calls that came by a new way */
    long *nnumbers;
    long passed, failed;
} t;

static const char *meant(const char *word) {
    return strcmp(word, "RULES") == 0 ? t.rules : strcmp(word, "SCHOOL") == 0 ? t.school : word;
}

/* The child: one run of the program, with its output in files beside the place. */
static void run_here(const scenario *s, const fault *f, bool note) {
    static char buffers[2][1 << 16];
    char *argv[WORDS + 2] = {(char *)"onex"};
    int argc = 1;
    while (argc <= WORDS && s->words[argc - 1]) {
        argv[argc] = (char *)meant(s->words[argc - 1]);
        argc++;
    }
    FILE *out = fopen("out", "w"), *err = fopen("err", "w");
    if (!out || !err || chdir("place") != 0) _exit(99);
    setvbuf(out, buffers[0], _IOFBF, sizeof buffers[0]);
    setvbuf(err, buffers[1], _IOFBF, sizeof buffers[1]);
    onex_cli_signals();
    alarm(SECONDS);
    long before = inject_blocks();
    if (note) inject_note(t.numbers, POINTS);
    inject_arm(f->kind, f->at, f->lasting, f->error);
    int code = onex_cli_main(argc, argv, out, err);
    inject_disarm();
    *t.nnumbers = inject_noted();
    *t.report = (report){inject_calls(), inject_blocks() - before, inject_fired(), true};
    fclose(out);
    fclose(err);
    _exit(code);
}

static int run(const scenario *s, const fault *f, bool note) {
    *t.report = (report){0};
    pid_t child = fork();
    if (child == 0) run_here(s, f, note);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        perror("faults");
        exit(1);
    }
    return status;
}

/* ---- judging ---- */

static void tell(const scenario *s, const fault *f, const char *what) {
    t.failed++;
    printf("%s, call %ld of %s fails%s (%s): %s\n", s->name, f->at, f->kind == INJECT_MEMORY ? "memory" : "files",
           f->lasting ? " for good" : "", strerror(f->error), what);
    char *text = place_read("err");
    if (text && *text) printf("    %s", text);
    free(text);
}

/* What is known of a run without failure. */
typedef struct clean {
    int code;
    long kept;
    char *out;
    char *rows; /* of the database afterwards, without the event's own time */
    char *made; /* what it makes, where that is a file; NULL: none */
} clean;

static bool rows_are(const char *rows) {
    char *now = place_rows();
    bool same = now && rows && strcmp(now, rows) == 0;
    free(now);
    return same;
}

static bool out_is(const char *text) {
    char *out = place_read("out");
    bool same = out && strcmp(out, text) == 0;
    free(out);
    return same;
}

static bool is_blank(const char *path) {
    char *text = place_read(path);
    bool blank = !text || !*text;
    free(text);
    return blank;
}

/* Whether all that is new is the file that the scenario makes, and that is whole. */
static bool made_whole(const scenario *s, const clean *c) {
    char path[200];
    snprintf(path, sizeof path, "place/%s", s->makes ? s->makes : "");
    char *now = c->made ? place_read(path) : NULL;
    bool whole = now && strcmp(now, c->made) == 0 && !place_differs(s->makes);
    free(now);
    return whole;
}

/* NULL: the run ended as it should; else what is wrong. */
static const char *judge(const scenario *s, const fault *f, const clean *c, int status) {
    static char what[200];
    if (WIFSIGNALED(status)) {
        snprintf(what, sizeof what, "ended by signal %d", WTERMSIG(status));
        return what;
    }
    int code = WEXITSTATUS(status);
    bool disk = f->kind != INJECT_MEMORY;
    if (!t.report->over) return "ended without an answer";
    if (t.report->kept > c->kept) {
        snprintf(what, sizeof what, "%ld blocks of memory are not freed", t.report->kept - c->kept);
        return what;
    }
    if (code == 0) {
        if (!out_is(c->out)) return "goes on, but with another output";
        if (s->writes) return rows_are(c->rows) ? NULL : "says that it is done, but rows differ";
        return c->made && !made_whole(s, c) ? "says that it is done, but the file is another" : place_differs(s->makes);
    }
    static const char *const gates[] = {"log-verify", "lint", "watch"}; /* an event, a rule file that cannot be read */
    bool damage = false;
    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) damage |= disk && code == 1 && strcmp(s->name, gates[i]) == 0;
    if (code != 7 && code != c->code && !damage && !(disk && (code == 5 || code == 3 || code == 4))) {
        snprintf(what, sizeof what, "exit code %d", code);
        return what;
    }
    if (is_blank("err")) return "no message";
    /* What was told too late, or on a disk of which nobody knows what it has, may be done: all or nothing. */
    if (s->writes && rows_are(c->rows)) return NULL;
    if (made_whole(s, c)) return NULL;
    /* Where nothing can be allocated any more, a folder cannot be removed again; the next init takes it as it is. */
    return place_differs(s->writes && !*s->place && !disk && f->lasting ? "new/rules" : NULL);
}

static void fail_one(const scenario *s, const fault *f, const clean *c) {
    place_restore();
    int status = run(s, f, false);
    const char *what = judge(s, f, c, status);
    if (what)
        tell(s, f, what);
    else
        t.passed++;
}

/* The calls that are to fail: all, or so many of them, evenly. */
static long choose(long *points, long all, long most) {
    if (all <= most) return all;
    for (long i = 0; i < most; i++) points[i] = points[i * (all - 1) / (most - 1)];
    return most;
}

static void fail_each(const scenario *s, inject_kind kind, int error, const clean *c) {
    const char *given = getenv("FAULT_POINTS");
    long most = given && atol(given) > 1 ? atol(given) : 50;
    fault none = {.kind = kind};
    place_restore();
    run(s, &none, kind == INJECT_MEMORY);
    long all = *t.nnumbers;
    if (kind != INJECT_MEMORY) {
        all = t.report->calls < POINTS ? t.report->calls : POINTS;
        for (long i = 0; i < all; i++) t.numbers[i] = i + 1;
    }
    long n = choose(t.numbers, all, most);
    for (long i = 0; i < n; i++)
        for (int lasting = 0; lasting < 2; lasting++)
            fail_one(s, &(fault){kind, t.numbers[i], lasting, error}, c);
}

static void play(const scenario *s) {
    fault none = {0};
    clean c = {0};
    place_make(s->place, t.rules, t.school);
    int status = run(s, &none, false);
    c.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (c.code != 0 && strcmp(s->name, "import-refused") != 0) {
        tell(s, &none, "fails by itself");
        return;
    }
    c.kept = t.report->kept;
    c.out = place_read("out");
    c.rows = place_rows();
    if (s->makes && strstr(s->makes, ".lua")) {
        char path[200];
        snprintf(path, sizeof path, "place/%s", s->makes);
        c.made = place_read(path);
    }
    fail_each(s, INJECT_MEMORY, ENOMEM, &c);
    fail_each(s, INJECT_IO, EIO, &c);
    if (s->writes) fail_each(s, INJECT_WRITE, ENOSPC, &c);
    free(c.out);
    free(c.rows);
    free(c.made);
}

static bool wanted(const scenario *s, int argc, char **argv) {
    for (int i = 4; i < argc; i++)
        if (strcmp(argv[i], s->name) == 0) return true;
    return argc == 4;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    if (argc < 4) return 2;
    setlocale(LC_CTYPE, "C.UTF-8");
    setvbuf(stdout, NULL, _IOLBF, 0);
    setenv("ONEX_LANG", "en", 1);
    setenv("ONEX_ACTOR", "tester", 1);
    unsetenv("ONEX_DB");
    unsetenv("ONEX_RULES");
    t.rules = realpath(argv[1], NULL);
    t.school = realpath(argv[2], NULL);
    size_t size = sizeof *t.report + sizeof(long) + POINTS * sizeof(long);
    char *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!t.rules || !t.school || shared == MAP_FAILED || chdir(argv[3]) != 0) {
        perror("faults");
        return 1;
    }
    t.report = (report *)(void *)shared;
    t.nnumbers = (long *)(void *)(shared + sizeof *t.report);
    t.numbers = t.nnumbers + 1;
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        if (wanted(&scenarios[i], argc, argv)) play(&scenarios[i]);
    printf("faults: %ld passed, %ld failed\n", t.passed, t.failed);
    return t.failed != 0;
}
