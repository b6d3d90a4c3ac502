/* Finding subjects by their codes. */
#ifndef ONEX_FACTS_SUBJECT_H
#define ONEX_FACTS_SUBJECT_H

#include "base/error.h"
#include "model/verdict.h"
#include "store/store.h"

/* Which kinds have a subject of this code (a registration's is pilot/person/level): fills kinds, gives how many (also 0). */
onex_status onex_subject_lookup(onex_store *store, const char *code, bool kinds[ONEX_SUBJECTS], int *count, onex_error *err);

/* Whether there is a subject of that kind and code (a registration's parts joined by '/'). */
onex_status onex_subject_exists(onex_store *store, onex_subject kind, const char *code, bool *exists, onex_error *err);
/* The code of the pilot that a subject is or belongs to, malloc'd; NULL: school and college, or no such subject. */
onex_status onex_subject_pilot(onex_store *store, onex_subject kind, const char *code, char **pilot, onex_error *err);

/* The code of the college that a subject is or belongs to, malloc'd; NULL: the school, or no such subject. */
onex_status onex_subject_college(onex_store *store, onex_subject kind, const char *code, char **college, onex_error *err);

#endif
