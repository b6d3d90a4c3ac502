/* A command of the program as a descriptor, and what every command works with: the parsed words, streams,
 * language, format, and helpers to open the database and the rules and to print. Help, completion and usage
 * errors are made from the descriptors. One file src/cli/cmd_NAME.c and one descriptor onex_cmd_NAME per command;
 * the list of all is in commands.c. */
#ifndef ONEX_CLI_COMMAND_H
#define ONEX_CLI_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "engine/lint.h"
#include "model/verdict.h"
#include "rules/rules.h"
#include "store/store.h"

typedef struct onex_cli onex_cli;

typedef enum { ONEX_OPENS_NOTHING, ONEX_OPENS_READ, ONEX_OPENS_WRITE, ONEX_OPENS_CREATE } onex_opens;

typedef enum { /* a set, as bits; `table` is the default on a terminal, `tsv` in a pipe (where a command has them) */
               ONEX_FORMAT_TABLE = 1,
               ONEX_FORMAT_TSV = 2,
               ONEX_FORMAT_CSV = 4,
               ONEX_FORMAT_JSON = 8,
               ONEX_FORMAT_JSONL = 16,
               ONEX_FORMAT_XLSX = 32,
               ONEX_FORMAT_ICS = 64,
} onex_format;
#define ONEX_FORMATS_ROWS (ONEX_FORMAT_TABLE | ONEX_FORMAT_TSV | ONEX_FORMAT_CSV | ONEX_FORMAT_JSON | ONEX_FORMAT_JSONL)
#define ONEX_FORMATS_TEXT (ONEX_FORMAT_TABLE | ONEX_FORMAT_JSON) /* table: prose, also in a pipe */

typedef struct onex_option { /* a list ends with name NULL */
    const char *name;        /* without the dashes: "table" */
    char letter;             /* 'o' for -o; 0: none */
    const char *argument;    /* "TABLE"; NULL: a switch */
    bool repeatable;         /* may be given more than once */
    const char *en, *zh;     /* one line of help */
} onex_option;

typedef struct onex_command {
    const char *name;
    const char *en, *zh;        /* one line: what it does */
    const char *usage;          /* what follows the name: "PATH... [--table TABLE]" */
    const onex_option *options; /* NULL: none but the global ones */
    int min_words, max_words;   /* words beside options; max -1: any number */
    bool words_end_options;     /* what follows the first word belongs to it, dashes or not (a script's arguments) */
    onex_opens opens;
    unsigned formats;                    /* bits of onex_format it can print; 0: --format is refused */
    const char *details_en, *details_zh; /* some more lines of help, with what its exit codes mean here; NULL: none */
    onex_status (*run)(onex_cli *cli, onex_error *err); /* err->text "" with a failure: already told on err */
} onex_command;

struct onex_cli {
    const onex_command *command;
    FILE *out, *err;
    const char *program; /* argv[0] */
    onex_lang lang;
    bool lang_given;    /* by the option --lang (export writes Chinese headers then only) */
    bool quiet;         /* -q */
    bool terminal;      /* out is one */
    bool color;         /* colour may be used on out */
    onex_format format; /* given, or the default */
    bool format_given;
    const char *db;        /* --db, else $ONEX_DB, else onex.db */
    bool db_given;         /* by --db */
    const char *rules_dir; /* the option --rules only; NULL: not given */
    bool unconfined;       /* $ONEX_SANDBOX: run files of colleges even where nothing confines them */
    const char **words;    /* what was given beside options, after the command's name */
    int nwords;
    /* the rest is for the helpers */
    struct onex_given_option {
        const onex_option *option;
        const char *value;
    } * given;
    int ngiven;
    onex_day as_of; /* ONEX_DAY_NONE: not given */
    const char *actor;
    onex_store *store;
    onex_rules *rules;
    bool published; /* `rules` is the published set */
    bool day_said;
    double started, progress_at; /* seconds of a clock: the first call of onex_cli_progress, the last line it wrote */
    bool ended;                  /* the program ends with exit_code: a script's own, or a signal's */
    int exit_code;
    int write_error;             /* errno of the first write to out that failed; 0: none */
};

/* ---- the words of the command line ---- */

/* Fills *cli from the words: options, command, format; does not run anything. ONEX_E_USAGE with the nearest names when
 * they are wrong. cli->command is NULL when none is named. `_clear` closes store and rules and frees. */
onex_status onex_cli_parse(onex_cli *cli, int argc, char **argv, onex_error *err);
void onex_cli_clear(onex_cli *cli);

/* The last value given for the command's option; "" for a switch that was given; NULL: not given. */
const char *onex_cli_option(const onex_cli *cli, const char *name);
/* The i-th value (from 0) of a repeatable option; NULL: no more. */
const char *onex_cli_option_at(const onex_cli *cli, const char *name, int i);
/* The actor for the record: --actor, else $ONEX_ACTOR, else the login name (or "unknown"). */
const char *onex_cli_actor(const onex_cli *cli);

/* ---- the database, its day, the rules ---- */

/* Opens the database as the descriptor says (READ, WRITE; CREATE makes it); a notice goes to stderr. main closes it. */
onex_status onex_cli_open(onex_cli *cli, onex_store **out, onex_error *err);
/* The same in another way than the descriptor says: a command that only sometimes writes. */
onex_status onex_cli_open_as(onex_cli *cli, onex_opens opens, onex_store **out, onex_error *err);
/* The same, but without a database *out is NULL and a note says that college folders are not checked. */
onex_status onex_cli_open_perhaps(onex_cli *cli, onex_store **out, onex_error *err);
/* The day asked about: --as-of, else the demo database's own (said on stderr), else today. `store` may be NULL. */
onex_status onex_cli_day(onex_cli *cli, onex_store *store, onex_day *out, onex_error *err);
/* The calendar's day: the demo database's own (said on stderr, unless --as-of is given), else that of the clock. */
onex_status onex_cli_today(onex_cli *cli, onex_store *store, onex_day *out, onex_error *err);
/* Loads the rules in force (once; then gives them again) for `store`: --rules, else the published set, else the rules
 * folder. NULL: without a database; its colleges' folders are then not checked. Problems are printed to stderr, *err
 * counts them (ONEX_E_RULE). main closes them. */
onex_status onex_cli_rules(onex_cli *cli, onex_store *store, onex_rules **out, onex_error *err);
/* The same with their tests; to be called instead of it, not after it. */
onex_status onex_cli_rules_tested(onex_cli *cli, onex_store *store, onex_rules **out, onex_error *err);
/* Loads the rules of the folder `dir` with their tests (`only`: as in onex_rules_options). */
onex_status onex_cli_rule_tests(onex_cli *cli, onex_store *store, const char *dir, const char *only, onex_rules **out,
                                onex_error *err);
/* Lints the folder `dir` with its tests; problems are not told. The caller clears it. `store` may be NULL. */
onex_status onex_cli_lint(const onex_cli *cli, onex_store *store, const char *dir, onex_day as_of, onex_lint *out,
                          onex_error *err);
/* Loads one more set, which the caller closes: the stored set `hash`, or where that is NULL the folder `dir`; problems are
 * told as by onex_cli_rules. */
onex_status onex_cli_rules_other(onex_cli *cli, onex_store *store, const char *hash, const char *dir, bool tests,
                                 onex_rules **out, onex_error *err);
/* Loads the set of the folder `dir` as it would be with `path` (inside it) holding the text; the caller closes it. `loaded` is
 * the set as the folder holds it. Problems are told as those of the folder. */
onex_status onex_cli_rules_edited(onex_cli *cli, onex_store *store, const char *dir, const onex_rules *loaded,
                                  const char *path, const onex_buffer *text, onex_rules **out, onex_error *err);
/* What stands before the paths of files of the rules that onex_cli_rules gave (malloc'd): "published:", or the folder and
 * a slash. */
char *onex_cli_rules_prefix(const onex_cli *cli);
/* A note when the published set is in use and the rules folder holds another. */
onex_status onex_cli_folder_differs(onex_cli *cli, onex_store *store, onex_error *err);
/* For commands that write: REFUSED under the option --rules once a set is published. */
onex_status onex_cli_refuse_rules(const onex_cli *cli, onex_store *store, onex_error *err);
/* The rules folder in use (malloc'd): --rules, else $ONEX_RULES, else rules/ beside the database, else the installed.
 */
char *onex_cli_rules_folder(const onex_cli *cli);
/* The folder NAME ("rules", "scripts", "demo") that belongs to the program: PREFIX/share/onex/NAME beside PREFIX/bin, else in the
 * source tree beside the build folder (rules, scripts, db/demo); malloc'd, NULL: not found. */
char *onex_cli_installed(const char *name);
/* NAME in the folder in which the file PATH stands (malloc'd; NULL: memory is gone). */
char *onex_cli_beside(const char *path, const char *name);
/* Prints problems of rule files to stderr (warnings not with -q). */
void onex_cli_problems(onex_cli *cli, const onex_problems *problems);

/* ---- telling ---- */

/* The whole run: parses, runs the command, tells errors; gives the exit code. Streams stay open. */
int onex_cli_main(int argc, char **argv, FILE *out, FILE *err);

/* From now on SIGINT and SIGTERM end the program with 130 and 143, and a reader that went away is a write error. */
void onex_cli_signals(void);
/* A line to stderr, prefixed "onex: "; silent with -q. */
void onex_cli_note(onex_cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The useful next step, to stderr at the end: "hint: ..."; silent with -q. */
void onex_cli_hint(onex_cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What was written to out goes out now; a write error is remembered. Before writing to err where the order matters. */
void onex_cli_flush(onex_cli *cli);
/* Tells on a terminal, from the second second on, how many of `what` are done; to be called often. `what` NULL: over,
 * the line vanishes. */
void onex_cli_progress(onex_cli *cli, long done, const char *what);
/* Writes a finished buffer to out; ONEX_E_INTERNAL when it ran out of memory. Write errors are found by main. */
onex_status onex_cli_write(onex_cli *cli, onex_buffer *b, onex_error *err);

#endif
