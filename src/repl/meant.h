/* Lines that are no Lua, but what someone new to the console types first. */
#ifndef ONEX_REPL_MEANT_H
#define ONEX_REPL_MEANT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "repl/console.h"

/* The console's command that a lone word stands for: "help" or "帮助" is ".help", "exit" or "退出" ".quit"; NULL: none.
 */
const char *onex_meant_command(const char *line);
/* Appends what the line that failed was meant as: the code of a pilot, SQL, a command of the console without its point,
 * one of the command line. False: nothing of these. */
bool onex_meant_tell(onex_console *console, const char *line, onex_buffer *out);

#endif
