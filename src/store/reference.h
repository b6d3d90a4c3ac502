/* Whether references hold, inside a transaction that has not been committed. */
#ifndef ONEX_STORE_REFERENCE_H
#define ONEX_STORE_REFERENCE_H

#include "store/store.h"

/* False: rows written in the open transaction refer to rows that are not there, so that a commit would be refused. */
bool onex_store_references_hold(onex_store *store);

#endif
