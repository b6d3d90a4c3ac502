/* Rule files to a checked program. Reads the folder, has the files run in a worker process, checks and
 * compiles what comes back. All files load, or none; every error that can be found is reported. */
#ifndef ONEX_RULES_RULES_H
#define ONEX_RULES_RULES_H

#include "base/buffer.h"
#include "base/error.h"
#include "expr/program.h"

typedef struct onex_problem {
    char code[8]; /* "E0301" */
    bool warning;
    onex_place at;        /* file as shown to people: the rules folder as given + path inside */
    int width;            /* characters to underline; 0: unknown */
    char *message, *hint; /* hint may be NULL */
    char *source_line;    /* text of the line, NULL: none */
    char *also, *also_tail; /* a second line: what stands before and behind the place `also_at`; NULL: none */
    onex_place also_at;
} onex_problem;

typedef struct onex_problems {
    onex_problem *items;
    int count, cap, errors;
    bool full; /* the last was counted in `errors`, but not kept */
} onex_problems;
/* Frees them all; the list is empty and ready again. */
void onex_problems_clear(onex_problems *p);
/* "error", "warning" or (code N...) "note". */
const char *onex_problem_level(const onex_problem *p);
/* As cli.md shows an error: place, message, excerpt with carets, hint; appended to `out`. */
void onex_problem_print(const onex_problem *p, onex_buffer *out);

typedef struct onex_rules_text { /* a file of a stored set */
    const char *path;            /* inside the rules folder */
    const char *text;            /* its bytes */
    size_t len;
} onex_rules_text;

typedef struct onex_rules_options {
    const char *dir; /* the rules folder as the user gave it; with `files`: what places show, "published" */
    const onex_rules_text
        *files; /* the set itself, read nowhere else, places are "published:school/..."; NULL: read `dir` */
    int nfiles;
    bool edited; /* `files` are those of the folder `dir`, changed but not written: places are shown as in the folder */
    const char *worker;    /* program to spawn with --rule-worker; main gives /proc/self/exe */
    const char **colleges; /* codes in the database; NULL: unknown, folder names are not checked */
    int ncolleges;
    bool unconfined;  /* run files of colleges even where the kernel cannot confine them, with a warning */
    bool with_tests;  /* also load tests */
    const char *only; /* with_tests: only this test file or folder (path inside dir); NULL: all */
} onex_rules_options;

typedef struct onex_rules onex_rules; /* a program and the workers that hold its compute functions */

/* ONEX_E_RULE when files are wrong (`problems` has them all), ONEX_E_NOT_FOUND when there is no folder. */
onex_status onex_rules_load(onex_rules **out, const onex_rules_options *options, onex_problems *problems,
                            onex_error *err);
void onex_rules_close(onex_rules *rules); /* ends the workers; NULL is fine */
const onex_program *onex_rules_program(const onex_rules *rules);
/* The i-th file of the set (0 .. program->nfiles-1, in the order of paths), tests included, with its bytes as they were
 * hashed; they live as long as the rules. */
void onex_rules_file(const onex_rules *rules, int i, const char **path, const char **bytes, size_t *len);

/* Whether a text can name a declaration: a small letter, then small letters, digits and '_', and no word of Lua. */
bool onex_rules_name_ok(const char *name);

/* The hash that the set in the folder would have, without loading it. NOT_FOUND: there is no such folder. */
onex_status onex_rules_folder_hash(const char *dir, char hash[65], onex_error *err);

/* Calls the compute function of a COMPUTE fact once for each of `n` argument rows (n * ninputs values);
 * results in out[n] (kind ERROR with a text in the program's arena when the function failed). */
onex_status onex_rules_compute(onex_rules *rules, int fact, const onex_value *args, int n, onex_value *out,
                               onex_error *err);

/* What locks up a process that runs rule files. */
typedef enum {
    ONEX_LOCK_LIMITS = 1,   /* descriptors closed, no privileges, limits on memory, time, processes and what it writes */
    ONEX_LOCK_LANDLOCK = 2, /* no file, no TCP, no signal to others, as far as the kernel's version has it */
    ONEX_LOCK_SECCOMP = 4,  /* no system call but those on the list of worker_lock.c */
} onex_lock;
enum { ONEX_LOCKS_CONFINE = ONEX_LOCK_LANDLOCK | ONEX_LOCK_SECCOMP }; /* any of them */
enum { ONEX_RULES_MEMORY_MB = 64 }; /* resident, of one such process */

/* Starts such a process (`worker` as in onex_rules_options) and asks it which locks hold; `landlock`: the version of the
 * kernel's interface, 0: none. INTERNAL: no process could be locked. */
onex_status onex_rules_locks(unsigned *locks, int *landlock, const char *worker, onex_error *err);

/* Entry of the worker process: main calls it when argv[1] is --rule-worker; gives the exit code. */
int onex_rule_worker_main(int argc, char **argv);

#endif
