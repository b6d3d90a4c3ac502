/* Completion at the prompt: by the beginning of a name, or by any part of its Chinese title. */
#ifndef ONEX_REPL_COMPLETE_H
#define ONEX_REPL_COMPLETE_H

#include "repl/console.h"
#include "repl/editor.h"

/* What the word before the cursor could become. `pending`: the lines of the block before this one; NULL: none. */
void onex_complete(onex_console *console, const char *pending, const char *line, onex_editor_completion *out);

#endif
