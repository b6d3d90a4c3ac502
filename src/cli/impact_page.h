/* An impact for people, pipes and programs. */
#ifndef ONEX_CLI_IMPACT_PAGE_H
#define ONEX_CLI_IMPACT_PAGE_H

#include "cli/command.h"
#include "engine/impact.h"

/* In the command's format; `before` and `after`: the hashes of the sets. TSV and CSV have the token on stderr; people are
 * told of none where it is "". */
onex_status onex_impact_print(onex_cli *cli, const onex_impact *impact, onex_day as_of, const char *before,
                              const char *after, onex_error *err);
/* The first rows for people, at most `most`, what is loosened before the rest. */
onex_status onex_impact_first_print(onex_cli *cli, const onex_impact *impact, int most, onex_error *err);
/* "loosened 1, tightened 0, newly unknown 2" for people. */
void onex_impact_ways_put(onex_buffer *b, const long ways[ONEX_IMPACT_WAYS]);

#endif
