/* The arena: alignment, zeroes, big pieces, reuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"

static void pieces_are_zeroed_aligned_and_apart(void **state) {
    (void)state;
    onex_arena arena = {0};
    char *last = NULL;
    for (size_t size = 1; size < 300; size++) {
        char *piece = onex_arena_alloc(&arena, size);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % 16, 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(piece[i], 0);
        memset(piece, 'x', size);
        if (last) assert_int_equal(*last, 'x');
        last = piece;
    }
    onex_arena_clear(&arena);
    assert_null(arena.blocks);
}

static void a_piece_bigger_than_a_block_is_given(void **state) {
    (void)state;
    onex_arena arena = {0};
    char *small = onex_arena_alloc(&arena, 16), *big = onex_arena_alloc(&arena, 1000000);
    assert_non_null(big);
    memset(big, 'y', 1000000);
    char *next = onex_arena_alloc(&arena, 16);
    assert_ptr_equal(next, small + 16); /* the room in front stays in use */
    onex_arena_clear(&arena);
}

static void an_impossible_size_gives_null(void **state) {
    (void)state;
    onex_arena arena = {0};
    assert_null(onex_arena_alloc(&arena, SIZE_MAX));
    assert_null(onex_arena_text(&arena, "", SIZE_MAX));
    onex_arena_clear(&arena);
}

static void reset_keeps_a_block_and_zeroes_what_it_gives_again(void **state) {
    (void)state;
    onex_arena arena = {0};
    onex_arena_reset(&arena);
    char *first = onex_arena_alloc(&arena, 64);
    memset(first, 'z', 64);
    onex_arena_reset(&arena);
    char *again = onex_arena_alloc(&arena, 64);
    assert_ptr_equal(again, first);
    assert_int_equal(again[0], 0);
    onex_arena_clear(&arena);
}

static void a_text_is_copied_with_its_nul(void **state) {
    (void)state;
    onex_arena arena = {0};
    assert_string_equal(onex_arena_text(&arena, "abcdef", 3), "abc");
    assert_string_equal(onex_arena_text(&arena, NULL, 0), "");
    onex_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_piece_bigger_than_a_block_is_given),
        cmocka_unit_test(an_impossible_size_gives_null),
        cmocka_unit_test(reset_keeps_a_block_and_zeroes_what_it_gives_again),
        cmocka_unit_test(a_text_is_copied_with_its_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
