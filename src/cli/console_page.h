/* The pages that the console borrows from the commands: why, status, rules show, impact. */
#ifndef ONEX_CLI_CONSOLE_PAGE_H
#define ONEX_CLI_CONSOLE_PAGE_H

#include "cli/command.h"
#include "repl/repl.h"

/* onex_repl_options.page; `ctx` is the onex_cli. */
onex_status onex_cli_console_page(void *ctx, onex_page page, const onex_page_of *of, const char *const *words,
                                  int nwords, onex_error *err);

#endif
