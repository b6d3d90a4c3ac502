/* What a line of the console gives, as its answer. For src/repl only; may throw. */
#ifndef ONEX_REPL_ANSWER_H
#define ONEX_REPL_ANSWER_H

#include "repl/state.h"

/* Prints the values at 1 .. n of the stack, appended: verdicts in words with their numbers, the unknown with who
 * supplies it, long lists shortened to their first rows, anything else as onex_l_render. The first becomes `_`: a
 * sequence as the list of all that it gives, so that it can still be used on later lines. */
void onex_l_answer(lua_State *L, int n, onex_buffer *text);

#endif
