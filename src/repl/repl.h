/* The interactive console, and the same without a terminal: lines from a pipe, or code from the command line. Reads
 * what is typed, has it evaluated by the console (console.h), tells what came of it. The pages of the command line
 * (reasons, a subject's story, a declaration, an impact) are lent by the caller. */
#ifndef ONEX_REPL_REPL_H
#define ONEX_REPL_REPL_H

#include "repl/console.h"

typedef struct onex_repl onex_repl;

typedef enum {                     /* a page, and the words that it takes */
               ONEX_PAGE_WHY,      /* SUBJECT RULE */
               ONEX_PAGE_STATUS,   /* SUBJECT */
               ONEX_PAGE_PILOT,    /* PILOT: the same, of a pilot only */
               ONEX_PAGE_DECLARED, /* NAME of a rule, fact, param, ... */
               ONEX_PAGE_PARAM,    /* NAME of a param */
               ONEX_PAGE_WHATIF,   /* NAME=VALUE... */
} onex_page;

/* What a page is made from. */
typedef struct onex_page_of {
    onex_store *store;
    onex_rules *rules;
    onex_day day;
} onex_page_of;

typedef struct onex_repl_options {
    onex_console *console;
    FILE *in, *out, *err;
    const char *code; /* -c; NULL: lines from `in` */
    bool interactive; /* `in` and `out` are a terminal */
    bool write, quiet;
    const char *db;      /* as the user named it */
    const char *history; /* its file; NULL: none is kept */
    void *ctx;
    /* Writes the page to out. */
    onex_status (*page)(void *ctx, onex_page page, const onex_page_of *of, const char *const *words, int nwords,
                        onex_error *err);
    /* The folder whose rules are in force (to be watched); NULL: none, a published set is. */
    const char *(*folder)(void *ctx);
    /* The signal that stopped the last evaluation, 0: none; it is then forgotten. */
    int (*stopped)(void *ctx);
} onex_repl_options;

/* The whole session. Gives the exit code; with `write` and no terminal, commits at a good end. Everything is told. */
int onex_repl_run(const onex_repl_options *options);

#endif
