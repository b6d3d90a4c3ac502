/* What `.help` tells, from the descriptors of the API, the commands and the tables, and from the rules. */
#ifndef ONEX_REPL_TOPICS_H
#define ONEX_REPL_TOPICS_H

#include "repl/talk.h"

/* What there is, on a screen. */
void onex_topics_put(onex_buffer *b);
/* Everything that has this name or title, written to out: a command, a word or a heading of the API, a table, a column,
 * a declaration of the rules. False: nothing has; the failure has the nearest names. */
bool onex_topic_tell(onex_repl *repl, const char *topic);

#endif
