/* A rule test as the text of a rule file: what a person would have written. */
#ifndef ONEX_ENGINE_TESTSOURCE_H
#define ONEX_ENGINE_TESTSOURCE_H

#include "base/buffer.h"
#include "expr/program.h"

/* A value of the type as written behind `=`: 5, true, "49/100", "12.50 yuan", "2026-03-01"; a share as counted. With
 * `quoted` false: without quotation marks, for tables. */
void onex_testsource_value(onex_buffer *b, onex_value value, const onex_type *type, bool quoted);

/* The same of a cell of a row. */
void onex_testsource_cell(onex_buffer *b, const onex_entity *entity, const onex_test_cell *cell, bool quoted);

/* A text in quotation marks. */
void onex_testsource_text(onex_buffer *b, const char *text);

/* What is given as "name=value name=value table=3(column=value)", for tables. */
void onex_testsource_given(onex_buffer *b, const onex_program *program, const onex_test *test);

/* The declaration, `test "..." { ... }` and a line feed. Of expectations: verdicts only. */
void onex_testsource_put(onex_buffer *b, const onex_program *program, const onex_test *test);

#endif
