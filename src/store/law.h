/* Texts of the regulation as they were loaded. What a text says is not looked at. */
#ifndef ONEX_STORE_LAW_H
#define ONEX_STORE_LAW_H

#include "base/sha256.h"
#include "store/store.h"

typedef struct onex_law_text {
    int64_t number;              /* 1, 2, 3, ...; 0: there is none */
    char *name, *text;           /* malloc'd: name of the file, UTF-8 text; NULL: there is none */
    char hash[ONEX_SHA256_TEXT]; /* SHA-256 of the text */
} onex_law_text;

/* The text loaded last, or with `back` 1 the one before it, ... */
onex_status onex_law_text_read(onex_law_text *out, onex_store *store, int back, onex_error *err);
void onex_law_text_clear(onex_law_text *text);
/* Adds one for the event at hand (onex_event_next), inside the open transaction. */
onex_status onex_law_text_add(onex_store *store, int64_t event, const char *name, const char *hash, const char *text,
                              onex_error *err);

#endif
