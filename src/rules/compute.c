/* Rows of values to a worker and its results back, many rows in one message. Results are checked against the type that
 * the fact declares. */
#include "rules/compute.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "rules/lua_message.h"

typedef struct calling {
    onex_worker *worker;
    onex_program *program;
    const onex_fact *fact;
    const char *stopped; /* why it is not called any more; NULL: it is */
    bool no_memory;
} calling;

/* An error as a result, with the place of the fact's declaration unless another is given. */
__attribute__((format(printf, 4, 5))) static onex_value failed(calling *c, const char *path, int line, const char *fmt,
                                                               ...) {
    char reason[1200], text[1600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(reason, sizeof reason, fmt, ap);
    va_end(ap);
    if (!path) {
        path = c->fact->decl.at.file ? c->fact->decl.at.file : "";
        line = c->fact->decl.at.line;
    }
    for (char *p = reason; *p; p++) /* shown in tables and logs */
        if ((unsigned char)*p < 0x20 || *p == 0x7F) *p = ' ';
    snprintf(text, sizeof text, "%s:%d: %s", path, line, reason);
    const char *kept = onex_arena_text(&c->program->arena, text, strlen(text));
    if (!kept) c->no_memory = true;
    return onex_v_error(kept ? kept : "");
}

/* ---- arguments ---- */

static bool put_plain(onex_buffer *out, onex_value value) {
    char day[ONEX_DAY_TEXT];
    switch (value.kind) {
    case ONEX_V_BOOL:
        onex_wire_put_byte(out, ONEX_WIRE_BOOL);
        onex_wire_put_byte(out, value.n != 0);
        return true;
    case ONEX_V_NUMBER:
        if (value.d == 0 || value.n % value.d != 0) return false;
        onex_wire_put_byte(out, ONEX_WIRE_INT);
        onex_wire_put_int(out, value.n / value.d);
        return true;
    case ONEX_V_DATE:
        onex_wire_put_byte(out, ONEX_WIRE_TEXT);
        onex_day_text((onex_day)value.n, day);
        onex_wire_put_text(out, day, strlen(day));
        return true;
    case ONEX_V_TEXT:
        onex_wire_put_byte(out, ONEX_WIRE_TEXT);
        onex_wire_put_text(out, value.text->raw, value.text->raw_len);
        return true;
    default: onex_wire_put_byte(out, ONEX_WIRE_NIL); return true;
    }
}

static bool put_argument(onex_buffer *out, onex_value value) {
    if (value.kind != ONEX_V_LIST) return put_plain(out, value);
    const onex_list *list = value.list;
    onex_wire_put_byte(out, ONEX_WIRE_LIST);
    onex_wire_put_int(out, list->ncolumns);
    onex_wire_put_int(out, list->nrows);
    for (int c = 0; c < list->ncolumns; c++) onex_wire_put_text(out, list->names[c], strlen(list->names[c]));
    bool ok = true;
    for (int i = 0; i < list->nrows * list->ncolumns; i++) ok = put_plain(out, list->cells[i]) && ok;
    return ok;
}

/* The result where no call is needed; false: one is. */
static bool settled(const onex_fact *fact, const onex_value *args, onex_value *out) {
    const onex_value *unknown = NULL;
    for (int i = 0; i < fact->ninputs; i++) {
        if (args[i].kind == ONEX_V_ERROR) {
            *out = args[i];
            return true;
        }
        if (args[i].kind == ONEX_V_UNKNOWN) unknown = &args[i];
    }
    if (unknown) *out = *unknown;
    return unknown != NULL;
}

/* ---- results ---- */

static onex_value text_result(calling *c, const char *text, size_t len) {
    onex_text *made = onex_arena_alloc(&c->program->arena, sizeof *made);
    char *raw = onex_arena_text(&c->program->arena, text, len);
    char *folded = onex_text_fold(text, len);
    const char *kept = folded ? onex_arena_text(&c->program->arena, folded, strlen(folded)) : NULL;
    if (!made || !raw || !kept) {
        c->no_memory = true;
    } else {
        *made = (onex_text){raw, kept, (uint32_t)len, (uint32_t)strlen(folded)};
    }
    free(folded);
    return c->no_memory ? onex_v_unknown() : onex_v_text(made);
}

static const char *type_name(onex_type_kind kind) {
    switch (kind) {
    case ONEX_T_BOOL: return onex_tr("true or false", "true 或 false");
    case ONEX_T_NUMBER: return onex_tr("a whole number", "整数");
    case ONEX_T_DATE: return onex_tr("a date such as \"2026-03-01\"", "日期，如 \"2026-03-01\"");
    default: return onex_tr("a text", "文本");
    }
}

static onex_value wrong_type(calling *c) {
    return failed(c, NULL, 0, onex_tr("compute must give %s, or nil", "compute 的结果应是%s或 nil"),
                  type_name(c->fact->type.kind));
}

static onex_value error_result(calling *c, onex_wire *in) {
    size_t path_len, text_len;
    const char *path = onex_wire_text(in, &path_len);
    int line = (int)onex_wire_between(in, 0, INT32_MAX);
    const char *text = onex_wire_text(in, &text_len);
    if (in->bad || path_len > 512 || text_len > 4096 || !onex_wire_clean(path, path_len)) {
        in->bad = true;
        return onex_v_unknown();
    }
    char where[513], said[4097];
    snprintf(where, sizeof where, "%.*s", (int)path_len, path);
    snprintf(said, sizeof said, "%.*s", (int)text_len, text);
    onex_lua_message message;
    onex_lua_message_read(&message, said);
    return failed(c, *where ? where : NULL, line, "%s", message.text);
}

static onex_value result(calling *c, onex_wire *in) {
    onex_type_kind wanted = c->fact->type.kind;
    size_t len;
    const char *text;
    int64_t n;
    onex_day day;
    switch (onex_wire_byte(in)) {
    case ONEX_WIRE_NIL: return onex_v_unknown();
    case ONEX_WIRE_BOOL: n = onex_wire_byte(in); return wanted == ONEX_T_BOOL ? onex_v_bool(n != 0) : wrong_type(c);
    case ONEX_WIRE_INT: n = onex_wire_int(in); return wanted == ONEX_T_NUMBER ? onex_v_int(n) : wrong_type(c);
    case ONEX_WIRE_TEXT:
        text = onex_wire_text(in, &len);
        if (in->bad || len > ONEX_COMPUTE_TEXT || !onex_wire_clean(text, len)) break;
        if (wanted == ONEX_T_DATE && onex_day_parse_iso(text, len, &day)) return onex_v_date(day);
        return wanted == ONEX_T_TEXT ? text_result(c, text, len) : wrong_type(c);
    case ONEX_WIRE_ERROR: return error_result(c, in);
    default: break;
    }
    in->bad = true;
    return onex_v_unknown();
}

/* ---- one message ---- */

static void hear_results(calling *c, const int *rows, int n, onex_value *out) {
    onex_wire in;
    int kind = onex_worker_hear(c->worker, &in);
    if (in.no_memory) c->no_memory = true;
    if (kind == ONEX_MSG_STOPPED) {
        onex_worker_stop why = (onex_worker_stop)onex_wire_between(&in, ONEX_STOP_TIME, ONEX_STOP_SIZE);
        onex_worker_give_up(c->worker, why, in.bad);
    } else if (kind != 0) {
        in.bad = in.bad || kind != ONEX_MSG_RESULTS;
        for (int i = 0; i < n && !in.bad; i++) out[rows[i]] = result(c, &in);
        if (in.bad || in.at != in.end) onex_worker_give_up(c->worker, ONEX_STOP_NONE, true);
    }
}

typedef struct batch {
    onex_buffer body; /* arguments of the rows */
    int rows[ONEX_COMPUTE_ROWS], count;
} batch;

static void call_batch(calling *c, batch *b, onex_value *out) {
    if (b->count == 0) return;
    onex_buffer message = {0};
    int ms = c->stopped ? 0 : onex_worker_grant(c->worker, b->count);
    onex_wire_put_int(&message, c->fact->compute);
    onex_wire_put_int(&message, ms);
    onex_wire_put_int(&message, c->fact->ninputs);
    onex_wire_put_int(&message, b->count);
    onex_buffer_put(&message, b->body.data, b->body.len);
    if (message.failed || b->body.failed)
        c->no_memory = true;
    else if (ms && onex_worker_ask(c->worker, ONEX_MSG_CALL, &message))
        hear_results(c, b->rows, b->count, out);
    onex_buffer_clear(&message);
    const char *dead = c->stopped ? c->stopped : onex_worker_dead(c->worker);
    for (int i = 0; i < b->count && dead; i++) out[b->rows[i]] = failed(c, NULL, 0, "%s", dead);
    b->count = 0;
    b->body.len = 0;
}

/* Puts the row's arguments into the batch; false: a number among them is not whole. */
static bool add_row(calling *c, batch *b, int number, const onex_value *args) {
    size_t before = b->body.len;
    for (int i = 0; i < c->fact->ninputs; i++) {
        if (put_argument(&b->body, args[i])) continue;
        b->body.len = before;
        return false;
    }
    b->rows[b->count++] = number;
    return true;
}

onex_status onex_worker_call(onex_worker *worker, onex_program *program, const onex_fact *fact, const char *stopped,
                             const onex_value *args, int n, onex_value *out, onex_error *err) {
    calling c = {.worker = worker, .program = program, .fact = fact, .stopped = stopped};
    batch b = {.count = 0};
    for (int i = 0; i < n && !c.no_memory; i++) {
        const onex_value *row = args + (size_t)i * (size_t)fact->ninputs;
        if (settled(fact, row, &out[i])) continue;
        if (!add_row(&c, &b, i, row))
            out[i] = failed(&c, NULL, 0, "%s", onex_tr("compute takes whole numbers only", "compute 只接受整数"));
        if (b.count == ONEX_COMPUTE_ROWS || b.body.len > ONEX_COMPUTE_BYTES) call_batch(&c, &b, out);
    }
    if (!c.no_memory) call_batch(&c, &b, out);
    onex_buffer_clear(&b.body);
    return c.no_memory ? onex_no_memory(err) : ONEX_OK;
}
