/* Asks SQLite's own count of unresolved references, which costs nothing. Which rows are at fault is for
 * onex_table_orphans to say. */
#include "store/reference.h"

#include <sqlite3.h>

bool onex_store_references_hold(onex_store *store) {
    int unresolved = 0, highest = 0;
    return sqlite3_db_status(onex_store_db(store), SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &highest, 0) ==
               SQLITE_OK &&
           unresolved == 0;
}
