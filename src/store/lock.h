/* The writer's lock: one writer at a time, whoever it is, on a file beside the database. */
#ifndef ONEX_STORE_LOCK_H
#define ONEX_STORE_LOCK_H

#include <signal.h>

#include "base/error.h"

/* Takes the lock of the database at `path`; *fd holds it until onex_lock_release. Waits, then ONEX_E_DATA naming the
 * process that holds it. */
onex_status onex_lock_take(int *fd, const char *path, onex_error *err);
void onex_lock_release(int fd); /* -1 is fine */

/* How long to wait (10 s unless set). */
void onex_lock_set_patience(int milliseconds);
/* Who waits gives up soon after *flag is not 0; NULL (as at first): only when the time is over. */
void onex_lock_set_stop(const volatile sig_atomic_t *flag);

/* Is called once where a lock must be waited for, after a moment, with the holder's process number, "" where it is not
 * known. NULL: nobody is told. */
void onex_lock_set_waiting(void (*fn)(const char *path, const char *pid));

#endif
