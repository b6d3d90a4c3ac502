/* One round of onex watch: lint, tests and impact of the folder as it is now, compactly, with what is new since the round
 * before. */
#ifndef ONEX_CLI_WATCH_ROUND_H
#define ONEX_CLI_WATCH_ROUND_H

#include "base/sha256.h"
#include "cli/command.h"

typedef struct onex_texts { /* what the round before told */
    char **items;
    int n, cap;
} onex_texts;

typedef struct onex_watching {
    onex_cli *cli;
    const char *dir; /* the rules folder */
    bool database_said; /* that there is none */
    onex_texts warnings, failures;
    onex_rules *before; /* the set that changes are held against; NULL: none yet */
    char before_hash[ONEX_SHA256_TEXT]; /* of the published set that it is; "": the folder when watching began */
    char *changes;                      /* those of the impact that was told last, as a text; NULL: none was */
} onex_watching;

/* Prints the round to out. *good: no errors, no test failed. What is wrong with the rules is no failure; a folder or a
 * database that cannot be read is. */
onex_status onex_watch_round(onex_watching *w, bool *good, onex_error *err);
void onex_watching_clear(onex_watching *w);

#endif
