/* Messages of Lua about a line that was typed, in the words of someone who knows no Lua. */
#ifndef ONEX_REPL_EXPLAIN_H
#define ONEX_REPL_EXPLAIN_H

#include "base/buffer.h"
#include "repl/console.h"

/* Makes the message of a failure plain, where Lua is what failed; what is the script's own stays as it is. Names that
 * are not there are told with the nearest that are. `said`: Lua's words, NULL: those of the failure itself; `line`:
 * what was typed, "" for a script. */
void onex_explain_failure(onex_console *console, onex_failure *failure, const char *said, const char *line);

/* That there is no global of this name, with the nearest. */
void onex_explain_name(onex_console *console, const char *name, onex_buffer *out);

#endif
