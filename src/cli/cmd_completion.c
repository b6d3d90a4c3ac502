/* onex completion: a script for the shell, made from the descriptors. */
#include <string.h>

#include "cli/commands.h"
#include "cli/help.h"

static onex_status completion_run(onex_cli *cli, onex_error *err) {
    if (strcmp(cli->words[0], "bash") != 0)
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("no completion for '%s'; there is: bash", "没有“%s”的补全；只有 bash"), cli->words[0]);
    onex_buffer b = {0};
    onex_help_completion(&b);
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

const onex_command onex_cmd_completion = {
    .name = "completion",
    .en = "a completion script for the shell",
    .zh = "命令行补全脚本",
    .usage = "bash",
    .min_words = 1,
    .max_words = 1,
    .details_en = "Load it with: source <(onex completion bash)",
    .details_zh = "这样启用：source <(onex completion bash)",
    .run = completion_run,
};
