/* Raw declarations to a checked program: names, types, units, keys, directions. Reports every problem it finds. */
#ifndef ONEX_RULES_COMPILE_H
#define ONEX_RULES_COMPILE_H

#include "rules/raw.h"
#include "rules/rules.h"

/* Compiles into `program` (its arena must outlive the raw set, which may live in the same arena). Problems are added to
 * `problems`; the program is usable only when none of them is an error. `taken`: names whose declaration failed already
 * (so that one mistake is one message). `columns_seen`: tests may name facts only. */
onex_status onex_compile(onex_program *program, const onex_raw_set *raw, onex_problems *problems, onex_error *err);

/* Adds a problem; message and hint are copied. `hint` may be NULL. */
onex_status onex_problem_add(onex_problems *problems, const char *code, bool warning, onex_place at, int width,
                             const char *hint, const char *fmt, ...) __attribute__((format(printf, 7, 8)));

#endif
