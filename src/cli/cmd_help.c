/* onex help: pages made from the descriptors, and topics. */
#include "base/text.h"
#include "cli/commands.h"
#include "cli/help.h"

static onex_status no_topic(const char *name, onex_error *err) {
    char near[256];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int i = 0; onex_commands[i]; i++) onex_nearest_offer(&nearest, onex_commands[i]->name);
    for (const char *const *t = onex_help_topics(); *t; t++) onex_nearest_offer(&nearest, *t);
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("no help on '%s'; nearest: %s", "没有关于“%s”的帮助；最接近的是：%s"), name, near);
    return onex_fail(err, ONEX_E_USAGE, onex_tr("no help on '%s'", "没有关于“%s”的帮助"), name);
}

static onex_status help_run(onex_cli *cli, onex_error *err) {
    onex_buffer b = {0};
    const onex_command *command = cli->nwords ? onex_command_find(cli->words[0]) : NULL;
    if (!cli->nwords)
        onex_help_overview(cli, &b);
    else if (command)
        onex_help_command(cli, command, &b);
    else if (!onex_help_topic(cli, cli->words[0], &b))
        return no_topic(cli->words[0], err);
    onex_status status = onex_cli_write(cli, &b, err);
    onex_buffer_clear(&b);
    return status;
}

const onex_command onex_cmd_help = {
    .name = "help",
    .en = "help on a command or a topic",
    .zh = "命令或专题的帮助",
    .usage = "[COMMAND|TOPIC]",
    .max_words = 1,
    .run = help_run,
};
