/* Plain data on its way between the program and a rule worker: numbers and texts put one after another into a
 * buffer, and read back as hostile input. What the messages mean is worker.h's matter. */
#ifndef ONEX_RULES_WIRE_H
#define ONEX_RULES_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

/* A number of one byte; of eight. */
void onex_wire_put_byte(onex_buffer *out, int value);
void onex_wire_put_int(onex_buffer *out, int64_t value);
/* Any bytes, with their length before them. */
void onex_wire_put_text(onex_buffer *out, const char *text, size_t len);

/* Once something does not fit, `bad` stays set and every read gives zero or an empty text. It is also set, with `no_memory`,
 * when there is no room for what was read. */
typedef struct onex_wire {
    const char *at, *end;
    bool bad, no_memory;
} onex_wire;

/* What was put as one byte, or as eight. */
int onex_wire_byte(onex_wire *in);
int64_t onex_wire_int(onex_wire *in);
/* An integer between `low` and `high`, else `bad`. */
int64_t onex_wire_between(onex_wire *in, int64_t low, int64_t high);
/* Points into the message; not NUL-terminated. */
const char *onex_wire_text(onex_wire *in, size_t *len);
/* A copy in the arena. It must be valid UTF-8 without control characters other than tab and line ends. NULL: `bad`. */
const char *onex_wire_copy(onex_wire *in, onex_arena *arena);

/* Whether the text may cross: valid UTF-8, no control characters but tab and line ends. */
bool onex_wire_clean(const char *text, size_t len);

#endif
