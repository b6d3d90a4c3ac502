/* Blocks of rows and their indexes. Knows values only, no tables and no SQL. */
#include "facts/block.h"

#include <stdlib.h>
#include <string.h>

void onex_block_clear(onex_block *block) {
    for (int i = 0; i < block->nindexes; i++) {
        free(block->indexes[i]->heads);
        free(block->indexes[i]->next);
        free(block->indexes[i]);
    }
    free(block->indexes);
    free(block->cells);
    onex_arena_clear(&block->arena);
    *block = (onex_block){.nslots = block->nslots};
}

void onex_block_reset(onex_block *block) {
    block->nrows = 0;
    for (int i = 0; i < block->nindexes; i++) block->indexes[i]->built = false;
    onex_arena_reset(&block->arena);
}

onex_value *onex_block_add(onex_block *block) {
    size_t width = (size_t)(block->nslots ? block->nslots : 1);
    if (block->nrows == block->cap) {
        int cap = block->cap ? block->cap * 2 : 16;
        onex_value *cells = realloc(block->cells, (size_t)cap * width * sizeof *cells);
        if (!cells) return NULL;
        block->cells = cells;
        block->cap = cap;
    }
    return block->cells + (size_t)block->nrows++ * (size_t)block->nslots;
}

static inline uint64_t mixed(uint64_t h, uint64_t with) {
    h = (h ^ with) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

uint32_t onex_value_hash(onex_value v) {
    uint64_t h = 1469598103934665603u, piece;
    if (v.kind != ONEX_V_TEXT) return (uint32_t)mixed(h, (uint64_t)v.n);
    const char *at = v.text->folded;
    uint32_t len = v.text->folded_len;
    for (h ^= len; len >= 8; at += 8, len -= 8) {
        memcpy(&piece, at, 8);
        h = mixed(h, piece);
    }
    for (piece = 0; len; len--) piece = piece << 8 | (unsigned char)*at++;
    h = mixed(h, piece);
    return (uint32_t)(h ^ (h >> 32));
}

static uint32_t keys_hash(const onex_value *keys, int n) {
    uint32_t h = 0;
    for (int i = 0; i < n; i++) h = h * 31 + onex_value_hash(keys[i]);
    return h;
}

static bool build(onex_block *block, onex_index *index) {
    uint32_t size = 16;
    while (size < (uint32_t)block->nrows * 2) size *= 2;
    if (index->heads_cap < (int)size) {
        int *heads = realloc(index->heads, size * sizeof *heads);
        if (!heads) return false;
        index->heads = heads;
        index->heads_cap = (int)size;
    }
    if (index->next_cap < block->nrows) {
        int *next = realloc(index->next, (size_t)block->cap * sizeof *next);
        if (!next) return false;
        index->next = next;
        index->next_cap = block->cap;
    }
    index->mask = size - 1;
    memset(index->heads, 0xFF, size * sizeof *index->heads);
    for (int row = block->nrows - 1; row >= 0; row--) { /* backwards, so that chains rise */
        const onex_value *cells = onex_block_row(block, row);
        onex_value keys[ONEX_INDEX_KEYS];
        for (int i = 0; i < index->nslots; i++) keys[i] = cells[index->slots[i]];
        uint32_t at = keys_hash(keys, index->nslots) & index->mask;
        index->next[row] = index->heads[at];
        index->heads[at] = row;
    }
    index->built = true;
    return true;
}

onex_index *onex_block_index(onex_block *block, const int *slots, int nslots) {
    onex_index *index = NULL;
    for (int i = 0; i < block->nindexes && !index; i++)
        if (block->indexes[i]->nslots == nslots && !memcmp(block->indexes[i]->slots, slots, (size_t)nslots * sizeof *slots))
            index = block->indexes[i];
    if (!index) {
        onex_index **all = realloc(block->indexes, (size_t)(block->nindexes + 1) * sizeof(onex_index *));
        if (!all) return NULL;
        block->indexes = all;
        index = calloc(1, sizeof *index);
        if (!index) return NULL;
        all[block->nindexes++] = index;
        index->nslots = nslots;
        memcpy(index->slots, slots, (size_t)nslots * sizeof *slots);
    }
    return index->built || build(block, index) ? index : NULL;
}

int onex_index_first(const onex_index *index, const onex_value *keys) {
    return index->heads[keys_hash(keys, index->nslots) & index->mask];
}
