/* onex test --boundary: the cases made from rules, as a table and as a test file. */
#ifndef ONEX_CLI_BOUNDARY_PAGE_H
#define ONEX_CLI_BOUNDARY_PAGE_H

#include "cli/command.h"
#include "engine/boundary.h"

/* Prints the cases in cli->format; which comparisons have none goes to stderr. */
onex_status onex_boundary_print(onex_cli *cli, const onex_program *program, const onex_boundary *boundary, onex_error *err);

/* Writes them as a new file of tests: of the college whose folder the path is in, or whose rules they all are, with its
 * head; else those of the school. DATA when there is such a file, or nothing to write. */
onex_status onex_boundary_keep(onex_cli *cli, const onex_rules *rules, const onex_boundary *boundary, const char *path,
                               onex_error *err);

#endif
