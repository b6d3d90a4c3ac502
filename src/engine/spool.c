/* Spooling of rows: a compact byte form in memory, then in a temporary file, and an index of subjects. */
#include "engine/spool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

#define IN_MEMORY (4u << 20)

typedef struct entry {
    const char *code, *college;
    uint64_t offset;
    uint32_t len, rows;
} entry;

struct onex_spool {
    onex_subject kind;
    onex_arena codes;
    entry *entries;
    size_t count, cap;
    onex_buffer buffer; /* what is not in the file yet */
    uint64_t flushed;   /* bytes in the file */
    FILE *file;
};

onex_spool *onex_spool_new(onex_subject kind) {
    onex_spool *spool = calloc(1, sizeof *spool);
    if (spool) spool->kind = kind;
    return spool;
}

void onex_spool_free(onex_spool *spool) {
    if (!spool) return;
    onex_arena_clear(&spool->codes);
    free(spool->entries);
    onex_buffer_clear(&spool->buffer);
    if (spool->file) fclose(spool->file);
    free(spool);
}

static onex_status no_room(onex_error *err) {
    return onex_fail(err, ONEX_E_INTERNAL, onex_tr("no room for a temporary file", "没有空间存放临时文件"));
}

static onex_status flush(onex_spool *spool, onex_error *err) {
    if (!spool->file) spool->file = tmpfile();
    if (!spool->file || fwrite(spool->buffer.data, 1, spool->buffer.len, spool->file) != spool->buffer.len) return no_room(err);
    spool->flushed += spool->buffer.len;
    spool->buffer.len = 0;
    return ONEX_OK;
}

onex_status onex_spool_subject(onex_spool *spool, const char *code, const char *college, onex_error *err) {
    if (spool->buffer.len > IN_MEMORY) {
        onex_status status = flush(spool, err);
        if (status) return status;
    }
    if (spool->count == spool->cap) {
        size_t cap = spool->cap ? spool->cap * 2 : 256;
        entry *entries = realloc(spool->entries, cap * sizeof *entries);
        if (!entries) return onex_no_memory(err);
        spool->entries = entries;
        spool->cap = cap;
    }
    const char *copy = onex_arena_text(&spool->codes, code, strlen(code));
    if (!copy) return onex_no_memory(err);
    spool->entries[spool->count++] = (entry){.code = copy, .college = college, .offset = spool->flushed + spool->buffer.len};
    return ONEX_OK;
}

/* ---- the byte form of a row ---- */

/* A row: its rule, its verdict, which of these follow; then those. */
enum { HAS_MEASURED = 1, HAS_THRESHOLD = 2, HAS_MISSING = 4, HAS_WORDS = 8 };
enum { ROW_MAX = sizeof(int) + 2 + 2 * sizeof(onex_quantity) + 3 * sizeof(char *) + sizeof(int) };

static char *put(char *to, const void *from, size_t len) { return (char *)memcpy(to, from, len) + len; }

static char *put_quantity(char *to, const onex_quantity *q) {
    size_t len = strlen(q->text);
    *to++ = (char)q->has_number;
    *to++ = (char)len;
    to = put(to, q->text, len);
    return q->has_number ? put(to, &q->number, sizeof q->number) : to;
}

onex_status onex_spool_put(onex_spool *spool, const onex_check_row *row, onex_error *err) {
    entry *at = &spool->entries[spool->count - 1];
    size_t before = spool->buffer.len;
    const char *words[] = {row->param, row->origin, row->error};
    bool worded = row->param || row->origin || row->error;
    char bytes[ROW_MAX], *to = put(bytes, &row->rule, sizeof row->rule);
    *to++ = (char)row->verdict;
    *to++ = (char)((row->measured.known ? HAS_MEASURED : 0) | (row->threshold.known ? HAS_THRESHOLD : 0) | (row->nmissing ? HAS_MISSING : 0) |
                   (worded ? HAS_WORDS : 0));
    if (row->measured.known) to = put_quantity(to, &row->measured);
    if (row->threshold.known) to = put_quantity(to, &row->threshold);
    if (worded) to = put(to, words, sizeof words);
    if (row->nmissing) to = put(to, &row->nmissing, sizeof row->nmissing);
    onex_buffer_put(&spool->buffer, bytes, (size_t)(to - bytes));
    if (row->nmissing) onex_buffer_put(&spool->buffer, row->missing, (size_t)row->nmissing * sizeof *row->missing);
    if (spool->buffer.failed) return onex_no_memory(err);
    at->len += (uint32_t)(spool->buffer.len - before);
    at->rows++;
    return ONEX_OK;
}

static const char *take(const char *from, void *to, size_t len) {
    memcpy(to, from, len);
    return from + len;
}

static const char *take_quantity(const char *from, onex_quantity *q) {
    q->known = true;
    q->has_number = *from++;
    size_t len = (unsigned char)*from++;
    from = take(from, q->text, len);
    return q->has_number ? take(from, &q->number, sizeof q->number) : from;
}

/* Reads a row but for its missing facts, of which it tells how many follow. */
static const char *take_row(const char *from, onex_check_row *row) {
    const char *words[3];
    from = take(from, &row->rule, sizeof row->rule);
    row->verdict = (onex_verdict)*from++;
    int has = *from++;
    if (has & HAS_MEASURED) from = take_quantity(from, &row->measured);
    if (has & HAS_THRESHOLD) from = take_quantity(from, &row->threshold);
    if (has & HAS_WORDS) {
        from = take(from, words, sizeof words);
        row->param = words[0];
        row->origin = words[1];
        row->error = words[2];
    }
    return has & HAS_MISSING ? take(from, &row->nmissing, sizeof row->nmissing) : from;
}

/* ---- giving ---- */

static int by_code(const void *a, const void *b) { return strcmp(((const entry *)a)->code, ((const entry *)b)->code); }

static onex_status give_entry(onex_spool *spool, const entry *at, const char *bytes, onex_missing **missing, onex_check_fn fn, void *ctx,
                              onex_error *err) {
    for (uint32_t i = 0; i < at->rows; i++) {
        onex_check_row row = {.subject = spool->kind, .code = at->code, .college = at->college};
        bytes = take_row(bytes, &row);
        if (row.nmissing) {
            onex_missing *items = realloc(*missing, (size_t)row.nmissing * sizeof *items);
            if (!items) return onex_no_memory(err);
            *missing = items;
            bytes = take(bytes, items, (size_t)row.nmissing * sizeof *items);
            row.missing = items;
        }
        onex_status status = fn(ctx, &row, err);
        if (status) return status;
    }
    return ONEX_OK;
}

onex_status onex_spool_give(onex_spool *spool, onex_check_fn fn, void *ctx, onex_error *err) {
    onex_status status = spool->file ? flush(spool, err) : ONEX_OK;
    char *bytes = NULL;
    size_t room = 0;
    onex_missing *missing = NULL;
    if (spool->count) qsort(spool->entries, spool->count, sizeof *spool->entries, by_code);
    for (size_t i = 0; i < spool->count && !status; i++) {
        const entry *at = &spool->entries[i];
        const char *from = spool->buffer.data ? spool->buffer.data + at->offset : "";
        if (spool->file) {
            if (at->len > room) {
                char *more = realloc(bytes, at->len);
                if (!more) {
                    status = onex_no_memory(err);
                    break;
                }
                bytes = more;
                room = at->len;
            }
            if (fseeko(spool->file, (off_t)at->offset, SEEK_SET) || fread(bytes, 1, at->len, spool->file) != at->len) {
                status = no_room(err);
                break;
            }
            from = bytes;
        }
        status = give_entry(spool, at, from, &missing, fn, ctx, err);
    }
    free(bytes);
    free(missing);
    return status;
}
