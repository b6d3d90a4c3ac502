/* Help pages and completion, made from the descriptors; appended to a buffer. */
#ifndef ONEX_CLI_HELP_H
#define ONEX_CLI_HELP_H

#include "cli/command.h"

/* All commands and the options that each takes. */
void onex_help_overview(const onex_cli *cli, onex_buffer *b);
/* One command: usage, what it opens, options, details. */
void onex_help_command(const onex_cli *cli, const onex_command *command, onex_buffer *b);
/* A topic that is no command (formats, exit-codes, subjects); false: there is none of this name. */
bool onex_help_topic(const onex_cli *cli, const char *topic, onex_buffer *b);
/* The names of the topics; ends with NULL. */
const char *const *onex_help_topics(void);
/* A completion script for bash. */
void onex_help_completion(onex_buffer *b);

#endif
