/* When SQLite looks whether references hold. Which rows are at fault is for others to say. */
#include "store/reference.h"

#include "store/handle.h"

onex_status onex_store_defer_references(onex_store *store, bool defer, onex_error *err) {
    return onex_sql_run(store, defer ? "PRAGMA defer_foreign_keys = ON" : "PRAGMA defer_foreign_keys = OFF", err);
}
