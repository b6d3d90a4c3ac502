/* What-if: params, readings and facts that take the place of the real ones while a function runs. For src/repl only. */
#ifndef ONEX_REPL_SUPPOSE_H
#define ONEX_REPL_SUPPOSE_H

#include "repl/state.h"

extern const onex_api_noun onex_api_suppose;

/* Puts what is supposed at the moment into the options; nothing where nothing is. */
void onex_suppose_options(const onex_console *console, onex_judge_options *options);

/* Nothing is supposed any more, whatever was. */
void onex_suppose_end(onex_console *console);

#endif
