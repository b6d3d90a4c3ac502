/* A set of row keys that keeps 16 bytes a row, whatever the keys' length: two 64-bit hashes stand for a key. */
#ifndef ONEX_ENGINE_KEY_SET_H
#define ONEX_ENGINE_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/entity.h"
#include "store/row.h"

typedef struct onex_key {
    uint64_t a, b;
} onex_key;

typedef struct onex_key_set { /* of zero bytes: empty, ready for use */
    onex_key *slots;
    size_t count, cap;
} onex_key_set;

/* Frees the keys; the set is empty and ready again. */
void onex_key_set_clear(onex_key_set *set);

/* The key of a row; of one text, as for a table with one key column. */
onex_key onex_key_of_row(const onex_entity *entity, const onex_cell *row);
onex_key onex_key_of_text(const char *text, size_t len);

/* Whether the key was added. */
bool onex_key_set_has(const onex_key_set *set, onex_key key);
/* False when memory is gone. *added: it was not there; may be NULL. */
bool onex_key_set_add(onex_key_set *set, onex_key key, bool *added);

#endif
