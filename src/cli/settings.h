/* What a command supposes. */
#ifndef ONEX_CLI_SETTINGS_H
#define ONEX_CLI_SETTINGS_H

#include "cli/command.h"
#include "engine/check.h"

/* All NAME=VALUE of --set; *out malloc'd, *count of them read. */
onex_status onex_cli_settings(onex_setting **out, int *count, const onex_cli *cli, const onex_program *program,
                              onex_error *err);

#endif
