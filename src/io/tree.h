/* Folders of files: copied whole, made, removed. What the files hold is not looked at. */
#ifndef ONEX_IO_TREE_H
#define ONEX_IO_TREE_H

#include "base/error.h"

/* Copies the folder `from` with all below it to `to`, which must not be there; it appears complete or not at all. Names
 * that begin with '.' or end in '~' are passed over; anything but files and folders is refused (DATA). NOT_FOUND when
 * `from` cannot be read; INTERNAL when writing fails. */
onex_status onex_tree_copy(const char *from, const char *to, onex_error *err);
/* Removes a folder with all below it, as far as that is possible; nothing else is followed. */
void onex_tree_remove(const char *path);
/* Makes the folder and those above it that are missing; fine when it is there. */
onex_status onex_tree_make(const char *path, onex_error *err);

#endif
