/* Files that are made: each appears whole or not at all, for it is written beside its name (PATH.part) and then takes
 * it. A path that is no regular file (a pipe, a device) is written itself. */
#ifndef ONEX_IO_OUTFILE_H
#define ONEX_IO_OUTFILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/error.h"

typedef struct onex_outfile {
    FILE *file; /* to be written; NULL: not open */
    char *path, *part;
    bool special; /* no regular file */
} onex_outfile;

/* DATA when it cannot be opened. */
onex_status onex_outfile_open(onex_outfile *out, const char *path, onex_error *err);
/* With `so_far` OK: writes through and takes the name, replacing what is there; else nothing stays, and `so_far` is
 * given back. INTERNAL when writing fails, DATA when the name cannot be taken. Harmless when not open. */
onex_status onex_outfile_close(onex_outfile *out, onex_status so_far, onex_error *err);
/* The whole of a buffer; INTERNAL also when that ran out of memory. */
onex_status onex_outfile_write(const char *path, const onex_buffer *b, onex_error *err);

/* A path that is to vanish if the program is interrupted before it is finished; NULL: none any more. Files opened here
 * do so by themselves. `_remove` removes it and may be called by a signal handler. */
void onex_unfinished_set(const char *path);
void onex_unfinished_remove(void);

#endif
