/* What changed overnight: why a verdict flips. */
#ifndef ONEX_ENGINE_FLIP_CAUSE_H
#define ONEX_ENGINE_FLIP_CAUSE_H

#include "engine/flip.h"

/* Fills `because` of the flips [from, to), which are all of one day and in order. */
onex_status onex_flip_cause(onex_flips *flips, int from, int to, onex_store *store, onex_rules *rules, onex_error *err);

#endif
