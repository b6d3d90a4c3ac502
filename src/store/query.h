/* Rows read for scripts: of one table about one subject, or by a statement of the administrator's own, which can only
 * read. They are kept apart from the database before the first one is given (a few in memory, many in an unnamed
 * temporary file): nothing is open while they are looked at, and what is written meanwhile does not change them. */
#ifndef ONEX_STORE_QUERY_H
#define ONEX_STORE_QUERY_H

#include "model/entity.h"
#include "model/verdict.h"
#include "store/row.h"

typedef enum { ONEX_DATUM_NULL, ONEX_DATUM_BOOL, ONEX_DATUM_INT, ONEX_DATUM_REAL, ONEX_DATUM_TEXT } onex_datum_kind;

typedef struct onex_datum {
    onex_datum_kind kind;
    int64_t n; /* BOOL, INT */
    double x;  /* REAL */
    const char *text;
    size_t len;
} onex_datum;

typedef struct onex_result onex_result;

typedef struct onex_filter { /* rows whose column has this value; NULL: is blank */
    int column;
    onex_cell value;
} onex_filter;

/* The key columns of the table's rows that fit all filters, in the order of the key. */
onex_status onex_query_keys(onex_result **out, onex_store *store, const onex_entity *entity, const onex_filter *filters,
                            int nfilters, onex_error *err);
/* Whether rows of the table belong to subjects of that kind: directly, or through pilot, exam and award. */
bool onex_query_reaches(const onex_entity *entity, onex_subject kind);
/* All columns of the table's rows that belong to the subject, in the order of the key. */
onex_status onex_query_about(onex_result **out, onex_store *store, const onex_entity *entity, onex_subject kind,
                             const char *code, onex_error *err);
/* The rows of one statement with its arguments; `*` gives the columns of the data model alone. REFUSED when it does
 * more than read; USAGE when it is no statement, with what the database says of it; a bool column is BOOL. */
onex_status onex_query_sql(onex_result **out, onex_store *store, const char *sql, const onex_datum *args, int nargs,
                           onex_error *err);

/* How many columns, and their names. */
int onex_result_columns(const onex_result *result);
const char *onex_result_name(const onex_result *result, int column);
/* *row: the next row, valid until the next call; NULL at the end. */
onex_status onex_result_next(onex_result *result, const onex_datum **row, onex_error *err);
void onex_result_close(onex_result *result); /* NULL is fine */

#endif
