/* The floor of every check: one plain scan through SQLite of all columns of all tables, each value handed to an aggregate
 * that looks at it and does nothing else.   floor DATABASE */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/entity.h"

static long long seen;

static void step(sqlite3_context *context, int argc, sqlite3_value **argv) {
    (void)context;
    for (int i = 0; i < argc; i++) {
        if (sqlite3_value_type(argv[i]) == SQLITE_INTEGER)
            seen += sqlite3_value_int64(argv[i]) & 1;
        else
            seen += sqlite3_value_text(argv[i]) != NULL;
    }
}

static void final(sqlite3_context *context) { sqlite3_result_null(context); }

int main(int argc, char **argv) {
    sqlite3 *db;
    if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        fputs("usage: floor DATABASE\n", stderr);
        return 2;
    }
    sqlite3_create_function(db, "look", -1, SQLITE_UTF8, NULL, NULL, step, final);
    for (int e = 0; e < onex_nentities; e++) {
        char sql[4096] = "SELECT look(";
        for (int c = 0; c < onex_entities[e].ncolumns; c++) {
            if (c) strcat(sql, ", ");
            strcat(strcat(strcat(sql, "\""), onex_entities[e].columns[c].name), "\"");
        }
        strcat(strcat(strcat(sql, ") FROM \""), onex_entities[e].name), "\"");
        if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
            fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
            return 1;
        }
    }
    sqlite3_close(db);
    return seen < 0;
}
