/* A line of Lua cut into pieces: names, texts, comments, what stands between them. Knows just enough of Lua to tell
 * code from text; it judges nothing. Used where a person's typing is looked at before Lua reads it. */
#ifndef ONEX_REPL_PIECE_H
#define ONEX_REPL_PIECE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    ONEX_PIECE_BLANK,   /* ASCII white space */
    ONEX_PIECE_NAME,    /* ASCII letters, digits, underscores; keywords too */
    ONEX_PIECE_NUMBER,  /* begins with a digit */
    ONEX_PIECE_TEXT,    /* quotes or long brackets included */
    ONEX_PIECE_COMMENT, /* without the line feed behind it */
    ONEX_PIECE_SIGN,    /* one character of ASCII punctuation */
    ONEX_PIECE_FOREIGN, /* one character that is not ASCII, outside texts and comments */
} onex_piece_kind;

typedef struct onex_piece {
    onex_piece_kind kind;
    size_t start, end;   /* bytes */
    size_t inner, outer; /* TEXT: what stands between the quotes, as bytes from `inner` to `outer` */
    bool open;           /* TEXT, COMMENT: its end is missing */
} onex_piece;

/* The piece at *at, which moves behind it; false at the end of the text. `text`: valid UTF-8. */
bool onex_piece_next(onex_piece *out, const char *text, size_t len, size_t *at);

#endif
