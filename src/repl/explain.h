/* Messages of Lua about a line that was typed, in the words of someone who knows no Lua. */
#ifndef ONEX_REPL_EXPLAIN_H
#define ONEX_REPL_EXPLAIN_H

#include "base/buffer.h"
#include "repl/console.h"

/* `lua`: what Lua said, with or without its place before it and a stack trace below it; `line`: what was typed. Names
 * that are not there are told with the nearest that are. What is not Lua's own is given as it is. */
void onex_explain(onex_console *console, const char *lua, const char *line, onex_buffer *out);

/* The same for the message of a failure, where Lua is what failed. `said`: Lua's words, NULL: those of the failure itself;
 * `line` as above, "" for a script. */
void onex_explain_failure(onex_console *console, onex_failure *failure, const char *said, const char *line);

/* That there is no global of this name, with the nearest. */
void onex_explain_name(onex_console *console, const char *name, onex_buffer *out);

#endif
