/* What a script says of itself, found out without running it against anything. */
#ifndef ONEX_REPL_DESCRIBE_H
#define ONEX_REPL_DESCRIBE_H

#include "base/error.h"

typedef struct onex_description {
    char name[128]; /* "": it has none */
    char text[512]; /* in the language that is set; "": it says nothing */
} onex_description;

/* Reads { name =, description = } of the table that the script returns; each is a text, or a table with one for `zh` and
 * one for `en`. The script runs in a state that holds neither database nor files, and not for long. Of a script that
 * gives no such table there, the text is its first line of comment. NOT_FOUND or DATA: it cannot be read. */
onex_status onex_script_describe(onex_description *out, const char *path, onex_error *err);

#endif
