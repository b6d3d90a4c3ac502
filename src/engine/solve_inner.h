/* Between solve.c and place.c only: values that a fact may take. */
#ifndef ONEX_ENGINE_SOLVE_INNER_H
#define ONEX_ENGINE_SOLVE_INNER_H

#include "engine/solve.h"

/* A text that lives as long as the imagined subject; NULL: memory is gone. */
const onex_text *onex_solve_text(onex_imagined *s, const char *text);
/* Some value of the fact's type: numbers are `amount` of their unit, dates the day asked about, no for yes-or-no. */
onex_value onex_solve_default(onex_imagined *s, int fact, int64_t amount);

#endif
