/* The README's console session, replayed at a terminal: every prompt and every answer must be as printed there;
 * a line "..." stands for any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "terminal.h"

enum { LINE = 1024, INDENT = 4 };

/* The next line of the block, without what it is indented by; false: the block is at its end. */
static bool next_line(FILE *readme, char line[LINE]) {
    if (!fgets(line, LINE, readme) || strncmp(line, "    ", INDENT) != 0) return false;
    memmove(line, line + INDENT, strlen(line + INDENT) + 1);
    line[strcspn(line, "\n")] = 0;
    return true;
}

/* What is typed in the line: behind the prompt, or the points of an open block; NULL: it is an answer. */
static const char *typed(const char *line) {
    const char *prompt = strstr(line, "只读> "), *more = strstr(line, " ... ");
    if (prompt) return prompt + strlen("只读> ");
    return more && strspn(line, " ") == (size_t)(more - line) + 1 ? more + strlen(" ... ") : NULL;
}

static void the_session_is_as_printed(void **state) {
    FILE *readme = fopen("README.md", "r");
    char line[LINE];
    int lines = 0;
    bool any = true; /* lines may come before the next */
    assert_non_null(readme);
    do assert_non_null(fgets(line, sizeof line, readme));
    while (strcmp(line, "    $ build/onex -C build/demo --lang zh repl\n") != 0);
    terminal *t = terminal_start(*state, "C", "zh", NULL);
    struct winsize wide = {.ws_row = 40, .ws_col = 200};
    assert_int_equal(ioctl(t->fd, TIOCSWINSZ, &wide), 0);
    while (next_line(readme, line)) {
        const char *text = typed(line);
        char expected[LINE + 2];
        lines++;
        if (strcmp(line, "...") == 0) {
            any = true;
            continue;
        }
        snprintf(expected, sizeof expected, text ? "%.*s" : "%.*s\n", text ? (int)(text - line) : LINE, line);
        if (any)
            terminal_wait(t, expected);
        else
            terminal_next(t, expected);
        any = false;
        if (!text) continue;
        terminal_type(t, text);
        terminal_type(t, "\r");
        terminal_wait(t, text);
        terminal_wait(t, "\n");
    }
    assert_true(lines > 10);
    terminal_leave(t);
    fclose(readme);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_session_is_as_printed)};
    return cmocka_run_group_tests(tests, place_make, place_remove);
}
