/* The statement of a source, made from descriptors alone. */
#ifndef ONEX_FACTS_SOURCE_SQL_H
#define ONEX_FACTS_SOURCE_SQL_H

#include "base/buffer.h"
#include "facts/source.h"

/* Appends the statement: ?1 the source, ?2 the day, ?3 what `by` must be (NULL: all rows), ?4 the kind of subject. Sets the
 * slots' argument numbers. */
void onex_source_sql(onex_source *source, const char *by, onex_buffer *sql);
/* The expression by which its rows are grouped; NULL: they are not. */
const char *onex_source_group(const onex_source *source);

#endif
