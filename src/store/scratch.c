/* A database in memory with the columns of all tables and no constraint, for rows of which only some columns are given.
 * Tables of sections 1-8 come from their descriptors; of section 9 those that a check reads. */
#include "store/handle.h"

/* A unit test holds these against the migrated schema. */
static const char own_tables[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);"
    "CREATE TABLE decision (number INTEGER, event INTEGER, after_event INTEGER, kind TEXT, subject_kind TEXT, subject "
    "TEXT,"
    " pilot TEXT, act TEXT, actor TEXT, document TEXT, reason TEXT, decided_on TEXT, from_state TEXT, to_state TEXT,"
    " stamps TEXT, ruleset TEXT, grounds TEXT, facts_hash TEXT);"
    "CREATE TABLE waiver (subject_kind TEXT, subject TEXT, rule TEXT, decision INTEGER, reason TEXT, granted_by TEXT,"
    " document TEXT, granted_on TEXT, until_on TEXT);";

static void put_table(onex_buffer *b, const onex_entity *entity) {
    onex_buffer_printf(b, "CREATE TABLE %s (", entity->name);
    for (int i = 0; i < entity->ncolumns; i++)
        onex_buffer_printf(b, "%s %s, ", entity->columns[i].name,
                           onex_sql_is_text(&entity->columns[i]) ? "TEXT" : "INTEGER");
    onex_buffer_text(b, "inserted_by_event INTEGER);");
}

onex_status onex_store_scratch(onex_store **out, onex_error *err) {
    onex_store *store = NULL;
    onex_status status = onex_store_memory(&store, err);
    if (status) return status;
    onex_buffer sql = {0};
    onex_buffer_text(&sql, "BEGIN;"); /* one transaction, not one for each table */
    onex_buffer_text(&sql, own_tables);
    for (int i = 0; i < onex_nentities; i++) put_table(&sql, &onex_entities[i]);
    onex_buffer_text(&sql, "COMMIT");
    status = sql.failed ? onex_no_memory(err) : onex_sql_run(store, sql.data, err);
    onex_buffer_clear(&sql);
    if (status) onex_store_close(store);
    *out = status ? NULL : store;
    return status;
}
