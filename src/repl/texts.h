/* Money and days as texts, for scripts. For src/repl only. */
#ifndef ONEX_REPL_TEXTS_H
#define ONEX_REPL_TEXTS_H

#include "repl/api.h"

extern const onex_api_noun onex_api_texts;

#endif
