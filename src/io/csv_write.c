/* Appends CSV fields to a buffer. Where the buffer goes, and what a value looks like as text, is left to the caller. */
#include "io/csv_write.h"

#include <string.h>

bool onex_csv_needs_guard(const char *text, size_t len) {
    return len > 0 && memchr("=+-@'", text[0], 5) != NULL;
}

bool onex_csv_is_guarded(const char *text, size_t len) {
    return len > 1 && text[0] == '\'' && onex_csv_needs_guard(text + 1, len - 1);
}

static bool needs_quotes(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r') return true;
    return false;
}

void onex_csv_field(onex_buffer *b, bool first, const char *text, size_t len, bool guard) {
    if (!first) onex_buffer_char(b, ',');
    bool guarded = guard && onex_csv_needs_guard(text, len);
    if (!needs_quotes(text, len)) {
        if (guarded) onex_buffer_char(b, '\'');
        onex_buffer_put(b, text, len);
        return;
    }
    onex_buffer_text(b, guarded ? "\"'" : "\"");
    for (const char *end = text + len; text < end;) {
        const char *quote = memchr(text, '"', (size_t)(end - text));
        const char *stop = quote ? quote + 1 : end;
        onex_buffer_put(b, text, (size_t)(stop - text));
        if (quote) onex_buffer_char(b, '"');
        text = stop;
    }
    onex_buffer_char(b, '"');
}

void onex_csv_end(onex_buffer *b) {
    onex_buffer_put(b, "\r\n", 2);
}
