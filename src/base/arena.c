/* An arena of chained blocks, each at least 16 KiB.
 * Gives memory out; who keeps an arena, and for how long, is left to its owner. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, BLOCK_SIZE = 16 * 1024 };

struct onex_arena_block {
    struct onex_arena_block *next;
    size_t size, used; /* of data */
    alignas(ALIGNMENT) unsigned char data[];
};

static void free_blocks(struct onex_arena_block *block) {
    while (block) {
        struct onex_arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void onex_arena_clear(onex_arena *arena) {
    free_blocks(arena->blocks);
    arena->blocks = NULL;
}

void onex_arena_reset(onex_arena *arena) {
    if (!arena->blocks) return;
    free_blocks(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

void *onex_arena_alloc(onex_arena *arena, size_t size) {
    if (size > SIZE_MAX - sizeof(struct onex_arena_block) - ALIGNMENT) return NULL;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct onex_arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        struct onex_arena_block *fresh = malloc(sizeof *fresh + room);
        if (!fresh) return NULL;
        fresh->size = room;
        fresh->used = 0;
        if (block && size > BLOCK_SIZE) { /* a big piece goes behind, so that the room in front stays in use */
            fresh->next = block->next;
            block->next = fresh;
        } else {
            fresh->next = block;
            arena->blocks = fresh;
        }
        block = fresh;
    }
    void *piece = block->data + block->used;
    block->used += size;
    return memset(piece, 0, size);
}

char *onex_arena_text(onex_arena *arena, const char *text, size_t len) {
    if (len == SIZE_MAX) return NULL;
    char *copy = onex_arena_alloc(arena, len + 1);
    if (copy && len) memcpy(copy, text, len);
    return copy;
}
