/* An arena: memory that is given out piece by piece and freed at once. */
#ifndef ONEX_BASE_ARENA_H
#define ONEX_BASE_ARENA_H

#include <stddef.h>

typedef struct onex_arena {
    struct onex_arena_block *blocks, *spare; /* spare: kept for reuse */
} onex_arena;

/* An arena of zero bytes is ready for use; `_clear` frees all; `_reset` forgets all, keeping blocks for reuse. */
void onex_arena_clear(onex_arena *arena);
void onex_arena_reset(onex_arena *arena);

/* Zeroed, aligned to 16; NULL when memory is gone. */
void *onex_arena_alloc(onex_arena *arena, size_t size);
/* The same, not zeroed. */
void *onex_arena_room(onex_arena *arena, size_t size);

/* A copy of `len` bytes with a NUL behind; NULL when memory is gone. */
char *onex_arena_text(onex_arena *arena, const char *text, size_t len);

#endif
