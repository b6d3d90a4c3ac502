/* UTF-8 text: validity, normal forms, width on a terminal, nearest names. */
#ifndef ONEX_BASE_TEXT_H
#define ONEX_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes are valid UTF-8 (no surrogates, no overlong forms); *bad: offset of the first wrong byte. */
bool onex_text_valid(const char *text, size_t len, size_t *bad);

/* malloc'd NFC form, white space trimmed from both ends (also U+3000); NULL when memory is gone. */
char *onex_text_clean(const char *text, size_t len);

/* Whether there is nothing but white space (also U+3000). */
bool onex_text_is_blank(const char *text, size_t len);

/* malloc'd form in which texts are compared: NFKC, all white space removed. NULL: memory is gone. */
char *onex_text_fold(const char *text, size_t len);

/* Whether folding changes nothing because the text is ASCII without spaces (the fast path). */
bool onex_text_is_plain(const char *text, size_t len);

/* Cells that the text takes on a terminal (Chinese: two each; control and combining characters: none). */
int onex_text_width(const char *text, size_t len);

/* Number of characters (code points) in `len` bytes of valid UTF-8. */
size_t onex_text_chars(const char *text, size_t len);

/* Code point at *at (valid UTF-8), which moves behind it; 0 at the end. */
unsigned onex_text_next(const char **at, const char *end);
/* Whether the character turns the direction in which text is shown (UAX 9: embeddings, overrides, isolates): behind it a
 * line may read otherwise than it is. */
bool onex_text_turns(unsigned character);

/* Distance between two texts: insertions, deletions, changes, swaps of neighbours, by character. */
int onex_text_distance(const char *a, const char *b);

/* Collects the names nearest to a wrong one. */
typedef struct onex_nearest {
    const char *wanted;
    const char *best[3];
    int distance[3];
    int count;
} onex_nearest;
void onex_nearest_init(onex_nearest *n, const char *wanted);
void onex_nearest_offer(onex_nearest *n, const char *name); /* keeps the pointer */
/* "'a', 'b'" into buf; "" when nothing is near enough to be meant: more than a third
 * of it differs, and it is no part of a Chinese name. */
const char *onex_nearest_text(const onex_nearest *n, char *buf, size_t size);

#endif
