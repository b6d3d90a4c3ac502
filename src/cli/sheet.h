/* The sheets of commands: printed in the format asked for, painted where colour is on. */
#ifndef ONEX_CLI_SHEET_H
#define ONEX_CLI_SHEET_H

#include "cli/command.h"
#include "report/sheet.h"

/* Prints in cli->format to out; nothing is cut off. `title`: a line above a table, or NULL. JSON: objects with the
 * columns' names as keys, blanks null, under `key` beside "schema":"onex.<command>/1". */
onex_status onex_sheet_print(onex_cli *cli, onex_sheet *t, const char *title, const char *key, onex_error *err);

/* `text` with the style's colour around it where colour is on, appended to b. */
void onex_style_put(const onex_cli *cli, onex_buffer *b, onex_style style, const char *text);

#endif
