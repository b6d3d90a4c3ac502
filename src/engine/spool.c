/* Spooling of rows: a compact byte form in memory, then in a temporary file. Subjects come in stretches of rising codes,
 * mostly in one; the stretches are merged when the rows are given. */
#include "engine/spool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"

#define IN_MEMORY (4u << 20)

/* A subject: this, its code with the NUL, its rows. */
typedef struct head {
    const char *college;
    uint32_t code_size, size, rows; /* size: bytes of all rows */
} head;

typedef struct stretch {
    uint64_t next, end; /* what is not in the window yet */
    char *window;       /* of a spool in memory: its bytes themselves */
    size_t at, filled, room;
    head head;
    const char *code, *rows; /* of the subject that comes next */
    int order;
} stretch;

struct onex_spool {
    onex_subject kind;
    stretch *stretches;
    int count, cap;
    size_t open;        /* where the head of the last subject stands in `buffer` */
    onex_buffer last;   /* its code */
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
    for (int i = 0; spool->file && i < spool->count; i++) free(spool->stretches[i].window);
    free(spool->stretches);
    onex_buffer_clear(&spool->last);
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

static onex_status begin_stretch(onex_spool *spool, uint64_t offset, onex_error *err) {
    if (spool->count == spool->cap) {
        int cap = spool->cap ? spool->cap * 2 : 8;
        stretch *more = realloc(spool->stretches, (size_t)cap * sizeof *more);
        if (!more) return onex_no_memory(err);
        spool->stretches = more;
        spool->cap = cap;
    }
    spool->stretches[spool->count] = (stretch){.next = offset, .order = spool->count};
    spool->count++;
    return ONEX_OK;
}

onex_status onex_spool_subject(onex_spool *spool, const char *code, const char *college, onex_error *err) {
    onex_status status = spool->buffer.len > IN_MEMORY ? flush(spool, err) : ONEX_OK;
    if (!status && (!spool->last.data || strcmp(code, spool->last.data) < 0)) status = begin_stretch(spool, spool->flushed + spool->buffer.len, err);
    if (status) return status;
    head h = {.college = college, .code_size = (uint32_t)strlen(code) + 1};
    spool->open = spool->buffer.len;
    spool->last.len = 0;
    onex_buffer_put(&spool->last, code, h.code_size - 1);
    onex_buffer_put(&spool->buffer, &h, sizeof h);
    onex_buffer_put(&spool->buffer, code, h.code_size);
    return spool->buffer.failed || spool->last.failed ? onex_no_memory(err) : ONEX_OK;
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
    head h;
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
    memcpy(&h, spool->buffer.data + spool->open, sizeof h);
    h.size += (uint32_t)(spool->buffer.len - before);
    h.rows++;
    memcpy(spool->buffer.data + spool->open, &h, sizeof h);
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
    row->verdict = (onex_verdict)(unsigned char)*from++;
    int has = (unsigned char)*from++;
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

/* Makes sure that `size` bytes from `at` on are in the window, which moves on in the file. */
static onex_status want(const onex_spool *spool, stretch *s, size_t size, onex_error *err) {
    if (s->filled - s->at >= size) return ONEX_OK;
    if (!spool->file) return no_room(err); /* in memory all is there */
    memmove(s->window, s->window + s->at, s->filled - s->at);
    s->filled -= s->at;
    s->at = 0;
    if (size > s->room) {
        char *window = realloc(s->window, size);
        if (!window) return onex_no_memory(err);
        s->window = window;
        s->room = size;
    }
    while (s->filled < s->room && s->next < s->end) {
        uint64_t left = s->end - s->next;
        size_t most = s->room - s->filled;
        ssize_t got = pread(fileno(spool->file), s->window + s->filled, left < most ? (size_t)left : most, (off_t)s->next);
        if (got <= 0) return no_room(err);
        s->filled += (size_t)got;
        s->next += (uint64_t)got;
    }
    return s->filled >= size ? ONEX_OK : no_room(err);
}

/* Moves to the next subject of the stretch; *any false: there is none. */
static onex_status advance(const onex_spool *spool, stretch *s, bool *any, onex_error *err) {
    *any = s->at < s->filled || s->next < s->end;
    if (!*any) return ONEX_OK;
    onex_status status = want(spool, s, sizeof s->head, err);
    if (status) return status;
    memcpy(&s->head, s->window + s->at, sizeof s->head);
    size_t size = sizeof s->head + s->head.code_size + s->head.size;
    status = want(spool, s, size, err);
    if (status) return status;
    s->code = s->window + s->at + sizeof s->head;
    s->rows = s->code + s->head.code_size;
    s->at += size;
    return ONEX_OK;
}

static onex_status give_subject(const onex_spool *spool, const stretch *s, onex_missing **missing, onex_check_fn fn, void *ctx, onex_error *err) {
    const char *bytes = s->rows;
    for (uint32_t i = 0; i < s->head.rows; i++) {
        onex_check_row row = {.subject = spool->kind, .code = s->code, .college = s->head.college};
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

/* Where each stretch begins to be read: in memory, or a window on the file, smaller the more there are. */
static onex_status open_stretches(onex_spool *spool, onex_error *err) {
    enum { LEAST = 1024, MOST = 1 << 20 };
    uint64_t end = spool->flushed + spool->buffer.len;
    if (spool->file) {
        onex_status status = flush(spool, err);
        if (status) return status;
        if (fflush(spool->file) != 0) return no_room(err);
    }
    size_t room = IN_MEMORY / (size_t)spool->count;
    room = room < LEAST ? LEAST : room > MOST ? MOST : room;
    for (int i = spool->count - 1; i >= 0; i--) {
        stretch *s = &spool->stretches[i];
        s->end = end;
        end = s->next;
        if (spool->file) {
            s->window = malloc(s->room = room);
            if (!s->window) return onex_no_memory(err);
        } else {
            s->window = spool->buffer.data + s->next;
            s->filled = (size_t)(s->end - s->next);
            s->next = s->end;
        }
    }
    return ONEX_OK;
}

/* ---- merging: a heap of stretches, the one with the lowest code on top ---- */

static bool before(const stretch *a, const stretch *b) {
    int order = strcmp(a->code, b->code);
    return order < 0 || (order == 0 && a->order < b->order);
}

static void sink(stretch *heap, int count, int at) {
    for (;;) {
        int low = at, left = 2 * at + 1;
        for (int kid = left; kid < count && kid <= left + 1; kid++)
            if (before(&heap[kid], &heap[low])) low = kid;
        if (low == at) return;
        stretch swapped = heap[at];
        heap[at] = heap[low];
        heap[low] = swapped;
        at = low;
    }
}

static onex_status merge(onex_spool *spool, onex_check_fn fn, void *ctx, onex_error *err) {
    stretch *heap = spool->stretches;
    int count = spool->count;
    onex_missing *missing = NULL;
    bool any;
    onex_status status = ONEX_OK;
    for (int i = 0; i < count && !status; i++) status = advance(spool, &heap[i], &any, err);
    for (int i = count / 2 - 1; i >= 0 && !status; i--) sink(heap, count, i);
    while (count && !status) {
        status = give_subject(spool, &heap[0], &missing, fn, ctx, err);
        if (!status) status = advance(spool, &heap[0], &any, err);
        if (status) break;
        if (!any) {
            stretch done = heap[0];
            heap[0] = heap[--count];
            heap[count] = done; /* its window is freed with the spool */
        }
        sink(heap, count, 0);
    }
    free(missing);
    return status;
}

onex_status onex_spool_give(onex_spool *spool, onex_check_fn fn, void *ctx, onex_error *err) {
    if (!spool->count) return ONEX_OK;
    onex_status status = open_stretches(spool, err);
    return status ? status : merge(spool, fn, ctx, err);
}
