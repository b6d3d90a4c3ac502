/* The floor of every import: the rows of all tables once more, by bare prepared inserts into tables that have columns and a
 * key and nothing else, in one transaction.   inserts DATABASE NEW-DATABASE */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "model/entity.h"

static int say(sqlite3 *db, const char *sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL); }

/* CREATE, SELECT and INSERT of one table. */
static void write_sql(const onex_entity *e, char *create, char *select, char *insert) {
    char keys[1024] = "";
    strcpy(select, "SELECT ");
    strcpy(insert, "INSERT INTO \"");
    strcat(strcat(insert, e->name), "\" VALUES (");
    strcpy(create, "CREATE TABLE \"");
    strcat(strcat(create, e->name), "\" (");
    for (int c = 0; c < e->ncolumns; c++) {
        const char *glue = c ? ", " : "";
        strcat(strcat(strcat(strcat(select, glue), "\""), e->columns[c].name), "\"");
        strcat(strcat(insert, glue), "?");
        strcat(strcat(strcat(strcat(create, glue), "\""), e->columns[c].name), "\"");
        if (e->columns[c].key) strcat(strcat(strcat(strcat(keys, *keys ? ", " : ""), "\""), e->columns[c].name), "\"");
    }
    strcat(strcat(strcat(select, " FROM \""), e->name), "\"");
    strcat(insert, ")");
    strcat(strcat(strcat(create, ", PRIMARY KEY ("), keys), ")) WITHOUT ROWID");
}

static int copy(sqlite3 *from, sqlite3 *to, const onex_entity *e) {
    static char create[8192], select[8192], insert[8192];
    sqlite3_stmt *read = NULL, *write = NULL;
    write_sql(e, create, select, insert);
    int rc = say(to, create);
    if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(from, select, -1, &read, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(to, insert, -1, &write, NULL);
    while (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        for (int c = 0; c < e->ncolumns; c++) sqlite3_bind_value(write, c + 1, sqlite3_column_value(read, c));
        sqlite3_step(write);
        rc = sqlite3_reset(write);
    }
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    return rc;
}

int main(int argc, char **argv) {
    sqlite3 *from, *to;
    if (argc != 3 || sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || sqlite3_open(argv[2], &to) != SQLITE_OK) {
        fputs("usage: inserts DATABASE NEW-DATABASE\n", stderr);
        return 2;
    }
    int rc = say(to, "BEGIN");
    for (int e = 0; e < onex_nentities && rc == SQLITE_OK; e++)
        if (!onex_entities[e].pseudo) rc = copy(from, to, &onex_entities[e]);
    if (rc == SQLITE_OK) rc = say(to, "COMMIT");
    if (rc != SQLITE_OK) fprintf(stderr, "inserts: %s\n", sqlite3_errmsg(to));
    sqlite3_close(from);
    sqlite3_close(to);
    return rc != SQLITE_OK;
}
