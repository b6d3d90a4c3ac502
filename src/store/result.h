/* Filling a result: for query.c. Reading it is query.h's. */
#ifndef ONEX_STORE_RESULT_H
#define ONEX_STORE_RESULT_H

#include "store/query.h"

/* Of `ncolumns` columns; NULL: out of memory. */
onex_result *onex_result_new(int ncolumns);
/* Names a column; `boolean`: its integers are yes and no. False: out of memory. */
bool onex_result_column(onex_result *result, int column, const char *name, bool boolean);
/* The next value of the row at hand; then the end of the row, which tells what failed. */
void onex_result_put(onex_result *result, const onex_datum *datum);
onex_status onex_result_end_row(onex_result *result, onex_error *err);
/* All rows are there: back to the first. */
onex_status onex_result_rewind(onex_result *result, onex_error *err);

#endif
