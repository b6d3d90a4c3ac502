/* Open addressing over pairs of hashes: FNV-1a from two beginnings, mixed at the end. Two keys of one table fall
 * together with a chance of some 2^-128 a pair, so that no key is kept to compare. */
#include "engine/key_set.h"

#include <stdlib.h>

static uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33);
}

static void feed(onex_key *key, const void *data, size_t len) {
    const unsigned char *p = data;
    for (size_t i = 0; i < len; i++) {
        key->a = (key->a ^ p[i]) * 0x100000001b3ULL;
        key->b = (key->b ^ p[i]) * 0x9e3779b97f4a7c15ULL;
        key->b ^= key->b >> 29;
    }
}

static void feed_cell(onex_key *key, const onex_cell *cell) {
    unsigned char kind = (unsigned char)cell->kind;
    if (cell->kind == ONEX_CELL_INT) feed(key, &cell->n, sizeof cell->n);
    if (cell->kind == ONEX_CELL_TEXT) feed(key, cell->text, cell->len);
    feed(key, &kind, 1);
    feed(key, "", 1); /* parts one cell from the next */
}

static onex_key start(void) {
    return (onex_key){0xcbf29ce484222325ULL, 0x2545f4914f6cdd1dULL};
}

static onex_key finish(onex_key key) {
    key.a = mix(key.a);
    key.b = mix(key.b);
    if (!key.a && !key.b) key.a = 1; /* zeros mark an empty slot */
    return key;
}

onex_key onex_key_of_row(const onex_entity *entity, const onex_cell *row) {
    onex_key key = start();
    for (int i = 0; i < entity->ncolumns; i++)
        if (entity->columns[i].key) feed_cell(&key, &row[i]);
    return finish(key);
}

onex_key onex_key_of_text(const char *text, size_t len) {
    onex_key key = start();
    onex_cell cell = onex_cell_text(text, len);
    feed_cell(&key, &cell);
    return finish(key);
}

void onex_key_set_clear(onex_key_set *set) {
    free(set->slots);
    *set = (onex_key_set){NULL, 0, 0};
}

static onex_key *slot_of(const onex_key_set *set, onex_key key) {
    size_t i = (size_t)key.a & (set->cap - 1);
    while ((set->slots[i].a || set->slots[i].b) && (set->slots[i].a != key.a || set->slots[i].b != key.b))
        i = (i + 1) & (set->cap - 1);
    return &set->slots[i];
}

bool onex_key_set_has(const onex_key_set *set, onex_key key) {
    if (!set->count) return false;
    const onex_key *slot = slot_of(set, key);
    return slot->a || slot->b;
}

static bool grow(onex_key_set *set) {
    onex_key_set larger = {NULL, set->count, set->cap ? set->cap * 2 : 64};
    larger.slots = calloc(larger.cap, sizeof *larger.slots);
    if (!larger.slots) return false;
    for (size_t i = 0; i < set->cap; i++)
        if (set->slots[i].a || set->slots[i].b) *slot_of(&larger, set->slots[i]) = set->slots[i];
    free(set->slots);
    *set = larger;
    return true;
}

bool onex_key_set_add(onex_key_set *set, onex_key key, bool *added) {
    if (set->count * 3 >= set->cap * 2 && !grow(set)) return false;
    onex_key *slot = slot_of(set, key);
    bool fresh = !slot->a && !slot->b;
    if (fresh) {
        *slot = key;
        set->count++;
    }
    if (added) *added = fresh;
    return true;
}
