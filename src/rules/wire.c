/* Puts and takes plain data. Numbers have the machine's own form: both ends are the same program. */
#include "rules/wire.h"

#include <string.h>

#include "base/text.h"

void onex_wire_put_byte(onex_buffer *out, int value) {
    onex_buffer_char(out, (char)value);
}

void onex_wire_put_int(onex_buffer *out, int64_t value) {
    onex_buffer_put(out, &value, sizeof value);
}

void onex_wire_put_text(onex_buffer *out, const char *text, size_t len) {
    onex_wire_put_int(out, (int64_t)len);
    onex_buffer_put(out, text, len);
}

static bool has(onex_wire *in, size_t size) {
    if (!in->bad && (size_t)(in->end - in->at) >= size) return true;
    in->bad = true;
    return false;
}

int onex_wire_byte(onex_wire *in) {
    return has(in, 1) ? (unsigned char)*in->at++ : 0;
}

int64_t onex_wire_int(onex_wire *in) {
    int64_t value = 0;
    if (!has(in, sizeof value)) return 0;
    memcpy(&value, in->at, sizeof value);
    in->at += sizeof value;
    return value;
}

int64_t onex_wire_between(onex_wire *in, int64_t low, int64_t high) {
    int64_t value = onex_wire_int(in);
    if (value < low || value > high) in->bad = true;
    return in->bad ? 0 : value;
}

const char *onex_wire_text(onex_wire *in, size_t *len) {
    int64_t size = onex_wire_between(in, 0, INT32_MAX);
    *len = 0;
    if (!has(in, (size_t)size)) return "";
    const char *text = in->at;
    in->at += size;
    *len = (size_t)size;
    return text;
}

bool onex_wire_clean(const char *text, size_t len) {
    if (!onex_text_valid(text, len, NULL)) return false;
    for (const char *at = text, *end = text + len; at < end;) {
        unsigned c = onex_text_next(&at, end);
        bool line = c == '\t' || c == '\n' || c == '\r';
        if ((c < 0x20 && !line) || (c >= 0x7F && c < 0xA0)) return false;
    }
    return true;
}

const char *onex_wire_copy(onex_wire *in, onex_arena *arena) {
    size_t len;
    const char *text = onex_wire_text(in, &len);
    if (in->bad || !onex_wire_clean(text, len)) {
        in->bad = true;
        return NULL;
    }
    const char *copy = onex_arena_text(arena, text, len);
    if (!copy) in->bad = in->no_memory = true;
    return copy;
}
