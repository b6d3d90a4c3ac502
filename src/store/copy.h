/* Whole copies of a database, made through SQLite and never of a live file. */
#ifndef ONEX_STORE_COPY_H
#define ONEX_STORE_COPY_H

#include "store/handle.h"

/* Copies `from` over the empty database of `store`. */
onex_status onex_copy_database(onex_store *store, sqlite3 *from, onex_error *err);
/* Copies the store's file to NAME.vVERSION.bak: into a temporary file, checked, made durable, then renamed. */
onex_status onex_copy_backup(onex_store *store, int version, onex_error *err);
/* Makes the entries of the folder that holds `path` durable. */
onex_status onex_copy_sync_folder(const char *path, onex_error *err);

#endif
