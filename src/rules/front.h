/* The front half of loading: from a rules folder to raw declarations, and the worker that keeps their functions. */
#ifndef ONEX_RULES_FRONT_H
#define ONEX_RULES_FRONT_H

#include "rules/folder.h"
#include "rules/lexer.h"
#include "rules/raw.h"
#include "rules/worker.h"

typedef struct onex_front_layer {
    const char *college; /* NULL: the school's */
    const onex_rule_file **files;
    onex_lexed *lexed;
    int nfiles;
    onex_worker *worker; /* runs on, for computes; NULL: there are none */
    int first, ndecls;   /* the layer's declarations among the raw ones */
    int revived;         /* how often its worker was replaced */
} onex_front_layer;

typedef struct onex_front {
    const char *program; /* as in the options: to start workers with */
    bool unconfined;
    onex_worker_limits limits;
    onex_arena arena; /* tokens and raw declarations */
    onex_rule_folder folder;
    onex_lexed *lexed; /* one of each file of the folder; tokens NULL: not read */
    onex_raw_set raw;
    onex_front_layer *layers; /* the school's first, then the colleges' that have files, by code */
    int nlayers;
    bool complete;       /* every file ran to its end: what is missing is really not there */
} onex_front;

/* Reads, lexes and runs what the options ask for. Mistakes are added to `problems`; the status tells only what hinders
 * looking for them (no folder, no memory). */
onex_status onex_front_read(onex_front *out, const onex_rules_options *options, onex_worker_limits limits,
                            onex_problems *problems, onex_error *err);
void onex_front_clear(onex_front *front); /* ends the workers */
/* What the rules were made from; it lives as long as they do. (rules.c) */
const onex_front *onex_rules_front(const onex_rules *rules);
/* The worker that holds the functions of a layer; NULL: it has none. */
onex_worker *onex_front_worker(const onex_front *front, const char *college);
/* Takes a new worker for that of the layer, which died over one function, so that the others can still be called. Only
 * a few times: then the dead one stays, as it does when the files do not load again as they did. */
onex_status onex_front_revive(onex_front *front, const char *college, onex_error *err);

/* Makes problems ready to be shown: in the order of the files, each once, with the file's path as the user knows it,
 * the line and the width of what is wrong. */
onex_status onex_front_dress(const onex_front *front, const onex_rules_options *options, onex_problems *problems,
                             onex_error *err);

#endif
