/* Writes tables as CSV or JSON. Where the output goes is the caller's; a folder of all tables is made here. */
#include "engine/export.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "engine/cell.h"
#include "io/csv_write.h"
#include "store/row.h"

enum { FULL = 1 << 16 }; /* bytes gathered before they are written */

static onex_status flush(onex_buffer *b, FILE *out, onex_error *err) {
    if (b->failed) return onex_no_memory(err);
    bool written = fwrite(b->data ? b->data : "", 1, b->len, out) == b->len;
    b->len = 0;
    if (written) return ONEX_OK;
    return onex_fail(err, ONEX_E_INTERNAL, onex_tr("cannot write: %s", "无法写出：%s"), onex_os_text(errno));
}

/* ---- CSV ---- */

static void csv_header(onex_buffer *b, const onex_entity *entity, bool zh) {
    onex_buffer_text(b, ONEX_CSV_BOM);
    for (int c = 0; c < entity->ncolumns; c++) {
        const char *name = zh ? entity->columns[c].title : entity->columns[c].name;
        onex_csv_field(b, c == 0, name, strlen(name), false);
    }
    onex_csv_end(b);
}

static void csv_row(onex_buffer *b, const onex_entity *entity, const onex_cell *row, bool zh, onex_buffer *cell) {
    for (int c = 0; c < entity->ncolumns; c++) {
        const onex_column *column = &entity->columns[c];
        cell->len = 0;
        onex_cell_put(cell, column, &row[c], zh);
        onex_csv_field(b, c == 0, cell->data ? cell->data : "", cell->len, column->type == ONEX_COL_TEXT);
    }
    onex_csv_end(b);
}

/* ---- JSON ---- */

static void json_value(onex_buffer *b, const onex_column *column, const onex_cell *value, onex_buffer *cell) {
    cell->len = 0;
    onex_cell_put(cell, column, value, false);
    if (value->kind == ONEX_CELL_NULL)
        onex_buffer_text(b, "null");
    else if (column->type == ONEX_COL_BOOL)
        onex_buffer_text(b, value->n ? "true" : "false");
    else if (value->kind == ONEX_CELL_INT)
        onex_buffer_put(b, cell->data, cell->len);
    else
        onex_buffer_json_text(b, cell->len ? cell->data : "");
}

static void json_row(onex_buffer *b, const onex_entity *entity, const onex_cell *row, bool first, onex_buffer *cell) {
    onex_buffer_text(b, first ? "\n{" : ",\n{");
    for (int c = 0; c < entity->ncolumns; c++) {
        if (c) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, entity->columns[c].name);
        onex_buffer_char(b, ':');
        json_value(b, &entity->columns[c], &row[c], cell);
    }
    onex_buffer_char(b, '}');
}

/* ---- rows ---- */

static onex_status put_rows(FILE *out, onex_store *store, const onex_entity *entity, const onex_export *how,
                            onex_buffer *b, onex_error *err) {
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    onex_buffer cell = {0};
    bool first = true;
    onex_status status = onex_rows_open(&rows, store, entity, err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) {
        if (how->json)
            json_row(b, entity, row, first, &cell);
        else
            csv_row(b, entity, row, how->zh, &cell);
        first = false;
        if (cell.failed)
            status = onex_no_memory(err);
        else if (b->len > FULL || b->failed)
            status = flush(b, out, err);
    }
    onex_buffer_clear(&cell);
    onex_rows_close(rows);
    return status;
}

onex_status onex_export_table(FILE *out, onex_store *store, const onex_entity *entity, const onex_export *how,
                              onex_error *err) {
    onex_buffer b = {0};
    if (how->json)
        onex_buffer_printf(&b, "{\"schema\":\"onex.export/1\",\"table\":\"%s\",\"rows\":[", entity->name);
    else
        csv_header(&b, entity, how->zh);
    onex_status status = put_rows(out, store, entity, how, &b, err);
    if (how->json) onex_buffer_text(&b, "]}\n");
    if (!status) status = flush(&b, out, err);
    onex_buffer_clear(&b);
    return status;
}

onex_status onex_export_json(FILE *out, onex_store *store, onex_error *err) {
    static const onex_export how = {.json = true};
    onex_buffer b = {0};
    onex_status status = ONEX_OK;
    onex_buffer_text(&b, "{\"schema\":\"onex.export/1\",\"tables\":{");
    for (int i = 0; !status && i < onex_nentities; i++) {
        onex_buffer_printf(&b, "%s\"%s\":[", i ? ",\n" : "\n", onex_entities[i].name);
        status = put_rows(out, store, &onex_entities[i], &how, &b, err);
        onex_buffer_char(&b, ']');
    }
    onex_buffer_text(&b, "}}\n");
    if (!status) status = flush(&b, out, err);
    onex_buffer_clear(&b);
    return status;
}

/* ---- a folder of all tables ---- */

static onex_status system_error(onex_error *err, const char *path) {
    bool internal = errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == ENOMEM;
    return onex_fail(err, internal ? ONEX_E_INTERNAL : ONEX_E_DATA,
                     onex_tr("cannot write '%s': %s", "无法写入“%s”：%s"), path, onex_os_text(errno));
}

static onex_status ready_folder(const char *folder, bool *made, onex_error *err) {
    *made = mkdir(folder, 0777) == 0;
    if (*made) return ONEX_OK;
    if (errno != EEXIST) return system_error(err, folder);
    DIR *dir = opendir(folder);
    if (!dir) return system_error(err, folder);
    const struct dirent *entry;
    bool empty = true;
    while ((entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) empty = false;
    closedir(dir);
    if (empty) return ONEX_OK;
    return onex_fail(err, ONEX_E_DATA,
                     onex_tr("the folder '%s' is not empty; name a new or an empty one",
                             "文件夹“%s”不是空的；请指定新的或空的文件夹"),
                     folder);
}

static bool table_path(onex_buffer *b, const char *folder, const onex_entity *entity) {
    b->len = 0;
    onex_buffer_printf(b, "%s/%s.csv", folder, entity->name);
    return !b->failed;
}

static onex_status put_file(const char *path, onex_store *store, const onex_entity *entity, const onex_export *how,
                            onex_error *err) {
    FILE *out = fopen(path, "wxe");
    if (!out) return system_error(err, path);
    onex_status status = onex_export_table(out, store, entity, how, err);
    if (fclose(out) != 0 && !status) status = system_error(err, path);
    return status;
}

onex_status onex_export_folder(const char *folder, onex_store *store, const onex_export *how, onex_error *err) {
    bool made;
    onex_buffer path = {0};
    int written = 0;
    onex_status status = ready_folder(folder, &made, err);
    if (status) return status;
    for (int i = 0; !status && i < onex_nentities; i++) {
        status = table_path(&path, folder, &onex_entities[i]) ? put_file(path.data, store, &onex_entities[i], how, err)
                                                              : onex_no_memory(err);
        written = i + 1;
    }
    for (int i = 0; status && i < written; i++)
        if (table_path(&path, folder, &onex_entities[i])) unlink(path.data);
    if (status && made) rmdir(folder);
    onex_buffer_clear(&path);
    return status;
}
