/* Raw declarations to a checked program: names, types, units, keys, directions. Reports every problem it finds. */
#ifndef ONEX_RULES_COMPILE_H
#define ONEX_RULES_COMPILE_H

#include "rules/raw.h"
#include "rules/rules.h"

/* Compiles the declarations of all layers into `program`, which is zeroed but for hash and files and keeps nothing of the raw
 * set. Problems are added to `problems`; the program is usable only when none of them is an error. A value of kind NIL stands
 * for something whose mistake was reported already: nothing more is said of it. ONEX_E_INTERNAL: memory is gone. */
onex_status onex_compile(onex_program *program, const onex_raw_set *raw, onex_problems *problems, onex_error *err);

/* Adds a problem; message and hint are copied. `hint` may be NULL. */
onex_status onex_problem_add(onex_problems *problems, const char *code, bool warning, onex_place at, int width,
                             const char *hint, const char *fmt, ...) __attribute__((format(printf, 7, 8)));

/* A copy (malloc'd) with '?' for what would steer a terminal: rule files are shown to people. NULL: no memory. */
char *onex_problem_text(const char *text, size_t len);

/* Gives the problem added last a second line: "  label: file:line tail". */
onex_status onex_problem_also(onex_problems *problems, const char *label, onex_place at, const char *tail);

#endif
