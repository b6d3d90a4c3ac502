/* onex version. */
#include "cli/commands.h"

static onex_status version_run(onex_cli *cli, onex_error *err) {
    onex_buffer b = {0};
    if (cli->format == ONEX_FORMAT_JSON)
        onex_buffer_printf(&b, "{\"schema\":\"onex.version/1\",\"version\":\"%s\"}\n", ONEX_VERSION);
    else
        onex_buffer_printf(&b, "onex %s\n", ONEX_VERSION);
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

const onex_command onex_cmd_version = {
    .name = "version",
    .en = "the version of the program",
    .zh = "程序的版本",
    .usage = "",
    .formats = ONEX_FORMATS_TEXT,
    .run = version_run,
};
