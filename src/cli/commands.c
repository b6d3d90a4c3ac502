/* The list of commands, in the order of help. */
#include "cli/commands.h"

#include <string.h>

const onex_command *const onex_commands[] = {
    &onex_cmd_init,
    &onex_cmd_import,
    &onex_cmd_delete,
    &onex_cmd_export,
    &onex_cmd_check,
    &onex_cmd_why,
    &onex_cmd_status,
    &onex_cmd_log,
    &onex_cmd_replay,
    &onex_cmd_gaps,
    &onex_cmd_todo,
    &onex_cmd_decide,
    &onex_cmd_waive,
    &onex_cmd_rules,
    &onex_cmd_set,
    &onex_cmd_new,
    &onex_cmd_lint,
    &onex_cmd_watch,
    &onex_cmd_test,
    &onex_cmd_impact,
    &onex_cmd_publish,
    &onex_cmd_diff,
    &onex_cmd_rollback,
    &onex_cmd_run,
    &onex_cmd_repl,
    &onex_cmd_trace,
    &onex_cmd_law,
    &onex_cmd_doctor,
    &onex_cmd_schema,
    &onex_cmd_help,
    &onex_cmd_version,
    &onex_cmd_completion,
    NULL,
};

const onex_command *onex_command_find(const char *name) {
    for (int i = 0; onex_commands[i]; i++)
        if (strcmp(onex_commands[i]->name, name) == 0) return onex_commands[i];
    return NULL;
}
