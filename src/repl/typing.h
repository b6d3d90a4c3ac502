/* Chinese typing in a line of Lua: full-width punctuation, letters and digits, and words without quotes, outside texts
 * and comments. Lua would say something puzzling about a byte; here the right character is told. */
#ifndef ONEX_REPL_TYPING_H
#define ONEX_REPL_TYPING_H

#include <stdbool.h>

#include "base/buffer.h"

typedef struct onex_typing { /* to be cleared */
    int count;               /* characters and words that Lua cannot read; 0: all is well */
    int line, column;        /* of the first, from 1, in characters */
    onex_buffer message;     /* what is wrong with the first, a line without end */
    onex_buffer excerpt;     /* its line with carets under everything that is wrong in it, two lines */
    onex_buffer right;       /* the whole chunk as it was meant; empty where a name must be chosen first */
} onex_typing;

/* `chunk`: valid UTF-8. */
void onex_typing_look(onex_typing *out, const char *chunk);
void onex_typing_clear(onex_typing *typing);

#endif
