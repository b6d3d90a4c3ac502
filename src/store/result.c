/* Rows kept apart from the database: one piece of bytes after the other, in memory until there are many, then in a
 * temporary file that has no name. */
#include "store/result.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

enum { IN_MEMORY = 1 << 20 };

struct onex_result {
    int ncolumns;
    char **names;
    bool *booleans;
    onex_buffer rows; /* those that are not in the file; while reading from the file: the row at hand */
    size_t at;
    FILE *file; /* NULL: all are in memory */
    onex_datum *row;
};

onex_result *onex_result_new(int ncolumns) {
    onex_result *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->ncolumns = ncolumns;
    r->names = calloc((size_t)ncolumns + 1, sizeof *r->names);
    r->booleans = calloc((size_t)ncolumns + 1, sizeof *r->booleans);
    r->row = calloc((size_t)ncolumns + 1, sizeof *r->row);
    if (r->names && r->booleans && r->row) return r;
    onex_result_close(r);
    return NULL;
}

void onex_result_close(onex_result *r) {
    if (!r) return;
    for (int i = 0; r->names && i < r->ncolumns; i++) free(r->names[i]);
    free(r->names);
    free(r->booleans);
    free(r->row);
    onex_buffer_clear(&r->rows);
    if (r->file) fclose(r->file);
    free(r);
}

bool onex_result_column(onex_result *r, int column, const char *name, bool boolean) {
    r->names[column] = name ? strdup(name) : NULL;
    r->booleans[column] = boolean;
    return r->names[column] != NULL;
}

int onex_result_columns(const onex_result *r) {
    return r->ncolumns;
}

const char *onex_result_name(const onex_result *r, int column) {
    return r->names[column];
}

/* ---- writing ---- */

/* Each value: its kind, then its number, or the length and bytes of its text. */
void onex_result_put(onex_result *r, const onex_datum *d) {
    onex_buffer_char(&r->rows, (char)d->kind);
    switch (d->kind) {
    case ONEX_DATUM_NULL: break;
    case ONEX_DATUM_BOOL:
    case ONEX_DATUM_INT: onex_buffer_put(&r->rows, &d->n, sizeof d->n); break;
    case ONEX_DATUM_REAL: onex_buffer_put(&r->rows, &d->x, sizeof d->x); break;
    case ONEX_DATUM_TEXT:
        onex_buffer_put(&r->rows, &d->len, sizeof d->len);
        onex_buffer_put(&r->rows, d->text, d->len);
        break;
    }
}

static onex_status broken(onex_error *err) {
    return onex_fail(err, ONEX_E_INTERNAL, onex_tr("a temporary file failed: %s", "临时文件出错：%s"),
                     onex_os_text(errno ? errno : EIO));
}

static onex_status spill(onex_result *r, onex_error *err) {
    errno = 0;
    if (!r->file && !(r->file = tmpfile())) return broken(err);
    if (r->rows.len && fwrite(r->rows.data, 1, r->rows.len, r->file) != r->rows.len) return broken(err);
    r->rows.len = 0;
    return ONEX_OK;
}

onex_status onex_result_end_row(onex_result *r, onex_error *err) {
    if (r->rows.failed) return onex_no_memory(err);
    return r->rows.len > IN_MEMORY ? spill(r, err) : ONEX_OK;
}

onex_status onex_result_rewind(onex_result *r, onex_error *err) {
    if (!r->file) return ONEX_OK;
    onex_status status = spill(r, err);
    errno = 0;
    if (!status && (fflush(r->file) != 0 || fseek(r->file, 0, SEEK_SET) != 0)) status = broken(err);
    onex_buffer_clear(&r->rows);
    return status;
}

/* ---- reading ---- */

/* `size` more bytes, from the file to the end of the row at hand. False: there are none. */
static bool fetch(onex_result *r, void *out, size_t size) {
    if (r->file) return fread(out, 1, size, r->file) == size;
    if (r->rows.len - r->at < size) return false;
    memcpy(out, r->rows.data + r->at, size);
    r->at += size;
    return true;
}

/* A text; in the file's case its place in the row's bytes is kept, for they may move. */
static bool fetch_text(onex_result *r, onex_datum *d) {
    if (!fetch(r, &d->len, sizeof d->len)) return false;
    if (!r->file) {
        if (r->rows.len - r->at < d->len) return false;
        d->text = r->rows.data + r->at;
        r->at += d->len;
        return true;
    }
    char block[4096];
    d->n = (int64_t)r->rows.len;
    for (size_t left = d->len; left;) {
        size_t n = left < sizeof block ? left : sizeof block;
        if (fread(block, 1, n, r->file) != n) return false;
        onex_buffer_put(&r->rows, block, n);
        left -= n;
    }
    return true;
}

static bool fetch_datum(onex_result *r, int column) {
    onex_datum *d = &r->row[column];
    char kind;
    *d = (onex_datum){.kind = ONEX_DATUM_NULL};
    if (!fetch(r, &kind, 1)) return false;
    d->kind = (onex_datum_kind)kind;
    switch (d->kind) {
    case ONEX_DATUM_BOOL:
    case ONEX_DATUM_INT:
        if (r->booleans[column]) d->kind = ONEX_DATUM_BOOL;
        return fetch(r, &d->n, sizeof d->n);
    case ONEX_DATUM_REAL: return fetch(r, &d->x, sizeof d->x);
    case ONEX_DATUM_TEXT: return fetch_text(r, d);
    default: return true;
    }
}

onex_status onex_result_next(onex_result *r, const onex_datum **row, onex_error *err) {
    *row = NULL;
    if (r->file) r->rows.len = 0;
    for (int i = 0; i < r->ncolumns; i++) {
        if (fetch_datum(r, i)) continue;
        if (i > 0 || (r->file && ferror(r->file))) return broken(err);
        return ONEX_OK;
    }
    if (r->rows.failed) return onex_no_memory(err);
    for (int i = 0; r->file && i < r->ncolumns; i++)
        if (r->row[i].kind == ONEX_DATUM_TEXT) r->row[i].text = r->row[i].len ? r->rows.data + r->row[i].n : "";
    if (r->ncolumns) *row = r->row;
    return ONEX_OK;
}
