/* Files of the rules folder that a command writes for people: which folder, which college, and putting a changed file
 * in its place. Shared by set and new. */
#ifndef ONEX_CLI_RULEFILE_H
#define ONEX_CLI_RULEFILE_H

#include "cli/command.h"

typedef struct onex_rulefile {
    onex_store *store; /* NULL: there is no database */
    char *dir;         /* the rules folder */
    onex_rules *rules; /* as the folder holds them */
} onex_rulefile;

/* Opens the database if there is one, and loads the folder: --rules, else $ONEX_RULES, else rules/ beside the database;
 * never the installed one (NOT_FOUND: there is none). To be cleared in every case. */
onex_status onex_rulefile_open(onex_rulefile *out, onex_cli *cli, onex_error *err);
void onex_rulefile_clear(onex_rulefile *f);
/* NOT_FOUND with the nearest when the database has no such college; USAGE when no college can have that code. */
onex_status onex_rulefile_college(const onex_rulefile *f, const char *code, onex_error *err);
/* Loads the set as it would be, and only if it loads writes the file (DATA when it is no longer what `before` says,
 * NULL: not there). RULE with the problems told: nothing was written. */
onex_status onex_rulefile_put(const onex_rulefile *f, onex_cli *cli, const char *path, const char *before,
                              size_t nbefore, const onex_buffer *text, bool dry, onex_error *err);

#endif
