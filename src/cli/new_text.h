/* The templates of onex new: declarations with all their keys, commented out, each key explained in Chinese and
 * English. */
#ifndef ONEX_CLI_NEW_TEXT_H
#define ONEX_CLI_NEW_TEXT_H

#include "base/buffer.h"
#include "expr/program.h"

/* A rule, or a param, of that name; `college` NULL: the school's. `program` tells which conclusions a college's rule
 * may join. Every line begins with "-- ", so that it is there but says nothing; lines that only explain begin with "---
 * ". What is to be filled in is "……". */
void onex_new_rule_put(onex_buffer *b, const char *name, const char *college, const onex_program *program);
void onex_new_param_put(onex_buffer *b, const char *name, const char *college);
/* The head of a college's file; with `program` also each value that the college may tighten, as the school has it on
 * the day. */
void onex_new_head_put(onex_buffer *b, const char *college, const onex_program *program, onex_day day);

#endif
