/* The reasons of a verdict as text for people and as JSON. */
#ifndef ONEX_REPORT_REASON_H
#define ONEX_REPORT_REASON_H

#include "base/buffer.h"
#include "engine/law.h"
#include "engine/why.h"

/* The whole reasoning: verdict, clause, numbers, what is missing, and below it what that rests on, indented; painted
 * where `color`. `prefix`: what stands before the paths of rule files. `laws`: the clauses are quoted from it. */
void onex_reason_put(onex_buffer *b, bool color, const onex_program *program, const onex_reason *root,
                     const char *prefix, const onex_laws *laws);
/* The check row with "because": the rows of the rules that it rests on, each with its own where it has some; last
 * "quote", the texts of the clauses, where a text of the regulation is loaded. */
void onex_reason_json(onex_buffer *b, const onex_program *program, const onex_reason *root, const onex_laws *laws);

#endif
