/* Writes CSV as spreadsheets open it without a question: UTF-8 with BOM, CRLF, quotes where RFC 4180 needs them, and
 * text that a spreadsheet would take for a formula guarded by an apostrophe. */
#ifndef ONEX_IO_CSV_WRITE_H
#define ONEX_IO_CSV_WRITE_H

#include "base/buffer.h"

#define ONEX_CSV_BOM "\xEF\xBB\xBF"

/* One field appended to `b`, with a comma before it unless it is the first of its row. `guard`: it is text, so that one
 * ' goes before a first = + - @ or ' (numbers and dates are never guarded). */
void onex_csv_field(onex_buffer *b, bool first, const char *text, size_t len, bool guard);
/* Ends the row. */
void onex_csv_end(onex_buffer *b);

/* Whether text would be guarded; and whether it is guarded text, whose first byte is to be taken off. */
bool onex_csv_needs_guard(const char *text, size_t len);
bool onex_csv_is_guarded(const char *text, size_t len);

#endif
