/* onex.csv. For src/repl only. */
#ifndef ONEX_REPL_CSV_H
#define ONEX_REPL_CSV_H

#include "repl/api.h"

extern const onex_api_noun onex_api_csv;

#endif
