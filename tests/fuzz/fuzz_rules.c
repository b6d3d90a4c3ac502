/* Any text as a rule file, as far as it goes before Lua reads it: the lexer and the outline neither crash nor give
 * tokens that lie outside the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/outline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise) {
    if (!promise) abort();
}

static void check_tokens(const onex_lexed *lexed) {
    uint32_t before = 0;
    for (int i = 0; i < lexed->ntokens; i++) {
        const onex_token *t = &lexed->tokens[i];
        require(t->start >= before && t->end > t->start && t->end <= lexed->len);
        require(t->line >= 1 && t->column >= 1 && t->width >= 0);
        before = t->end;
    }
    require(lexed->tokens[lexed->ntokens].kind == ONEX_TOK_END);
}

static void check_problems(onex_problems *problems) {
    onex_buffer text = {0};
    for (int i = 0; i < problems->count; i++) {
        require(problems->items[i].message && *problems->items[i].message);
        onex_problem_print(&problems->items[i], &text);
    }
    onex_buffer_clear(&text);
    onex_problems_clear(problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    onex_arena arena = {0};
    onex_problems problems = {0};
    onex_error err;
    onex_lexed lexed;
    onex_outlines outlines;
    char *text = malloc(size + 1); /* its own block, so that reading behind it is seen */
    if (!text) return 0;
    memcpy(text, data, size);
    text[size] = 0;
    if (onex_text_valid(text, size, NULL)) {
        require(onex_lex(&lexed, &arena, "school/1.lua", text, size, &problems, &err) == ONEX_OK);
        check_tokens(&lexed);
        require(onex_outline_read(&outlines, &arena, &lexed, &err) == ONEX_OK);
        require(onex_outline_twice(&outlines, &problems, &err) == ONEX_OK);
    }
    check_problems(&problems);
    onex_arena_clear(&arena);
    free(text);
    return 0;
}
