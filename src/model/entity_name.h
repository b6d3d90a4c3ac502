/* A table by the name that a person typed. */
#ifndef ONEX_MODEL_ENTITY_NAME_H
#define ONEX_MODEL_ENTITY_NAME_H

#include "base/error.h"
#include "model/entity.h"

/* By name or Chinese title; NOT_FOUND with the nearest names when there is none. */
onex_status onex_entity_named(const onex_entity **out, const char *name, onex_error *err);

#endif
