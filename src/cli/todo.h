/* What is owed and what will change, in the forms that onex todo prints. */
#ifndef ONEX_CLI_TODO_H
#define ONEX_CLI_TODO_H

#include "cli/command.h"
#include "engine/duty.h"
#include "engine/flip.h"

/* For people: a group of lines for each college and debtor, each with its overdue ones first. */
onex_status onex_todo_table(onex_cli *cli, const onex_duties *duties, onex_day as_of, onex_error *err);
onex_status onex_todo_flip_table(onex_cli *cli, const onex_program *program, const onex_flips *flips, onex_error *err);
/* TSV and CSV. */
onex_status onex_todo_fields(onex_cli *cli, const onex_duties *duties, onex_error *err);
onex_status onex_todo_flip_fields(onex_cli *cli, const onex_program *program, const onex_flips *flips, onex_error *err);
/* One object with both; `flips` may be empty. */
onex_status onex_todo_json(onex_cli *cli, const onex_duties *duties, const onex_program *program,
                           const onex_flips *flips, onex_error *err);
/* A calendar; what has no day is left out. `school`: its code, for the names of events. */
onex_status onex_todo_ics(onex_cli *cli, const onex_duties *duties, const char *school, onex_day as_of,
                          onex_error *err);

/* One duty as a JSON object, appended. */
void onex_todo_owed_json(onex_buffer *b, const onex_owed *owed);
/* "艺术设计学院 项目负责人 甲" appended: who owes it; `full`: with codes. */
void onex_todo_debtor_put(onex_buffer *b, const onex_owed *owed, bool full);
/* What is owed in words: the title, for a waiver that it ends. */
void onex_todo_title_put(onex_buffer *b, const onex_owed *owed);

#endif
