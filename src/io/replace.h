/* Replacing a file that people edit too. */
#ifndef ONEX_IO_REPLACE_H
#define ONEX_IO_REPLACE_H

#include "base/buffer.h"
#include "base/error.h"

/* Gives the file `path` the buffer's bytes by way of a hidden name in the same folder, whole or not at all; what is
 * there must still hold the bytes `before` (NULL: nothing may be there), else DATA. Its mode stays. DATA when it cannot
 * be opened or take its name, INTERNAL when writing fails or the buffer ran out of memory. */
onex_status onex_file_replace(const char *path, const char *before, size_t nbefore, const onex_buffer *b,
                              onex_error *err);

#endif
