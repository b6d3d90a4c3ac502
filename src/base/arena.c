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
    free_blocks(arena->spare);
    *arena = (onex_arena){0};
}

void onex_arena_reset(onex_arena *arena) {
    while (arena->blocks) { /* all but the big ones are kept */
        struct onex_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        block->next = NULL;
        if (block->size == BLOCK_SIZE) {
            block->next = arena->spare;
            arena->spare = block;
        } else {
            free(block);
        }
    }
}

/* A block with room for the piece; NULL when memory is gone. */
static struct onex_arena_block *add_block(onex_arena *arena, size_t size) {
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct onex_arena_block *block = arena->blocks, *fresh = room == BLOCK_SIZE ? arena->spare : NULL;
    if (fresh)
        arena->spare = fresh->next;
    else if (!(fresh = malloc(sizeof *fresh + room)))
        return NULL;
    fresh->size = room;
    fresh->used = 0;
    if (block && size > BLOCK_SIZE) { /* a big piece goes behind, so that the room in front stays in use */
        fresh->next = block->next;
        block->next = fresh;
    } else {
        fresh->next = block;
        arena->blocks = fresh;
    }
    return fresh;
}

void *onex_arena_room(onex_arena *arena, size_t size) {
    if (size > SIZE_MAX - sizeof(struct onex_arena_block) - ALIGNMENT) return NULL;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct onex_arena_block *block = arena->blocks;
    if ((!block || block->size - block->used < size) && !(block = add_block(arena, size))) return NULL;
    void *piece = block->data + block->used;
    block->used += size;
    return piece;
}

void *onex_arena_alloc(onex_arena *arena, size_t size) {
    void *piece = onex_arena_room(arena, size);
    return piece ? memset(piece, 0, size) : NULL;
}

char *onex_arena_text(onex_arena *arena, const char *text, size_t len) {
    char *copy = len == SIZE_MAX ? NULL : onex_arena_room(arena, len + 1);
    if (!copy) return NULL;
    if (len) memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}
