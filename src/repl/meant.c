/* Guesses at what a line was meant as: whole words only, and only where it is no good as it stands. */
#include "repl/meant.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "facts/subject.h"
#include "repl/dot.h"

static const char blanks[] = " \t\r\n";

/* The first word of the line; *rest: what follows it. Gives its length. */
static size_t first_word(const char **word, const char **rest, const char *line) {
    *word = line + strspn(line, blanks);
    size_t len = strcspn(*word, blanks);
    *rest = *word + len + strspn(*word + len, blanks);
    return len;
}

static bool is(const char *word, size_t len, const char *name) {
    return strlen(name) == len && strncasecmp(word, name, len) == 0;
}

const char *onex_meant_command(const char *line) {
    static const char *const words[][2] = {{"help", ".help"}, {"?", ".help"},    {"？", ".help"},
                                           {"帮助", ".help"}, {"exit", ".quit"}, {"quit", ".quit"},
                                           {"bye", ".quit"},  {"退出", ".quit"}, {"结束", ".quit"}};
    const char *word, *rest;
    size_t len = first_word(&word, &rest, line);
    for (size_t i = 0; !*rest && i < sizeof words / sizeof *words; i++)
        if (is(word, len, words[i][0])) return words[i][1];
    return NULL;
}

/* Whether the lone word is the code of a pilot. */
static bool is_pilot(onex_console *console, const char *word, size_t len) {
    onex_store *store = onex_console_store(console);
    bool exists = false;
    onex_error err;
    char *code = store ? strndup(word, len) : NULL;
    if (code && onex_subject_exists(store, ONEX_PILOT, code, &exists, &err)) exists = false;
    free(code);
    return exists;
}

bool onex_meant_tell(onex_console *console, const char *line, onex_buffer *out) {
    const char *word, *rest;
    size_t len = first_word(&word, &rest, line);
    if (!len) return false;
    if (!*rest && is_pilot(console, word, len)) {
        onex_buffer_printf(out,
                           onex_tr("'%.*s' is the code of a pilot; write: .pilot %.*s, or onex.pilot \"%.*s\"",
                                   "“%.*s”是试点项目的代码；写法：.pilot %.*s，或 onex.pilot \"%.*s\""),
                           (int)len, word, (int)len, word, (int)len, word);
        return true;
    }
    if (*rest && (is(word, len, "select") || is(word, len, "with"))) {
        onex_buffer_printf(out, onex_tr("for SQL, write: .sql %.*s ...", "SQL 查询的写法：.sql %.*s ..."), (int)len,
                           word);
        return true;
    }
    if (*rest && is(word, len, "onex")) {
        onex_buffer_text(out,
                         onex_tr("that is a command of the command line, for outside of the console (Ctrl-D ends it)",
                                 "这是命令行的命令，要在控制台外输入（Ctrl-D 结束控制台）"));
        return true;
    }
    for (const onex_dot *dot = onex_dots; dot->name; dot++) {
        if (!is(word, len, dot->name + 1) || (*rest && strchr("=.:([{,", *rest))) continue;
        onex_buffer_printf(out, onex_tr("the console's commands begin with a point: %s", "控制台的命令以点开头：%s"),
                           onex_tr(dot->usage, dot->usage_zh));
        return true;
    }
    return false;
}
