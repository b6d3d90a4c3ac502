/* A folder of its own for each test of the store, and a database in it. Included after cmocka. */
#ifndef ONEX_TESTS_STORE_PLACE_H
#define ONEX_TESTS_STORE_PLACE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/row.h"
#include "store/store.h"

typedef struct place {
    char folder[256], db[300];
    onex_error err;
} place;

static inline int place_make(void **state) {
    place *p = calloc(1, sizeof *p);
    const char *base = getenv("TMPDIR");
    if (!p) return -1;
    snprintf(p->folder, sizeof p->folder, "%s/onex-store-XXXXXX", base && *base ? base : P_tmpdir);
    if (!mkdtemp(p->folder)) return -1;
    snprintf(p->db, sizeof p->db, "%s/school.db", p->folder);
    *state = p;
    return 0;
}

static inline int place_remove(void **state) {
    place *p = *state;
    chmod(p->folder, 0700);
    DIR *dir = opendir(p->folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", p->folder, entry->d_name);
        if (unlink(path) != 0) rmdir(path);
    }
    if (dir) closedir(dir);
    rmdir(p->folder);
    free(p);
    return 0;
}

#define assert_ok(status, p)                                    \
    do {                                                        \
        if ((status) != ONEX_OK) fail_msg("%s", (p)->err.text); \
    } while (0)

/* A new database with its first event, open for writing; no transaction. */
static inline onex_store *place_create(place *p) {
    onex_store *store = NULL;
    int64_t number;
    assert_ok(onex_store_open(&store, p->db, ONEX_STORE_CREATE, NULL, &p->err), p);
    onex_store_set_time(store, 1764057600); /* 2025-11-25T08:00:00Z */
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_ok(onex_event_append(store, "tester", "init", NULL, "{}", NULL, 0, &number, &p->err), p);
    assert_ok(onex_store_commit(store, &p->err), p);
    return store;
}

static inline onex_store *place_open(place *p, onex_store_mode mode) {
    onex_store *store = NULL;
    assert_ok(onex_store_open(&store, p->db, mode, NULL, &p->err), p);
    return store;
}

static inline void place_write_file(const char *path, const void *data, size_t len) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static inline onex_cell place_text(const char *text) {
    return text ? onex_cell_text(text, strlen(text)) : onex_cell_null();
}

/* Puts a row of texts (NULL: blank) into a table, inside the open transaction. */
static inline void place_put(place *p, onex_store *store, const char *table, int n, const char *const *texts) {
    const onex_entity *entity = onex_entity_find(table);
    onex_table *t = NULL;
    onex_cell row[16];
    assert_int_equal(n, entity->ncolumns);
    for (int i = 0; i < n; i++) row[i] = place_text(texts[i]);
    assert_ok(onex_table_open(&t, store, entity, &p->err), p);
    assert_ok(onex_table_insert(t, row, 1, &p->err), p);
    onex_table_close(t);
}
#define PUT(p, store, table, ...)                                                             \
    place_put(p, store, table, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), \
              (const char *[]){__VA_ARGS__})

#endif
