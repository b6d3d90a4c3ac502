/* When references are looked at, inside a transaction. */
#ifndef ONEX_STORE_REFERENCE_H
#define ONEX_STORE_REFERENCE_H

#include "store/store.h"

/* Deferred (as a transaction begins): rows may refer to what is not there until the commit, which is refused while any
 * does. Else a row that does so is refused at once. As long as one does, every new row that others may refer to costs a
 * search of their tables. */
onex_status onex_store_defer_references(onex_store *store, bool defer, onex_error *err);

#endif
