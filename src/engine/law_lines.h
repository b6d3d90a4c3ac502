/* The lines of a regulation's text as the cutter sees them: what each one is. */
#ifndef ONEX_ENGINE_LAW_LINES_H
#define ONEX_ENGINE_LAW_LINES_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    ONEX_LINE_PLAIN,   /* a paragraph */
    ONEX_LINE_HEADING, /* 第一章 总则; `number` of the chapter, 0 for 编 and 节 */
    ONEX_LINE_ARTICLE, /* 第一条 and what follows on the line */
    ONEX_LINE_ITEM,    /* （一） and what follows */
    ONEX_LINE_ANNEX,   /* 附件 */
} onex_line_kind;

typedef struct onex_line {
    onex_line_kind kind;
    int number;       /* chapter, article, item */
    long at;          /* line number in the text, from 1 */
    const char *text; /* behind the number (the whole line of a PLAIN one), white space trimmed */
    size_t len;
} onex_line;

typedef struct onex_lines {
    const char *next;
    long at;
    int expected; /* number of the article that may come next; set by the reader */
    bool tight;   /* 第一条 had no white space behind it */
} onex_lines;

/* The next line that is not blank; false: the end. */
bool onex_lines_next(onex_lines *lines, onex_line *line);
/* Bytes of the white space character at the start of the text; 0: it starts with none. */
size_t onex_line_blank(const char *at, const char *end);
/* Whether the text ends as a sentence or clause does; a heading does not. */
bool onex_line_is_sentence(const char *text, size_t len);
/* Whether it ends so: "；". */
bool onex_line_ends(const char *text, size_t len, const char *mark);

#endif
