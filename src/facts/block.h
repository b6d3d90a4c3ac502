/* Rows of one table that are in view at a time, as cells by slot, with lookups by key made on demand. */
#ifndef ONEX_FACTS_BLOCK_H
#define ONEX_FACTS_BLOCK_H

#include "base/arena.h"
#include "base/error.h"
#include "expr/value.h"

#define ONEX_INDEX_KEYS 6

typedef struct onex_index { /* rows by the values of some slots */
    int slots[ONEX_INDEX_KEYS];
    int nslots;
    int *heads; /* mask + 1 entries, -1: none */
    int *next;  /* by row: the next one with the same hash, rising row numbers */
    uint32_t mask;
    int heads_cap, next_cap;
    bool built;
} onex_index;

typedef struct onex_block {
    onex_arena arena; /* texts of the cells */
    onex_value *cells;
    int nslots, nrows, cap;
    onex_index **indexes; /* each on its own: a nested word may add one while another is walked */
    int nindexes;
} onex_block;

/* Frees rows and indexes; of zero bytes it is empty and ready. */
void onex_block_clear(onex_block *block);
/* Forgets the rows, keeps the memory. */
void onex_block_reset(onex_block *block);
/* A new row of unknown cells; NULL when memory is gone. */
onex_value *onex_block_add(onex_block *block);
static inline const onex_value *onex_block_row(const onex_block *block, int row) {
    return block->cells + (size_t)row * (size_t)block->nslots;
}
/* The first row that may have these key values, and the next one behind `row`; -1: none. Candidates: the caller still
 * compares. NULL index (memory gone) is answered by the caller with a plain loop. */
onex_index *onex_block_index(onex_block *block, const int *slots, int nslots);
int onex_index_first(const onex_index *index, const onex_value *keys);
static inline int onex_index_next(const onex_index *index, int row) { return index->next[row]; }

/* A hash under which equal values (texts: as compared) are equal. */
uint32_t onex_value_hash(onex_value v);

#endif
