/* When a pilot is held to change requests. */
#ifndef ONEX_ENGINE_IMPORT_PILOT_H
#define ONEX_ENGINE_IMPORT_PILOT_H

#include <stdbool.h>

#include "store/row.h"

/* Whether a pilot in this state is staffed or was: from then on it changes by change requests. */
bool onex_pilot_is_staffed(const onex_cell *state);

#endif
