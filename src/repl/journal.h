/* What the console wrote and did since its transaction began: rows, which become one event `script` of the record
 * before an act or the commit, and acts, which have events of their own; told as a preview. */
#ifndef ONEX_REPL_JOURNAL_H
#define ONEX_REPL_JOURNAL_H

#include "engine/rows.h"
#include "repl/state.h"

typedef enum { ONEX_JOURNAL_NEW, ONEX_JOURNAL_UPDATED, ONEX_JOURNAL_DELETED, ONEX_JOURNAL_WAYS } onex_journal_way;

/* Where row writes leave their changes for the record. NULL: memory is gone. */
onex_row_record *onex_journal_record(onex_console *console);
/* Counts a row that was written. */
void onex_journal_count(onex_console *console, const onex_entity *entity, onex_journal_way way);
/* Notes an act, as one would tell it. */
onex_status onex_journal_act(onex_console *console, const char *text, onex_error *err);

/* Writes the rows' event, if there is anything for one. Before every act, and before the commit. */
onex_status onex_journal_flush(onex_console *console, onex_error *err);
/* A line begins; it is undone; the transaction is over. */
void onex_journal_mark(onex_console *console);
void onex_journal_back(onex_console *console);
void onex_journal_clear(onex_console *console);

#endif
