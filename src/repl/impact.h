/* onex.impact. For src/repl only. */
#ifndef ONEX_REPL_IMPACT_H
#define ONEX_REPL_IMPACT_H

#include "repl/api.h"

extern const onex_api_noun onex_api_impact;

#endif
