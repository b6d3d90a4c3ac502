/* What `onex log` prints: events, verdict changes, and whether the log holds. One file for each. */
#ifndef ONEX_CLI_LOG_H
#define ONEX_CLI_LOG_H

#include "cli/command.h"

typedef struct onex_log_filter { /* NULL, ONEX_SUBJECTS, ONEX_DAY_NONE: all */
    onex_subject kind_of_subject;
    const char *subject, *actor, *kind, *rule;
    onex_day from, to; /* from <= day < to */
} onex_log_filter;

/* Whether the day of a UTC time, as the clock on the wall has it, is asked for. */
bool onex_log_filter_day(const onex_log_filter *filter, const char *at);

/* Each prints in the command's format, inside an open transaction. */
onex_status onex_log_events(onex_cli *cli, onex_store *store, const onex_log_filter *filter, onex_error *err);
onex_status onex_log_verdicts(onex_cli *cli, onex_store *store, const onex_log_filter *filter, onex_error *err);
/* `head`: "N:HASH" of an event that was kept elsewhere, NULL: none. ONEX_E_GATE when the log does not hold. */
onex_status onex_log_verified(onex_cli *cli, onex_store *store, const char *head, onex_error *err);

#endif
