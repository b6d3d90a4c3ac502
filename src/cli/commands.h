/* The list of commands. */
#ifndef ONEX_CLI_COMMANDS_H
#define ONEX_CLI_COMMANDS_H

#include "cli/command.h"

/* All commands in the order of help; ends with NULL. */
extern const onex_command *const onex_commands[];

/* The options that every command takes; ends with name NULL. */
extern const onex_option onex_global_options[];

/* By name; NULL: none. */
const onex_command *onex_command_find(const char *name);

extern const onex_command onex_cmd_init, onex_cmd_import, onex_cmd_delete, onex_cmd_export, onex_cmd_check,
    onex_cmd_why, onex_cmd_gaps, onex_cmd_rules, onex_cmd_test, onex_cmd_schema, onex_cmd_help, onex_cmd_version,
    onex_cmd_completion, onex_cmd_law, onex_cmd_trace, onex_cmd_status, onex_cmd_log, onex_cmd_replay, onex_cmd_decide,
    onex_cmd_waive, onex_cmd_doctor;

extern const onex_command onex_cmd_impact, onex_cmd_publish, onex_cmd_diff, onex_cmd_rollback, onex_cmd_todo,
    onex_cmd_set, onex_cmd_new, onex_cmd_run, onex_cmd_repl;

extern const onex_command onex_cmd_lint, onex_cmd_watch;

#endif
