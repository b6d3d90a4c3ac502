/* Rule sets that are stored in the database, loaded as if from a folder. */
#ifndef ONEX_ENGINE_RULESET_H
#define ONEX_ENGINE_RULESET_H

#include "base/sha256.h"
#include "rules/rules.h"
#include "store/store.h"

/* Loads the stored set `hash`, as onex_rules_load does; `options` says what else it wants: worker, colleges, tests, and
 * in `dir` what the set is called where places are shown ("published": published:school/07-eligibility.lua).
 * NOT_FOUND: no such set is stored. DATA: the stored texts are not those of the hash. */
onex_status onex_ruleset_load(onex_rules **out, onex_store *store, const char *hash, const onex_rules_options *options,
                              onex_problems *problems, onex_error *err);

/* The hash of the set in force; "" while none was published: then the rules folder is. */
onex_status onex_ruleset_in_force(onex_store *store, char hash[ONEX_SHA256_TEXT], onex_error *err);

#endif
