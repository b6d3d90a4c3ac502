/* Typing at a terminal: a prompt, a line that can be edited and recalled, completion. The small interface over GNU
 * readline (or libedit: `make EDIT=libedit`); nothing else knows either. There is one terminal, so one editor. Input
 * that is no terminal never comes here. */
#ifndef ONEX_REPL_EDITOR_H
#define ONEX_REPL_EDITOR_H

#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"

typedef enum {
    ONEX_EDITOR_LINE,      /* Enter: the text, perhaps of several lines (a paste, a recalled block) */
    ONEX_EDITOR_CANCELLED, /* Ctrl-C: the text that was not sent */
    ONEX_EDITOR_END,       /* Ctrl-D on an empty line, or the terminal is gone */
    ONEX_EDITOR_NO_MEMORY,
} onex_editor_result;

/* What stands in a line for bytes that are not UTF-8 (U+FFFD). */
#define ONEX_EDITOR_BROKEN "\xEF\xBF\xBD"

/* What completion answers. */
typedef struct onex_editor_completion {
    size_t start;       /* where the word begins, in bytes */
    onex_buffer insert; /* takes the place of the word; empty: it stays */
    onex_buffer list;   /* lines that are shown below; empty: none */
} onex_editor_completion;

/* `line`: the text before the cursor. The editor clears what is filled in. */
typedef void (*onex_editor_complete_fn)(void *ctx, const char *line, onex_editor_completion *out);

/* Once, before the first line. Sets the locale of the process to UTF-8 where it is another. `complete` may be NULL. */
void onex_editor_open(FILE *in, FILE *out, onex_editor_complete_fn complete, void *ctx);

/* Shows `prompt` and gives what was typed (malloc'd, valid until freed by the caller; NULL with END and NO_MEMORY).
 * Ctrl-Z works; SIGTERM and SIGHUP reach the handlers that were set before, with the terminal as it was. */
onex_editor_result onex_editor_read(const char *prompt, char **text);

/* A block for the arrow keys to recall, as one entry. */
void onex_editor_remember(const char *block);

#endif
