/* A byte buffer that grows, with the pieces of JSON and decimal text that the program writes itself.
 * What is written, and where it goes, is left to the callers. */
#include "base/buffer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

void onex_buffer_clear(onex_buffer *b) {
    free(b->data);
    *b = (onex_buffer){0};
}

/* Makes room for `more` bytes and the NUL behind them. */
static bool reserve(onex_buffer *b, size_t more) {
    if (b->failed) return false;
    if (more >= SIZE_MAX / 2 - b->len) {
        b->failed = true;
        return false;
    }
    size_t need = b->len + more + 1;
    if (need <= b->cap) return true;
    size_t cap = b->cap ? b->cap : 128;
    while (cap < need) cap *= 2;
    char *data = realloc(b->data, cap);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void onex_buffer_put_more(onex_buffer *b, const void *data, size_t len) {
    if (!reserve(b, len)) return;
    if (len) memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void onex_buffer_printf(onex_buffer *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    onex_buffer_vprintf(b, fmt, ap);
    va_end(ap);
}

void onex_buffer_vprintf(onex_buffer *b, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    int len = vsnprintf(NULL, 0, fmt, ap);
    if (len < 0) {
        b->failed = true;
    } else if (reserve(b, (size_t)len)) {
        vsnprintf(b->data + b->len, (size_t)len + 1, fmt, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

static void put_escape(onex_buffer *b, unsigned char c) {
    switch (c) {
    case '"': onex_buffer_text(b, "\\\""); break;
    case '\\': onex_buffer_text(b, "\\\\"); break;
    case '\n': onex_buffer_text(b, "\\n"); break;
    case '\r': onex_buffer_text(b, "\\r"); break;
    case '\t': onex_buffer_text(b, "\\t"); break;
    default: onex_buffer_printf(b, "\\u%04x", c);
    }
}

void onex_buffer_json_text(onex_buffer *b, const char *text) {
    if (!text) {
        onex_buffer_text(b, "null");
        return;
    }
    onex_buffer_char(b, '"');
    const char *plain = text; /* start of what needs no escape and is not written yet */
    const char *p = text;
    for (; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        onex_buffer_put(b, plain, (size_t)(p - plain));
        plain = p + 1;
        put_escape(b, c);
    }
    onex_buffer_put(b, plain, (size_t)(p - plain));
    onex_buffer_char(b, '"');
}

void onex_buffer_json_number(onex_buffer *b, double x) {
    if (!isfinite(x)) {
        onex_buffer_text(b, "null"); /* JSON has no word for it */
        return;
    }
    if (x == 0) {
        onex_buffer_char(b, '0'); /* also for minus zero */
        return;
    }
    if (fabs(x) < 9007199254740992.0 && x == floor(x)) {
        onex_buffer_decimal(b, (int64_t)x, 1);
        return;
    }
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x) break;
    }
    onex_buffer_text(b, text);
}

void onex_buffer_decimal(onex_buffer *b, int64_t n, int scale) {
    char text[ONEX_NUMBER_TEXT];
    onex_buffer_put(b, text, (size_t)(onex_number_put(text, n, scale > 1 ? (uint64_t)scale : 1, false) - text));
}
