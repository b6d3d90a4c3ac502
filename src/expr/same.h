/* Whether two trees say the same. */
#ifndef ONEX_EXPR_SAME_H
#define ONEX_EXPR_SAME_H

#include "expr/program.h"

/* The same words over the same facts, params, columns and values, in the same order; places do not count. Both NULL: the
 * same. */
bool onex_expr_same(const onex_node *a, const onex_node *b);

#endif
