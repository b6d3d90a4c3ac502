/* Facts and verdicts of single subjects, one after the other: the world that was opened for one is used again for the
 * next, as long as nothing was written and no more rules or facts are asked for. Its memory does not grow with the
 * number of subjects. */
#ifndef ONEX_REPL_JUDGING_H
#define ONEX_REPL_JUDGING_H

#include "repl/state.h"

/* Gives up what is open; at the latest before the store is closed. Frees all with the console. */
void onex_judging_forget(onex_console *console);
void onex_judging_free(onex_console *console);

/* A fact of the subject: its index in the program, and its value, which lives until the next call. `name` may be the
 * title. NOT_FOUND with the nearest names: no such fact of this kind, or no such subject on the day. */
onex_status onex_judging_fact(onex_console *console, onex_subject_ref subject, const char *name, int *fact,
                              onex_value *value, onex_error *err);
/* Appends who supplies what is missing in that fact, found unknown by _fact just before. */
onex_status onex_judging_suppliers(onex_console *console, onex_subject_ref subject, int fact, onex_buffer *out,
                                   onex_error *err);
/* The rule of that name or title as the subject's college sees it. NOT_FOUND with the nearest names; USAGE: it judges
 * another kind. */
onex_status onex_judging_rule(onex_console *console, onex_subject_ref subject, const char *name, int *rule,
                              onex_error *err);
/* The row of the rule for the subject; lives until the next call. NOT_FOUND: no such subject on the day, or the rule is
 * another college's. */
onex_status onex_judging_row(onex_console *console, onex_subject_ref subject, int rule, onex_check_row *row,
                             onex_error *err);
/* The program of the rules in force, which are loaded. */
onex_status onex_judging_program(onex_console *console, const onex_program **program, onex_error *err);

#endif
