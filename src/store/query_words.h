/* SQLite's words about a query in plain ones. */
#ifndef ONEX_STORE_QUERY_WORDS_H
#define ONEX_STORE_QUERY_WORDS_H

#include "base/buffer.h"

/* Appends to `out` what `said` (SQLite's message) means, in the language set; unknown words as they are. */
void onex_query_words(onex_buffer *out, const char *said);

#endif
