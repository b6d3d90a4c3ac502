/* Waiting until something below a folder is saved. */
#ifndef ONEX_IO_WATCH_H
#define ONEX_IO_WATCH_H

#include "base/error.h"

typedef struct onex_watch onex_watch;

/* Watches the folder and all below it, also what comes later; what begins with '.' or ends in '~' is passed over. The folder
 * itself may come later too, or be replaced. INTERNAL: the system has no more watches to give. */
onex_status onex_watch_open(onex_watch **out, const char *dir, onex_error *err);
void onex_watch_close(onex_watch *watch); /* NULL is fine */

/* Waits until something was saved, renamed or taken away since the last call (or since open), and then until nothing
 * more comes for `quiet` milliseconds. *path: the last of what changed, inside the folder ("" for itself); it lives until
 * the next call. */
onex_status onex_watch_wait(onex_watch *watch, int quiet, const char **path, onex_error *err);

#endif
