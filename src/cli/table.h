/* Rows for people and pipes: aligned by display width on a terminal, TSV or CSV else. */
#ifndef ONEX_CLI_TABLE_H
#define ONEX_CLI_TABLE_H

#include "cli/command.h"

typedef enum { ONEX_STYLE_PLAIN, ONEX_STYLE_GOOD, ONEX_STYLE_BAD, ONEX_STYLE_WARN, ONEX_STYLE_DIM, ONEX_STYLE_BOLD } onex_style;

typedef struct onex_table_column { /* a list ends with name NULL */
    const char *name;   /* the header in TSV and CSV: an ASCII word */
    const char *en, *zh; /* the header on a terminal */
    bool right;         /* aligned to the right */
} onex_table_column;

typedef struct onex_table {
    const onex_table_column *columns;
    int ncolumns, nrows, cap;
    char **cells; /* nrows * ncolumns; NULL: blank */
    unsigned char *styles;
    int at; /* next cell of the last row */
    bool failed;
} onex_table;

void onex_table_init(onex_table *t, const onex_table_column *columns);
void onex_table_clear(onex_table *t);
/* The next cell, row by row; the text is copied, NULL is blank. Out of memory is remembered until printing. */
void onex_table_cell(onex_table *t, const char *text, onex_style style);
void onex_table_number(onex_table *t, long long n);
/* Prints in cli->format (table, tsv or csv) to out. Nothing is cut off. `title`: a line above on a terminal, or NULL. */
onex_status onex_table_print(onex_cli *cli, onex_table *t, const char *title, onex_error *err);

/* `text` with the style's colour around it where colour is on, appended to b. */
void onex_style_put(const onex_cli *cli, onex_buffer *b, onex_style style, const char *text);
/* The style in which a verdict is shown: met good, unmet and hit bad, unknown and deviates warn, others dim. Never alone: with the word. */
onex_style onex_verdict_style(onex_verdict verdict);

/* One field of TSV (tab, line feed, return and backslash escaped \t \n \r \\) or of CSV (quoted where needed). */
void onex_field_put(onex_buffer *b, const char *text, bool csv);

#endif
