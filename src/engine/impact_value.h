/* Values of params and sets that other rules would make looser. */
#ifndef ONEX_ENGINE_IMPACT_VALUE_H
#define ONEX_ENGINE_IMPACT_VALUE_H

#include "engine/impact.h"

/* Adds to `out` what is looser in `after` than in `before`, on the day or later: of each param that a college may raise or
 * lower, and each member of a set that it may extend or reduce, for the school and each college whose value is its own
 * on either side. The first such day is told. INTERNAL: no memory. */
onex_status onex_impact_values(onex_impact *out, const onex_program *before, const onex_program *after, onex_day as_of,
                               onex_error *err);

#endif
