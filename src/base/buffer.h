/* A byte buffer that grows; always NUL-terminated once something was put. Running out of memory sets
 * `failed`, after which puts do nothing: check once at the end. */
#ifndef ONEX_BASE_BUFFER_H
#define ONEX_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct onex_buffer {
    char *data;
    size_t len, cap;
    bool failed;
} onex_buffer;

void onex_buffer_clear(onex_buffer *b); /* frees; ready for use again */
/* Appends bytes where there is no room for them yet: what onex_buffer_put does then. */
void onex_buffer_put_more(onex_buffer *b, const void *data, size_t len);

/* Appends bytes; a text; a character; a text that is made. */
static inline void onex_buffer_put(onex_buffer *b, const void *data, size_t len) {
    if (b->failed || len > PTRDIFF_MAX || len >= b->cap - b->len) {
        onex_buffer_put_more(b, data, len);
        return;
    }
    if (len) memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}
static inline void onex_buffer_text(onex_buffer *b, const char *text) { onex_buffer_put(b, text, strlen(text)); }
static inline void onex_buffer_char(onex_buffer *b, char c) { onex_buffer_put(b, &c, 1); }
void onex_buffer_printf(onex_buffer *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void onex_buffer_vprintf(onex_buffer *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* JSON: a string with quotes and escapes (NULL: null); a double as the shortest text that reads back
 * the same ("0.5", "3.0" keeps ".0" never: integers print without a point). */
void onex_buffer_json_text(onex_buffer *b, const char *text);
void onex_buffer_json_number(onex_buffer *b, double x);
/* An integer of 1/scale units as exact decimal text without needless zeros: (125, 100) -> 1.25. */
void onex_buffer_decimal(onex_buffer *b, int64_t n, int scale);

#endif
