/* Rows for people and pipes: aligned by display width, or as TSV and CSV; and text with colour. Appended to a buffer;
 * where it goes, and in which form, is the command's or the console's affair. */
#ifndef ONEX_REPORT_SHEET_H
#define ONEX_REPORT_SHEET_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/verdict.h"

typedef enum {
    ONEX_STYLE_PLAIN,
    ONEX_STYLE_GOOD,
    ONEX_STYLE_BAD,
    ONEX_STYLE_WARN,
    ONEX_STYLE_DIM,
    ONEX_STYLE_BOLD,
    ONEX_STYLE_GROUP
} onex_style;

typedef enum {
    ONEX_SHEET_TEXT,
    ONEX_SHEET_RIGHT,  /* text, aligned to the right */
    ONEX_SHEET_NUMBER, /* aligned to the right, a number in JSON */
    ONEX_SHEET_LIST,   /* texts joined by ',', an array in JSON */
} onex_sheet_kind;

typedef struct onex_sheet_column { /* a list ends with name NULL */
    const char *name;              /* the header in TSV and CSV: an ASCII word */
    const char *en, *zh;           /* the header on a terminal */
    onex_sheet_kind kind;
} onex_sheet_column;

typedef struct onex_sheet {
    const onex_sheet_column *columns;
    int ncolumns, nrows, cap;
    char **cells; /* nrows * ncolumns; NULL: blank */
    unsigned char *styles;
    int at; /* next cell of the last row */
    bool failed;
    bool grouped; /* has group lines: other rows stand in by two cells */
} onex_sheet;

/* `columns` end with one without a name and outlive the sheet. `_clear` frees the cells. */
void onex_sheet_init(onex_sheet *t, const onex_sheet_column *columns);
void onex_sheet_clear(onex_sheet *t);
/* The next cell, row by row; the text is copied, NULL is blank. Out of memory is remembered until printing. */
void onex_sheet_cell(onex_sheet *t, const char *text, onex_style style);
/* A line of its own on a terminal, over the rows that follow; for sheets that are printed as tables only. */
void onex_sheet_group(onex_sheet *t, const char *text);
void onex_sheet_number(onex_sheet *t, long long n);
/* The rows as aligned lines below a line of headers; nothing is cut off. `title`: a line above, or NULL. INTERNAL when
 * the sheet ran out of memory. */
onex_status onex_sheet_put(onex_buffer *b, const onex_sheet *t, bool color, const char *title, onex_error *err);
/* The rows as TSV or CSV below a line of names. */
void onex_sheet_fields(onex_buffer *b, const onex_sheet *t, bool csv);

/* `text` with the style's colour around it where `color`; what would steer the terminal is a blank. */
void onex_paint(onex_buffer *b, bool color, onex_style style, const char *text);
/* The style in which a verdict is shown: met good, unmet and hit bad, unknown and deviates warn, others dim. Never
 * alone: with the word. */
onex_style onex_verdict_style(onex_verdict verdict);

/* A list of texts joined by ',' as a JSON array. */
void onex_list_json(onex_buffer *b, const char *text);
/* One field of TSV (tab, line feed, return and backslash escaped \t \n \r \\) or of CSV (quoted where needed). */
void onex_field_put(onex_buffer *b, const char *text, bool csv);

#endif
