/* A file that a command makes: it appears whole or not at all. */
#ifndef ONEX_CLI_OUTFILE_H
#define ONEX_CLI_OUTFILE_H

#include "base/buffer.h"
#include "base/error.h"

/* Writes the buffer to `path`, replacing what is there; it is written beside its name first. DATA when that cannot be
 * opened, INTERNAL when writing fails or the buffer ran out of memory. */
onex_status onex_outfile_write(const char *path, const onex_buffer *b, onex_error *err);

#endif
