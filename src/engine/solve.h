/* Finds values under which a tree says what is wanted: a condition true or false, a comparison just below, exactly at or
 * just above. What is found is put into the imagined subject. */
#ifndef ONEX_ENGINE_SOLVE_H
#define ONEX_ENGINE_SOLVE_H

#include "engine/imagine.h"

/* Puts in what makes the condition so, leaving what is there as it is; false: no way was found, and nothing was put in. */
bool onex_solve_want(onex_imagined *s, const onex_node *node, bool wanted);

/* Whether the condition compares numbers or dates, so that it has a threshold (at_least ... differs, none). */
bool onex_solve_is_threshold(const onex_node *node);
/* Puts in values for which the left side of such a comparison is the next below the right one (-1), equal (0), or the next
 * above (1), by the unit of one fact; false: there are none, and nothing was put in. */
bool onex_solve_place(onex_imagined *s, const onex_node *node, int sign);

#endif
