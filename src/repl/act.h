/* What writes: rows, acts, imports; and exports. For src/repl only. */
#ifndef ONEX_REPL_ACT_H
#define ONEX_REPL_ACT_H

#include "repl/api.h"

extern const onex_api_noun onex_api_rows, onex_api_acts;

#endif
