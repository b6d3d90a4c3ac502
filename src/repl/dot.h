/* The console's own commands, which begin with a point: descriptors from which help, completion and the running are
 * made, and the running itself. */
#ifndef ONEX_REPL_DOT_H
#define ONEX_REPL_DOT_H

#include <stdbool.h>

#include "repl/repl.h"

typedef enum { /* what a word of a command is, for completion */
               ONEX_DOT_NOTHING,
               ONEX_DOT_SUBJECT,
               ONEX_DOT_PILOT,
               ONEX_DOT_RULE,
               ONEX_DOT_PARAM,
               ONEX_DOT_SETTING, /* NAME=VALUE */
               ONEX_DOT_TOPIC,
               ONEX_DOT_SQL,
               ONEX_DOT_WORD, /* "reload" */
} onex_dot_word;

typedef struct onex_dot {         /* a list ends with name NULL */
    const char *name;             /* ".why" */
    const char *usage, *usage_zh; /* ".why SUBJECT RULE" */
    const char *en, *zh;          /* what it does */
    onex_dot_word words[2];
    int least, most; /* words asked for; most -1: the rest of the line as it is */
    /* `words`: what was given; `rest`: all of it as typed. False: the session's failure says why. */
    bool (*run)(onex_repl *repl, const char *const *words, int nwords, const char *rest);
} onex_dot;

extern const onex_dot onex_dots[];

/* Whether the line is a command: a point and a letter. */
bool onex_dot_is(const char *line);
/* Runs the line. False: repl->failure says why. */
bool onex_dot_run(onex_repl *repl, const char *line);

#endif
