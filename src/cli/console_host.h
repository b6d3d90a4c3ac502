/* The command line as the host of a console: the database, the rules and the words that a console asks for. */
#ifndef ONEX_CLI_CONSOLE_HOST_H
#define ONEX_CLI_CONSOLE_HOST_H

#include "cli/command.h"
#include "repl/console.h"

/* Fills the options of a console for this command: host, days (the database is opened for a moment), actor, output. */
onex_status onex_cli_console_options(onex_cli *cli, onex_console_options *out, onex_error *err);

/* From now on SIGINT and SIGTERM stop what this console evaluates; when that has not ended after two seconds, and when
 * nothing is evaluated, they end the program. NULL: no console any more. */
void onex_cli_console(onex_console *console);
/* After an evaluation: the signal that stopped it, 0: none. It is then forgotten. */
int onex_cli_stopped(void);

/* Tells a failure on stderr ("FILE:LINE: message") and gives the exit code that it means: that of os.exit (nothing is
 * told), of the signal, of a refusal or bad data; 1 for the script's own errors and wrong words. */
int onex_cli_console_failed(onex_cli *cli, const onex_failure *failure);

#endif
