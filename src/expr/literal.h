/* Reading a value as a person writes it in a rule file or behind --set, when its type is known. */
#ifndef ONEX_EXPR_LITERAL_H
#define ONEX_EXPR_LITERAL_H

#include "expr/program.h"

/* Numbers, dates, yes or no: "60%" for a share, "3", "3 weeks" or "12.50 yuan" where the unit agrees. False: it is no such
 * value. Texts are not read here (their folded form needs an owner). */
bool onex_literal_parse(const char *text, onex_type type, onex_value *out);

#endif
