/* What the rules hold and who owes what, as lists of rows. For src/repl only. */
#ifndef ONEX_REPL_LISTING_H
#define ONEX_REPL_LISTING_H

#include "repl/api.h"

extern const onex_api_noun onex_api_listing;

#endif
