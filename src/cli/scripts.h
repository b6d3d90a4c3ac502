/* Where scripts stand: in scripts/ beside the database, and among those installed. */
#ifndef ONEX_CLI_SCRIPTS_H
#define ONEX_CLI_SCRIPTS_H

#include "cli/command.h"

/* The script's path: as given where such a file is or the name has a slash, else of that name (with or without .lua)
 * beside the database, else installed; *out malloc'd. NOT_FOUND with the nearest: there is no script of that name. */
onex_status onex_cli_script(char **out, const onex_cli *cli, const char *given, onex_error *err);
/* Where `require` looks: beside the script (NULL: none), then in both folders of scripts; malloc'd, NULL: memory is
 * gone. */
char *onex_cli_modules(const onex_cli *cli, const char *script);
/* Prints the scripts of both folders; one beside the database hides an installed one of its name. */
onex_status onex_cli_scripts_print(onex_cli *cli, onex_error *err);

#endif
